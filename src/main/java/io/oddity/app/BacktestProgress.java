package io.oddity.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** How far a backtest is, on standard error: a bar on a terminal, elsewhere a line every few seconds. Single-threaded. */
final class BacktestProgress implements AutoCloseable {
    private static final int COLUMNS = 100;
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** So that the clock is not asked for each row. */
    private static final int LOOK_EVERY_ROWS = 4_096;

    private final PrintWriter err;
    private final long startedNanos = System.nanoTime();
    private final ProgressBar bar;
    private long saidNanos = startedNanos;
    private long rows;

    /** Begins; how far it is to the end is not known yet. */
    BacktestProgress(boolean isTerminal, PrintWriter err) {
        this.err = err;
        bar = isTerminal
                ? new ProgressBarBuilder()
                        .setTaskName("backtest")
                        .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                        .build()
                : null;
    }

    /** How many steps there are. */
    void total(long steps) {
        if (bar != null) {
            bar.maxHint(steps);
        }
    }

    /** So many steps further. */
    void step(long steps) {
        if (bar != null) {
            bar.stepBy(steps);
        }
    }

    /** More rows were read. */
    void rows(long more) {
        rows += more;
        if (rows % LOOK_EVERY_ROWS == 0) {
            look();
        }
    }

    private void look() {
        if (bar != null) {
            bar.setExtraMessage(" " + pace());
        } else if (System.nanoTime() - saidNanos > EVERY.toNanos()) {
            saidNanos = System.nanoTime();
            err.println("  " + pace() + " …");
        }
    }

    /** How many rows so far, and how fast. */
    String pace() {
        double seconds = Math.max(1e-3, (System.nanoTime() - startedNanos) / 1e9);
        return String.format(Locale.ROOT, "%,d rows in %.1f s, %,.0f rows/s", rows, seconds, rows / seconds);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
