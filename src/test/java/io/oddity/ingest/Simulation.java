package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.feedback.Anomaly;
import io.oddity.feedback.Judgement;
import io.oddity.feedback.Judgement.Verdict;
import io.oddity.feedback.Judgements;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.sim.Lie;
import io.oddity.sim.Lifeline;
import io.oddity.sim.SimKafka;
import io.oddity.sim.SimLog;
import io.oddity.sim.Turn;
import io.oddity.testing.Specs;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * A world in which everything happens that may: several processes on one simulated Kafka are started with any number of
 * shards, frozen, killed at any step and woken again, while readings arrive, partitions move, transactions time out, state is
 * compacted and the past is deleted. The seed decides all of it. After each commit an {@link Audit} is made.
 */
final class Simulation {
    private static final int EVENTS = 1_000;
    private static final int MOST_ROUNDS = 20_000;
    private static final int BATCH_ROWS = 12;
    private static final Map<String, Config> CONFIGS = new ConcurrentHashMap<>();

    final SplittableRandom random;
    final SimKafka kafka;
    final Lifeline.Odds odds = new Lifeline.Odds();
    final IngestStats stats = new IngestStats(new SimpleMeterRegistry(), List.of("plant", "mill"));
    final Figures figures = new Figures();
    final Semaphore main = new Semaphore(0);
    long nanos;
    private final boolean forgets;
    private final boolean hasSteady;
    private final int batchWaitMillis;
    private final List<PipelineSpec> specs;
    private final Audit audit;
    private final List<String> nodes;
    private final List<SimProcess> processes = new ArrayList<>();
    private final ArrayDeque<String> story = new ArrayDeque<>();
    private final Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
    private long pausesMillis;
    private Judgements said = Judgements.NONE;

    /** Where the steady sensor is not silent for a while. */
    private final Set<TopicPartition> speaking = new HashSet<>();

    private boolean isBusy = true;
    private int event;
    private long storyHash;
    private AssertionError violation;

    private enum Kind {
        STEP,
        ARRIVAL,
        START,
        FREEZE,
        KILL,
        STOP,
        REBALANCE,
        EVICTION,
        TIME_OUT,
        MARKER,
        COMPACTION,
        RETENTION,
        FEEDBACK
    }

    /** What happened. */
    static final class Figures {
        long events;
        long kills;
        long freezes;
        long failures;
        long restores;
        long forgotten;
        long verdicts;
        long silences;
        long commits;
        long handOvers;
        long judgements;

        void add(Figures other) {
            events += other.events;
            kills += other.kills;
            freezes += other.freezes;
            failures += other.failures;
            restores += other.restores;
            forgotten += other.forgotten;
            verdicts += other.verdicts;
            silences += other.silences;
            commits += other.commits;
            handOvers += other.handOvers;
            judgements += other.judgements;
        }

        @Override
        public String toString() {
            return ("%,d events, %,d kills, %,d freezes, %,d failed sessions, %,d restores, %,d hand-overs, "
                            + "%,d commits, %,d sensors forgotten, %,d verdicts, %,d silences, %,d judgements of people")
                    .formatted(
                            events,
                            kills,
                            freezes,
                            failures,
                            restores,
                            handOvers,
                            commits,
                            forgotten,
                            verdicts,
                            silences,
                            judgements);
        }
    }

