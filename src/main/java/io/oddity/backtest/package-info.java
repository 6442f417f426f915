/**
 * Past readings judged as live ones are, and how good that was: {@code oddity backtest}.
 *
 * <p>{@link io.oddity.backtest.Data} yields the records of files or of a topic, {@link io.oddity.backtest.Replay} takes them through decoder, shards
 * and encoder, {@link io.oddity.backtest.Recorder} keeps what was said beside what is known, {@code metrics} makes figures of it and {@code report}
 * shows them. Imports {@code codec}, {@code config}, {@code detect}, {@code pipeline}, {@code send} for files and {@code topic} for topics; the command
 * line is {@code io.oddity.app.BacktestCommand}. Start with {@code Replay}.
 */
package io.oddity.backtest;
