package io.oddity.codec;

import com.fasterxml.jackson.core.io.SerializedString;
import java.nio.charset.StandardCharsets;

/** The name of a JSON member, or a text that never changes, as it is written: quotation marks, escapes and all. Immutable. */
final class Name {
    /** Behind what is copied there may be so many bytes more. */
    static final int MORE = Long.BYTES - 1;

    private final byte[] quoted;
    private final int length;

    Name(String text) {
        String json = '"' + new String(new SerializedString(text).asQuotedUTF8(), StandardCharsets.UTF_8) + '"';
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
        quoted = ByteWords.padded(bytes);
    }

    int length() {
        return length;
    }

    void copyTo(byte[] bytes, int at) {
        ByteWords.copy(quoted, bytes, at, length);
    }
}
