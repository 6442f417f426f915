package io.oddity.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Looks at bytes eight at a time, as one word, which is what most of reading a record is about. The tricks with carries are those of
 * Warren, "Hacker's Delight", and of Lemire, "Number Parsing at a Gigabyte per Second", 2021.
 */
final class ByteWords {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A one in each of eight bytes. */
    private static final long EACH = 0x0101010101010101L;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final long HIGH_HALVES = 0xF0F0F0F0F0F0F0F0L;

    private static final long DIGITS = 0x3333333333333333L;

    private ByteWords() {}

    /** The eight bytes that begin here, the first of them lowest. */
    static long get(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /**
     * Copies so many bytes and perhaps some more, up to a whole number of words; for a few, it is faster than to call for a copy.
     *
     * @param from as long as a whole number of words
     */
    static void copy(byte[] from, byte[] to, int at, int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            WORD.set(to, at + i, get(from, i));
        }
    }

    /** The same bytes, and zeros up to a whole number of words. */
    static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, (bytes.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    }

    /** Where the first byte from here on stands that is no printable ASCII, a quotation mark or a backslash; the length when there is none. */
    static int plainEnd(byte[] bytes, int from) {
        int at = from;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long word = get(bytes, at);
            long control = (word - ' ' * EACH) & ~word;
            long odd = (word | control | zeros(word ^ '"' * EACH) | zeros(word ^ '\\' * EACH)) & HIGH_BITS;
            if (odd != 0) {
                return at + (Long.numberOfTrailingZeros(odd) >>> 3);
            }
        }
        while (at < bytes.length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** The high bit of each byte that is 0, and of some behind the first of those. */
    private static long zeros(long word) {
        return (word - EACH) & ~word;
    }

    /** Where the first byte from here on stands that is no digit; the length when there is none. */
    static int digitsEnd(byte[] bytes, int from) {
        int at = from;
        while (at <= bytes.length - Long.BYTES && isDigits(get(bytes, at))) {
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private static boolean isDigits(long word) {
        return ((word & HIGH_HALVES) | ((word + 0x06 * EACH & HIGH_HALVES) >>> 4)) == DIGITS;
    }

    /** The number that these digits spell, behind the digits of another. */
    static long number(long before, byte[] bytes, int from, int to) {
        long number = before;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            number = 100_000_000 * number + eightDigits(get(bytes, at));
        }
        for (; at < to; at++) {
            number = 10 * number + (bytes[at] - '0');
        }
        return number;
    }

    /** Neighbours are put together, first to pairs, then to fours, then all. */
    private static long eightDigits(long word) {
        long digits = word - '0' * EACH;
        long pairs = digits * 10 + (digits >>> 8);
        long low = (pairs & 0x000000FF000000FFL) * (100 + (1_000_000L << 32));
        long high = ((pairs >>> 16) & 0x000000FF000000FFL) * (1 + (10_000L << 32));
        return (low + high) >>> 32;
    }

    /** Whether these bytes stand there. */
    static boolean isAt(byte[] bytes, int at, byte[] expected) {
        int length = expected.length;
        if (length > bytes.length - at) {
            return false;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (get(bytes, at + i) != get(expected, i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (bytes[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Equal for equal bytes; the lowest bits alone tell others apart, also bytes that differ in a digit or two at their end. */
    static int hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            hash = mixed(hash ^ get(bytes, at));
        }
        for (; at < to; at++) {
            hash = 31 * hash + bytes[at];
        }
        return (int) mixed(mixed(hash));
    }

    /** Multiplied by 2^64 over the golden ratio (Knuth, TAOCP 3, section 6.4), what that left in the upper half added to the lower. */
    private static long mixed(long word) {
        long product = word * 0x9E3779B97F4A7C15L;
        return product ^ (product >>> 32);
    }
}
