package io.oddity.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.testing.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {
    @ParameterizedTest
    @CsvSource({"21, 0", "85, 1", "53, 0.5", "149, 2", "-43, -1"})
    void aScaleTakesItsEndsTo0And1(double value, double feature) {
        assertThat(new Feature("temp", 0, 21, 85).of(value)).isEqualTo(feature);
    }

    @Test
    void aScaleMayFall() {
        assertThat(new Feature("temp", 0, 10, 0).of(7.5)).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.0, 1e308, Double.NaN, Double.POSITIVE_INFINITY})
    void aPlainFeatureIsTheValue(double value) {
        assertThat(Feature.plain("temp", 0).of(value)).isEqualTo(Double.valueOf(value));
    }

    @Test
    void aMissingChannelIsAMissingFeature() {
        assertThat(Missing.is(new Feature("temp", 0, 21, 85).of(Missing.VALUE))).isTrue();
        assertThat(Missing.is(Feature.plain("temp", 0).of(Missing.VALUE))).isTrue();
    }

    @Test
    void gathersEachFeatureFromItsChannel() {
        Features features =
                new Features(List.of(Feature.plain("b", 1), new Feature("a", 0, 0, 10), Feature.plain("b2", 1)));
        Readings readings = Rows.reading("plant", "s", 0, 0, 5, 7);
        double[] row = new double[features.size()];

        Gatherer gatherer = new Gatherer(features);

        gatherer.gather(gatherer.open(), readings, 0, row, 0);

        assertThat(row).containsExactly(7, 0.5, 7);
    }
}
