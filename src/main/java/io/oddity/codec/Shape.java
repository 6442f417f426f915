package io.oddity.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the records of one sender have in common, byte by byte: everything but the texts and numbers that stand as values. A record
 * of the same shape is JSON of the same structure, so its values stand at the same fields and need no parser to be found.
 *
 * <p>Immutable. A record that this class has doubts about is said not to fit, though it may.
 */
final class Shape {
    /** Longer records would have to be compared at length, only to fail near the end. */
    private static final int MAX_BYTES = 4_096;

    private static final int MAX_VALUES = 64;

    /** Parsers refuse longer numbers at some length. */
    private static final int MAX_NUMBER_BYTES = 40;

    /** What stands before each value, and behind the last one. */
    private final byte[][] between;

    private final int[] begins;

    private Shape(byte[][] between, int[] begins) {
        this.between = between;
        this.begins = begins;
    }

    /**
     * The shape of a record that a parser took for JSON.
     *
     * @param wanted where, in bytes, the values begin that have to be found; other texts may be taken for a part of the shape
     * @return null when records like it are left to the parser
     */
    static Shape of(byte[] record, int[] wanted) {
        if (record.length > MAX_BYTES) {
            return null;
        }
        List<byte[]> between = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < record.length) {
            int end = valueEnd(record, at);
            if (end < 0) {
                at++;
                continue;
            }
            int begin = at;
            at = end;
            boolean isWanted = Arrays.stream(wanted).anyMatch(one -> one == begin);
            if (isWanted || (!isName(record, end) && isPlain(record, begin, end))) {
                between.add(Arrays.copyOfRange(record, from, begin));
                begins.add(begin);
                from = end;
            }
        }
        between.add(Arrays.copyOfRange(record, from, record.length));
        return begins.size() > MAX_VALUES
                ? null
                : new Shape(
                        between.toArray(byte[][]::new),
                        begins.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Behind the text or number that begins here; -1 for anything else. The record is JSON. */
    private static int valueEnd(byte[] record, int at) {
        if (record[at] == '"') {
            int end = at + 1;
            while (record[end] != '"') {
                end += record[end] == '\\' ? 2 : 1;
            }
            return end + 1;
        }
        int end = at;
        while (end < record.length && isOfNumber(record[end])) {
            end++;
        }
        return startsNumber(record[at]) ? end : -1;
    }

    private static boolean startsNumber(byte b) {
        return b == '-' || (b >= '0' && b <= '9');
    }

    private static boolean isOfNumber(byte b) {
        return startsNumber(b) || b == '.' || b == '+' || b == 'e' || b == 'E';
    }

    private static boolean isName(byte[] record, int end) {
        int at = end;
        while (at < record.length && record[at] <= ' ') {
            at++;
        }
        return at < record.length && record[at] == ':';
    }

    private static boolean isPlain(byte[] record, int begin, int end) {
        return record[begin] == '"' ? textEnd(record, begin) == end : numberEnd(record, begin) == end;
    }

    /** Which value begins at this byte of the record that the shape was taken from; -1 for none. */
    int valueAt(int begin) {
        int found = Arrays.binarySearch(begins, begin);
        return found < 0 ? -1 : found;
    }

    int values() {
        return begins.length;
    }

    /**
     * Finds the values of a record of this shape.
     *
     * @param from gets where each value begins: a text at its quotation mark
     * @param to gets where each value ends
     * @return whether the record is of this shape; when not, {@code from} and {@code to} say nothing
     */
    boolean find(byte[] record, int[] from, int[] to) {
        int at = 0;
        for (int value = 0; value < begins.length; value++) {
            at = pass(record, at, between[value]);
            if (at < 0 || at == record.length) {
                return false;
            }
            from[value] = at;
            at = record[at] == '"' ? textEnd(record, at) : numberEnd(record, at);
            if (at < 0) {
                return false;
            }
            to[value] = at;
        }
        return pass(record, at, between[begins.length]) == record.length;
    }

    private static int pass(byte[] record, int at, byte[] expected) {
        return ByteWords.isAt(record, at, expected) ? at + expected.length : -1;
    }

    /** Behind a text of printable ASCII without escapes; -1 for any other. */
    private static int textEnd(byte[] record, int begin) {
        int at = ByteWords.plainEnd(record, begin + 1);
        return at < record.length && record[at] == '"' ? at + 1 : -1;
    }

    /** Behind a number without exponent; -1 for anything else. */
    private static int numberEnd(byte[] record, int begin) {
        int first = record[begin] == '-' ? begin + 1 : begin;
        int at = ByteWords.digitsEnd(record, first);
        if (at == first || (record[first] == '0' && at > first + 1)) {
            return -1;
        }
        if (at < record.length && record[at] == '.') {
            int fraction = at + 1;
            at = ByteWords.digitsEnd(record, fraction);
            if (at == fraction) {
                return -1;
            }
        }
        return at - begin > MAX_NUMBER_BYTES ? -1 : at;
    }
}
