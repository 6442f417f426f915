package io.oddity.ingest;

import io.oddity.bus.Scored;
import io.oddity.codec.PulseCodec;
import io.oddity.config.Config;
import io.oddity.model.Readings;
import io.oddity.model.Shadow;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Pulse;
import io.oddity.pipeline.Silence;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * Everything that a transaction writes: verdicts, anomalies, pulses, dead letters, state, and the position they stand for.
 * Single-threaded: owned by one ingest loop.
 */
final class Outbox {
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final boolean isTransactional;
    private final Config config;
    private final IngestStats stats;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final List<ProducerRecord<byte[], byte[]>> state = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Callback failed = (sent, e) -> {
        if (e != null) {
            failure.compareAndSet(null, e);
        }
    };
    private boolean isOpen;
    private long openedNanos;

    Outbox(
            Producer<byte[], byte[]> producer,
            Consumer<byte[], byte[]> consumer,
            Config config,
            IngestStats stats,
            LongSupplier nanoTime) {
        this.producer = producer;
        this.consumer = consumer;
        isTransactional = config.delivery() == Config.Delivery.EXACTLY_ONCE;
        this.config = config;
        this.stats = stats;
        this.nanoTime = nanoTime;
    }

    /**
     * Writes what became of a poll's records. Where a pipeline has a challenger, one of the two decides, and the other's word is
     * written beside it.
     *
     * @param deciding by pipeline, which variant decides; absent where the first one does
     */
    void write(List<Part> parts, Map<String, String> deciding) {
        open();
        Map<Place, Shadow> shadows = new HashMap<>(0);
        List<Part> decided = new ArrayList<>();
        Map<String, String> first = new HashMap<>();
        for (Part part : parts) {
            PipelineSpec spec = part.lane.route.spec();
            String decides =
                    deciding.getOrDefault(spec.name(), first.computeIfAbsent(spec.name(), name -> spec.variant()));
            if (decides.equals(spec.variant())) {
                decided.add(part);
            } else {
                part.forEachVerdict((scored, row) ->
                        shadows.put(place(part, scored.judged(), row), shadow(spec, scored.judged(), row)));
            }
        }
        for (Part part : decided) {
            for (Part.Rejected rejected : part.rejected()) {
                if (rejected.record().offset() >= part.lane.assignment.committed) {
                    deadLetter(part, rejected.record(), rejected.cause(), "");
                }
            }
            ArrayDeque<Silence> silences = new ArrayDeque<>(part.silences());
            part.forEachVerdict((scored, row) -> {
                Judged judged = scored.judged();
                writeSilences(part, silences, judged.verdicts().readings().offset(row));
                write(part, scored, row, shadows.isEmpty() ? null : shadows.get(place(part, judged, row)));
            });
            writeSilences(part, silences, Long.MAX_VALUE);
        }
    }

    /** Those that were noticed before an offset; there is no reading that they are about, so they are anomalies only. */
    private void writeSilences(Part part, ArrayDeque<Silence> silences, long before) {
        while (!silences.isEmpty() && silences.peek().noticed().offset() < before) {
            Silence silence = silences.remove();
            if (silence.noticed().offset() >= part.lane.assignment.committed) {
                TopicPartition partition = part.lane.assignment.partition;
                byte[] key = silence.sensorId().getBytes(StandardCharsets.UTF_8);
                byte[] value = part.lane.route.encoder().encode(silence, partition.partition());
                String topic = config.topics().anomalies().name();
                send(new ProducerRecord<>(topic, null, silence.noticed().recordMillis(), key, value));
            }
        }
    }

    /** Of a record, and the pipeline that judges it. */
    private record Place(String pipeline, TopicPartition partition, long offset) {}

    private static Place place(Part part, Judged judged, int row) {
        return new Place(
                part.lane.route.spec().name(),
                part.lane.assignment.partition,
                judged.verdicts().readings().offset(row));
    }

    /** Null where it has nothing to say. */
    private static Shadow shadow(PipelineSpec spec, Judged judged, int row) {
        Status status = judged.verdicts().statuses()[row];
        return status == null
                ? null
                : new Shadow(spec.variant(), judged.verdicts().scores()[row], status);
    }

