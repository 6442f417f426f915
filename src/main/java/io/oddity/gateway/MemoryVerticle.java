package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.MemoryQuery;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.pipeline.Pulse;
import io.oddity.table.PulseMemory;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.stream.Collectors;

/** Keeps the {@link PulseMemory} of this process, says every 200 ms what changed in it, and answers questions about it. */
public final class MemoryVerticle extends VerticleBase {
    /** How far it reaches back. */
    static final int SECONDS = 15 * 60;

    /** How many sensors it knows by the second. */
    static final int SENSORS = 10_000;

    private static final long TICK_MILLIS = 200;

    /** Beyond it a pulse comes from a clock that is wrong, and would push out the whole past. */
    private static final long AHEAD_MILLIS = 60_000;

    private final String run = UUID.randomUUID().toString();
    private final PulseMemory memory;

    /** Remembers the pipelines of the configuration. */
    public MemoryVerticle(Config config) {
        memory = memory(config, SECONDS);
    }

    /** An empty memory of the configuration's pipelines, for as many sensors as a page follows. */
    static PulseMemory memory(Config config, int seconds) {
        return new PulseMemory(
                config.pipelines().stream()
                        .collect(Collectors.toMap(
                                Pipeline::name,
                                pipeline -> new PulseMemory.Shape(
                                        pipeline.main().threshold(),
                                        pipeline.channels().size()))),
                SENSORS,
                seconds);
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(
                TICK_MILLIS, timer -> Bus.publish(vertx, Bus.TICKS, memory.drain(System.currentTimeMillis())));
        vertx.eventBus().<MemoryQuery>localConsumer(Bus.MEMORY, this::answer);
        return vertx.eventBus().<Pulse>localConsumer(Bus.PULSES, this::take).completion();
    }

    private void take(Message<Pulse> message) {
        if (message.body().startMillis() <= System.currentTimeMillis() + AHEAD_MILLIS) {
            memory.add(message.body());
        }
    }

    private void answer(Message<MemoryQuery> message) {
        MemoryQuery query = message.body();
        if (query.run() != null && !query.run().equals(run)) {
            message.reply(null);
        } else if (query instanceof MemoryQuery.Overview overview) {
            message.reply(memory.overview(overview.fromSecond(), overview.seconds(), overview.columns()));
        } else if (query instanceof MemoryQuery.Values values) {
            message.reply(memory.values(
                    values.pipeline(), values.channel(), values.fromSecond(), values.seconds(), values.columns()));
        } else if (query instanceof MemoryQuery.Usual) {
            message.reply(usual().toBuffer());
        } else {
            message.reply(new MemoryQuery.Names(run, memory.seconds(), memory.slots()));
        }
    }

    private JsonObject usual() {
        return new JsonObject().put("run", run).put("usual", LiveEncoder.usual(memory.usual()));
    }
}
