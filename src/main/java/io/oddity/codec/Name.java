package io.oddity.codec;

import com.fasterxml.jackson.core.io.SerializedString;

/** The name of a JSON member, or a text that never changes, as it is written: quotation marks, escapes and all. Immutable. */
final class Name {
    /** Behind what is copied there may be so many bytes more. */
    static final int MORE = Long.BYTES - 1;

    private final byte[] quoted;
    private final int length;

    Name(String text) {
        byte[] bytes = new SerializedString(text).asQuotedUTF8();
        length = bytes.length + 2;
        quoted = ByteWords.padded(new byte[length]);
        quoted[0] = '"';
        System.arraycopy(bytes, 0, quoted, 1, bytes.length);
        quoted[length - 1] = '"';
    }

    int length() {
        return length;
    }

    void copyTo(byte[] bytes, int at) {
        ByteWords.copy(quoted, bytes, at, length);
    }
}
