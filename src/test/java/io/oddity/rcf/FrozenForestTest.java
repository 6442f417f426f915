package io.oddity.rcf;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

class FrozenForestTest {
    @Test
    void nothingButForestsIsRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new HashMap<String, String>());
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> FrozenForest.thaw(bytes.toByteArray()))
                .withCauseInstanceOf(InvalidClassException.class);
    }
}
