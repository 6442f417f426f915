package io.oddity.gateway;

import io.oddity.bus.MemoryQuery.Names;
import io.oddity.bus.Tick;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Server-sent events of {@code /api/v1/live}; what OpenAPI says of them holds. */
final class LiveEncoder {
    private LiveEncoder() {}

    static String hello(Names names, long nowMillis) {
        return event(
                "hello",
                new JsonObject().put("run", names.run()).put("t", nowMillis).put("seconds", names.seconds()));
    }

    static String sensors(Collection<Tick.Slot> slots) {
        return event("sensors", new JsonObject().put("sensors", slots(slots)));
    }

    static JsonArray slots(Collection<Tick.Slot> slots) {
        JsonArray sensors = new JsonArray();
        slots.forEach(slot -> sensors.add(
                new JsonArray().add(slot.number()).add(slot.pipeline()).add(slot.sensorId())));
        return sensors;
    }

    /** By slot: for each channel lowest and highest, or null. */
    static JsonObject usual(Map<Tick.Slot, List<double[]>> usual) {
        JsonObject bySlot = new JsonObject();
        usual.forEach((slot, channels) -> {
            JsonArray ranges = new JsonArray();
            channels.forEach(range -> ranges.add(range == null ? null : new JsonArray(List.of(range[0], range[1]))));
            bySlot.put(Integer.toString(slot.number()), ranges);
        });
        return bySlot;
    }

    /**
     * What all clients get alike; what a client missed is told by {@link #skipped}.
     *
     * @param values the channel whose values are wanted; null for none
     */
    static String tick(Tick tick, LiveChannel values) {
        JsonArray cells = new JsonArray();
        tick.cells().forEach(some -> cells.add(cells(some, values)));
        return event(
                "tick",
                new JsonObject()
                        .put("t", tick.millis())
                        .put("newest", tick.newestMillis())
                        .put("readings", tick.readings())
                        .put("anomalies", tick.anomalies())
                        .put("followed", tick.followed())
                        .put("others", tick.others())
                        .put("cells", cells)
                        .put("late", late(tick.late())));
    }

    static String skipped(long ticks, long anomalies, Tick.Seconds late) {
        return event(
                "skipped",
                new JsonObject().put("ticks", ticks).put("anomalies", anomalies).put("late", late(late)));
    }

    private static JsonArray late(Tick.Seconds late) {
        return late == null ? null : new JsonArray().add(late.first()).add(late.last());
    }

    private static JsonObject cells(Tick.Cells cells, LiveChannel values) {
        int n = cells.slots().length;
        Buffer columns = Buffer.buffer(5 * n);
        for (int slot : cells.slots()) {
            columns.appendIntLE(slot);
        }
        columns.appendBytes(cells.heat());
        JsonObject json = new JsonObject().put("t", cells.second()).put("n", n).put("b", base64(columns));
        if (values != null && values.pipeline().equals(cells.pipeline())) {
            Buffer last = Buffer.buffer(4 * n);
            for (float value : cells.last()[values.index()]) {
                last.appendIntLE(Float.floatToIntBits(value));
            }
            json.put("v", base64(last));
        }
        return json;
    }

    static String base64(Buffer bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes());
    }

    private static String event(String name, JsonObject data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
