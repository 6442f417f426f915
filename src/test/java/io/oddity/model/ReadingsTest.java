package io.oddity.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingsTest {
    /** Around 16, 32 and 64, where the builder grows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 32, 33, 64, 65, 1_000})
    void holdsWhatWasAddedHoweverMuchItIs(int size) {
        Readings.Builder builder = new Readings.Builder("plant", 9, 3, 2);
        for (int i = 0; i < size; i++) {
            builder.add("s" + i, 100 + i, 200 + i, 300 + i, new double[] {i, -i});
        }

        Readings readings = builder.build();

        assertThat(readings.size()).isEqualTo(size);
        for (int i = 0; i < size; i++) {
            assertThat(readings.sensorId(i)).isEqualTo("s" + i);
            assertThat(readings.offset(i)).isEqualTo(100 + i);
            assertThat(readings.recordTimeMillis(i)).isEqualTo(200 + i);
            assertThat(readings.eventTimeMicros(i)).isEqualTo(300 + i);
            assertThat(readings.value(i, 0)).isEqualTo(i);
            assertThat(readings.row(i)).containsExactly(i, -i);
        }
    }

    @Test
    void saysWhereTheyCameFrom() {
        Readings readings = new Readings.Builder("plant", 9, 3, 2).build();

        assertThat(readings.pipeline()).isEqualTo("plant");
        assertThat(readings.assignment()).isEqualTo(9);
        assertThat(readings.partition()).isEqualTo(3);
        assertThat(readings.channels()).isEqualTo(2);
    }

    @Test
    void keepsNothingOfTheRowItWasGiven() {
        double[] row = {1, 2};
        Readings.Builder builder = new Readings.Builder("plant", 9, 3, 2);
        builder.add("a", 0, 0, 0, row);

        row[0] = 99;
        Readings readings = builder.build();
        readings.row(0)[1] = 99;

        assertThat(readings.row(0)).containsExactly(1, 2);
    }
}
