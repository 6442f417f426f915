package io.oddity.codec;

import com.fasterxml.jackson.core.io.SerializedString;

/** The name of a JSON member, or a text that never changes, as it is written: quotation marks, escapes and all. Immutable. */
final class Name {
    private final byte[] quoted;

    Name(String text) {
        byte[] bytes = new SerializedString(text).asQuotedUTF8();
        quoted = new byte[bytes.length + 2];
        quoted[0] = '"';
        System.arraycopy(bytes, 0, quoted, 1, bytes.length);
        quoted[quoted.length - 1] = '"';
    }

    int length() {
        return quoted.length;
    }

    void copyTo(byte[] bytes, int at) {
        System.arraycopy(quoted, 0, bytes, at, quoted.length);
    }
}
