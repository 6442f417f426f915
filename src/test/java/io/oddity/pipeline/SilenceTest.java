package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.detect.Detectors;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.testing.Specs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is not heard of any more is told once, while others speak. */
class SilenceTest {
    private static final long START = 1_767_225_600_000L;

    private final PipelineSpec spec = Specs.lookedAfter(Specs.halfSpaceTrees("plant", 30, "value"), 1_000);
    private final Map<String, Snapshot> saved = new HashMap<>();
    private final List<Silence> silences = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private Shard shard = new Shard(List.of(spec));
    private Moment now = Moment.START;
    private long offset;

    SilenceTest() {
        shard.restore("plant", 1, -1, List.of());
    }

    /** A reading so many seconds after the start; gives what is wrong. */
    private Finding speak(String sensor, double seconds) {
        long millis = START + Math.round(seconds * 1_000);
        Moment before = now;
        now = now.after(millis);
        Readings.Builder one = new Readings.Builder("plant", 1, 0, 1);
        one.add(sensor, offset, millis, millis * 1_000, new double[] {random.nextDouble()}, before);
        if (now.seconds() > before.seconds()) {
            one.add(new Readings.Second(offset, millis, now.runningMillis()));
        }
        offset++;
        Judged judged = shard.judge(one.build(), 1 << 20);
        silences.addAll(judged.silences());
        judged.snapshots().forEach(snapshot -> saved.put(snapshot.sensorId(), snapshot));
        Finding finding = judged.verdicts().findings().get(0);
        assertThat(judged.verdicts().statuses()[0] == Status.ANOMALY)
                .isEqualTo(judged.verdicts().scores()[0] > 0.7 || (finding != null && finding.isFault()));
        return finding;
    }

    private void allSpeak(int from, int to, String... sensors) {
        for (int second = from; second < to; second++) {
            for (String sensor : sensors) {
                assertThat(speak(sensor, second)).isNull();
            }
        }
    }

    @Test
    void whoStopsIsToldOnceWithTheLastReadingsNameAndTheNextReadingEndsIt() {
        allSpeak(0, 300, "a", "b");
        long last = offset - 1;
        allSpeak(300, 500, "a");

        assertThat(silences)
                .containsExactly(new Silence(
                        "b",
                        last,
                        (START + 299_000) * 1_000,
                        new Readings.Second(last + 12, START + 311_000, 311_000),
                        new Finding(Kind.SILENT, -1, 12, 12),
                        "silent for 12 s; usually speaks every 1 s"));
        assertThat(speak("b", 500)).isEqualTo(new Finding(Kind.SILENT, -1, 201, 12));
        assertThat(speak("b", 501)).isNull();
        assertThat(silences).hasSize(1);
    }

    @Test
    void aSecondSilenceIsToldToo() {
        allSpeak(0, 300, "a", "b");
        allSpeak(300, 350, "a");
        assertThat(speak("b", 350)).isNotNull();
        allSpeak(351, 400, "a", "b");
        allSpeak(400, 450, "a");

        assertThat(silences).extracting(Silence::sensorId).containsExactly("b", "b");
        assertThat(silences).extracting(Silence::offset).doesNotHaveDuplicates();
    }

    @Test
    void whereNobodySpeaksNobodyIsSilent() {
        allSpeak(0, 300, "a", "b", "c");
        allSpeak(3_900, 4_000, "a", "b", "c");
        allSpeak(9_900, 9_960, "c", "b", "a");

        assertThat(silences).isEmpty();
    }

    @Test
    void whoComesInBatchesIsNotSilentBetweenThem() {
        for (int batch = 0; batch < 100; batch++) {
            for (String sensor : List.of("a", "b", "c")) {
                for (int i = 0; i < 60; i++) {
                    speak(sensor, batch * 60 + i);
                }
            }
        }

        assertThat(silences).isEmpty();
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whoSpeaksWhenSomethingHappensIsNotSilentInBetween(long seed) {
        SplittableRandom events = new SplittableRandom(seed);
        double rare = 0;
        double bursts = 0;
        for (int second = 0; second < 40_000; second++) {
            speak("steady", second);
            while (rare < second) {
                speak("rare", rare);
                rare += -100 * Math.log(1 - events.nextDouble());
            }
            while (bursts < second) {
                speak("bursts", bursts);
                bursts += events.nextInt(20) == 0 ? events.nextInt(600) : events.nextDouble(3);
            }
        }

        assertThat(silences).isEmpty();
    }

    @Test
    void whoIsHardlyKnownIsNotMissed() {
        allSpeak(0, 39, "a", "b");
        allSpeak(39, 2_000, "a");

        assertThat(silences).isEmpty();
    }

    @Test
    void whatWasToldIsNotToldAgainByWhoTakesOver() {
        allSpeak(0, 300, "a", "b", "c");
        allSpeak(300, 330, "a", "c");
        assertThat(silences).hasSize(1);

        shard = new Shard(List.of(spec));
        shard.restore("plant", 1, offset, now, List.copyOf(saved.values()));
        allSpeak(330, 350, "a");

        assertThat(silences).extracting(Silence::sensorId).containsExactly("b", "c");
        assertThat(speak("b", 351).kind()).isEqualTo(Kind.SILENT);
    }

    @Test
    void thousandsThatStopAtOnceAreAllTold() {
        for (int second = 0; second < 300; second++) {
            speak("a", second);
            if (second % 3 == 0) {
                for (int sensor = 0; sensor < 1_000; sensor++) {
                    speak("s" + sensor, second);
                }
            }
        }
        allSpeak(300, 330, "a");

        assertThat(silences).extracting(Silence::sensorId).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoHadToMakeRoomIsNotMissedNorIsWhoTookThePlace() {
        PipelineSpec small = Specs.of(
                "plant",
                Detectors.named("half-space-trees")
                        .orElseThrow()
                        .configure(Map.of("trees", 2.0, "height", 2.0, "window", 3.0, "seed", 1.0), List.of("value")),
                Sharding.BUCKETS,
                "value");
        shard = new Shard(List.of(Specs.lookedAfter(small, 1_000)));
        shard.restore("plant", 1, -1, List.of());
        List<String> rivals = ShardingTest.idsOfOneBucket(2);
        String other = Sharding.bucketOf("a") == 0 ? "b" : "a";
        allSpeak(0, 300, other, rivals.get(0));
        speak(rivals.get(1), 300);
        allSpeak(301, 400, other);

        assertThat(silences).isEmpty();
    }
}
