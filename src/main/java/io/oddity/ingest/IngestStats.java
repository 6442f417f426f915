package io.oddity.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oddity.bus.IngestReport;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts what an ingest loop does. What a transaction did counts once it is committed. Single-threaded but for the meters. */
final class IngestStats {
    private static final int WINDOW_SECONDS = 10;

    private final Map<String, PipelineCounts> pipelines = new LinkedHashMap<>();
    private final Histogram[] latencies = new Histogram[WINDOW_SECONDS];
    private final Timer latencyTimer;
    private final Counter abortedMeter;
    private final Counter restartsMeter;
    private final Counter forgottenMeter;
    private final Timer restoreTimer;
    private long restoredSensors;
    private long restoreMillis;
    private long forgotten;
    private long aborted;
    private long restarts;
    private long[] uncommittedTimes = new long[1_024];
    private int uncommitted;
    private int second;

    private static final class PipelineCounts {
        final Counter readingsMeter;
        final Counter anomaliesMeter;
        final Counter deadLettersMeter;
        final Counter alarmsMeter;
        final Counter sensorTimeMeter;
        final long[] perSecond = new long[WINDOW_SECONDS];
        final Agreement agreement = new Agreement();
        final Agreement pendingAgreement = new Agreement();
        long readings;
        long anomalies;
        long deadLetters;
        long alarms;
        double sensorMicros;
        long pendingAlarms;
        double pendingSensorMicros;
        long pendingReadings;
        long pendingAnomalies;
        long pendingDeadLetters;
        int seconds;

        PipelineCounts(MeterRegistry meters, String pipeline) {
            readingsMeter = meters.counter("oddity.readings", "pipeline", pipeline);
            anomaliesMeter = meters.counter("oddity.anomalies", "pipeline", pipeline);
            alarmsMeter = meters.counter("oddity.alarms", "pipeline", pipeline);
            sensorTimeMeter = meters.counter("oddity.sensor.time.seconds", "pipeline", pipeline);
            deadLettersMeter = meters.counter("oddity.dead.letters", "pipeline", pipeline);
        }

        void commit() {
            readings += pendingReadings;
            anomalies += pendingAnomalies;
            deadLetters += pendingDeadLetters;
            alarms += pendingAlarms;
            sensorMicros += pendingSensorMicros;
            agreement.add(pendingAgreement);
            alarmsMeter.increment((double) pendingAlarms);
            sensorTimeMeter.increment(pendingSensorMicros / 1e6);
            readingsMeter.increment((double) pendingReadings);
            anomaliesMeter.increment((double) pendingAnomalies);
            deadLettersMeter.increment((double) pendingDeadLetters);
        }
    }

    /** How often the two variants of a pipeline called the same readings anomalies. */
    private static final class Agreement {
        long both;
        long onlyDecided;
        long onlyShadow;
        long neither;

        void count(boolean decided, boolean shadow) {
            if (decided) {
                both += shadow ? 1 : 0;
                onlyDecided += shadow ? 0 : 1;
            } else {
                onlyShadow += shadow ? 1 : 0;
                neither += shadow ? 0 : 1;
            }
        }

        void add(Agreement other) {
            both += other.both;
            onlyDecided += other.onlyDecided;
            onlyShadow += other.onlyShadow;
            neither += other.neither;
        }

        void clear() {
            both = 0;
            onlyDecided = 0;
            onlyShadow = 0;
            neither = 0;
        }

        IngestReport.Agreement report() {
            return new IngestReport.Agreement(both, onlyDecided, onlyShadow, neither);
        }
    }

