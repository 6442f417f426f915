package io.oddity.send;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Spaces readings evenly: reading n is due n / rate seconds after the first, whatever the readings before it took. So a late one is
 * caught up with and errors do not add up.
 */
public final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final LongSupplier nanoTime;
    private final LongConsumer parkNanos;
    private long startedNanos;
    private long count;

    /**
     * @param perSecond readings a second; 0 for as fast as it goes
     * @param parkNanos waits about so long; waking early is fine
     */
    public Pace(double perSecond, LongSupplier nanoTime, LongConsumer parkNanos) {
        if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
            throw SendException.usage("--rate: must be readings per second, 0 for full speed, was " + perSecond);
        }
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.parkNanos = parkNanos;
    }

    /** Returns when the next reading is due. */
    public void awaitNext() {
        if (perSecond == 0) {
            return;
        }
        if (count == 0) {
            startedNanos = nanoTime.getAsLong();
        }
        long dueNanos = Math.round(count * (NANOS_PER_SECOND / perSecond));
        count++;
        for (long wait = waitNanos(dueNanos); wait > 0; wait = waitNanos(dueNanos)) {
            parkNanos.accept(wait);
        }
    }

    private long waitNanos(long dueNanos) {
        return dueNanos - (nanoTime.getAsLong() - startedNanos);
    }
}
