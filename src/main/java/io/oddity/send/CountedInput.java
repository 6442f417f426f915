package io.oddity.send;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes were read, so that progress follows the file on the disk and not what it unzips to. */
final class CountedInput extends FilterInputStream {
    private final LongConsumer bytesRead;

    CountedInput(InputStream in, LongConsumer bytesRead) {
        super(in);
        this.bytesRead = bytesRead;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        bytesRead.accept(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        bytesRead.accept(Math.max(0, count));
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