    IngestStats(MeterRegistry meters, List<String> pipelineNames) {
        for (String name : pipelineNames) {
            pipelines.put(name, new PipelineCounts(meters, name));
        }
        Arrays.setAll(latencies, i -> new Histogram(3_600_000L, 2));
        Arrays.stream(latencies).forEach(histogram -> histogram.setAutoResize(true));
        latencyTimer = Timer.builder("oddity.verdict.latency")
                .description("record timestamp to committed verdict")
                .serviceLevelObjectives(millis(5), millis(10), millis(25), millis(100), millis(500), millis(2_000))
                .register(meters);
        abortedMeter = meters.counter("oddity.transactions.aborted");
        forgottenMeter = meters.counter("oddity.sensors.forgotten");
        restoreTimer = meters.timer("oddity.restore");
        restartsMeter = meters.counter("oddity.ingest.restarts");
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    void judged(String pipeline, long recordTimeMillis, boolean isAnomaly) {
        PipelineCounts counts = pipelines.get(pipeline);
        counts.pendingReadings++;
        counts.pendingAnomalies += isAnomaly ? 1 : 0;
        if (uncommitted == uncommittedTimes.length) {
            uncommittedTimes = Arrays.copyOf(uncommittedTimes, uncommitted * 2);
        }
        uncommittedTimes[uncommitted++] = recordTimeMillis;
    }

    /** So much of a sensor's time went by in a pipeline, and whether an episode began. */
    void watched(String pipeline, double sensorMicros, boolean isAlarm) {
        PipelineCounts counts = pipelines.get(pipeline);
        counts.pendingSensorMicros += sensorMicros;
        counts.pendingAlarms += isAlarm ? 1 : 0;
    }

    /** Both variants of a pipeline judged a reading. */
    void compared(String pipeline, boolean decided, boolean shadow) {
        pipelines.get(pipeline).pendingAgreement.count(decided, shadow);
    }

    void rejected(String pipeline) {
        pipelines.get(pipeline).pendingDeadLetters++;
    }

    void committed() {
        long now = System.currentTimeMillis();
        for (int i = 0; i < uncommitted; i++) {
            long latency = Math.max(0, now - uncommittedTimes[i]);
            latencies[second].recordValue(latency);
            latencyTimer.record(latency, TimeUnit.MILLISECONDS);
        }
        for (PipelineCounts counts : pipelines.values()) {
            counts.commit();
            counts.perSecond[second] += counts.pendingReadings;
        }
        forgetUncommitted();
    }

    void aborted() {
        aborted++;
        abortedMeter.increment();
        forgetUncommitted();
    }

    /** State was restored when partitions were assigned. */
    void restored(int sensors, long millis) {
        restoredSensors = sensors;
        restoreMillis = millis;
        restoreTimer.record(Duration.ofMillis(millis));
    }

    /** Sensors were forgotten to stay within bounds. */
    void forgotten(int sensors) {
        forgotten += sensors;
        forgottenMeter.increment(sensors);
    }

    /** How state is kept and was restored. */
    IngestReport.Restore restore(long unsavedRecords, long snapshotAgeMillis) {
        return new IngestReport.Restore(restoredSensors, restoreMillis, unsavedRecords, snapshotAgeMillis, forgotten);
    }

    void restarted() {
        restarts++;
        restartsMeter.increment();
    }

    private void forgetUncommitted() {
        uncommitted = 0;
        for (PipelineCounts counts : pipelines.values()) {
            counts.pendingReadings = 0;
            counts.pendingAnomalies = 0;
            counts.pendingDeadLetters = 0;
            counts.pendingAlarms = 0;
            counts.pendingSensorMicros = 0;
            counts.pendingAgreement.clear();
        }
    }

    /** Starts the next second; to be called once a second. */
    void tick() {
        second = (second + 1) % WINDOW_SECONDS;
        latencies[second].reset();
        for (PipelineCounts counts : pipelines.values()) {
            counts.perSecond[second] = 0;
            counts.seconds = Math.min(counts.seconds + 1, WINDOW_SECONDS - 1);
        }
    }

    long restarts() {
        return restarts;
    }

    long abortedTransactions() {
        return aborted;
    }

    Map<String, IngestReport.Counts> counts() {
        Map<String, IngestReport.Counts> all = new HashMap<>();
        pipelines.forEach((name, counts) -> all.put(
                name,
                new IngestReport.Counts(
                        counts.readings,
                        counts.anomalies,
                        counts.deadLetters,
                        counts.alarms,
                        counts.sensorMicros,
                        perSecond(counts),
                        counts.agreement.report())));
        return all;
    }

    /** Over the seconds that are complete. */
    private double perSecond(PipelineCounts counts) {
        long sum = Arrays.stream(counts.perSecond).sum() - counts.perSecond[second];
        return counts.seconds == 0 ? 0 : (double) sum / counts.seconds;
    }

    IngestReport.Latency latency() {
        Histogram all = new Histogram(2);
        Arrays.stream(latencies).forEach(all::add);
        return new IngestReport.Latency(all.getValueAtPercentile(50), all.getValueAtPercentile(99), all.getMaxValue());
    }
}
