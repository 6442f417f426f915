package io.oddity.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives the same string for the same bytes, as long as it remembers: ids and names come again and again. There are two places
 * for each; what others displace is made anew. Single-threaded.
 */
final class Texts {
    private static final int SIZE = 1 << 14;

    private final String[] texts = new String[SIZE];
    private final byte[][] spelled = new byte[SIZE][];

    /** The text that these bytes, all of them ASCII, spell. */
    String get(byte[] bytes, int from, int to) {
        int at = ByteWords.hash(bytes, from, to) & (SIZE - 2);
        if (is(at, bytes, from, to)) {
            return texts[at];
        }
        if (is(at + 1, bytes, from, to)) {
            return texts[at + 1];
        }
        spelled[at + 1] = spelled[at];
        texts[at + 1] = texts[at];
        spelled[at] = Arrays.copyOfRange(bytes, from, to);
        texts[at] = new String(spelled[at], StandardCharsets.ISO_8859_1);
        return texts[at];
    }

    private boolean is(int at, byte[] bytes, int from, int to) {
        byte[] known = spelled[at];
        return known != null && known.length == to - from && ByteWords.isAt(bytes, from, known);
    }
}
