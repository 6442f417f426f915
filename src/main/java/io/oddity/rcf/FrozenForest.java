package io.oddity.rcf;

import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestMapper;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestState;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Forests as bytes: the fields of the library's own state classes as CBOR (RFC 8949), floating-point numbers bit by bit. */
final class FrozenForest {
    private static final ObjectMapper FIELDS = CBORMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .build();
    private static final ObjectWriter WRITER = FIELDS.writerFor(ThresholdedRandomCutForestState.class);
    private static final ObjectReader READER = FIELDS.readerFor(ThresholdedRandomCutForestState.class);

    private FrozenForest() {}

    static byte[] freeze(ThresholdedRandomCutForest forest) {
        try {
            return WRITER.writeValueAsBytes(new ThresholdedRandomCutForestMapper().toState(forest));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException when the bytes are no forest, or that of a release which cannot be read */
    static ThresholdedRandomCutForest thaw(byte[] bytes) {
        try {
            return new ThresholdedRandomCutForestMapper().toModel(READER.readValue(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("not the state of a random cut forest", e);
        }
    }
}
