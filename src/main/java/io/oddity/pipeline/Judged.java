package io.oddity.pipeline;

import io.oddity.model.Moment;
import io.oddity.model.Snapshot;
import io.oddity.model.Verdicts;
import java.util.List;

/**
 * What a shard gives back for readings.
 *
 * @param verdicts one a reading
 * @param snapshots sensors whose state is to be saved, or forgotten, together with the verdicts
 * @param replayFrom the first offset whose reading is in no saved state of this shard, once {@code snapshots} are saved;
 *     {@link Long#MAX_VALUE} when all is saved
 * @param replayAt the partition's time before that reading; null when all is saved
 * @param silences sensors of which it was noticed that they are not heard of any more, in no particular order
 * @param forgotten how many sensors were forgotten to stay within bounds
 * @param isReplayed whether all the readings were judged, and their verdicts committed, before
 */
public record Judged(
        Verdicts verdicts,
        List<Snapshot> snapshots,
        long replayFrom,
        Moment replayAt,
        List<Silence> silences,
        int forgotten,
        boolean isReplayed) {
    /** Without silences, and of a partition that is read from its beginning. */
    public Judged(Verdicts verdicts, List<Snapshot> snapshots, long replayFrom, int forgotten) {
        this(verdicts, snapshots, replayFrom, Moment.START, List.of(), forgotten, false);
    }
}
