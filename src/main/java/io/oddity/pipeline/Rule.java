package io.oddity.pipeline;

import io.oddity.model.Readings;
import java.util.function.Predicate;

/** What of some sensors is not to be flagged, however odd it is. Shared by all shards: thread-safe. */
public sealed interface Rule {
    /** As people are told why a reading was not flagged. */
    String text();

    /** Says which sensors it is about, by id. */
    Predicate<String> sensors();

    /** Readings of which a condition holds are not judged. */
    record Ignore(String text, Predicate<String> sensors, Condition condition) implements Rule {}

    /** Looks at a reading's own values. */
    interface Condition {
        boolean holds(Readings readings, int row);
    }

    /**
     * Only some deviations from what is expected count.
     *
     * @param channel of which; {@link #ANY} for each
     * @param least in the channel's unit
     */
    record Deviation(String text, Predicate<String> sensors, int channel, Side side, double least) implements Rule {
        /** Stands for every channel. */
        public static final int ANY = -1;

        boolean isAbout(int wanted) {
            return channel == ANY || channel == wanted;
        }

        /** Whether a deviation counts, as far as this rule goes. */
        boolean counts(double deviation) {
            return Math.abs(deviation) >= least && side.has(deviation);
        }
    }

    /** Of what is expected. */
    enum Side {
        ABOVE,
        BELOW,
        EITHER;

        private boolean has(double deviation) {
            return this == EITHER || (this == ABOVE ? deviation > 0 : deviation < 0);
        }
    }
}
