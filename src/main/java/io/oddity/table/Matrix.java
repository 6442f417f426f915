package io.oddity.table;

import io.vertx.core.buffer.Buffer;

/** Rows of cells for a machine, little-endian: the number of rows, the slot of each (unsigned, 4 bytes), then the cells row by row. */
final class Matrix {
    private Matrix() {}

    /** With one byte a cell. */
    static Buffer ofBytes(int[] slots, byte[] cells) {
        return head(slots, cells.length).appendBytes(cells);
    }

    /** With a float of 4 bytes a cell. */
    static Buffer ofFloats(int[] slots, float[] cells) {
        Buffer buffer = head(slots, 4 * cells.length);
        for (float cell : cells) {
            buffer.appendIntLE(Float.floatToIntBits(cell));
        }
        return buffer;
    }

    private static Buffer head(int[] slots, int bytes) {
        Buffer buffer = Buffer.buffer(4 + 4 * slots.length + bytes).appendIntLE(slots.length);
        for (int slot : slots) {
            buffer.appendIntLE(slot);
        }
        return buffer;
    }
}
