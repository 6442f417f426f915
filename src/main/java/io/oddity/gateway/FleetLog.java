package io.oddity.gateway;

import io.oddity.config.Config;
import io.oddity.table.PulseMemory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What the fleet did in a span of the past, as the memory of pulses would have it, from Kafka. Thread-safe; blocks. */
final class FleetLog {
    private final Config config;
    private final PulseLog log;

    FleetLog(Config config) {
        this.config = config;
        log = new PulseLog(config);
    }

    /**
     * Sensors with slots that are good for this answer only, their heat and what is usual; as the OpenAPI file describes it.
     *
     * @param values the channel whose values are wanted, too; null for none
     * @param step how many seconds one value stands for
     */
    Buffer read(long fromSecond, int seconds, SensorFilter filter, LiveChannel values, int step) {
        PulseMemory memory = MemoryVerticle.memory(config, seconds);
        long end = (fromSecond + seconds) * 1_000;
        long reached = log.read(fromSecond * 1_000, end, pulse -> memory.add(filter.of(pulse)));
        // At least a second, or who asks for the rest would ask for ever.
        long complete = Math.max(fromSecond + 1, Math.floorDiv(reached, 1_000L));
        int span = (int) (complete - fromSecond);
        JsonObject json = new JsonObject()
                .put("from", fromSecond * 1_000)
                .put("to", complete * 1_000)
                .put("others", memory.others())
                .put("sensors", LiveEncoder.slots(memory.slots()))
                .put("heat", LiveEncoder.base64(memory.overview(fromSecond, span, span)))
                .put("usual", LiveEncoder.usual(memory.usual()));
        if (values != null) {
            int columns = (span + step - 1) / step;
            json.put(
                    "values",
                    LiveEncoder.base64(
                            memory.values(values.pipeline(), values.index(), fromSecond, columns * step, columns)));
        }
        return json.toBuffer();
    }
}
