/**
 * Why a reading is an anomaly, in numbers and in words: what was expected, and how to say it.
 *
 * <p>Pure and deterministic. May import {@code model} and {@code detect}. Start with {@link io.oddity.explain.Expectation}; why it is as it is
 * stands in {@code docs/decisions/0014-explanation.md}.
 */
package io.oddity.explain;
