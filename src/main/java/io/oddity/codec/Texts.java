package io.oddity.codec;

import java.nio.charset.StandardCharsets;

/**
 * Gives the same string for the same bytes, as long as it remembers: ids and names come again and again. What others displace is made
 * anew. Single-threaded.
 */
final class Texts {
    private static final int SIZE = 1 << 14;

    private final String[] texts = new String[SIZE];

    /** The text that these bytes, all of them ASCII, spell. */
    String get(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int at = (hash ^ (hash >>> 14)) & (SIZE - 1);
        String text = texts[at];
        if (text == null || !isSame(text, bytes, from, to)) {
            text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
            texts[at] = text;
        }
        return text;
    }

    private static boolean isSame(String text, byte[] bytes, int from, int to) {
        if (text.length() != to - from) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
