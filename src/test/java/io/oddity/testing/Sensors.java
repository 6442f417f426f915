package io.oddity.testing;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Readings of some sensors, one in thirty of them odd, sent piece by piece by one thread at a time. */
public final class Sensors {
    private static final int PIECES_PER_SECOND = 20;

    private final Kafka kafka;
    private final Article application;
    private final int sensors;
    private final SplittableRandom random;

    private volatile int sent;

    /** The same random numbers give the same readings. */
    public Sensors(Kafka kafka, Article application, int sensors, SplittableRandom random) {
        this.kafka = kafka;
        this.application = application;
        this.sensors = sensors;
        this.random = random;
    }

    /** How many have been sent. */
    public int sent() {
        return sent;
    }

    /** Sends until so many are sent in all; returns when the broker has them. */
    public void sendUpTo(int total) {
        long now = System.currentTimeMillis();
        int count = sent;
        for (; count < total; count++) {
            String sensor = "sensor-" + random.nextInt(sensors);
            double temp = random.nextInt(30) == 0 ? random.nextDouble(65, 85) : random.nextDouble(21, 28);
            kafka.send(application.record(
                    now,
                    sensor,
                    "{\"sensor_id\":\"" + sensor + "\",\"temp\":" + temp + ",\"ts\":\"2023-09-01 12:00:00\"}"));
        }
        kafka.flush();
        sent = count;
    }

    /** Sends in small pieces on a thread of its own, so that faults fall into the middle; {@code join()} fails as sending did. */
    public CompletableFuture<Void> flow(int perSecond, BooleanSupplier isEnough) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!isEnough.getAsBoolean()) {
                        sendUpTo(sent + perSecond / PIECES_PER_SECOND);
                        Await.pause(Duration.ofSeconds(1).dividedBy(PIECES_PER_SECOND));
                    }
                },
                task -> new Thread(task, "sending").start());
    }
}
