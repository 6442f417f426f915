/**
 * How good verdicts are, once it is known what was odd. Plain Java, imports nothing of Oddity. Start with {@link
 * io.oddity.backtest.metrics.Quality}.
 *
 * <p>A reading is flagged at a threshold when its score is above it. An alarm is a flagged reading that is news: one an episode, by {@code
 * detect.auto.Onsets}. Point-adjusted scores, where one flagged reading makes a whole range found and each of its readings a hit, are left
 * out on purpose: random scores do well by them (Kim et al., "Towards a Rigorous Evaluation of Time-Series Anomaly Detection", AAAI 2022).
 */
package io.oddity.backtest.metrics;
