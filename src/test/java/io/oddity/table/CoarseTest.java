package io.oddity.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CoarseTest {
    private static final byte CALM = 10;
    private static final byte ODD = (byte) 200;

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void valuesAreThereToAFewStepsOfTheirRange(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double scale = Math.pow(10, random.nextInt(-9, 10));
        double[] values = random.doubles(200, -scale, 3 * scale).toArray();
        Coarse coarse = new Coarse(values.length);

        for (int i = 0; i < values.length; i++) {
            coarse.set(i, values[i]);
        }

        // The range is at most three times that of the values; each of a few widenings rounds anew.
        double step = 3 * 4 * scale / 254;
        for (int i = 0; i < values.length; i++) {
            assertThat(coarse.get(i)).isCloseTo(values[i], within(3 * step));
        }
    }

    @Test
    void whatIsNoNumberIsEmpty() {
        Coarse coarse = new Coarse(3);
        coarse.set(0, 5);
        coarse.set(1, Double.NaN);
        coarse.set(2, Double.POSITIVE_INFINITY);

        assertThat(coarse.get(0)).isEqualTo(5);
        assertThat(coarse.get(1)).isNaN();
        assertThat(coarse.get(2)).isNaN();
    }

    @Test
    void extremesOfDoubleAreKept() {
        Coarse coarse = new Coarse(3);
        coarse.set(0, -Double.MAX_VALUE);
        coarse.set(1, Double.MAX_VALUE);
        coarse.set(2, 0);

        assertThat(coarse.get(0)).isEqualTo(-1e300);
        assertThat(coarse.get(1)).isCloseTo(1e300, within(1e290));
        assertThat(coarse.get(2)).isCloseTo(0, within(1e298));
    }

    @Test
    void usualIsBetweenWhatIsCalmWithoutTheOutermostHundredths() {
        Coarse coarse = new Coarse(201);
        byte[] heat = new byte[201];
        for (int i = 0; i < 200; i++) {
            coarse.set(i, i);
            heat[i] = CALM;
        }
        coarse.set(200, 254);
        heat[200] = ODD;

        double[] usual = coarse.usual(heat, 20);

        // 1 % of 200 are two at either end; a step is 1 or 2.
        assertThat(usual[0]).isCloseTo(2, within(2.0));
        assertThat(usual[1]).isCloseTo(197, within(2.0));
        assertThat(coarse.usual(heat, 201)).isNull();
    }
}
