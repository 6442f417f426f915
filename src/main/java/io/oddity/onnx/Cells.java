package io.oddity.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;

/** The memory of a tensor that holds one row, which the runtime reads and writes in place. Single-threaded. */
final class Cells {
    /** What a tensor may be made of. */
    static final Set<OnnxJavaType> TYPES = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.INT64);

    private final OnnxJavaType type;
    private final long[] shape;
    private final ByteBuffer memory;

    /** Zeros. */
    Cells(OnnxJavaType type, long[] shape) {
        this.type = type;
        this.shape = shape;
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        memory = ByteBuffer.allocateDirect(Math.multiplyExact(size, type.size)).order(ByteOrder.nativeOrder());
    }

    int size() {
        return memory.capacity() / type.size;
    }

    double get(int cell) {
        return switch (type) {
            case FLOAT -> memory.getFloat(cell * Float.BYTES);
            case DOUBLE -> memory.getDouble(cell * Double.BYTES);
            default -> memory.getLong(cell * Long.BYTES);
        };
    }

    /** Rounds to what the type can hold. */
    void set(int cell, double value) {
        switch (type) {
            case FLOAT -> memory.putFloat(cell * Float.BYTES, (float) value);
            case DOUBLE -> memory.putDouble(cell * Double.BYTES, value);
            default -> memory.putLong(cell * Long.BYTES, Math.round(value));
        }
    }

    /** The tensor over this memory; the caller closes it. */
    OnnxTensor tensor() throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), memory, shape, type);
    }
}