    Simulation(long seed, Set<Lie> lies) {
        random = new SplittableRandom(seed);
        forgets = random.nextBoolean();
        batchWaitMillis = anyOf(0, 3, 100);
        int partitions = random.nextInt(1, 4);
        nodes = IntStream.range(0, anyOf(1, 2, 3, 3)).mapToObj(i -> "node" + i).toList();
        chooseTemper();
        int pipelines = random.nextInt(1, 3);
        specs = IntStream.range(0, pipelines)
                .mapToObj(i -> spec(i == 0 ? "plant" : "mill", 5 + 2 * i, forgets ? 64 : 1_000_000))
                .toList();
        Config config = config(1);
        kafka = new SimKafka(
                random,
                lies,
                Map.of(
                        "sensors",
                        partitions,
                        config.topics().scored().name(),
                        partitions,
                        config.topics().anomalies().name(),
                        1,
                        config.topics().pulse().name(),
                        1,
                        "sensors" + config.topics().deadLetters().name(),
                        1,
                        config.stateTopic(),
                        partitions),
                "sensors",
                config.topics().scored().name(),
                config.stateTopic());
        audit = new Audit(kafka, config, specs);
        hasSteady = random.nextBoolean();
        if (hasSteady) {
            kafka.partitions("sensors").forEach(this::allIsWellForAWhile);
            speaking.addAll(kafka.partitions("sensors"));
        }
        kafka.afterCommit(() -> {
            try {
                figures.commits++;
                audit.check(said);
                if (!forgets && random.nextInt(10) == 0) {
                    audit.checkNothingIsUnsaved();
                }
            } catch (AssertionError e) {
                violated(e);
                throw e;
            }
        });
    }

    /** What never happens in one world happens all the time in another. */
    private void chooseTemper() {
        odds.pause = anyOf(1, 3, 10);
        odds.death = anyOf(0, 300, 1_000);
        odds.failure = anyOf(0, 300, 1_000);
        weigh(Kind.STEP, 100);
        weigh(Kind.ARRIVAL, 4, 8, 16);
        weigh(Kind.START, 6, 12, 24);
        weigh(Kind.FREEZE, 0, 1, 3);
        weigh(Kind.KILL, 0, 1, 3);
        weigh(Kind.STOP, 0, 1, 3);
        weigh(Kind.REBALANCE, 0, 4, 12, 30);
        // Without these, whatever a dead process holds would stay blocked for ever.
        weigh(Kind.EVICTION, 4, 8, 16);
        weigh(Kind.TIME_OUT, 1, 4, 12);
        weigh(Kind.MARKER, 1, 2, 6, 20);
        weigh(Kind.COMPACTION, 0, 1, 4, 12);
        weigh(Kind.RETENTION, 0, 1, 4, 12);
        // Whether a sensor that came back is another one cannot be told from outside.
        weigh(Kind.FEEDBACK, 0, forgets ? 0 : 2, forgets ? 0 : 8);
    }

    private void weigh(Kind kind, int... choices) {
        weights.put(kind, anyOf(choices));
    }

    private int anyOf(int... values) {
        return values[random.nextInt(values.length)];
    }

    private static PipelineSpec spec(String name, int window, int sensorsPerPartition) {
        PipelineSpec spec = Specs.halfSpaceTrees(name, window, "temp");
        return Specs.lookedAfter(
                Specs.of(name, spec.detectors().get(0).online(), BATCH_ROWS, sensorsPerPartition, "temp"), 0.99);
    }

    private Config config(int shards) {
        return CONFIGS.computeIfAbsent(shards + "/" + specs.size() + "/" + batchWaitMillis, key -> {
            StringBuilder yaml = new StringBuilder(
                    """
                    node: here
                    kafka: {bootstrap.servers: "localhost:9092"}
                    instances: {scoring: %d}
                    batch_wait: %dms
                    pipelines:
                    """
                            .formatted(shards, batchWaitMillis));
            specs.forEach(spec -> yaml.append(
                    """
                      - name: %s
                        topic: sensors
                        detector: {type: half-space-trees, params: {trees: 5, height: 3, window: 30, seed: 42}}
                        threshold: 0.7
                        sensor_id: id
                        channels: [{name: temp}]
                    """
                            .formatted(spec.name())));
            return ConfigLoader.load(yaml.toString(), "test", Map.of());
        });
    }

