/**
 * {@code auto}: the detector for a sensor of which nothing is known, neither range nor scale nor habit.
 *
 * <p>One channel is judged by {@link io.oddity.detect.auto.Novelty}, how far a reading is from all that was seen before; several
 * also together, by {@link io.oddity.detect.auto.Joint}, how far from what fits together. All state of a sensor is a row of
 * 64-bit words; the classes here know where in it their own words are and hold nothing else. May import {@code model} and
 * {@code detect}. Start with {@link io.oddity.detect.auto.AutoDetector}; why it is as it is stands in
 * {@code docs/decisions/0006-auto-detector.md}.
 */
package io.oddity.detect.auto;
