package io.oddity.modelfile;

import java.time.Instant;

/**
 * Where a model comes from; for people, nothing depends on it.
 *
 * @param source what was read, in words
 * @param rows how many rows it was trained on
 * @param skipped how many were left out, as they lacked a feature
 * @param contamination the share of rows that the threshold makes anomalies; 0 if the threshold was not chosen by it
 * @param seed of all random choices
 * @param at when it was trained
 */
public record Training(String source, long rows, long skipped, double contamination, long seed, Instant at) {}
