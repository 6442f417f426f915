package io.oddity.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where: {@code pipelines[0].detector.params.trees}, or the file when it cannot be read at all
 * @param text what, for the operator: {@code must be >= 1, was 0}
 */
public record Mistake(String path, String text) {
    @Override
    public String toString() {
        return path + ": " + text;
    }
}
