package io.oddity.pipeline;

import io.oddity.explain.Expectation;
import io.oddity.feature.Gatherer;
import io.oddity.health.Health;
import io.oddity.model.Correction;
import io.oddity.model.Explanation;
import io.oddity.model.Finding;
import io.oddity.model.Readings;
import io.oddity.model.SlotState;
import io.oddity.model.Sparse;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The detectors of one pipeline in one shard: gather the rows of a micro-batch, compute, scatter what was said to verdicts.
 * Single-threaded.
 *
 * <p>Trained models compute all rows at once. What learns goes row by row, all detectors and then the decision: so what is said of a row may
 * depend on all that was learned before it, and on nothing that comes later in its micro-batch.
 */
final class Scorer {
    /** A row with a channel so many sigmas from what is expected may be an anomaly, and then one asks what other values would have been. */
    private static final double SUSPICIOUS = 2.5;

    private final PipelineSpec spec;
    private final Gatherer gatherer;
    private final List<Step> batchSteps = new ArrayList<>();
    private final List<OnlineStep> rowSteps = new ArrayList<>();
    /** All that learns, in the order in which it is saved; each gives a sensor the same slot. */
    private final List<SlotState> states = new ArrayList<>();

    /** Null when it is not looked after. */
    private final Health health;

    private final Rules rules;
    private final Decision decision;
    private final Outcomes outcomes;
    private final Expectation expectation;
    private final Explainer explainer;
    private final Rows rows;
    private final int outputs;
    private final long gathererBit;

    // Of the micro-batch, by row.
    private double[] scores = {};
    private Status[] statuses = {};
    private Sparse<Explanation> explanations;

    Scorer(PipelineSpec spec) {
        this.spec = spec;
        gatherer = new Gatherer(spec.features());
        states.add(gatherer);
        int column = spec.features().size();
        long bit = 1;
        List<Step> steps = new ArrayList<>();
        boolean isAllInBatches = spec.hasTrainedAfterOnline();
        for (DetectorSpec detector : spec.detectors()) {
            Step step = detector.online() == null
                    ? new TrainedStep(detector, column)
                    : new OnlineStep(detector, column, bit);
            steps.add(step);
            if (step.state() != null) {
                states.add(step.state());
            }
            if (step instanceof OnlineStep online && !isAllInBatches) {
                rowSteps.add(online);
            } else {
                batchSteps.add(step);
            }
            bit <<= 1;
            column += detector.outputs().size();
        }
        outcomes = new Outcomes(spec.threshold());
        states.add(outcomes);
        expectation = new Expectation(spec.channels().size());
        states.add(expectation);
        health = spec.health().isOn() ? new Health(spec.health()) : null;
        if (health != null) {
            states.add(health); // last, because state that was saved without it ends there
        }
        gathererBit = bit;
        outputs = column - spec.features().size();
        decision = new Decision(spec);
        explainer = new Explainer(spec, isAllInBatches ? List.of() : steps, decision, expectation, column);
        rules = new Rules(spec.rules());
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
        rules.close(slot);
    }

    /** From its next reading on, a sensor's threshold is what people's feedback makes of it. */
    void correct(int slot, Correction correction) {
        outcomes.correct(slot, correction);
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
    Silence silence(int slot, String sensorId, long lastOffset, Readings.Second noticed) {
        Finding finding = health.silent(slot, noticed.runningMillis());
        return new Silence(
                sensorId,
                lastOffset,
                health.lastTimeMicros(slot),
                noticed,
                finding,
                explainer.silent(finding, health.steadySeconds(slot)));
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
    void add(int slot, Readings readings, int index, boolean wasSilent) {
        int row = rows.add(readings, index, slot >= 0);
        if (slot < 0) {
            return;
        }
        try {
            if (health != null) {
                rows.find(row, health.check(slot, readings, index, wasSilent));
            }
            if (gatherer.gather(slot, readings, index, rows.values(), rows.at(row)) != Gatherer.Outcome.SKIPPED) {
                rows.of(row, slot);
                if (!gatherer.isWarm(slot)) {
                    rows.cold(row, gathererBit);
                }
            }
        } catch (RuntimeException bug) {
            rows.fail(row, bug);
        }
    }

    /** Computes and decides all that was added. */
    void compute(Versions versions) {
        for (Step step : batchSteps) {
            step.compute(rows, versions);
        }
        if (scores.length < rows.size()) {
            scores = new double[2 * rows.size()];
            statuses = new Status[scores.length];
        }
        Arrays.fill(scores, 0, rows.size(), 0);
        Arrays.fill(statuses, 0, rows.size(), null);
        explanations = new Sparse<>();
        outcomes.begin(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            boolean isSuspicious = isSuspicious(row);
            for (OnlineStep step : rowSteps) {
                if (isSuspicious) {
                    step.remember(rows, row);
                }
                step.compute(rows, row);
            }
            if (rows.isJudged(row) && !rows.failed(row)) {
                decide(row);
            }
        }
    }

    private boolean isSuspicious(int row) {
        return rows.slot(row) >= 0
                && expectation.isBeyond(SUSPICIOUS, rows.slot(row), rows.readings(row), rows.index(row));
    }

    private void decide(int row) {
        scores[row] = decision.score(rows.values(), rows.at(row));
        int slot = rows.slot(row);
        String passedOver = rules.ignoring(slot, rows.readings(row), rows.index(row));
        String discounted = passedOver == null ? discounted(row) : null;
        Status status = outcomes.judge(scores[row], rows, row, passedOver == null ? discounted : passedOver);
        Finding finding = rows.finding(row);
        boolean isFault = finding != null && finding.isFault() && passedOver == null;
        boolean isAnomaly = status == Status.ANOMALY || isFault;
        statuses[row] = isAnomaly ? Status.ANOMALY : status;
        if (isAnomaly) {
            double threshold = status == Status.ANOMALY ? outcomes.threshold(row) : Double.NaN;
            explanations.set(row, explainer.explain(rows, row, threshold, finding));
        }
        if (slot >= 0 && passedOver == null) {
            expectation.learn(slot, rows.readings(row), rows.index(row), isAnomaly || discounted != null);
        }
    }

    /** The rule for which a reading that would be an anomaly by its score is none; null without one. */
    private String discounted(int row) {
        return rules.hasDeviations() && outcomes.isAbove(scores[row], rows, row)
                ? rules.discounting(rows.slot(row), rows.readings(row), rows.index(row), expectation)
                : null;
    }

    /** The verdicts on readings that were added one after the other, the first of them as row {@code from}. */
    Verdicts scatter(Readings readings, int from) {
        int n = readings.size();
        double[] said = new double[outputs > 1 ? n * outputs : 0];
        Sparse<Finding> findings = new Sparse<>();
        Sparse<Throwable> failures = new Sparse<>();
        for (int i = 0; i < n; i++) {
            int row = from + i;
            if (said.length > 0) {
                System.arraycopy(rows.values(), rows.at(row) + spec.features().size(), said, i * outputs, outputs);
            }
            if (rows.failed(row)) {
                failures.set(i, rows.failure(row));
            } else if (rows.finding(row) != null) {
                findings.set(i, rows.finding(row));
            }
        }
        double[] ofReadings = Arrays.copyOfRange(scores, from, from + n);
        return new Verdicts(
                readings,
                ofReadings,
                ofReadings,
                said,
                Arrays.copyOfRange(statuses, from, from + n),
                findings,
                outcomes.take(from, from + n),
                explanations.slice(from, from + n),
                failures);
    }
}
