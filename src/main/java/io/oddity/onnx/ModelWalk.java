package io.oddity.onnx;

import java.util.Map;

/**
 * Walks through the bytes of an ONNX model before the runtime sees them, and refuses what is cut off, what reads other files, and what
 * claims to hold more numbers than its bytes can. Allocates nothing.
 *
 * <p>Source: field numbers of onnx.proto, and protobuf's encoding. The weights of a model are tensors of its graph and of attributes of
 * its nodes, which may hold further graphs.
 */
final class ModelWalk {
    /** Protobuf's own limit for messages in messages. */
    private static final int DEEPEST = 100;

    /** A number takes at least one bit. */
    private static final int MOST_NUMBERS_A_BYTE = 8;

    private static final int TENSOR_DIMS = 1;
    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int TENSOR_DATA_LOCATION = 14;

    /** What may hold tensors, and tensors. */
    private enum Part {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        TRAINING,
        TENSOR,
        SPARSE_TENSOR
    }

    /** By part and field, the parts in it. */
    private static final Map<Part, Map<Integer, Part>> PARTS = Map.of(
            Part.MODEL, Map.of(7, Part.GRAPH, 20, Part.TRAINING, 25, Part.FUNCTION),
            Part.GRAPH, Map.of(1, Part.NODE, 5, Part.TENSOR, 15, Part.SPARSE_TENSOR),
            Part.NODE, Map.of(5, Part.ATTRIBUTE),
            Part.ATTRIBUTE,
                    Map.of(
                            5, Part.TENSOR,
                            6, Part.GRAPH,
                            10, Part.TENSOR,
                            11, Part.GRAPH,
                            22, Part.SPARSE_TENSOR,
                            23, Part.SPARSE_TENSOR),
            Part.FUNCTION, Map.of(7, Part.NODE, 11, Part.ATTRIBUTE),
            Part.TRAINING, Map.of(1, Part.GRAPH, 2, Part.GRAPH),
            Part.TENSOR, Map.of(),
            Part.SPARSE_TENSOR, Map.of());

    private final byte[] bytes;
    private int at;
    private boolean hasGraph;

    private ModelWalk(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws WrongModel unless the bytes are a model that needs nothing else */
    static void requireWhole(byte[] model) throws WrongModel {
        ModelWalk walk = new ModelWalk(model);
        walk.through(Part.MODEL, model.length, 0);
        if (!walk.hasGraph) {
            throw new WrongModel("is no ONNX model: has no graph");
        }
    }

    private void through(Part part, int end, int depth) throws WrongModel {
        if (depth > DEEPEST) {
            throw new WrongModel("is nested deeper than " + DEEPEST + " levels");
        }
        int from = at;
        double numbers = 1;
        while (at < end) {
            long key = varint(end);
            int field = (int) (key >>> 3);
            switch ((int) key & 7) {
                case 0 -> {
                    long value = varint(end);
                    if (part == Part.TENSOR && field == TENSOR_DIMS) {
                        numbers *= value;
                    }
                    if (part == Part.TENSOR && field == TENSOR_DATA_LOCATION && value != 0) {
                        throw external();
                    }
                }
                case 1 -> skip(Long.BYTES, end);
                case 2 -> {
                    int length = length(end);
                    int behind = at + length;
                    if (part == Part.TENSOR && field == TENSOR_EXTERNAL_DATA) {
                        throw external();
                    }
                    Part inside = PARTS.get(part).get(field);
                    if (inside == Part.SPARSE_TENSOR) {
                        throw new WrongModel("holds sparse tensors, which are not taken");
                    }
                    if (inside != null) {
                        hasGraph |= part == Part.MODEL && inside == Part.GRAPH;
                        through(inside, behind, depth + 1);
                    }
                    while (part == Part.TENSOR && field == TENSOR_DIMS && at < behind) {
                        numbers *= varint(behind);
                    }
                    at = behind;
                }
                case 5 -> skip(Integer.BYTES, end);
                default ->
                    throw new WrongModel("is damaged, or no ONNX model: byte " + (at - 1) + " begins nothing known");
            }
        }
        if (part == Part.TENSOR && numbers > (double) MOST_NUMBERS_A_BYTE * (end - from)) {
            throw new WrongModel("claims a tensor of " + numbers + " numbers in " + (end - from) + " bytes");
        }
    }

    private static WrongModel external() {
        return new WrongModel("keeps weights in another file (external data); export it as one file");
    }

    private int length(int end) throws WrongModel {
        long length = varint(end);
        if (length < 0 || length > end - at) {
            throw cutOff(end);
        }
        return (int) length;
    }

    private void skip(int count, int end) throws WrongModel {
        if (count > end - at) {
            throw cutOff(end);
        }
        at += count;
    }

    private long varint(int end) throws WrongModel {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == end) {
                throw cutOff(end);
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WrongModel("is damaged, or no ONNX model: byte " + at + " is in a number without end");
    }

    private WrongModel cutOff(int end) {
        return new WrongModel(
                "is cut off, or no ONNX model: byte " + at + " wants more than the " + (end - at) + " bytes left");
    }
}
