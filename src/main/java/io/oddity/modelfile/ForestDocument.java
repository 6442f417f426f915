package io.oddity.modelfile;

import io.oddity.detect.IsolationForest;
import io.oddity.detect.IsolationTree;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands in an isolation forest's file, key by key, while it is read. Used once. */
final class ForestDocument {
    private static final Set<String> REQUIRED = Set.of("feature_names", "max_samples", "offset", "trees");
    private static final Set<String> TRAINING = Set.of("source", "rows", "skipped", "contamination", "seed", "at");
    private static final Set<String> TREE =
            Set.of("features", "feature", "threshold", "left", "right", "n_node_samples", "missing_go_left");

    private final StrictJson json;
    private String name = "";
    private int version;
    private Optional<Training> training = Optional.empty();
    private Optional<String> sha256 = Optional.empty();
    private List<String> features = List.of();
    private int maxSamples;
    private double offset;
    private final List<IsolationTree> trees = new ArrayList<>();
    private int nodesLeft = IsolationForest.MAX_NODES;

    ForestDocument(StrictJson json) {
        this.json = json;
    }

    ForestFile read() throws IOException, WrongJson {
        json.document(
                Map.ofEntries(
                        Map.entry("format", this::requireFormat),
                        Map.entry("kind", this::requireKind),
                        Map.entry("name", () -> name = json.text()),
                        Map.entry("version", () -> version = positive()),
                        Map.entry("sha256", () -> sha256 = Optional.of(json.text())),
                        Map.entry("training", () -> training = Optional.of(training())),
                        Map.entry("sklearn", json::text),
                        Map.entry("params", json::skip),
                        Map.entry("feature_names", () -> features = json.texts(IsolationForest.MAX_FEATURES)),
                        Map.entry("max_samples", () -> maxSamples = positive()),
                        Map.entry("offset", () -> offset = json.number()),
                        Map.entry("trees", () -> json.array(IsolationForest.MAX_NODES, () -> trees.add(tree())))),
                REQUIRED);
        IsolationForest forest = forest();
        String hash = ContentHash.of(forest);
        if (sha256.isPresent() && !sha256.get().equals(hash)) {
            throw new WrongJson("sha256: is that of another forest; this one's is " + hash
                    + ". The file was changed or damaged after it was written");
        }
        return new ForestFile(name, version, training, forest, hash);
    }

    private IsolationForest forest() throws WrongJson {
        try {
            return new IsolationForest(features, trees, maxSamples, -offset);
        } catch (IllegalArgumentException e) {
            throw new WrongJson(e.getMessage());
        }
    }

    private void requireFormat() throws IOException, WrongJson {
        int format = json.wholeNumber();
        if (format != ForestFile.FORMAT) {
            throw json.wrong(
                    "must be " + ForestFile.FORMAT + ", was " + format + "; was it written by a later release?");
        }
    }

    private void requireKind() throws IOException, WrongJson {
        String kind = json.text();
        if (!kind.equals(ForestFile.KIND)) {
            throw json.wrong("must be " + ForestFile.KIND + ", was " + kind);
        }
    }

    private int positive() throws IOException, WrongJson {
        int value = json.wholeNumber();
        if (value < 1) {
            throw json.wrong("must be >= 1, was " + value);
        }
        return value;
    }

    private Training training() throws IOException, WrongJson {
        TrainingKeys keys = new TrainingKeys();
        json.object(
                Map.of(
                        "source", () -> keys.source = json.text(),
                        "rows", () -> keys.rows = json.longNumber(),
                        "skipped", () -> keys.skipped = json.longNumber(),
                        "contamination", () -> keys.contamination = json.number(),
                        "seed", () -> keys.seed = json.longNumber(),
                        "at", () -> keys.at = instant()),
                TRAINING);
        return keys.training();
    }

    private Instant instant() throws IOException, WrongJson {
        String text = json.text();
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw json.wrong("must be a time such as 2026-11-21T09:00:00Z, was " + text);
        }
    }

    private IsolationTree tree() throws IOException, WrongJson {
        TreeKeys keys = new TreeKeys();
        int number = trees.size();
        json.object(
                Map.of(
                        "features", () -> keys.features = json.ints(IsolationForest.MAX_FEATURES),
                        "feature", () -> keys.feature = json.ints(nodesLeft),
                        "threshold", () -> keys.threshold = json.doubles(nodesLeft),
                        "left", () -> keys.left = json.ints(nodesLeft),
                        "right", () -> keys.right = json.ints(nodesLeft),
                        "n_node_samples", () -> keys.samples = json.ints(nodesLeft),
                        "missing_go_left", () -> keys.missingGoesLeft = json.zerosAndOnes(nodesLeft)),
                TREE);
        try {
            IsolationTree tree = keys.tree();
            nodesLeft -= tree.size();
            return tree;
        } catch (IllegalArgumentException e) {
            throw new WrongJson("trees[" + number + "]." + e.getMessage());
        }
    }

    private static final class TreeKeys {
        int[] features;
        int[] feature;
        double[] threshold;
        int[] left;
        int[] right;
        int[] samples;
        boolean[] missingGoesLeft;

        IsolationTree tree() {
            return new IsolationTree(features, feature, threshold, left, right, samples, missingGoesLeft);
        }
    }

    private static final class TrainingKeys {
        String source;
        long rows;
        long skipped;
        double contamination;
        long seed;
        Instant at;

        Training training() {
            return new Training(source, rows, skipped, contamination, seed, at);
        }
    }
}
