package io.oddity.rcf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrozenForestTest {
    @Test
    void whatWasThawedFreezesToTheSameBytes() {
        ThresholdedRandomCutForest forest =
                ThresholdedRandomCutForest.builder().dimensions(2).randomSeed(1).build();
        for (double[] row : new double[][] {{1, 2}, {0.1, -0.0}, {1e30, Double.MIN_VALUE}, {1, 2}}) {
            forest.process(row, 0);
        }
        byte[] frozen = FrozenForest.freeze(forest);

        assertThat(FrozenForest.freeze(FrozenForest.thaw(frozen))).isEqualTo(frozen);
        assertThatIllegalStateException().isThrownBy(() -> FrozenForest.thaw(Arrays.copyOf(frozen, frozen.length / 2)));
    }

    @Test
    void nothingButForestsIsRead() throws IOException {
        byte[] other = new CBORMapper().writeValueAsBytes(Map.of("entryPoint", "java.lang.Runtime"));

        assertThatIllegalStateException()
                .isThrownBy(() -> FrozenForest.thaw(other))
                .withMessageContaining("random cut forest");
    }
}
