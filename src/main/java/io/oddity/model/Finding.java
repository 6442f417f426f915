package io.oddity.model;

/**
 * What is wrong with a sensor. {@link Kind#SILENT} as a finding about a reading says that with it a silence is over.
 *
 * @param channel which channel shows it; -1 when it is not about one
 * @param measured beside {@code limit}: a value of the channel (range), equal readings in a row (stuck), seconds ahead of the record, or
 *     less than 0 for back behind the reading before (clock), seconds between readings (rate), seconds without any (silent); NaN for
 *     duplicates
 * @param limit what {@code measured} passed; for rate what was usual
 */
public record Finding(Kind kind, int channel, double measured, double limit) {
    /** Whether the reading it is about is an anomaly. */
    public boolean isFault() {
        return kind != Kind.SILENT;
    }
}