    /** Lives through everything, and through a quiet time in which all must be caught up with. */
    void run() {
        try {
            while (event < EVENTS) {
                Turn next = next();
                if (next != null) {
                    resume(next);
                }
            }
            settle();
            kafka.partitions("sensors").forEach(this::everySensorSpeaks);
            settle();
            audit.checkAllIsHeard(said);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nafter:\n" + String.join("\n", story), e);
        } finally {
            endAll();
            figures.events = event;
            figures.kills += odds.deaths;
            figures.handOvers = kafka.group().handedOver();
            figures.verdicts = audit.verdicts();
            figures.silences = audit.silences();
            figures.forgotten = stats.restore(0, 0).forgottenSensors();
        }
    }

    /** The same for the same seed. */
    long storyHash() {
        return storyHash;
    }

    /** Lets things happen until a process has the turn, and gives it; null when a quiet time begins or something is wrong. */
    Turn next() {
        while (isBusy && event < EVENTS && violation == null) {
            SimProcess process = happen();
            if (process != null) {
                return process.turn;
            }
        }
        return null;
    }

    /** Lets one thing happen; gives the process that is to take a step, or null when there is none. */
    private SimProcess happen() {
        event++;
        nanos += TimeUnit.MILLISECONDS.toNanos(random.nextInt(4) == 0 ? random.nextInt(120) : 1);
        List<SimProcess> awake = processes.stream()
                .filter(process -> process.frozenUntil <= event && !process.turn.isOver())
                .toList();
        switch (kind()) {
            case STEP -> {
                return awake.isEmpty() ? null : any(awake);
            }
            case ARRIVAL -> arrive();
            case START -> startOne(awake);
            case FREEZE -> {
                if (!awake.isEmpty()) {
                    SimProcess frozen = any(awake);
                    frozen.frozenUntil = event + random.nextInt(100);
                    figures.freezes++;
                    tell("freeze " + frozen.node);
                }
            }
            case KILL -> {
                if (!processes.isEmpty()) {
                    SimProcess killed = any(processes);
                    figures.kills++;
                    tell("kill " + killed.node);
                    killed.kill();
                    return killed.turn.isOver() ? null : killed;
                }
            }
            case STOP -> {
                if (!awake.isEmpty()) {
                    SimProcess stopped = any(awake);
                    tell("stop " + stopped.node);
                    stopped.stop();
                }
            }
            case REBALANCE -> kafka.group().rebalance();
            case EVICTION -> {
                tell("evict");
                kafka.group().evictOne();
            }
            case TIME_OUT -> {
                tell("transaction timed out");
                kafka.timeOutOne();
            }
            case MARKER -> kafka.tellOne();
            case COMPACTION -> kafka.compactOne();
            case RETENTION -> {
                TopicPartition input = any(kafka.partitions("sensors"));
                kafka.log(input).deleteBefore(audit.neededFrom(input));
            }
            case FEEDBACK -> judge();
        }
        return null;
    }

