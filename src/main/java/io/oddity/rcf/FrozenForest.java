package io.oddity.rcf;

import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestMapper;
import com.amazon.randomcutforest.parkservices.state.ThresholdedRandomCutForestState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;

/**
 * Forests as bytes: the library's own state classes, written as Java writes objects.
 *
 * <p>Reading lets in those classes and nothing else, whoever may write to the state topic.
 */
final class FrozenForest {
    private static final ObjectInputFilter STATE_CLASSES = ObjectInputFilter.Config.createFilter(
            "com.amazon.randomcutforest.state.**;com.amazon.randomcutforest.parkservices.state.**;"
                    + "java.util.ArrayList;java.lang.Object;!*");

    private FrozenForest() {}

    static byte[] freeze(ThresholdedRandomCutForest forest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ThresholdedRandomCutForestMapper().toState(forest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException when the bytes are no forest, or that of a release which cannot be read */
    static ThresholdedRandomCutForest thaw(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(STATE_CLASSES);
            return new ThresholdedRandomCutForestMapper().toModel((ThresholdedRandomCutForestState) in.readObject());
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("not the state of a random cut forest", e);
        }
    }
}
