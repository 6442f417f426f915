package io.oddity.codec;

/** A record that is no reading; the message says which field, what is wrong with it, and shows what stood there. */
final class Rejection extends Exception {
    private static final int SHOWN_CHARS = 64;

    Rejection(String message) {
        // No stack: a rejection is an answer, and a flood of bad records must not cost more than a flood of good ones.
        super(message, null, false, false);
    }

    /** Quotes what stood in a record, shortened. */
    static String quote(String text) {
        return text.length() <= SHOWN_CHARS ? "'" + text + "'" : "'" + text.substring(0, SHOWN_CHARS) + "…'";
    }
}
