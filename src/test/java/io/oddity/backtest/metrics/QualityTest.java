package io.oddity.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QualityTest {
    private static final double EXACT = 1e-12;

    private static Quality quality(String... series) {
        return Quality.of(List.of(series).stream().map(Judged::series).toList(), 0.5);
    }

    @Test
    void rangesCountByTheShareThatIsCovered() {
        // labelled: minutes 1-4 and 7; flagged: 0-1, 3, 6
        RangeScores ranges = quality("0.9 0.9x 0.1x 0.9x 0.1x 0.1 0.9 0.1x 0.1").ranges();

        assertThat(ranges.ranges()).isEqualTo(2);
        assertThat(ranges.found()).isEqualTo(1);
        assertThat(ranges.existence()).isEqualTo(0.5);
        assertThat(ranges.runs()).isEqualTo(3);
        assertThat(ranges.recall()).isEqualTo((2 / 4.0 + 0) / 2);
        assertThat(ranges.precision()).isEqualTo((1 / 2.0 + 1 + 0) / 3);
        assertThat(ranges.f1()).isEqualTo(2 * 0.25 * 0.5 / 0.75, within(EXACT));
    }

    @Test
    void rangesOfOneReadingEachAreReadings() {
        Quality quality = quality("0.9x 0.1 0.2x 0.1 0.9 0.1");

        assertThat(quality.ranges().precision()).isEqualTo(quality.points().precision());
        assertThat(quality.ranges().recall()).isEqualTo(quality.points().recall());
    }

    @Test
    void delaysAreThoseOfTheRangesThatWereFound() {
        // found after 0, 2 and 1 minutes; one never
        Quality quality = quality("0.9x 0 0x 0x 0.9x 0 0x 0.9x", "0.2x 0.3x 0.1");

        assertThat(quality.found())
                .extracting(Found::delayMicros)
                .containsExactly(
                        OptionalLong.of(0),
                        OptionalLong.of(2 * Judged.MINUTE),
                        OptionalLong.of(Judged.MINUTE),
                        OptionalLong.empty());
        assertThat(quality.medianDelayMicros()).hasValue(Judged.MINUTE);
        assertThat(quality.maxDelayMicros()).hasValue(2 * Judged.MINUTE);
        assertThat(quality("0.1x 0.2").medianDelayMicros()).isEmpty();
    }

    @Test
    void falseAlarmsAreCountedByTheTimeOutsideLabels() {
        Series series = new Series("pump", 0);
        long day = 24 * 60 * Judged.MINUTE;
        boolean[] isNews = {true, false, true, true, true, true, true, true, true};
        for (int i = 0; i <= 8; i++) { // nine days, of which a label covers day 3 to 4
            series.add(i * day, 0.9, i == 3 || i == 4, isNews[i], false, new double[0]);
        }

        Quality quality = Quality.of(List.of(series), 0.5);

        assertThat(quality.alarms()).isEqualTo(8);
        assertThat(quality.falseAlarms().falseAt(0.5)).isEqualTo(6);
        assertThat(quality.falseAlarms().sensorWeeks()).isEqualTo(1, within(EXACT));
        assertThat(quality.falseAlarms().falsePerWeekAt(0.5)).isEqualTo(6, within(EXACT));
        assertThat(quality.falseAlarms().falseAt(0.9)).isZero();
    }

    @Test
    void trainingCountsForNothing() {
        Quality quality = quality("0.9xt 0.9t 0.1 0.9x 0.1");

        assertThat(quality.readings()).isEqualTo(3);
        assertThat(quality.points()).isEqualTo(new Confusion(1, 0, 0, 2));
        assertThat(quality.ranges().ranges()).isEqualTo(1);
        assertThat(quality.alarms()).isEqualTo(1);
        assertThat(quality.found()).hasSize(1);
    }

    @Test
    void withoutLabelsAlarmsAreStillCounted() {
        Quality quality = quality("0.9 0.1 0.6");

        assertThat(quality.isLabelled()).isFalse();
        assertThat(quality.alarms()).isEqualTo(2);
        assertThat(quality.points().recall()).isNaN();
    }

    @Test
    void nothingAtAllIsNoError() {
        Quality quality = Quality.of(List.of(), 0.5);

        assertThat(quality.readings()).isZero();
        assertThat(quality.rocAuc()).isNaN();
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void theSweepSaysWhatEachThresholdWouldHaveGiven(long seed) {
        List<Series> all = Judged.random(seed);

        Quality quality = Quality.of(all, 0.42);

        assertThat(quality.sweep())
                .hasSize(20)
                .isSortedAccordingTo((a, b) -> Double.compare(a.threshold(), b.threshold()));
        for (Quality.Step step : quality.sweep()) {
            Quality there = Quality.of(all, step.threshold());
            assertThat(step.points()).isEqualTo(there.points());
            assertThat(step.rangesFound()).isEqualTo(there.ranges().found());
            assertThat(step.falseAlarms()).isEqualTo(falseAlarms(all, step.threshold()));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void sensorsAddUp(long seed) {
        List<Series> all = Judged.random(seed);

        Quality quality = Quality.of(all, 0.5);
        List<SensorQuality> sensors =
                all.stream().map(series -> SensorQuality.of(series, 0.5)).toList();

        assertThat(sensors.stream().mapToLong(one -> one.points().hits()).sum())
                .isEqualTo(quality.points().hits());
        assertThat(sensors.stream().mapToLong(one -> one.points().calm()).sum())
                .isEqualTo(quality.points().calm());
        assertThat(sensors.stream().mapToLong(SensorQuality::anomalies).sum())
                .isEqualTo(quality.points().hits() + quality.points().falsePositives());
        assertThat(sensors.stream().mapToLong(SensorQuality::alarms).sum()).isEqualTo(quality.alarms());
        assertThat(sensors.stream().mapToLong(SensorQuality::falseAlarms).sum()).isEqualTo(falseAlarms(all, 0.5));
        assertThat(quality.falseAlarms().falseAt(0.5)).isEqualTo(falseAlarms(all, 0.5));
    }

    private static long falseAlarms(List<Series> all, double threshold) {
        long count = 0;
        for (Series series : all) {
            for (int i = 0; i < series.size(); i++) {
                count += series.isAlarm(i, threshold) && !series.isLabelled(i) ? 1 : 0;
            }
        }
        return count;
    }
}
