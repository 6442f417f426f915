package io.oddity.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** The bar on standard error that follows the bytes read; nothing at all when it is not shown. */
final class SendProgress implements AutoCloseable {
    private static final int COLUMNS = 80;

    private final ProgressBar bar;

    /** @param sizes of the files in bytes; a negative one is not known, then the bar only counts */
    SendProgress(boolean isShown, List<Long> sizes) {
        boolean isKnown = sizes.stream().allMatch(size -> size >= 0);
        long total = isKnown ? sizes.stream().mapToLong(Long::longValue).sum() : -1;
        bar = isShown
                ? new ProgressBarBuilder()
                        .setTaskName("send")
                        .setInitialMax(total)
                        .setUnit(" KiB", 1 << 10)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                        .build()
                : null;
    }

    /** Whether standard error is a terminal. Only Linux tells; elsewhere one on both other ends stands for it. */
    @SuppressWarnings(
            "SystemConsoleNull") // from JDK 22 on there is always a console: then the bar shows once too often
    static boolean isTerminal() {
        Path standardError = Path.of("/proc/self/fd/2");
        try {
            String device = Files.readSymbolicLink(standardError).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    void add(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
