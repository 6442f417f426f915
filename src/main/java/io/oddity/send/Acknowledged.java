package io.oddity.send;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Counts what Kafka has taken and keeps the first failure. Written by the producer's thread, read by the sender's. */
final class Acknowledged implements Callback {
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    @Override
    public void onCompletion(RecordMetadata metadata, Exception problem) {
        if (problem == null) {
            count.incrementAndGet();
        } else {
            failure.compareAndSet(null, problem);
        }
    }

    long count() {
        return count.get();
    }

    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }
}
