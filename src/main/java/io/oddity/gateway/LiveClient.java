package io.oddity.gateway;

import io.oddity.bus.Event;
import io.oddity.bus.MemoryQuery.Names;
import io.oddity.bus.Tick;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One page that follows the fleet. While it does not take what is written, ticks are dropped and counted; the seconds that it
 * missed are named, so that it can ask for them, and no sensor's name is lost. Single-threaded: owned by one {@code GatewayVerticle}.
 */
final class LiveClient {
    /** Of one tick; a page shows the newest, and asks for more as its reader scrolls. */
    private static final int ANOMALIES_A_TICK = 100;

    private final HttpServerResponse response;
    private final ArrayDeque<Event> anomalies = new ArrayDeque<>();
    private final Map<Integer, Tick.Slot> unnamed = new HashMap<>();
    private String run;
    private boolean isClosed;
    private long skippedTicks;
    private long skippedAnomalies;
    private Tick.Seconds skippedSeconds;

    /** The channel whose values it wants; null for none. */
    final LiveChannel values;

    LiveClient(HttpServerResponse response, LiveChannel values) {
        this.response = response;
        this.values = values;
    }

    /** Says who there is; ticks from before that are in what the page asks for next. */
    void goLive(Names names, long nowMillis) {
        run = names.run();
        write(LiveEncoder.hello(names, nowMillis) + LiveEncoder.sensors(names.slots()));
    }

    /** Which memory it follows; null while it does not. */
    String run() {
        return isClosed ? null : run;
    }

    void take(List<Event> events) {
        for (Event event : events) {
            anomalies.add(event);
            if (anomalies.size() > ANOMALIES_A_TICK) {
                anomalies.remove();
                skippedAnomalies++;
            }
        }
    }

    /** Takes a tick, and its encoded form. */
    void take(Tick tick, Buffer encoded) {
        if (run() == null) {
            return;
        }
        tick.added().forEach(slot -> unnamed.put(slot.number(), slot));
        if (response.writeQueueFull()) {
            skip(tick);
            return;
        }
        Buffer out = Buffer.buffer();
        if (!unnamed.isEmpty()) {
            out.appendString(LiveEncoder.sensors(unnamed.values()));
            unnamed.clear();
        }
        if (skippedTicks + skippedAnomalies > 0) {
            out.appendString(LiveEncoder.skipped(skippedTicks, skippedAnomalies, skippedSeconds));
            skippedTicks = 0;
            skippedAnomalies = 0;
            skippedSeconds = null;
        }
        anomalies.forEach(event -> out.appendBuffer(event.sse()));
        anomalies.clear();
        response.write(out.appendBuffer(encoded));
    }

    private void skip(Tick tick) {
        skippedTicks++;
        skippedSeconds = Tick.Seconds.join(skippedSeconds, tick.late());
        tick.cells()
                .forEach(cells -> skippedSeconds =
                        Tick.Seconds.join(skippedSeconds, new Tick.Seconds(cells.second(), cells.second())));
    }

    private void write(String text) {
        if (!isClosed) {
            response.write(text);
        }
    }

    /** Cuts the connection. */
    void close() {
        if (!isClosed) {
            isClosed = true;
            response.reset();
        }
    }

    /** The connection is gone. */
    void closed() {
        isClosed = true;
    }
}