    private Kind kind() {
        int dice = random.nextInt(
                weights.values().stream().mapToInt(weight -> weight).sum());
        for (Map.Entry<Kind, Integer> weight : weights.entrySet()) {
            dice -= weight.getValue();
            if (dice < 0) {
                return weight.getKey();
            }
        }
        throw new AssertionError(dice);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A node is started although its last process may still be there, frozen; but not while it is awake. */
    private void startOne(List<SimProcess> awake) {
        String node = any(nodes);
        if (awake.stream().noneMatch(process -> process.node.equals(node))) {
            start(node);
        }
    }

    private void start(String node) {
        int shards = random.nextInt(1, 5);
        tell("start " + node + " with " + shards + " shards");
        processes.add(new SimProcess(this, node, config(shards), specs));
    }

    private void resume(Turn turn) {
        turn.resume();
        if (violation != null) {
            throw violation;
        }
        processes.removeIf(process -> process.turn.isOver());
    }

    /** All that people said so far. */
    Judgements said() {
        return said;
    }

    /** Somebody looks at an anomaly, perhaps not for the first time. */
    private void judge() {
        String line = audit.anyAnomaly(random);
        if (line == null) {
            return;
        }
        JsonObject verdict = new JsonObject(line.substring(line.indexOf('{')));
        String kind = verdict.getString("kind");
        Anomaly anomaly = new Anomaly(
                verdict.getString("pipeline"),
                PipelineSpec.MAIN,
                verdict.getInteger("partition"),
                verdict.getLong("offset"),
                kind.equals("silent"),
                verdict.getString("sensor_id"),
                kind,
                verdict.getDouble("score", Double.NaN),
                verdict.getDouble("threshold"),
                false,
                verdict.getLong("offset"));
        List<Judgement> all = new ArrayList<>(said.all());
        long place = said.end() + random.nextInt(3);
        all.add(new Judgement(place, anomaly, any(List.of(Verdict.values())), Long.MAX_VALUE, null, null));
        said = new Judgements(all);
        figures.judgements++;
        tell("judge " + anomaly.id());
    }

    private void arrive() {
        TopicPartition input = any(kafka.partitions("sensors"));
        if (hasSteady && random.nextInt(20) == 0 && !speaking.remove(input)) {
            speaking.add(input);
        }
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            if (speaking.contains(input)) {
                arrive(input, "steady");
            }
            // Few sensors speak often, and many now and then.
            int sensor = (int) ((forgets ? 200 : 8) * Math.pow(random.nextDouble(), 3));
            arrive(input, "s" + sensor);
        }
    }

    private void arrive(TopicPartition input, String sensor) {
        SimLog log = kafka.log(input);
        if (random.nextInt(12) == 0) {
            log.skip();
        }
        double temp = random.nextDouble(random.nextInt(8) == 0 ? 1 : 0.3);
        String value = random.nextInt(20) == 0 ? "?" : Records.json(sensor, temp);
        pausesMillis += random.nextInt(1_000) == 0 ? 3_600_000 : 0;
        long time = 1_000 * log.end() + random.nextInt(1_100) + pausesMillis;
        audit.arrived(log.append(time, sensor.getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    /** So long that it is known by when the steady sensor has to be heard of. */
    private void allIsWellForAWhile(TopicPartition input) {
        IntStream.range(0, 600).forEach(i -> arrive(input, i % 2 == 0 ? "steady" : "s0"));
    }

    private void everySensorSpeaks(TopicPartition input) {
        IntStream.range(0, forgets ? 50 : 8).forEach(sensor -> arrive(input, "s" + sensor));
    }

    /** Ends all processes, lets Kafka notice, starts one on each node and waits until all is judged. */
    private void settle() {
        tell("settle");
        odds.death = 0;
        odds.failure = 0;
        endAll();
        nodes.forEach(kafka::timeOut);
        kafka.group().evictAll();
        kafka.group().calmDown();
        nodes.forEach(this::start);
        for (int round = 0; !audit.isComplete(); round++) {
            event++;
            nanos += TimeUnit.MILLISECONDS.toNanos(20);
            List.copyOf(processes).forEach(process -> resume(process.turn));
            kafka.tellOne();
            if (round > MOST_ROUNDS) {
                throw new AssertionError("no progress");
            }
        }
        if (!forgets) { // what was forgotten needs no saving
            audit.checkNothingIsUnsaved();
        }
    }

    private void endAll() {
        isBusy = false;
        for (SimProcess process : List.copyOf(processes)) {
            process.kill();
            while (!process.turn.isOver()) {
                process.turn.resume();
            }
        }
        processes.clear();
    }

    /** A session ended. */
    void failed(String node, RuntimeException e) {
        figures.failures++;
        tell("session on " + node + " failed: " + e.getMessage());
        if (!SimProcess.isExpected(e)) {
            violated(new AssertionError("a session must not end with this", e));
        }
    }

    void violated(AssertionError e) {
        if (violation == null) {
            violation = e;
        }
    }

    private void tell(String what) {
        storyHash = 31 * storyHash + (event + what).hashCode();
        story.add(event + ": " + what);
        if (story.size() > 60) {
            story.remove();
        }
    }
}
