package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.FleetTick;
import io.oddity.bus.MemoryQuery;
import io.oddity.bus.Tick;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.pipeline.Pulse;
import io.oddity.table.PulseMemory;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the memories of pulses of this process, says every 200 ms what changed in them, and answers questions about them. One is of
 * all sensors, as far as they fit; others are of those that a page's filter asks for, while it does.
 */
public final class MemoryVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryVerticle.class);

    /** How far they reach back. */
    static final int SECONDS = 15 * 60;

    /** How many sensors each knows by the second. */
    static final int SENSORS = 10_000;

    private static final long TICK_MILLIS = 200;

    /** Beyond it a pulse comes from a clock that is wrong, and would push out the whole past. */
    private static final long AHEAD_MILLIS = 60_000;

    /** With that of all sensors; each may take as much as that. */
    private static final int MOST_MEMORIES = 8;

    /** Who comes back, or types on and back, finds it filled. */
    private static final long KEPT_MILLIS = 60_000;

    /** So much of the log is read at once. */
    private static final long PART_MILLIS = 30_000;

    private final Config config;
    private final PulseLog log;

    /** That of all sensors is the first. */
    private final List<Memory> memories = new ArrayList<>();

    private static final class Memory {
        final String run = UUID.randomUUID().toString();
        final SensorFilter filter;
        final PulseMemory pulses;
        int followers;

        Memory(SensorFilter filter, PulseMemory pulses) {
            this.filter = filter;
            this.pulses = pulses;
        }
    }

    /** Remembers the pipelines of the configuration. */
    public MemoryVerticle(Config config) {
        this.config = config;
        log = new PulseLog(config);
        memories.add(new Memory(new SensorFilter(null), memory(config, SECONDS)));
    }

    /** An empty memory of the configuration's pipelines, for as many sensors as a page follows. */
    static PulseMemory memory(Config config, int seconds) {
        return new PulseMemory(
                config.pipelines().stream()
                        .collect(Collectors.toMap(
                                Pipeline::name,
                                pipeline -> new PulseMemory.Shape(
                                        pipeline.main().nominalThreshold(),
                                        pipeline.channels().size()))),
                SENSORS,
                seconds);
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(TICK_MILLIS, timer -> tick(System.currentTimeMillis()));
        vertx.eventBus().<MemoryQuery>localConsumer(Bus.MEMORY, this::answer);
        return vertx.eventBus().<Pulse>localConsumer(Bus.PULSES, this::take).completion();
    }

    private void tick(long nowMillis) {
        Tick all = memories.get(0).pulses.drain(nowMillis);
        for (Memory memory : memories) {
            Tick tick = memory == memories.get(0)
                    ? all
                    : memory.pulses.drain(nowMillis).among(all);
            Bus.publish(vertx, Bus.TICKS, new FleetTick(memory.run, tick));
        }
    }

    private void take(Message<Pulse> message) {
        Pulse pulse = message.body();
        if (pulse.startMillis() <= System.currentTimeMillis() + AHEAD_MILLIS) {
            memories.forEach(memory -> memory.pulses.add(memory.filter.of(pulse)));
        }
    }

    private void answer(Message<MemoryQuery> message) {
        MemoryQuery query = message.body();
        Memory memory = memories.stream()
                .filter(one -> query.run() == null || query.run().equals(one.run))
                .findFirst()
                .orElse(null);
        message.reply(memory == null ? null : answer(query, memory));
    }

    private Object answer(MemoryQuery query, Memory memory) {
        if (query instanceof MemoryQuery.Overview overview) {
            return memory.pulses.overview(overview.fromSecond(), overview.seconds(), overview.columns());
        } else if (query instanceof MemoryQuery.Values values) {
            return memory.pulses.values(
                    values.pipeline(), values.channel(), values.fromSecond(), values.seconds(), values.columns());
        } else if (query instanceof MemoryQuery.Usual) {
            return new JsonObject()
                    .put("run", memory.run)
                    .put("usual", LiveEncoder.usual(memory.pulses.usual()))
                    .toBuffer();
        } else if (query instanceof MemoryQuery.Follow follow) {
            return follow(new SensorFilter(follow.text()));
        } else {
            unfollow(memory);
            return null;
        }
    }

    private MemoryQuery.Names follow(SensorFilter filter) {
        Memory memory = memories.stream()
                .filter(one -> one.filter.equals(filter))
                .findFirst()
                .orElseGet(() -> open(filter));
        memory.followers++;
        return new MemoryQuery.Names(memory.run, memory.pulses.seconds(), memory.pulses.slots());
    }

    /** That of all sensors, when there are too many. */
    private Memory open(SensorFilter filter) {
        if (memories.size() == MOST_MEMORIES
                && !memories.remove(memories.stream()
                        .skip(1)
                        .filter(memory -> memory.followers == 0)
                        .findFirst()
                        .orElse(null))) {
            return memories.get(0);
        }
        Memory memory = new Memory(filter, memory(config, SECONDS));
        memories.add(memory);
        long now = System.currentTimeMillis();
        fill(memory, now, now - 1_000L * SECONDS);
        return memory;
    }

    /** Reads what was before from the log, the newest first. */
    private void fill(Memory memory, long toMillis, long oldestMillis) {
        if (toMillis <= oldestMillis || !memories.contains(memory)) {
            return;
        }
        long from = Math.max(oldestMillis, toMillis - PART_MILLIS);
        vertx.executeBlocking(() -> read(memory.filter, from, toMillis), false)
                .onSuccess(pulses -> {
                    pulses.forEach(memory.pulses::add);
                    fill(memory, from, oldestMillis);
                })
                .onFailure(e -> LOG.warn("the past of sensors like '{}' is not read", memory.filter.text(), e));
    }

    private List<Pulse> read(SensorFilter filter, long fromMillis, long toMillis) {
        List<Pulse> pulses = new ArrayList<>();
        log.read(fromMillis, toMillis, pulse -> pulses.add(filter.of(pulse)));
        return pulses;
    }

    private void unfollow(Memory memory) {
        memory.followers--;
        if (memory != memories.get(0)) {
            vertx.setTimer(KEPT_MILLIS, timer -> {
                if (memory.followers == 0) {
                    memories.remove(memory);
                }
            });
        }
    }
}
