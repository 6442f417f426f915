package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HalfSpaceTreesFactoryTest {
    @Test
    void isFoundByItsName() {
        assertThat(Detectors.named("half-space-trees")).containsInstanceOf(HalfSpaceTreesFactory.class);
    }

    @Test
    void defaultsAreRiversAndWithinTheirRanges() {
        List<Parameter> parameters = new HalfSpaceTreesFactory().parameters();

        assertThat(defaults()).isEqualTo(Map.of("trees", 10.0, "height", 8.0, "window", 250.0, "seed", 42.0));
        assertThat(parameters).allSatisfy(one -> assertThat(one.fallback()).isBetween(one.min(), one.max()));
    }

    @Test
    void eachShardHasADetectorOfItsOwn() {
        Supplier<OnlineDetector> supplier = new HalfSpaceTreesFactory().configure(defaults(), List.of("value"));

        OnlineDetector one = supplier.get();
        OnlineDetector other = supplier.get();

        assertThat(one).isNotSameAs(other);
        assertThat(one.open()).isEqualTo(other.open());
        assertThat(one.snapshotBytes(0)).isEqualTo(10 * 256 * 4 + 8);
        assertThat(new HalfSpaceTreesFactory().largestState(defaults(), 1)).isEqualTo(one.snapshotBytes(0));
    }

    private static Map<String, Double> defaults() {
        return new HalfSpaceTreesFactory()
                .parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::fallback));
    }
}
