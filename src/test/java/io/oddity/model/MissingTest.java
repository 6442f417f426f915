package io.oddity.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MissingTest {
    @Test
    void theMarkerIsMissing() {
        assertThat(Missing.is(Missing.VALUE)).isTrue();
        assertThat(Missing.VALUE).isNaN();
    }

    @Test
    void anotherNanIsAValue() {
        assertThat(Missing.is(Double.NaN)).isFalse();
        assertThat(Missing.is(0.0 / 0.0)).isFalse();
        assertThat(Missing.is(Double.longBitsToDouble(0xfff8_0000_0000_07a2L))).isFalse();
        assertThat(Missing.is(Double.longBitsToDouble(0x7ff8_0000_0000_07a3L))).isFalse();
    }

    @Test
    void noOrdinaryNumberIsMissing() {
        assertThat(Missing.is(0)).isFalse();
        assertThat(Missing.is(1954)).isFalse();
        assertThat(Missing.is(Double.POSITIVE_INFINITY)).isFalse();
    }

    @Test
    void theMarkerSurvivesArraysAndBytes() {
        double[] copied = new double[] {Missing.VALUE}.clone();
        double stored = ByteBuffer.allocate(8).putDouble(0, copied[0]).getDouble(0);

        assertThat(Missing.is(stored)).isTrue();
    }
}
