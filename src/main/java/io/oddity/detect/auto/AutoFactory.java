package io.oddity.detect.auto;

import io.oddity.detect.DetectorFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.detect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Offers {@link AutoDetector} to pipelines. There is nothing to set. */
public final class AutoFactory implements DetectorFactory {
    /** Scores above it are anomalies, in every pipeline. */
    public static final double THRESHOLD = AutoDetector.THRESHOLD;

    /** For {@link java.util.ServiceLoader}. */
    public AutoFactory() {}

    @Override
    public String type() {
        return "auto";
    }

    @Override
    public String summary() {
        return "finds what is new in any channel and what does not fit together; needs no range; threshold 0.5";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public int warmUp(Map<String, Double> parameters) {
        return Novelty.WARM_UP;
    }

    @Override
    public Supplier<OnlineDetector> configure(Map<String, Double> parameters, List<String> features) {
        int channels = features.size();
        return () -> new AutoDetector(channels);
    }
}
