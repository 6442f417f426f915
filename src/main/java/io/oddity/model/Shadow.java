package io.oddity.model;

/**
 * What the variant of a pipeline that does not decide says about a reading.
 *
 * @param variant its name
 * @param score in [0, 1]; NaN when it has none
 * @param status what it would have said
 */
public record Shadow(String variant, double score, Status status) {}
