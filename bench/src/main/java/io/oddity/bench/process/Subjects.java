package io.oddity.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Starts who takes part, on the same broker, with the same settings. */
final class Subjects {
    private static final int SENSORS_PER_PARTITION = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Who takes part. */
    enum Who {
        POLL,
        PARSE,
        COPY,
        COPY_IN_TRANSACTIONS,
        AT_LEAST_ONCE,
        EXACTLY_ONCE,
        PLAIN_LOOP,
        FOREST,
        STREAMS,
        FLINK;

        boolean isOddity() {
            return this == AT_LEAST_ONCE || this == EXACTLY_ONCE || this == PLAIN_LOOP || this == FOREST;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Broker broker;
    private final Load load;
    private final byte[] verdict;

    /** Finds out what the copies have to write: a verdict of Oddity's, of usual length. */
    Subjects(Broker broker, Load load) {
        this.broker = broker;
        this.load = load;
        verdict = sample();
    }

    private byte[] sample() {
        long readings = 100L * load.sensors;
        broker.create("sample", load.partitions, -1);
        Plant.fill(broker, "sample", readings, load.sensors);
        List<byte[]> values = new ArrayList<>();
        try (Oddity oddity = new Oddity(
                broker, "sampling", "sample", load.partitions, -1, load.setting(SENSORS_PER_PARTITION))) {
            oddity.start();
            Poll.until("a sample", PATIENCE, oddity.process(), () -> oddity.committed() >= readings);
            try (Verdicts verdicts = new Verdicts(broker, oddity.scored(), load.partitions)) {
                verdicts.mustBe(readings, sampled -> values.add(sampled.value()));
            }
        }
        broker.delete(List.of("sample"));
        values.sort(Comparator.comparingInt(value -> value.length));
        return values.get(values.size() / 2);
    }

    /** How many bytes the copies write for a record. */
    int verdictBytes() {
        return verdict.length;
    }

    /** Exactly once by a model trained once, of such values as most sensors have: 100 trees, as scikit-learn has by default. */
    private Setting forest(Setting setting) {
        Path models = Oddity.models(broker);
        if (!Files.exists(models)) {
            Path rows = broker.folder().resolve("rows.csv");
            try {
                Files.write(rows, Stream.concat(Stream.of("temp"), temperatures()).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<String> words = List.of(
                    "-jar", Oddity.JAR.toString(), "train", "--model=isolation-forest", "--name=plant", "--models=" + models, rows.toString());
            try (JavaProcess training = JavaProcess.start(broker.folder().resolve("train.log"), words)) {
                training.awaitEnd(PATIENCE);
            }
        }
        return setting.detector("{ type: isolation-forest, model: plant }");
    }

    private static Stream<String> temperatures() {
        return new SplittableRandom(7).doubles(100_000, 21, 28).mapToObj(Double::toString);
    }

    private Setting own(Who who, Setting setting) {
        return switch (who) {
            case FOREST -> forest(setting);
            case AT_LEAST_ONCE -> setting.with("at_least_once");
            default -> setting;
        };
    }

    /** Begins to work through a topic. */
    Subject start(Who who, String name, String input) {
        Setting setting = load.setting(SENSORS_PER_PARTITION);
        if (who.isOddity()) {
            Oddity oddity = new Oddity(broker, name, input, load.partitions, -1, own(who, setting));
            if (who == Who.PLAIN_LOOP) {
                oddity.startPlain();
            } else {
                oddity.start();
            }
            return oddity;
        }
        if (who == Who.STREAMS || who == Who.FLINK) {
            Rival.Kind kind = Rival.Kind.valueOf(who.name());
            return new Rival(broker, kind, name, input, load.partitions, load.scoring, setting.javaOptions());
        }
        Limit.Kind kind = Limit.Kind.valueOf(who.name());
        return new Limit(broker, kind, name, input, load.partitions, verdict, setting.javaOptions());
    }
}
