package io.oddity.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON into one buffer that is used again and again; byte for byte what Jackson's generator writes, which takes ten times as long
 * for the few things that a verdict consists of. Whoever calls sees to it that names and values take turns. Single-threaded.
 */
final class JsonBytes {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES_A_CHAR = 6;

    private final DoubleText doubles = new DoubleText();
    private final TimeText times = new TimeText();
    private byte[] bytes = new byte[512];
    private int size;
    private boolean isFirst = true;
    /** The last double that was written, and where; a score often stands there twice. */
    private long lastBits;

    private int lastFrom;
    private int lastTo;

    /** Begins anew. */
    void clear() {
        size = 0;
        isFirst = true;
        lastTo = 0;
    }

    /** A copy of what was written. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void beginObject() {
        open('{');
    }

    void endObject() {
        close('}');
    }

    void beginArray() {
        open('[');
    }

    void endArray() {
        close(']');
    }

    private void open(char bracket) {
        separate(1);
        bytes[size++] = (byte) bracket;
        isFirst = true;
    }

    private void close(char bracket) {
        need(1);
        bytes[size++] = (byte) bracket;
        isFirst = false;
    }

    /** Members of an object that were written before: whole ones, with nothing before and behind them. */
    void members(byte[] written) {
        separate(written.length);
        append(written, written.length);
        isFirst = false;
    }

    /** The same, of which the last one has its name only; the value comes next. */
    void nameLast(byte[] written) {
        members(written);
        isFirst = true;
    }

    /** The first bytes of something that was written before, up to the end of a member. */
    void copy(byte[] written, int length) {
        need(length);
        append(written, length);
        isFirst = false;
    }

    private void append(byte[] written, int length) {
        System.arraycopy(written, 0, bytes, size, length);
        size += length;
    }

    /** The name of the value that comes next. */
    void name(Name name) {
        text(name);
        bytes[size++] = ':';
        isFirst = true;
    }

    /** A text that never changes. */
    void text(Name text) {
        separate(text.length() + Name.MORE);
        text.copyTo(bytes, size);
        size += text.length();
        isFirst = false;
    }

    /** @param value well-formed Unicode */
    void text(String value) {
        separate(MOST_BYTES_A_CHAR * value.length() + 2);
        bytes[size++] = '"';
        for (int i = 0; i < value.length(); i++) {
            put(value.charAt(i));
        }
        bytes[size++] = '"';
        isFirst = false;
    }

    private void put(char c) {
        if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
            bytes[size++] = (byte) c;
        } else if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else if (Character.isSurrogate(c)) {
            unicode(c);
        } else {
            bytes[size++] = (byte) (0xE0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    private void escape(char c) {
        int letter = "\"\\\b\t\n\f\r".indexOf(c);
        if (letter < 0) {
            unicode(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = (byte) "\"\\btnfr".charAt(letter);
        }
    }

    private void unicode(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(c >> shift) & 0xF];
        }
    }

    void bool(boolean value) {
        byte[] word = value ? TRUE : FALSE;
        separate(word.length);
        append(word, word.length);
        isFirst = false;
    }

    void number(long value) {
        separate(DigitText.MOST_BYTES);
        size = DigitText.write(value, bytes, size);
        isFirst = false;
    }

    /** @param value finite */
    void number(double value) {
        separate(DoubleText.MOST_BYTES);
        long bits = Double.doubleToRawLongBits(value);
        if (bits == lastBits && lastTo > 0) {
            System.arraycopy(bytes, lastFrom, bytes, size, lastTo - lastFrom);
            size += lastTo - lastFrom;
        } else {
            lastFrom = size;
            size = doubles.write(value, bytes, size);
            lastTo = size;
            lastBits = bits;
        }
        isFirst = false;
    }

    /** A member that is a text. */
    void text(Name name, String value) {
        name(name);
        text(value);
    }

    /** A member that is a finite number. */
    void number(Name name, double value) {
        name(name);
        number(value);
    }

    /** A member that is a number, left out where it is NaN. */
    void known(Name name, double value) {
        if (!Double.isNaN(value)) {
            number(name, value);
        }
    }

    /** A time as text, in UTC. */
    void time(long micros) {
        separate(TimeText.MOST_BYTES + 2);
        bytes[size++] = '"';
        size = times.write(micros, bytes, size);
        bytes[size++] = '"';
        isFirst = false;
    }

    private void separate(int more) {
        need(more + 1);
        if (!isFirst) {
            bytes[size++] = ',';
        }
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
