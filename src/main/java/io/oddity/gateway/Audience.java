package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Gap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The clients of one feed, by what they want: an event is encoded once for all who want the same, and who follows one sensor costs
 * nothing when others speak. Single-threaded: owned by one {@code GatewayVerticle}.
 */
final class Audience {
    private final Map<Wanted, Group> groups = new HashMap<>();
    private final Map<String, List<Group>> ofOneSensor = new HashMap<>();
    private final List<Group> ofMany = new ArrayList<>();
    private final List<Group> concerned = new ArrayList<>();
    private final List<Event> collected = new ArrayList<>();

    /** Behind all that was handed out. */
    private Cursor place = Cursor.NONE;

    /** Clients that want the same, and the events for them. */
    private final class Group {
        private final Wanted wanted;
        private final Set<StreamClient> clients = new LinkedHashSet<>();
        private final List<Event> events = new ArrayList<>();

        Group(Wanted wanted) {
            this.wanted = wanted;
        }

        void offer(Event event) {
            if (wanted.selection().accepts(event)) {
                if (events.isEmpty()) {
                    concerned.add(this);
                }
                events.add(event);
            }
        }

        void handOut() {
            Buffer encoded = wanted.encode(events);
            for (StreamClient client : List.copyOf(clients)) { // one that is cut leaves the set
                client.take(events, encoded);
            }
            events.clear();
        }
    }

    void add(StreamClient client) {
        groups.computeIfAbsent(client.wanted, this::open).clients.add(client);
    }

    private Group open(Wanted wanted) {
        Group group = new Group(wanted);
        String sensor = wanted.selection().onlySensor();
        (sensor == null ? ofMany : ofOneSensor.computeIfAbsent(sensor, id -> new ArrayList<>())).add(group);
        return group;
    }

    void remove(StreamClient client) {
        Group group = groups.get(client.wanted);
        if (group != null && group.clients.remove(client) && group.clients.isEmpty()) {
            groups.remove(client.wanted);
            close(group);
        }
    }

    private void close(Group group) {
        String sensor = group.wanted.selection().onlySensor();
        if (sensor == null) {
            ofMany.remove(group);
        } else {
            ofOneSensor.computeIfPresent(sensor, (id, same) -> same.remove(group) && same.isEmpty() ? null : same);
        }
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Takes new events, to be handed out soon. */
    void collect(List<Event> events) {
        collected.addAll(events);
    }

    /** Hands out what was collected. */
    void handOut() {
        for (Event event : collected) {
            ofOneSensor.getOrDefault(event.sensorId(), List.of()).forEach(group -> group.offer(event));
            ofMany.forEach(group -> group.offer(event));
            place = event.cursor();
        }
        collected.clear();
        concerned.forEach(Group::handOut);
        concerned.clear();
    }

    /** All have lost something, behind what was collected. */
    void lose(Gap gap) {
        handOut();
        each(client -> client.lose(gap, place));
        place = place.with(gap.partition(), gap.to());
    }

    void heartbeat() {
        handOut();
        each(client -> client.heartbeat(place));
    }

    private void each(Consumer<StreamClient> action) {
        groups.values().stream()
                .flatMap(group -> group.clients.stream())
                .toList() // one that is cut leaves its set
                .forEach(action);
    }
}
