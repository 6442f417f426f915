package io.oddity.ingest;

import io.oddity.model.Moment;
import io.oddity.model.Versions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * What belongs to an input partition as a whole, carried in the metadata of its committed position and so always as old as the
 * position: which topic it was, and for each pipeline which state goes with it, from where a restart has to read, which feedback
 * is in that state, and which versions of its trained models judged what it will read again.
 *
 * <p>Written {@code oddity1 TOPIC_ID PIPELINE=STATE_ID:REPLAY_FROM[/NEWEST/RUNNING][+HEARD][,FROM[;DETECTOR@VERSION]...]... ...}.
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
     * @param replayAt the partition's time before that reading
     * @param heard the first place in the feedback topic of which the state knows nothing
     * @param versions of the trained models, by the offset from which on they judge; empty for a pipeline without
     */
    record Entry(StateId stateId, long replayFrom, Moment replayAt, long heard, NavigableMap<Long, Versions> versions) {
        Entry {
            versions = new TreeMap<>(versions);
        }

        Entry(StateId stateId, long replayFrom) {
            this(stateId, replayFrom, Moment.START, new TreeMap<>());
        }

        Entry(StateId stateId, long replayFrom, Moment replayAt, NavigableMap<Long, Versions> versions) {
            this(stateId, replayFrom, replayAt, 0, versions);
        }

        private String encode() {
            StringBuilder text = new StringBuilder().append(stateId).append(':').append(replayFrom);
            if (!replayAt.equals(Moment.START)) {
                text.append('/').append(replayAt.newestMillis()).append('/').append(replayAt.runningMillis());
            }
            if (heard > 0) {
                text.append('+').append(heard);
            }
            versions.forEach((from, of) -> {
                text.append(',').append(from);
                of.byDetector()
                        .forEach((detector, version) ->
                                text.append(';').append(detector).append('@').append(version));
            });
            return text.toString();
        }

        private static Entry decode(String text) {
            String[] parts = text.split(",", -1);
            int colon = parts[0].lastIndexOf(':');
            NavigableMap<Long, Versions> versions = new TreeMap<>();
            for (String part : List.of(parts).subList(1, parts.length)) {
                List<String> words = new ArrayList<>(Arrays.asList(part.split(";", -1)));
                Map<String, String> byDetector = new TreeMap<>();
                for (String word : words.subList(1, words.size())) {
                    int at = word.lastIndexOf('@');
                    byDetector.put(word.substring(0, at), word.substring(at + 1));
                }
                versions.put(Long.parseLong(words.get(0)), new Versions(byDetector));
            }
            String[] places = parts[0].substring(colon + 1).split("\\+", -1);
            String[] from = places[0].split("/", -1);
            return new Entry(
                    StateId.parse(parts[0].substring(0, colon)),
                    Long.parseLong(from[0]),
                    from.length == 1 ? Moment.START : new Moment(Long.parseLong(from[1]), Long.parseLong(from[2])),
                    places.length == 1 ? 0 : Long.parseLong(places[1]),
                    versions);
        }
    }

    Bookmark {
        lanes = new TreeMap<>(lanes);
    }

    String encode() {
        StringBuilder text = new StringBuilder(FORMAT).append(' ').append(topicId);
        lanes.forEach((pipeline, entry) ->
                text.append(' ').append(pipeline).append('=').append(entry.encode()));
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
            lanes.put(words[i].substring(0, equals), Entry.decode(words[i].substring(equals + 1)));
        }
        return Optional.of(new Bookmark(Uuid.fromString(words[1]), lanes));
    }
}
