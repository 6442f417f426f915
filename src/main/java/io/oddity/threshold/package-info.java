/**
 * From score to decision.
 *
 * <p>Pure and deterministic. May import {@code model}. Start with {@link io.oddity.threshold.Threshold}.
 */
package io.oddity.threshold;
