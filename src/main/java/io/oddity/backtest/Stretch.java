package io.oddity.backtest;

/**
 * Records that belong together, in order: those of a file, or of a partition. Sensors of one know nothing of those of another.
 *
 * @param partition of the topic, or the file's place among the files
 * @param name the file's, without extension, or the partition's
 */
public record Stretch(int partition, String name) {}
