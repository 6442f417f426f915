package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PythonRandomTest {
    static Stream<JsonNode> seeds() {
        return StreamSupport.stream(Golden.json("mt19937.json").spliterator(), false);
    }

    @Test
    void tenSeedsAreCompared() {
        assertThat(seeds()).hasSize(10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesTheBitsThatPythonGives(JsonNode expected) {
        PythonRandom random = random(expected);

        long[] first = LongStream.generate(() -> random.nextInt() & 0xffff_ffffL)
                .limit(8)
                .toArray();
        IntStream.range(8, 1000).forEach(i -> random.nextInt());
        long[] late = LongStream.generate(() -> random.nextInt() & 0xffff_ffffL)
                .limit(8)
                .toArray();

        assertThat(first).isEqualTo(longs(expected.get("u32_first8")));
        assertThat(late).isEqualTo(longs(expected.get("u32_after_1000")));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesTheDoublesThatPythonGives(JsonNode expected) {
        PythonRandom random = random(expected);

        double[] doubles = DoubleStream.generate(random::random).limit(8).toArray();

        assertThat(doubles).isEqualTo(Golden.doubles(expected.get("random_first8")));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesNumbersBetweenTwoOthersAsPythonDoes(JsonNode expected) {
        PythonRandom random = random(expected);

        double[] uniform =
                DoubleStream.generate(() -> random.uniform(0.15, 0.85)).limit(6).toArray();

        assertThat(uniform).isEqualTo(Golden.doubles(expected.get("uniform_015_085_first6")));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void choosesByWeightAsPythonDoes(JsonNode expected) {
        PythonRandom random = random(expected);
        String letters = expected.get("choices_ptv_weights_40_80_3").asText();

        StringBuilder chosen = new StringBuilder();
        letters.chars().forEach(i -> chosen.append("ptv".charAt(random.choose(new double[] {40, 80, 3}))));

        assertThat(chosen).hasToString(letters);
    }

    @Test
    void ignoresTheSignOfTheSeedAsPythonDoes() {
        assertThat(new PythonRandom(-42).random()).isEqualTo(new PythonRandom(42).random());
    }

    @Test
    void refusesWeightsThatAddUpToNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PythonRandom(1).choose(new double[] {0, 0}));
    }

    private static PythonRandom random(JsonNode expected) {
        return new PythonRandom(new BigInteger(expected.get("seed").asText()));
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }
}
