package io.oddity.modelfile;

import io.oddity.detect.IsolationForest;
import java.util.Optional;

/**
 * An isolation forest as a file holds it.
 *
 * @param name the model's name; empty if the file, as those exported from scikit-learn, has none
 * @param version from 1; 0 if the file has none
 * @param training where it comes from, if the file says so
 * @param sha256 of all that scores and threshold depend on, see {@link ContentHash}; lower-case hexadecimal
 */
public record ForestFile(String name, int version, Optional<Training> training, IsolationForest forest, String sha256) {
    /** What is under {@code kind}. */
    static final String KIND = "isolation-forest";

    /** The format that is written and read. */
    static final int FORMAT = 1;

    /** Names a forest that was just trained. */
    public static ForestFile of(String name, int version, Training training, IsolationForest forest) {
        return new ForestFile(name, version, Optional.of(training), forest, ContentHash.of(forest));
    }
}
