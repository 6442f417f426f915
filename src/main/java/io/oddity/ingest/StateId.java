package io.oddity.ingest;

/**
 * Names the state of a pipeline in a partition: when the meaning of the state changes, or the position is lost, a new one begins
 * and nothing of the old is read again.
 *
 * @param fingerprint of the configuration that the state's meaning depends on
 * @param bornMillis when it began; tells states with the same configuration apart
 */
record StateId(String fingerprint, long bornMillis) {
    static StateId parse(String text) {
        int dot = text.lastIndexOf('.');
        return new StateId(text.substring(0, dot), Long.parseLong(text.substring(dot + 1), 16));
    }

    @Override
    public String toString() {
        return fingerprint + '.' + Long.toHexString(bornMillis);
    }
}
