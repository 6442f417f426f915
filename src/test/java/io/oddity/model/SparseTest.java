package io.oddity.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparseTest {
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void isAMapFromRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 1_000; round++) {
            int rows = random.nextInt(1, 50);
            Map<Integer, Integer> expected = new HashMap<>();
            Sparse<Integer> column = new Sparse<>();
            for (int i = random.nextInt(rows); i > 0; i--) {
                int row = random.nextInt(rows);
                expected.put(row, i);
                column.set(row, i);
            }
            int from = random.nextInt(rows);
            int to = random.nextInt(from, rows + 1);
            Map<Integer, Integer> expectedSlice = new HashMap<>();
            for (int row = 0; row < rows; row++) {
                assertThat(column.at(row)).isEqualTo(expected.get(row));
                if (row >= from && row < to && expected.containsKey(row)) {
                    expectedSlice.put(row - from, expected.get(row));
                }
            }

            assertThat(column).isEqualTo(expected).hasSize(expected.size());
            assertThat(List.copyOf(column.keySet())).isSorted();
            assertThat(column.slice(from, to)).isEqualTo(expectedSlice);
        }
    }

    @Test
    void isUsedAgainOnceItIsCleared() {
        Sparse<String> column = Sparse.of(3, "odd");

        column.clear();

        assertThat(column).isEmpty();
        assertThat(column.at(3)).isNull();
        column.set(1, "other");
        assertThat(column).isEqualTo(Map.of(1, "other"));
    }
}