    private void write(Part part, Scored scored, int row, Shadow shadow) {
        Verdicts verdicts = scored.judged().verdicts();
        Readings readings = verdicts.readings();
        if (readings.offset(row) < part.lane.assignment.committed) {
            return;
        }
        Throwable bug = verdicts.failures().at(row);
        if (bug != null) {
            StringWriter stack = new StringWriter();
            bug.printStackTrace(new PrintWriter(stack));
            deadLetter(part, part.recordAt(readings.offset(row)), "a bug in Oddity: " + bug, stack.toString());
            return;
        }
        Status status = verdicts.statuses()[row];
        if (status == null) {
            return; // at least once: judged, written and saved before the failure, but not committed
        }
        boolean isAnomaly = status == Status.ANOMALY;
        byte[] key = scored.keys()[row];
        byte[] verdict = scored.records()[row];
        byte[] value = shadow == null ? verdict : part.lane.route.encoder().encode(verdict, shadow);
        long time = readings.recordTimeMillis(row);
        send(new ProducerRecord<>(config.topics().scored().name(), readings.partition(), time, key, value));
        if (isAnomaly) {
            send(new ProducerRecord<>(config.topics().anomalies().name(), null, time, key, value));
        }
        part.lane.pulses.add(verdicts, row);
        String pipeline = part.lane.route.spec().name();
        boolean isAlarm = verdicts.calibrated().isAlarm(row);
        stats.judged(pipeline, time, isAnomaly);
        stats.watched(pipeline, verdicts.calibrated().elapsedMicros()[row], isAlarm);
        if (shadow != null) {
            stats.compared(pipeline, isAnomaly, shadow.status() == Status.ANOMALY);
        }
    }

    private void deadLetter(Part part, ConsumerRecord<byte[], byte[]> record, String cause, String stack) {
        String topic = record.topic() + config.topics().deadLetters().name();
        byte[] value = record.value();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, Math.max(0, record.timestamp()), record.key(), fitting(value));
        record.headers().forEach(letter.headers()::add);
        String pipeline = part.lane.route.spec().name();
        header(letter.headers(), "oddity.cause", cause);
        header(letter.headers(), "oddity.pipeline", pipeline);
        header(letter.headers(), "oddity.topic", record.topic());
        header(letter.headers(), "oddity.partition", Integer.toString(record.partition()));
        header(letter.headers(), "oddity.offset", Long.toString(record.offset()));
        if (!stack.isEmpty()) {
            header(letter.headers(), "oddity.stack", stack);
        }
        if (letter.value() != value) {
            header(letter.headers(), "oddity.truncated.from.bytes", Integer.toString(value.length));
        }
        send(letter);
        stats.rejected(pipeline);
    }

    /** A letter that no request can carry would stall its partition for ever; beyond that size only the beginning is kept. */
    private static byte[] fitting(byte[] value) {
        int largest = KafkaSettings.MAX_REQUEST_BYTES - (1 << 20);
        return value == null || value.length <= largest ? value : Arrays.copyOf(value, largest);
    }

    private static void header(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
    private void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, failed);
    }

    /** Saves a sensor's state. */
    void write(Lane lane, Snapshot snapshot) {
        state.addAll(lane.takeExpired());
        state.add(lane.state.encode(lane.assignment.partition.partition(), snapshot));
        if (isTransactional) {
            sendState();
        }
    }

    private void sendState() {
        state.forEach(this::send);
        state.clear();
    }

    /** Writes a lane's collected pulses. */
    void writePulses(Lane lane) {
        open();
        for (Pulse pulse : lane.pulses.drain()) {
            byte[] key = (pulse.pipeline() + '/' + pulse.partition()).getBytes(StandardCharsets.UTF_8);
            byte[] value = PulseCodec.encode(pulse, lane.route.channelNames());
            send(new ProducerRecord<>(config.topics().pulse().name(), null, pulse.startMillis(), key, value));
        }
    }

    /** The position up to which all that was to be written about a partition is in this transaction. */
    void position(TopicPartition partition, OffsetAndMetadata position) {
        open();
        positions.put(partition, position);
    }

    private void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new KafkaException("a record could not be written", failure.get());
        }
    }

    boolean isOpen() {
        return isOpen;
    }

    /** How long ago the first record was written. */
    long openNanos() {
        return isOpen ? nanoTime.getAsLong() - openedNanos : 0;
    }

    private void open() {
        if (!isOpen) {
            if (isTransactional) {
                producer.beginTransaction();
            }
            isOpen = true;
            openedNanos = nanoTime.getAsLong();
        }
    }

    /**
     * Makes all that was written visible: at once, or at least once, as the configuration says.
     *
     * @return whether anything was written
     */
    boolean commit() {
        if (!isOpen) {
            return false;
        }
        if (isTransactional) {
            if (!positions.isEmpty()) {
                producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
            }
            producer.commitTransaction();
        } else {
            // A sensor's state says that its readings are judged, so it must not be saved before their verdicts are.
            flush();
            sendState();
            flush();
            consumer.commitSync(positions);
        }
        positions.clear();
        isOpen = false;
        stats.committed();
        return true;
    }
}
