package io.oddity.testing;

import io.oddity.detect.auto.AutoFactory;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.health.HealthSpec;
import io.oddity.model.Channel;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Combine;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.threshold.FalseAlarms;
import io.oddity.threshold.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** {@link CalmSensor}s judged by {@code auto} with a budget of false alarms: whatever is an alarm is a false one. */
public final class CalmFleet {
    private static final int BATCH = 1_000;

    private CalmFleet() {}

    /** A pipeline of one channel that nothing was said about but a budget. */
    public static PipelineSpec spec(String name, FalseAlarms budget) {
        return new PipelineSpec(
                name,
                PipelineSpec.MAIN,
                "f1",
                List.of(new Channel("value", "")),
                new Features(List.of(Feature.plain("value", 0))),
                List.of(DetectorSpec.online(
                        "auto", "auto", List.of(0), 0.5, new AutoFactory().configure(Map.of(), List.of("value")))),
                Combine.MAX,
                new Threshold(OptionalDouble.empty(), budget),
                HealthSpec.NONE,
                1_000_000);
    }

    /**
     * The offsets at which a sensor's alarms are.
     *
     * @param sensor which of the {@link CalmSensor}s
     */
    public static List<Integer> alarms(FalseAlarms budget, CalmSensor sensor, int readings) {
        Shard shard = new Shard(List.of(spec("calm", budget)));
        shard.restore("calm", 1, 0, List.<Snapshot>of());
        List<Integer> alarms = new ArrayList<>();
        for (int from = 0; from < readings; from += BATCH) {
            Readings.Builder batch = new Readings.Builder("calm", 1, 0, 1);
            for (int i = from; i < Math.min(readings, from + BATCH); i++) {
                long micros = i * CalmSensor.INTERVAL_MICROS;
                batch.add("calm", i, micros / 1_000, micros, new double[] {sensor.next()});
            }
            Verdicts verdicts = shard.judge(batch.build(), 0).verdicts();
            for (int row = 0; row < verdicts.readings().size(); row++) {
                if (verdicts.calibrated().isAlarm(row)) {
                    alarms.add(from + row);
                }
            }
        }
        return alarms;
    }
}
