package io.oddity.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** ONNX models by hand, also such as no exporter would write: fields by their numbers in onnx.proto. */
final class TinyModel {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int DOUBLE = 11;

    /** A dimension that any size fits. */
    static final int ANY = -1;

    private TinyModel() {}

    /** A model of these parts of a graph. */
    static byte[] of(byte[]... graph) {
        return join(field(1, 8), field(8, field(2, 17)), field(7, join(field(2, "tiny"), join(graph))));
    }

    /** X, then one operator, then Y of the same shape. */
    static byte[] of(String operator, int type, long... shape) {
        return of(node(operator, "X", "Y"), input("X", type, shape), output("Y", type, shape));
    }

    static byte[] input(String name, int type, long... shape) {
        return field(11, value(name, type, shape));
    }

    static byte[] output(String name, int type, long... shape) {
        return field(12, value(name, type, shape));
    }

    private static byte[] value(String name, int type, long... shape) {
        byte[] dimensions = {};
        for (long size : shape) {
            dimensions = join(dimensions, field(1, size == ANY ? field(2, "N") : field(1, size)));
        }
        return join(field(1, name), field(2, field(1, join(field(1, type), field(2, dimensions)))));
    }

    /** An operator; {@code inputs} are parted by blanks. */
    static byte[] node(String operator, String inputs, String output, byte[]... attributes) {
        byte[] names = {};
        for (String input : inputs.split(" ", -1)) {
            names = join(names, field(1, input));
        }
        byte[] node = join(names, field(2, output), field(4, operator));
        for (byte[] attribute : attributes) {
            node = join(node, field(5, attribute));
        }
        return field(1, node);
    }

    /** A tensor of floats that a graph holds. */
    static byte[] tensor(String name, byte[] more, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return join(field(1, values.length), field(2, FLOAT), field(8, name), field(9, raw.array()), more);
    }

    static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] field(int number, byte[] value) {
        return join(varint((number << 3) | 2), varint(value.length), value);
    }

    static byte[] field(int number, long value) {
        return join(varint((long) number << 3), varint(value));
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.write((int) (left & 0x7f) | 0x80);
        }
        out.write((int) left);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
