package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State of versions that saved masses by node, as they computed it, is taken over. */
class HalfSpaceTreesSavedByNodeTest {
    private static final int WINDOW = 40;

    @ParameterizedTest
    @CsvSource({"5, 3, 0", "5, 3, 17", "5, 3, 40", "5, 3, 103", "3, 5, 119", "2, 1, 83"})
    void goesOnAsIfNothingHadHappened(int trees, int height, int before) {
        HalfSpaceForest forest =
                new HalfSpaceForest(trees, height, BigInteger.valueOf(42), List.of("a", "b"), Map.of());
        double[] rows =
                new SplittableRandom(7).doubles(2L * (before + 100), 0.2, 0.7).toArray();
        HalfSpaceTrees detector = new HalfSpaceTrees(forest, WINDOW);
        HalfSpaceTrees other = new HalfSpaceTrees(forest, WINDOW);
        int slot = detector.open();
        int taken = other.open();
        for (int row = 0; row < before; row++) {
            detector.scoreAndLearn(slot, rows, 2 * row, 0);
        }
        ByteBuffer saved = byNode(forest, rows, before);

        other.load(taken, saved);

        assertThat(saved.remaining()).isEqualTo(1);
        assertThat(saved(other, taken)).isEqualTo(saved(detector, slot));
        for (int row = before; row < before + 100; row++) {
            assertThat(other.scoreAndLearn(taken, rows, 2 * row, 0))
                    .isEqualTo(detector.scoreAndLearn(slot, rows, 2 * row, 0));
        }
    }

    private static byte[] saved(HalfSpaceTrees detector, int slot) {
        ByteBuffer to = ByteBuffer.allocate(detector.snapshotBytes(slot));
        detector.save(slot, to);
        return to.array();
    }

    /** Behind it stands a byte that belongs to somebody else. */
    private static ByteBuffer byNode(HalfSpaceForest forest, double[] rows, int count) {
        int nodes = forest.nodesPerTree();
        int[] reference = new int[forest.trees() * nodes];
        int[] current = new int[reference.length];
        for (int row = 0; row < count; row++) {
            for (int tree = 0; tree < forest.trees(); tree++) {
                int node = 0;
                current[tree * nodes]++;
                while (node < forest.splitsPerTree()) {
                    int split = tree * forest.splitsPerTree() + node;
                    double value = rows[2 * row + forest.feature()[split]];
                    node = 2 * node + (value < forest.threshold()[split] ? 1 : 2);
                    current[tree * nodes + node]++;
                }
            }
            if ((row + 1) % WINDOW == 0) {
                reference = pruned(forest, current);
                Arrays.fill(current, 0);
            }
        }
        ByteBuffer to = ByteBuffer.allocate((1 + current.length) * Integer.BYTES + 1);
        to.putInt((count >= WINDOW ? 1 << 31 : 0) | (count % WINDOW));
        for (int node = 0; node < current.length; node++) {
            to.putInt((reference[node] << 16) | current[node]);
        }
        return to.put((byte) 7).flip();
    }

    /** Without what lies below a node that holds less than a tenth of the window. */
    private static int[] pruned(HalfSpaceForest forest, int[] masses) {
        int[] pruned = masses.clone();
        for (int tree = 0; tree < forest.trees(); tree++) {
            int root = tree * forest.nodesPerTree();
            for (int node = 0; node < forest.splitsPerTree(); node++) {
                if (pruned[root + node] < 0.1 * WINDOW) {
                    pruned[root + 2 * node + 1] = 0;
                    pruned[root + 2 * node + 2] = 0;
                }
            }
        }
        return pruned;
    }
}
