package io.oddity.bus;

import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import java.util.List;

/** What a shard is told; it does one after the other, in the order in which they were sent. */
public sealed interface ShardCommand {
    /**
     * Score these readings and learn them; answered with a {@code List<Scored>}, one for each.
     *
     * @param readings one for each pipeline and input partition of a poll
     * @param snapshotBytes how much state may be saved with each
     */
    record Judge(List<Readings> readings, int snapshotBytes) implements ShardCommand {
        /** Copies the list. */
        public Judge {
            readings = List.copyOf(readings);
        }
    }

    /**
     * Take over the sensors of an assignment; answered with the number of sensors restored.
     *
     * @param committed readings below this offset are only replayed
     * @param replayAt the partition's time before the first reading to come
     */
    record Restore(String pipeline, long assignment, long committed, Moment replayAt, List<Snapshot> snapshots)
            implements ShardCommand {
        /** Copies the list. */
        public Restore {
            snapshots = List.copyOf(snapshots);
        }
    }

    /** Forget the sensors of an assignment; answered with 0. */
    record Drop(String pipeline, long assignment) implements ShardCommand {}
}
