package io.oddity.config;

import io.oddity.detect.DetectorFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.detect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A kind of detector with one whole and one real parameter, which nobody ever runs. */
public final class FixtureDetectorFactory implements DetectorFactory {
    @Override
    public String type() {
        return "fixture";
    }

    @Override
    public String summary() {
        return "sees nothing";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whole("trees", 10, 1, 1000, "how many trees"),
                Parameter.real("decay", 0.5, 0, 1, "how fast it forgets"));
    }

    @Override
    public Supplier<OnlineDetector> configure(Map<String, Double> parameters, List<String> features) {
        throw new UnsupportedOperationException();
    }
}
