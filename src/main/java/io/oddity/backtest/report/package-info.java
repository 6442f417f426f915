/**
 * A backtest's outcome for the terminal, for programs and as a page of its own. Imports {@code backtest}, its {@code metrics} and Jackson.
 * Start with {@link io.oddity.backtest.report.TextReport}.
 */
package io.oddity.backtest.report;
