/**
 * Features: the numbers a detector sees, made from the channels of a reading.
 *
 * <p>Pure and deterministic. May import {@code model}. Start with {@link io.oddity.feature.Features}.
 */
package io.oddity.feature;
