package io.oddity.model;

import java.util.Locale;

/** What can be wrong with a sensor, or with the way from it to here, whatever its values say. The first that holds is told. */
public enum Kind {
    /** A value beyond what was declared for its channel, or what there can be. */
    RANGE,
    /** A channel that does not change any more although it always did. */
    STUCK,
    /** A time of measurement that lies ahead of the record's, or before that of the reading before. */
    CLOCK,
    /** The reading before once more. */
    DUPLICATE,
    /** Readings come at another rate from now on. */
    RATE,
    /** No reading for longer than there ever was none. */
    SILENT;

    /** As it stands in verdicts and in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
