package io.oddity.backtest;

import io.oddity.backtest.metrics.Quality;
import io.oddity.config.Pipeline;
import io.oddity.model.Versions;
import io.oddity.pipeline.PipelineSpec;
import java.util.Optional;

/**
 * Judges data and says how good that was.
 *
 * @param pipeline how records are decoded
 * @param spec how its readings are judged
 * @param versions of its trained models
 * @param shards among which sensors are divided; changes no verdict
 * @param batchRows so many records are judged at once; changes no verdict
 * @param labels what is known to be odd, beside what the data says
 * @param trainRows so many rows of each file or partition, by offset, are learned and count for nothing
 * @param keepsValues whether readings are kept for pictures, 4 bytes a channel and reading
 * @param scores written while judging, if wanted
 */
public record Backtest(
        Pipeline pipeline,
        PipelineSpec spec,
        Versions versions,
        int shards,
        int batchRows,
        Labels labels,
        long trainRows,
        boolean keepsValues,
        Optional<ScoreFiles> scores) {
    /** Runs it. */
    public Outcome judge(Data data) throws BacktestException {
        int channels = keepsValues ? spec.channels().size() : 0;
        double threshold = spec.threshold().value();
        Recorder recorder = new Recorder(threshold, labels, trainRows, channels, scores);
        Replay replay = new Replay(pipeline, spec, versions, shards, batchRows, recorder);
        data.read(replay);
        return new Outcome(
                spec,
                data.description(),
                recorder.series(),
                Quality.of(recorder.series(), threshold),
                recorder.kinds(),
                recorder.silences(),
                recorder.training(),
                recorder.rejected(),
                recorder.failed(),
                replay.digest());
    }
}
