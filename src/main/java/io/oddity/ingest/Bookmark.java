package io.oddity.ingest;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * What belongs to an input partition as a whole, carried in the metadata of its committed position and so always as old as the
 * position: which topic it was, and for each pipeline which state goes with it and from where a restart has to read.
 *
 * <p>Written {@code oddity1 TOPIC_ID PIPELINE=STATE_ID:REPLAY_FROM ...}.
 *
 * @param topicId of the input topic; another one means that the topic was deleted and created again
 * @param lanes by pipeline
 */
record Bookmark(Uuid topicId, Map<String, Entry> lanes) {
    private static final String FORMAT = "oddity1";

    /**
     * One pipeline.
     *
     * @param stateId which state in the state topic
     * @param replayFrom the first offset whose reading is in no snapshot
     */
    record Entry(StateId stateId, long replayFrom) {}

    Bookmark {
        lanes = new TreeMap<>(lanes);
    }

    String encode() {
        StringBuilder text = new StringBuilder(FORMAT).append(' ').append(topicId);
        lanes.forEach((pipeline, entry) -> text.append(' ')
                .append(pipeline)
                .append('=')
                .append(entry.stateId())
                .append(':')
                .append(entry.replayFrom()));
        return text.toString();
    }

    /** Empty when somebody else committed the position, an operator for instance. */
    static Optional<Bookmark> decode(String metadata) {
        String[] words = metadata.split(" ", -1);
        if (words.length < 2 || !words[0].equals(FORMAT)) {
            return Optional.empty();
        }
        Map<String, Entry> lanes = new TreeMap<>();
        for (int i = 2; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            int colon = words[i].lastIndexOf(':');
            lanes.put(
                    words[i].substring(0, equals),
                    new Entry(
                            StateId.parse(words[i].substring(equals + 1, colon)),
                            Long.parseLong(words[i].substring(colon + 1))));
        }
        return Optional.of(new Bookmark(Uuid.fromString(words[1]), lanes));
    }
}
