package io.oddity.pipeline;

import io.oddity.feature.Features;
import io.oddity.health.HealthSpec;
import io.oddity.model.Channel;
import io.oddity.threshold.Threshold;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * What a shard needs to know of a pipeline; shared by all shards.
 *
 * @param name the pipeline's name
 * @param variant tells a pipeline from its challenger, which judges the same readings in its shadow
 * @param fingerprint changes whenever old state would not fit any more
 * @param channels the channels of a reading, in column order
 * @param features the first columns of a row
 * @param detectors each adds its outputs as further columns, in this order
 * @param combine how the scores of detectors that no other one reads become one
 * @param health what is looked for in its sensors, beside what detectors say
 * @param rules what is not to be flagged, however odd it is
 * @param sensorsPerPartition how many sensors are remembered in each input partition
 */
public record PipelineSpec(
        String name,
        String variant,
        String fingerprint,
        List<Channel> channels,
        Features features,
        List<DetectorSpec> detectors,
        Combine combine,
        Threshold threshold,
        HealthSpec health,
        List<Rule> rules,
        int sensorsPerPartition) {
    /** The variant of a pipeline that was given no name. */
    public static final String MAIN = "main";

    /** Copies the lists. */
    public PipelineSpec {
        channels = List.copyOf(channels);
        detectors = List.copyOf(detectors);
        rules = List.copyOf(rules);
    }

    /** Without rules. */
    public PipelineSpec(
            String name,
            String variant,
            String fingerprint,
            List<Channel> channels,
            Features features,
            List<DetectorSpec> detectors,
            Combine combine,
            Threshold threshold,
            HealthSpec health,
            int sensorsPerPartition) {
        this(
                name,
                variant,
                fingerprint,
                channels,
                features,
                detectors,
                combine,
                threshold,
                health,
                List.of(),
                sensorsPerPartition);
    }

    /** Names the pipeline and its variant in one word; readings and state belong to it. */
    public String id() {
        return id(name, variant);
    }

    /** Names a pipeline and a variant of it in one word, which no pipeline can be called by itself. */
    public static String id(String pipeline, String variant) {
        return variant.equals(MAIN) ? pipeline : pipeline + '~' + variant;
    }

    /** The names of all that detectors say, in column order, such as {@code forest.score}. */
    public List<String> outputs() {
        return detectors.stream()
                .flatMap(detector -> detector.outputs().stream().map(output -> detector.name() + '.' + output))
                .toList();
    }

    /** Whether a trained model reads what a detector says that learns. */
    boolean hasTrainedAfterOnline() {
        BitSet learned = new BitSet();
        int column = features.size();
        for (DetectorSpec detector : detectors) {
            boolean isFed = detector.inputs().stream().anyMatch(learned::get);
            if (isFed && detector.online() == null) {
                return true;
            }
            int behind = column + detector.outputs().size();
            learned.set(column, behind, detector.online() != null);
            column = behind;
        }
        return false;
    }

    /** What judges, for people: the detector's type, or how several are combined. */
    public String detectorType() {
        return detectors.size() == 1
                ? detectors.get(0).type()
                : combine.name().toLowerCase(Locale.ROOT)
                        + detectors.stream().map(DetectorSpec::name).toList();
    }
}
