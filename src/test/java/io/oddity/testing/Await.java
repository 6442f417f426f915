package io.oddity.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for the thing itself, and says what it waited for when that does not come. */
public final class Await {
    private static final long ASK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

    private Await() {}

    /** Lets time pass, where a fault or a pace has to last. */
    public static void pause(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Waits until a condition holds. */
    public static void until(String what, Duration within, BooleanSupplier condition) {
        until(what, within, condition, () -> "no more is known");
    }

    /**
     * Waits until a condition holds.
     *
     * @param state what there is instead, for the message
     * @throws AssertionError when it does not hold in time
     */
    public static void until(String what, Duration within, BooleanSupplier condition, Supplier<String> state) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + within.toSeconds() + " s: " + what + "; " + state.get());
            }
            LockSupport.parkNanos(ASK_EVERY_NANOS);
        }
    }
}
