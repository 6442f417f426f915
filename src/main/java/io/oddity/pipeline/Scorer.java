package io.oddity.pipeline;

import io.oddity.feature.Gatherer;
import io.oddity.health.Health;
import io.oddity.model.Finding;
import io.oddity.model.Readings;
import io.oddity.model.SlotState;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The detectors of one pipeline in one shard: gather the rows of a micro-batch, compute detector by detector, scatter what they
 * said to verdicts. Single-threaded.
 */
final class Scorer {
    private final PipelineSpec spec;
    private final Gatherer gatherer;
    private final List<Step> steps = new ArrayList<>();
    /** All that learns, in the order in which it is saved; each gives a sensor the same slot. */
    private final List<SlotState> states = new ArrayList<>();

    /** Null when it is not looked after. */
    private final Health health;

    private final Decision decision;
    private final Outcomes outcomes;
    private final Rows rows;
    private final int outputs;
    private final long gathererBit;

    Scorer(PipelineSpec spec) {
        this.spec = spec;
        gatherer = new Gatherer(spec.features());
        states.add(gatherer);
        int column = spec.features().size();
        for (DetectorSpec detector : spec.detectors()) {
            Step step = detector.online() == null
                    ? new TrainedStep(detector, column)
                    : new OnlineStep(detector, column, 1L << steps.size());
            steps.add(step);
            if (step.state() != null) {
                states.add(step.state());
            }
            column += detector.outputs().size();
        }
        outcomes = new Outcomes(spec.threshold());
        states.add(outcomes);
        health = spec.health().isOn() ? new Health(spec.health()) : null;
        if (health != null) {
            states.add(health); // last, because state that was saved without it ends there
        }
        gathererBit = 1L << steps.size();
        outputs = column - spec.features().size();
        decision = new Decision(spec);
        rows = new Rows(column);
    }

    /** Takes a slot for a new sensor. */
    int open() {
        int slot = states.get(0).open();
        for (SlotState state : states.subList(1, states.size())) {
            if (state.open() != slot) {
                throw new IllegalStateException("detectors of pipeline " + spec.name() + " do not count slots alike");
            }
        }
        return slot;
    }

    void close(int slot) {
        states.forEach(state -> state.close(slot));
    }

    int snapshotBytes(int slot) {
        int bytes = 0;
        for (SlotState state : states) {
            bytes += state.snapshotBytes(slot);
        }
        return bytes;
    }

    void save(int slot, ByteBuffer to) {
        states.forEach(state -> state.save(slot, to));
    }

    void load(int slot, ByteBuffer from) {
        states.forEach(state -> state.load(slot, from));
    }

    /** The partition's running time from which on a sensor is silent; {@link Health#NEVER} when that is not known. */
    long silentAtMillis(int slot) {
        return health == null ? Health.NEVER : health.silentAtMillis(slot);
    }

    /** What there is to say about a sensor that is silent. */
    Silence silence(Sensor sensor, Readings.Second noticed) {
        return new Silence(
                sensor.id,
                sensor.nextOffset - 1,
                health.lastTimeMicros(sensor.slot),
                noticed,
                health.silent(sensor.slot, noticed.runningMillis()));
    }

    /** Starts a new micro-batch. */
    void begin() {
        rows.clear();
    }

    /**
     * Adds a reading to the micro-batch.
     *
     * @param slot the sensor's; -1 when the reading is not judged
     * @param wasSilent whether it was noticed that it did not come
     */
    void add(int slot, Readings readings, int row, boolean wasSilent) {
        int at = rows.add();
        rows.of(at, -1, readings.eventTimeMicros(row));
        if (slot < 0) {
            return;
        }
        try {
            if (health != null) {
                rows.find(at, health.check(slot, readings, row, wasSilent));
            }
            if (gatherer.gather(slot, readings, row, rows.values(), rows.at(at)) != Gatherer.Outcome.SKIPPED) {
                rows.of(at, slot, readings.eventTimeMicros(row));
                if (!gatherer.isWarm(slot)) {
                    rows.cold(at, gathererBit);
                }
            }
        } catch (RuntimeException bug) {
            rows.fail(at, bug);
        }
    }

    /** Computes all that was added. */
    void compute(Versions versions) {
        for (Step step : steps) {
            step.compute(rows, versions);
        }
    }

    /** The verdicts on readings that were added one after the other, the first of them as row {@code from}. */
    Verdicts scatter(Readings readings, boolean[] judged, int from) {
        int n = readings.size();
        double[] scores = new double[n];
        double[] said = new double[outputs > 1 ? n * outputs : 0];
        Status[] statuses = new Status[n];
        Map<Integer, Finding> findings = new HashMap<>(0);
        Map<Integer, Throwable> failures = new HashMap<>(0);
        outcomes.begin(n);
        for (int i = 0; i < n; i++) {
            int row = from + i;
            if (said.length > 0) {
                System.arraycopy(rows.values(), rows.at(row) + spec.features().size(), said, i * outputs, outputs);
            }
            if (!judged[i]) {
                continue;
            }
            if (rows.failed(row)) {
                failures.put(i, rows.failure(row));
                continue;
            }
            scores[i] = decision.score(rows, row);
            statuses[i] = outcomes.judge(i, scores[i], rows, row, readings.offset(i));
            Finding finding = rows.finding(row);
            if (finding != null) {
                findings.put(i, finding);
                statuses[i] = finding.isFault() ? Status.ANOMALY : statuses[i];
            }
        }
        return new Verdicts(readings, scores, scores, said, statuses, findings, outcomes.take(), failures);
    }
}
