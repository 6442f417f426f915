package io.oddity.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives the same string for the same bytes, as long as it remembers: ids and names come again and again. What others displace is made
 * anew. Single-threaded.
 */
final class Texts {
    private static final int SIZE = 1 << 14;

    private final String[] texts = new String[SIZE];
    private final byte[][] spelled = new byte[SIZE][];

    /** The text that these bytes, all of them ASCII, spell. */
    String get(byte[] bytes, int from, int to) {
        int at = ByteWords.hash(bytes, from, to) & (SIZE - 1);
        byte[] known = spelled[at];
        if (known == null || known.length != to - from || !ByteWords.isAt(bytes, from, known)) {
            spelled[at] = Arrays.copyOfRange(bytes, from, to);
            texts[at] = new String(spelled[at], StandardCharsets.ISO_8859_1);
        }
        return texts[at];
    }
}
