package io.oddity.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands messages over as they are; refuses to write them anywhere. */
final class ReferenceCodec implements MessageCodec<Object, Object> {
    static final String NAME = "reference";

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        throw new UnsupportedOperationException("messages stay inside the process");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("messages stay inside the process");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
