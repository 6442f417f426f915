package io.oddity.bench.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks again and again. */
final class Poll {
    /** Short against what is measured, and cheap for the broker. */
    private static final long EVERY_NANOS = 20_000_000;

    private Poll() {}

    static void pause() {
        LockSupport.parkNanos(EVERY_NANOS);
    }

    /** Waits until something is so; throws when it takes too long, or when the process that it depends on has ended. */
    static void until(String what, Duration within, JavaProcess process, BooleanSupplier isSo) {
        long giveUp = System.nanoTime() + within.toNanos();
        while (!isSo.getAsBoolean()) {
            process.mustLive();
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(
                        "waited " + within.toSeconds() + " s for " + what + "; " + process.said());
            }
            pause();
        }
    }
}
