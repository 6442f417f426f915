package io.oddity.backtest;

import io.oddity.backtest.metrics.Series;
import io.oddity.detect.auto.Onsets;
import io.oddity.model.Explanation;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Silence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Keeps what was said about each sensor beside what is known of it, and writes it down line by line. Single-threaded. */
final class Recorder implements Replay.Sink {
    private final double threshold;
    private final Labels labels;
    private final long trainRows;
    private final int keptChannels;
    private final Optional<ScoreFiles> scores;
    private final Onsets onsets = new Onsets();
    private final List<Series> all = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Sensor> sensors = new HashMap<>();
    private final Tally rejected = new Tally();
    private final Tally failed = new Tally();
    private final Tally silences = new Tally();
    private final Map<String, Long> kinds = new TreeMap<>();
    private long training;
    private Stretch stretch;

    private record Sensor(Series series, List<Labels.Window> windows, int slot) {}

    /** Counts, and keeps the first reason. */
    private static final class Tally {
        long count;
        String first = "";

        void add(String reason) {
            first = count++ == 0 ? reason : first;
        }

        Outcome.Count toCount() {
            return new Outcome.Count(count, first);
        }
    }

    /**
     * Begins without sensors.
     *
     * @param threshold the pipeline's; where each sensor has its own, scores are moved so that this one divides them
     * @param trainRows so many rows of each stretch count for nothing
     * @param keptChannels of which values are kept for pictures
     */
    Recorder(double threshold, Labels labels, long trainRows, int keptChannels, Optional<ScoreFiles> scores) {
        this.threshold = threshold;
        this.labels = labels;
        this.trainRows = trainRows;
        this.keptChannels = keptChannels;
        this.scores = scores;
    }

    @Override
    public void begin(Stretch next) throws BacktestException {
        stretch = next;
        if (scores.isPresent()) {
            scores.get().begin(next);
        }
    }

    @Override
    public void judged(Verdicts verdicts, int row, Note note) throws BacktestException {
        Readings readings = verdicts.readings();
        Status status = verdicts.statuses()[row];
        if (status == null) {
            failed.add(String.valueOf(verdicts.failures().at(row)));
            write(note.time(), readings.sensorId(row), Missing.VALUE, threshold, "FAILED", "", false, null);
            return;
        }
        long time = readings.eventTimeMicros(row);
        double said = verdicts.scores()[row];
        // What is not judged yet, or cannot be, is not odd. What is wrong with its sensor is no matter of scores.
        boolean isJudged = (status == Status.NORMAL || status == Status.ANOMALY) && !Double.isNaN(said);
        double limit = verdicts.calibrated().thresholds()[row];
        double score = isJudged ? atOneThreshold(said, limit) : 0;
        Sensor sensor = sensors.computeIfAbsent(readings.sensorId(row), this::open);
        boolean isNews = onsets.isNews(sensor.slot, score, threshold, time);
        boolean isLabelled = note.isLabelled() || sensor.windows.stream().anyMatch(window -> window.contains(time));
        boolean isTraining = readings.offset(row) < trainRows;
        training += isTraining ? 1 : 0;
        String kind = status == Status.ANOMALY && !isTraining ? verdicts.kind(row) : "";
        if (!kind.isEmpty()) {
            kinds.merge(kind, 1L, Long::sum);
        }
        sensor.series.add(
                time, score, isLabelled, isNews, isTraining, keptChannels > 0 ? readings.row(row) : new double[0]);
        if (scores.isPresent()) {
            String written = note.time() == null ? iso(time) : note.time();
            String state = isTraining ? "TRAINING" : status.name();
            Explanation why = verdicts.explanations().at(row);
            write(written, readings.sensorId(row), said, limit, state, kind, isNews, why);
        }
    }

    /** Where each sensor has a threshold of its own, what is comparable is how far below or above it a score is. */
    private double atOneThreshold(double score, double limit) {
        if (limit == threshold) {
            return score;
        }
        return score <= limit ? threshold * score / limit : threshold + (1 - threshold) * (score - limit) / (1 - limit);
    }

    private static String iso(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private Sensor open(String sensorId) {
        String name = names.add(sensorId) ? sensorId : sensorId + " (" + stretch.name() + ")";
        Series series = new Series(name, keptChannels);
        all.add(series);
        return new Sensor(series, labels.of(stretch, sensorId), onsets.open());
    }

    /** @param explanation null where there is none */
    private void write(
            String time,
            String sensorId,
            double score,
            double limit,
            String status,
            String kind,
            boolean isNews,
            Explanation explanation)
            throws BacktestException {
        if (scores.isPresent()) {
            String written = Objects.requireNonNullElse(time, "");
            Map<Integer, Double> contributions = new HashMap<>();
            if (explanation != null) {
                explanation.channels().forEach(part -> contributions.put(part.channel(), part.contribution()));
            }
            scores.get().add(new ScoreFiles.Line(written, sensorId, score, limit, status, kind, isNews, contributions));
        }
    }

    @Override
    public void rejected(long offset, String reason, Note note) throws BacktestException {
        rejected.add(stretch.name() + ", offset " + offset + ": " + reason);
        write(note.time(), "", Missing.VALUE, threshold, "REJECTED", "", false, null);
    }

    @Override
    public void silent(Silence silence) {
        if (silence.noticed().offset() >= trainRows) {
            silences.add(silence.sensorId() + ", noticed at offset "
                    + silence.noticed().offset() + " of " + stretch.name() + ", last heard of at "
                    + iso(silence.timeMicros()));
        }
    }

    @Override
    public void end() throws BacktestException {
        sensors.values().forEach(sensor -> onsets.close(sensor.slot));
        sensors.clear();
        if (scores.isPresent()) {
            scores.get().end();
        }
    }

    List<Series> series() {
        return List.copyOf(all);
    }

    long training() {
        return training;
    }

    Outcome.Count rejected() {
        return rejected.toCount();
    }

    /** How many readings are anomalies, by why they are. */
    Map<String, Long> kinds() {
        return kinds;
    }

    Outcome.Count silences() {
        return silences.toCount();
    }

    Outcome.Count failed() {
        return failed.toCount();
    }
}
