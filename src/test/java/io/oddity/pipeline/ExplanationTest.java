package io.oddity.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.oddity.codec.VerdictEncoder;
import io.oddity.demo.MachinePlant;
import io.oddity.demo.MachinePlant.Fault;
import io.oddity.detect.Detectors;
import io.oddity.detect.IsolationForest;
import io.oddity.detect.IsolationForestTrainer;
import io.oddity.explain.Expectation;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.feature.Take;
import io.oddity.feature.Window;
import io.oddity.health.HealthSpec;
import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Channel;
import io.oddity.model.Explanation;
import io.oddity.model.Explanation.Bound;
import io.oddity.model.Explanation.Part;
import io.oddity.model.Kind;
import io.oddity.model.Missing;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import io.oddity.testing.Rows;
import io.oddity.testing.Seeds;
import io.oddity.threshold.FalseAlarms;
import io.oddity.threshold.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why readings are anomalies, beside every detector. */
class ExplanationTest {
    private static final Versions VERSIONS = new Versions(Map.of("forest", "1", "meta", "1"));
    private static final MachinePlant PLANT = new MachinePlant(7);
    private static final IsolationForest FOREST = forest();

    private static IsolationForest forest() {
        int n = 1_000;
        double[] rows = new double[3 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(PLANT.normalValues("machine-2", 500L * i), 0, rows, 3 * i, 3);
        }
        return IsolationForestTrainer.train(
                MachinePlant.CHANNELS,
                rows,
                n,
                new IsolationForestTrainer.Settings(50, 256, 3, false, 0, 42),
                trees -> {});
    }

    private static DetectorSpec online(String name, String type, Map<String, Double> parameters, Integer... inputs) {
        List<String> names = Stream.of(inputs).map(input -> "f" + input).toList();
        var factory = Detectors.named(type).orElseThrow();
        return DetectorSpec.online(
                name, type, List.of(inputs), factory.outputs(names), 0.5, factory.configure(parameters, names));
    }

    private static DetectorSpec auto(Integer... inputs) {
        return online("auto", "auto", Map.of(), inputs);
    }

    private static DetectorSpec trees(Integer... inputs) {
        return online(
                "trees",
                "half-space-trees",
                Map.of("trees", 10.0, "height", 6.0, "window", 200.0, "seed", 42.0),
                inputs);
    }

    private static DetectorSpec rcf(Integer... inputs) {
        return online(
                "rcf",
                "random-cut-forest",
                Map.of("trees", 10.0, "samples", 32.0, "shingle", 1.0, "seed", 42.0),
                inputs);
    }

    private static DetectorSpec trained(String name, Integer... inputs) {
        return new DetectorSpec(
                name,
                "isolation-forest",
                List.of(inputs),
                List.of("score"),
                0,
                0.6,
                null,
                version -> FOREST.scorer(),
                64);
    }

    private static final List<Feature> PLAIN =
            List.of(Feature.plain("t", 0), Feature.plain("v", 1), Feature.plain("p", 2));
    private static final List<Feature> SCALED =
            List.of(new Feature("t", 0, 30, 110), new Feature("v", 1, -2, 4), new Feature("p", 2, 60, 140));

    private static PipelineSpec spec(
            List<Feature> features, Combine combine, Threshold threshold, DetectorSpec... all) {
        return new PipelineSpec(
                "machines",
                PipelineSpec.MAIN,
                "f",
                List.of(
                        new Channel("temperature", "°C"),
                        new Channel("vibration", "mm/s"),
                        new Channel("pressure", "kPa")),
                new Features(features),
                List.of(all),
                combine,
                threshold,
                HealthSpec.NONE,
                1_000_000);
    }

    private static final Threshold BUDGET = new Threshold(OptionalDouble.empty(), FalseAlarms.DEFAULT);

    /** By name: one of each kind of detector, combinations, and chains. */
    static Stream<Arguments> pipelines() {
        List<Feature> windows = new ArrayList<>(PLAIN);
        windows.set(1, Feature.of("v.mean", 1, Window.ofRows(3), Take.MEAN));
        Threshold half = new Threshold(0.5);
        return Stream.of(
                arguments("auto", spec(PLAIN, Combine.MAX, half, auto(0, 1, 2))),
                arguments("auto, one channel", spec(PLAIN, Combine.MAX, half, auto(1))),
                arguments("auto, a budget", spec(PLAIN, Combine.MAX, BUDGET, auto(0, 1, 2))),
                arguments("trees", spec(SCALED, Combine.MAX, new Threshold(0.7), trees(0, 1, 2))),
                arguments("random cuts", spec(PLAIN, Combine.MAX, half, rcf(0, 1, 2))),
                arguments("forest", spec(PLAIN, Combine.MAX, new Threshold(0.6), trained("forest", 0, 1, 2))),
                arguments("maximum", spec(PLAIN, Combine.MAX, half, trained("forest", 0, 1, 2), auto(0, 1, 2))),
                arguments(
                        "mean", spec(PLAIN, Combine.MEAN, half, trained("forest", 0, 1, 2), auto(0, 1, 2), rcf(0, 1))),
                arguments(
                        "vote",
                        spec(PLAIN, Combine.VOTE, new Threshold(0.4), auto(0, 1, 2), trained("forest", 0, 1, 2))),
                arguments("learns scores", spec(PLAIN, Combine.MAX, half, trained("forest", 0, 1, 2), auto(3, 1))),
                arguments(
                        "judges what learns",
                        spec(PLAIN, Combine.MAX, new Threshold(0.3), auto(0, 1, 2), trained("meta", 3, 1, 2))),
                arguments("windows", spec(windows, Combine.MAX, half, auto(0, 1, 2))));
    }

