package io.oddity.ingest;

import io.oddity.config.State.IfPositionLost;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Where work on a partition goes on, and with which state. Pure.
 *
 * @param committed what was written about records below it is committed; -1 when nothing is
 * @param lanes by pipeline
 * @param isNew whether the pipelines whose state begins anew are to be told, by pipeline why
 */
record StartingPoint(long committed, Map<String, Bookmark.Entry> lanes, Map<String, String> isNew) {
    /**
     * What is known about a partition.
     *
     * @param committed the group's position; null when it has none
     * @param metadata of the position
     * @param beginning the first offset that the topic still has
     * @param end behind the last one
     * @param topicId of the topic as it is now
     * @param hasSavedState whether the state topic holds anything of the partition's pipelines
     */
    record Known(
            TopicPartition partition,
            Long committed,
            String metadata,
            long beginning,
            long end,
            Uuid topicId,
            boolean hasSavedState) {}

    /** It is not known where to go on, and nobody said what to do then. */
    static final class PositionLost extends IllegalStateException {
        PositionLost(TopicPartition partition, String why) {
            super(partition + ": " + why
                    + ". Nothing is guessed: set state.if_position_lost to earliest or latest for one "
                    + "start, which begins anew with empty state, or give the application a new name");
        }
    }

    /**
     * Decides.
     *
     * @param fingerprints of the pipelines, by name
     * @param nowMillis names states that begin
     * @throws PositionLost when it is not known and {@code policy} says to refuse
     */
    static StartingPoint of(Known known, Map<String, String> fingerprints, IfPositionLost policy, long nowMillis) {
        Optional<Bookmark> bookmark = known.committed() == null ? Optional.empty() : Bookmark.decode(known.metadata());
        String lost = whyLost(known, bookmark, fingerprints);
        if (lost == null) {
            return goOn(known, bookmark, fingerprints, nowMillis);
        }
        return switch (policy) {
            case REFUSE -> throw new PositionLost(known.partition(), lost);
            case EARLIEST -> anew(known.beginning(), fingerprints, nowMillis, lost);
            case LATEST -> anew(known.end(), fingerprints, nowMillis, lost);
        };
    }

    private static String whyLost(Known known, Optional<Bookmark> bookmark, Map<String, String> fingerprints) {
        if (known.committed() == null) {
            return known.hasSavedState()
                    ? "there is saved state but no committed position; the group's offsets expired or were deleted"
                    : null;
        }
        if (bookmark.isPresent() && !bookmark.get().topicId().equals(known.topicId())) {
            return "the topic was deleted and created again";
        }
        if (known.committed() > known.end()) {
            return "the committed position " + known.committed() + " is behind the topic's end " + known.end();
        }
        long needed = bookmark.map(found -> needed(found, fingerprints, known.committed()))
                .orElse(known.committed());
        if (needed < known.beginning()) {
            return "records from offset " + needed + " on are needed but the topic begins at " + known.beginning()
                    + "; its retention is shorter than the age of the oldest snapshot";
        }
        return null;
    }

    private static long needed(Bookmark bookmark, Map<String, String> fingerprints, long committed) {
        return bookmark.lanes().entrySet().stream()
                .filter(lane -> lane.getValue().stateId().fingerprint().equals(fingerprints.get(lane.getKey())))
                .mapToLong(lane -> lane.getValue().replayFrom())
                .reduce(committed, Math::min);
    }

    private static StartingPoint goOn(
            Known known, Optional<Bookmark> bookmark, Map<String, String> fingerprints, long nowMillis) {
        long start = known.committed() == null ? known.beginning() : known.committed();
        Map<String, Bookmark.Entry> lanes = new TreeMap<>();
        Map<String, String> isNew = new TreeMap<>();
        fingerprints.forEach((pipeline, fingerprint) -> {
            Bookmark.Entry before =
                    bookmark.map(found -> found.lanes().get(pipeline)).orElse(null);
            if (before != null && before.stateId().fingerprint().equals(fingerprint)) {
                lanes.put(pipeline, before);
                return;
            }
            lanes.put(pipeline, new Bookmark.Entry(new StateId(fingerprint, nowMillis), start));
            if (known.committed() != null) {
                isNew.put(pipeline, before == null ? "it has no state at this position" : "its configuration changed");
            }
        });
        return new StartingPoint(known.committed() == null ? -1 : known.committed(), lanes, isNew);
    }

    private static StartingPoint anew(long start, Map<String, String> fingerprints, long nowMillis, String why) {
        Map<String, Bookmark.Entry> lanes = new TreeMap<>();
        Map<String, String> isNew = new TreeMap<>();
        fingerprints.forEach((pipeline, fingerprint) -> {
            lanes.put(pipeline, new Bookmark.Entry(new StateId(fingerprint, nowMillis), start));
            isNew.put(pipeline, why);
        });
        return new StartingPoint(start, lanes, isNew);
    }

    /** The first offset to read. */
    long readFrom() {
        return lanes.values().stream()
                .mapToLong(Bookmark.Entry::replayFrom)
                .min()
                .orElse(committed);
    }
}
