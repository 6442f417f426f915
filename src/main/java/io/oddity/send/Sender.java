package io.oddity.send;

import static io.oddity.send.Summary.counted;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends files to a topic, one reading a record, in order. Single-threaded; does not close the producer. */
public final class Sender {
    private final Producer<String, String> producer;
    private final String topic;
    private final Mapping mapping;
    private final Pace pace;
    private final boolean skipsBadLines;

    private final Acknowledged acknowledged = new Acknowledged();
    private final Set<String> sensors = new HashSet<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private long handedOver;
    private long notNumeric;
    private long skipped;

    public Sender(Producer<String, String> producer, String topic, Mapping mapping, Pace pace, boolean skipsBadLines) {
        this.producer = producer;
        this.topic = topic;
        this.mapping = mapping;
        this.pace = pace;
        this.skipsBadLines = skipsBadLines;
    }

    /**
     * Hands every reading of one file to the producer.
     *
     * @throws SendException if a line is bad, the file ends too early or Kafka refuses a record
     */
    public void send(InputFiles files, String file) {
        try (RowSource rows = files.open(file)) {
            sendRows(rows, file);
        } catch (BadLine e) {
            throw stopped(file + ":" + e.line() + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw stopped(file + ": not UTF-8 text; convert it, such as with iconv -f latin1 -t utf-8", e);
        } catch (IOException e) {
            throw stopped(file + ": cannot be read on: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until Kafka has every reading.
     *
     * @param took asked when it has
     */
    public Summary finish(Supplier<Duration> took) {
        flush();
        return new Summary(acknowledged.count(), sensors.size(), notNumeric, skipped, leftOut, took.get());
    }

    private void sendRows(RowSource rows, String file) throws IOException, BadLine {
        Optional<RowFormat> format = Optional.empty();
        boolean isMore = true;
        while (isMore) {
            try {
                Optional<Row> row = rows.next();
                isMore = row.isPresent();
                if (isMore) {
                    format = format.or(() -> row.map(first -> RowFormat.of(mapping, InputFiles.baseName(file), first)));
                    handOver(format.get().format(row.get()));
                }
            } catch (BadLine e) {
                skipped++;
                if (!skipsBadLines) {
                    throw e;
                }
            }
        }
        format.ifPresent(settled -> leftOut.addAll(settled.leftOut()));
    }

    private void handOver(Outgoing reading) {
        pace.awaitNext();
        acknowledged.failure().ifPresent(this::refused);
        reading.sensorId().ifPresent(sensors::add);
        notNumeric += reading.isNumeric() ? 0 : 1;
        handedOver++;
        try {
            var unused = producer.send( // the callback hears of it
                    new ProducerRecord<>(
                            topic,
                            null,
                            reading.timestampMillis().orElse(null),
                            reading.sensorId().orElse(null),
                            reading.value()),
                    acknowledged);
        } catch (KafkaException e) {
            refused(e);
        }
    }

    private void flush() {
        producer.flush();
        acknowledged.failure().ifPresent(this::refused);
    }

    /** What is already handed over still goes out, so that the count in the message is true. */
    private SendException stopped(String what, Exception cause) {
        flush();
        String hint = cause instanceof BadLine ? " (--skip-bad goes on)" : "";
        return SendException.failed(
                what + hint + "; " + counted(acknowledged.count(), "reading") + " sent before it", cause);
    }

    private void refused(Exception failure) {
        throw SendException.failed(
                "Kafka did not take a reading: " + failure.getMessage() + "; "
                        + counted(acknowledged.count(), "reading") + " of " + handedOver + " acknowledged",
                failure);
    }
}
