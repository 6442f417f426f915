package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Events;
import io.oddity.bus.Feed;
import io.oddity.bus.Followed;
import io.oddity.bus.Gap;
import io.oddity.bus.TableQuery;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.table.EventRing;
import io.oddity.table.TableRows;
import io.oddity.view.Row;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a feed: publishes its events and remembers the newest. Single-threaded: owned by one {@code TailVerticle}. */
final class FeedTail implements Tail.Sink {
    /** As many as a client may be behind, some 10 MB. */
    static final int EVENTS_REMEMBERED = 10_000;

    /** Verdicts of many channels are larger. */
    private static final long BYTES_REMEMBERED = 32 << 20;

    private final Vertx vertx;
    private final Config config;
    private final Feed feed;
    private final EventDecoder decoder;
    private final Tail tail;
    private final EventRing ring = new EventRing(EVENTS_REMEMBERED, BYTES_REMEMBERED);
    private Map<String, TableRows> tables;
    private Cursor begun = Cursor.NONE;
    private Future<Void> filled;
    private final Set<String> followers = new HashSet<>();
    private final List<Event> polled = new ArrayList<>();
    private final Future<Void> started;
    private boolean isClosed;

    /** Begins to read, {@code past} records before the end of each partition. */
    FeedTail(Vertx vertx, Config config, Feed feed, long past) {
        this.vertx = vertx;
        this.config = config;
        this.feed = feed;
        tables = tables();
        decoder = new EventDecoder(
                feed, config.pipelines().stream().map(Pipeline::name).toList());
        tail = new Tail(vertx, config, topic(config, feed), past, this);
        started = tail.start();
        filled = past > 0 ? started : null;
    }

    private Map<String, TableRows> tables() {
        return config.pipelines().stream()
                .collect(Collectors.toMap(
                        Pipeline::name,
                        pipeline -> new TableRows(
                                pipeline.isKeyed()
                                        ? event -> Row.parse(event.json().getBytes())
                                                .key()
                                        : event -> List.of(event.partition(), event.offset()))));
    }

    static String topic(Config config, Feed feed) {
        return feed == Feed.SCORED
                ? config.topics().scored().name()
                : config.topics().anomalies().name();
    }

    /** Completes when followers can be answered. */
    Future<Void> started() {
        return started;
    }

    EventRing ring() {
        return ring;
    }

    /** Completes when the tables hold what was before this tail began, too, as far as they can. */
    Future<Void> filled() {
        if (filled == null) {
            filled = started.compose(begins -> pastBefore(begun))
                    .onSuccess(past -> tables.replaceAll((pipeline, rows) -> rows.after(past.get(pipeline))))
                    .onFailure(e -> filled = null)
                    .mapEmpty();
        }
        return filled;
    }

    /** Reads it from Kafka. */
    private Future<Map<String, TableRows>> pastBefore(Cursor place) {
        return vertx.executeBlocking(() -> readBefore(place), false);
    }

    private Map<String, TableRows> readBefore(Cursor place) {
        Map<String, TableRows> past = tables();
        int each = TableRows.MAX_ROWS / Math.max(1, place.next().size());
        Cursor from = Cursor.NONE;
        for (Map.Entry<Integer, Long> begin : place.next().entrySet()) {
            from = from.with(begin.getKey(), Math.max(0, begin.getValue() - each));
        }
        try (PastReader reader = new PastReader(config, feed)) {
            PastReader.Part part = reader.begin(from, place);
            part.at().next().forEach((p, offset) -> past.values().forEach(rows -> rows.begin(p, offset)));
            while (!part.at().reaches(place)) {
                part = reader.next(part.at(), place);
                part.events().forEach(event -> past.get(event.pipeline()).add(event));
            }
        }
        return past;
    }

    /** What it holds of a pipeline. */
    TableQuery.Held held(String pipeline) {
        return tables.get(pipeline).heldTo(tail.place());
    }

    /** How much it holds of each pipeline. */
    List<TableQuery.Size> sizes() {
        return tables.entrySet().stream()
                .map(table -> new TableQuery.Size(
                        feed,
                        table.getKey(),
                        table.getValue().size(),
                        table.getValue().bytes()))
                .toList();
    }

    @Override
    public void begin(int partition, long offset) {
        begun = begun.with(partition, offset);
        ring.begin(partition, offset);
        tables.values().forEach(rows -> rows.begin(partition, offset));
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        Event event = decoder.decode(record, tail.place());
        if (event != null) {
            Event row = tables.get(event.pipeline()).add(event);
            ring.add(row);
            polled.add(row);
        }
    }

    @Override
    public void lose(Gap gap) {
        begun = begun.with(gap.partition(), gap.to());
        ring.lose(gap);
        tables.values().forEach(rows -> rows.lose(gap));
        publish(List.of(gap));
    }

    @Override
    public void endPoll() {
        if (!polled.isEmpty()) {
            publish(List.of());
        }
    }

    private void publish(List<Gap> gaps) {
        // A tail that nobody follows any more may still hand over a poll, which its successor reads, too.
        if (!isClosed) {
            Bus.publish(vertx, Bus.EVENTS, new Events(feed, gaps, polled));
        }
        polled.clear();
    }

    void follow(String follower) {
        followers.add(follower);
    }

    /** Says whether that was the last one. */
    boolean unfollow(String follower) {
        return followers.remove(follower) && followers.isEmpty();
    }

    /** Where a follower begins; {@code missed} may be null. */
    Followed place(Cursor missed) {
        return missed != null && ring.covers(missed, tail.place())
                ? new Followed(tail.place(), ring.since(missed))
                : new Followed(tail.live(), null);
    }

    Future<Void> close() {
        isClosed = true;
        return tail.close();
    }
}