    private static Stream<Arguments> seedsAndPipelines() {
        return Seeds.seeds().limit(2).boxed().flatMap(seed -> pipelines()
                .map(pipeline -> arguments(seed, pipeline.get()[0], pipeline.get()[1])));
    }

    /** Readings of three machines of the plant, some with a channel missing. */
    private static List<double[]> rows(SplittableRandom random, int n) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] row = PLANT.values("machine-" + i % 3, 500L * i);
            if (random.nextInt(40) == 0) {
                row[random.nextInt(3)] = Missing.VALUE;
            }
            rows.add(row);
        }
        return rows;
    }

    private static Shard shard(PipelineSpec spec) {
        return restored(spec, List.of(), 0);
    }

    private static Shard restored(PipelineSpec spec, List<Snapshot> saved, long committed) {
        Shard shard = new Shard(List.of(spec));
        shard.restore(spec.id(), 1, committed, saved);
        return shard;
    }

    private static Judged judge(Shard shard, List<double[]> rows, int from, int to, int bytes) {
        Readings.Builder readings = new Readings.Builder("machines", VERSIONS, 1, 0, 3, 1);
        for (int i = from; i < to; i++) {
            readings.add("machine-" + i % 3, i, 500L * i, 500_000L * i, rows.get(i), new Moment(500L * i, 500L * i));
        }
        return shard.judge(readings.build(), bytes);
    }

    private static void encode(VerdictEncoder encoder, Verdicts verdicts, List<String> records) {
        for (int i = 0; i < verdicts.readings().size(); i++) {
            records.add(new String(encoder.encode(verdicts, i), UTF_8));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0} {1}")
    @MethodSource("seedsAndPipelines")
    void howReadingsAreCutChangesNoByteOfARecord(long seed, String name, PipelineSpec spec) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = rows(random, 1_500);
        List<String> expected = new ArrayList<>();
        VerdictEncoder encoder = new VerdictEncoder(spec);
        encode(encoder, judge(shard(spec), rows, 0, rows.size(), 0).verdicts(), expected);
        assertThat(expected.stream().filter(record -> record.contains("\"explanation\":{\"channels\":[{")))
                .hasSizeGreaterThan(5);

        for (int most : new int[] {1, 50}) {
            Shard shard = shard(spec);
            List<String> actual = new ArrayList<>();
            for (int from = 0; from < rows.size(); ) {
                int to = Math.min(rows.size(), from + random.nextInt(1, most + 1));
                encode(encoder, judge(shard, rows, from, to, 0).verdicts(), actual);
                from = to;
            }

            assertThat(actual).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void aRestartChangesNoByteOfARecord(String name, PipelineSpec spec) {
        List<double[]> rows = rows(new SplittableRandom(1), 1_200);
        VerdictEncoder encoder = new VerdictEncoder(spec);
        Shard uninterrupted = shard(spec);
        List<Snapshot> saved = judge(uninterrupted, rows, 0, 900, 1 << 30).snapshots();
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();

        encode(encoder, judge(uninterrupted, rows, 900, 1_200, 0).verdicts(), expected);
        encode(encoder, judge(restored(spec, saved, 900), rows, 900, 1_200, 0).verdicts(), actual);

        assertThat(actual).isEqualTo(expected);
        assertThat(expected.stream().filter(record -> record.contains("\"why\":")))
                .isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void contributionsAddUpToOneAndTheLargestComesFirst(String name, PipelineSpec spec) {
        Verdicts verdicts = judge(shard(spec), rows(new SplittableRandom(2), 1_500), 0, 1_500, 0)
                .verdicts();

        assertThat(verdicts.explanations()).isNotEmpty();
        verdicts.explanations().forEach((row, explanation) -> {
            assertThat(verdicts.statuses()[row]).isEqualTo(Status.ANOMALY);
            assertThat(explanation.why()).isNotBlank();
            assertThat(explanation.channels().stream()
                            .mapToDouble(Part::contribution)
                            .sum())
                    .isCloseTo(1, within(0.002));
            assertThat(explanation.channels())
                    .isSortedAccordingTo((a, b) -> Double.compare(b.contribution(), a.contribution()));
        });
    }

    private static int channelOf(Fault fault) {
        return switch (fault) {
            case OVERHEATING -> 0;
            case BEARING_FAILURE -> 1;
            case PRESSURE_DROP -> 2;
            case NONE -> -1;
        };
    }

    /** Of the faults that are found, in which share the channel that contributes most is the faulty one. */
    private static double blamedRightly(PipelineSpec spec, int least) {
        List<double[]> rows = rows(new SplittableRandom(3), 6_000);
        Verdicts verdicts = judge(shard(spec), rows, 0, rows.size(), 0).verdicts();
        int found = 0;
        int right = 0;
        for (Map.Entry<Integer, Explanation> entry : verdicts.explanations().entrySet()) {
            int i = entry.getKey();
            int faulty = channelOf(PLANT.fault("machine-" + i % 3, 500L * i));
            if (faulty >= 0 && Arrays.stream(rows.get(i)).noneMatch(Double::isNaN)) {
                found++;
                right += entry.getValue().channels().get(0).channel() == faulty ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThan(least);
        return (double) right / found;
    }

    @Test
    void theFaultyChannelContributesMost() {
        Threshold half = new Threshold(0.5);

        assertThat(blamedRightly(spec(PLAIN, Combine.MAX, half, auto(0, 1, 2)), 300))
                .isGreaterThan(0.9);
        assertThat(blamedRightly(spec(SCALED, Combine.MAX, new Threshold(0.7), trees(0, 1, 2)), 100))
                .isGreaterThan(0.9);
        assertThat(blamedRightly(spec(PLAIN, Combine.MAX, new Threshold(0.6), trained("forest", 0, 1, 2)), 200))
                .isGreaterThan(0.9);
        assertThat(blamedRightly(spec(PLAIN, Combine.MAX, half, rcf(0, 1, 2)), 50))
                .isGreaterThan(0.9);
    }

    /** The reading with what would have been normal in its place, judged by a shard in the state of just before it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void theNearestNormalIsNormalForATwin(String name, PipelineSpec spec) {
        List<double[]> rows = rows(new SplittableRandom(4), 900);
        Shard shard = shard(spec);
        List<Snapshot> saved = judge(shard, rows, 0, 600, 1 << 30).snapshots();
        int tried = 0;
        int anomalies = 0;
        for (int i = 600; i < rows.size(); i++) {
            Judged judged = judge(shard, rows, i, i + 1, 1 << 30);
            Explanation explanation = judged.verdicts().explanations().get(0);
            anomalies += explanation == null ? 0 : 1;
            if (explanation != null && !explanation.nearest().isEmpty() && tried < 20) {
                List<double[]> other = new ArrayList<>(rows);
                double[] row = rows.get(i).clone();
                for (Bound bound : explanation.nearest()) {
                    assertThat(row[bound.channel()] > bound.value()).isEqualTo(bound.isMost());
                    row[bound.channel()] = bound.value();
                }
                other.set(i, row);
                Verdicts twin =
                        judge(restored(spec, saved, i), other, i, i + 1, 0).verdicts();
                assertThat(twin.scores()[0])
                        .isLessThanOrEqualTo(judged.verdicts().calibrated().thresholds()[0])
                        .isLessThan(judged.verdicts().scores()[0]);
                tried++;
            }
            saved = merged(saved, judged.snapshots());
        }

        assertThat(anomalies).isGreaterThan(1);
        if (List.of("random cuts", "judges what learns").contains(name)) {
            assertThat(tried).isZero();
        } else {
            assertThat(tried).isGreaterThan(1);
        }
    }

    private static List<Snapshot> merged(List<Snapshot> saved, List<Snapshot> later) {
        Map<String, Snapshot> bySensor = new java.util.LinkedHashMap<>();
        saved.forEach(snapshot -> bySensor.put(snapshot.sensorId(), snapshot));
        later.forEach(snapshot -> bySensor.put(snapshot.sensorId(), snapshot));
        return List.copyOf(bySensor.values());
    }

    @Test
    void aSpikeOfOneChannelIsExplainedInOneSentence() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            rows.add(PLANT.normalValues("machine-" + i % 3, 500L * i));
        }
        rows.set(899, new double[] {70, 1.8, 100});

        Explanation explanation = judge(
                        shard(spec(PLAIN, Combine.MAX, new Threshold(0.5), auto(0, 1, 2))), rows, 0, 900, 0)
                .verdicts()
                .explanations()
                .get(899);

        assertThat(explanation.why())
                .matches("vibration 1\\.8 mm/s, expected 0\\.\\d+-0\\.\\d+, 1\\d sigma above"
                        + "(, apart from all that is usual)?; temperature and pressure as usual;"
                        + " would be normal at vibration <= \\d\\.\\d+");
        Part vibration = explanation.channels().get(0);
        assertThat(vibration.channel()).isEqualTo(1);
        assertThat(vibration.expected()).isCloseTo(0.5, within(0.05));
        assertThat(vibration.deviation()).isCloseTo(1.3, within(0.05));
        assertThat(vibration.contribution()).isGreaterThan(0.9);

        // It is held against what was expected before it.
        Expectation before = new Expectation(3);
        int slot = before.open();
        for (int i = 2; i < 899; i += 3) {
            before.learn(slot, Rows.reading("machines", "machine-2", i, 0, rows.get(i)), 0, false);
        }
        assertThat(vibration.sigmas())
                .isCloseTo((1.8 - before.expected(slot, 1)) / before.sigma(slot, 1), within(0.006));
    }

    @Test
    void aDetectorThatSaysWhoIsToBlameIsBelieved() {
        PipelineSpec spec = spec(PLAIN, Combine.MAX, new Threshold(0.5), rcf(0, 1, 2));
        List<double[]> rows = rows(new SplittableRandom(8), 1_500);
        Verdicts verdicts = judge(shard(spec), rows, 0, 1_500, 0).verdicts();

        int blamed = 0;
        for (Map.Entry<Integer, Explanation> entry : verdicts.explanations().entrySet()) {
            int from = 7 * entry.getKey();
            if (Arrays.stream(rows.get(entry.getKey())).noneMatch(Double::isNaN)) {
                blamed++;
                for (Part part : entry.getValue().channels()) {
                    double high = verdicts.outputs()[from + 1 + 2 * part.channel()];
                    double low = verdicts.outputs()[from + 2 + 2 * part.channel()];
                    assertThat(part.contribution()).isCloseTo(high + low, within(0.001));
                }
            }
        }
        assertThat(blamed).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MAX_VALUE, -Double.MAX_VALUE, 1e18, Double.MIN_VALUE, 0})
    void anyNumberCanBeExplained(double value) {
        List<double[]> rows = rows(new SplittableRandom(5), 600);
        rows.set(599, new double[] {value, value, value});

        pipelines().forEach(pipeline -> {
            PipelineSpec spec = (PipelineSpec) pipeline.get()[1];
            Verdicts verdicts = judge(shard(spec), rows, 0, 600, 0).verdicts();
            assertThat(verdicts.failures()).isEmpty();
            assertThat(new String(new VerdictEncoder(spec).encode(verdicts, 599), UTF_8))
                    .doesNotContain("NaN", "Infinity");
        });
    }

    @Test
    void aFaultOfTheSensorIsExplainedToo() {
        PipelineSpec plain = spec(PLAIN, Combine.MAX, new Threshold(0.99999), auto(0, 1, 2));
        PipelineSpec lookedAfter = new PipelineSpec(
                plain.name(),
                plain.variant(),
                plain.fingerprint(),
                plain.channels(),
                plain.features(),
                plain.detectors(),
                plain.combine(),
                plain.threshold(),
                new HealthSpec(
                        EnumSet.allOf(Kind.class), List.of(new Limits(0, 200), new Limits(0, 3), new Limits(0, 200))),
                1_000_000);
        List<double[]> rows = rows(new SplittableRandom(6), 600);
        rows.set(599, new double[] {70, 3.5, 100});

        Explanation explanation = judge(shard(lookedAfter), rows, 0, 600, 0)
                .verdicts()
                .explanations()
                .get(599);

        assertThat(explanation.why()).isEqualTo("vibration 3.5 mm/s, above the most there can be, 3 mm/s");
        assertThat(explanation.channels().get(0).channel()).isEqualTo(1);
        assertThat(explanation.channels().get(0).contribution()).isEqualTo(1);
        assertThat(explanation.nearest()).containsExactly(new Bound(1, 3, true));
    }

    @Test
    void ofCalmReadingsNothingIsSaid() {
        PipelineSpec spec = spec(PLAIN, Combine.MAX, new Threshold(0.5), auto(0, 1, 2));
        Verdicts verdicts = judge(shard(spec), rows(new SplittableRandom(7), 600), 0, 600, 0)
                .verdicts();
        VerdictEncoder encoder = new VerdictEncoder(spec);

        for (int i = 0; i < 600; i++) {
            boolean isAnomaly = verdicts.statuses()[i] == Status.ANOMALY;
            assertThat(verdicts.explanations().containsKey(i)).isEqualTo(isAnomaly);
            assertThat(new String(encoder.encode(verdicts, i), UTF_8).contains("\"why\""))
                    .isEqualTo(isAnomaly);
        }
    }
}
