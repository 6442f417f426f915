package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.oddity.codec.RecordDecoder;
import io.oddity.codec.VerdictEncoder;
import io.oddity.config.Pipeline;
import io.oddity.feedback.Judgement;
import io.oddity.feedback.Judgements;
import io.oddity.model.Correction;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Readings.Second;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.pipeline.Silence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What must become of one input partition in one pipeline: each record judged once, in order, by one shard that never ends. Where
 * feedback begins to count is for each run to decide; what was found says where it did.
 */
final class Uninterrupted {
    private final PipelineSpec spec;
    private final int partition;
    private final RecordDecoder decoder;
    private final VerdictEncoder encoder;
    private final Shard shard;
    private Moment now = Moment.START;

    /** How many of the anomalies are about sensors that were not heard of. */
    int silences;

    /** What is to be written, each with the offset of its record. */
    final List<Line> verdicts = new ArrayList<>();

    final List<Line> anomalies = new ArrayList<>();
    final List<Line> deadLetters = new ArrayList<>();

    /** By sensor: where its readings stand. */
    final Map<String, List<Long>> offsets = new HashMap<>();

    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> arrived = new ArrayDeque<>();
    private final Map<String, Long> correctedBy = new HashMap<>();
    private final Map<String, List<byte[]>> states = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    /**
     * Something written.
     *
     * @param offset of the record that it is about
     * @param text key, time and value, byte by byte
     */
    record Line(long offset, String text) {}

    Uninterrupted(Pipeline pipeline, PipelineSpec spec, int partition) {
        this.spec = spec;
        this.partition = partition;
        decoder = new RecordDecoder(pipeline);
        encoder = new VerdictEncoder(spec);
        shard = new Shard(List.of(spec));
        shard.restore(spec.name(), 1, -1, List.of());
    }

    /** The same form for what is found and what is expected. */
    static String text(byte[] key, long time, byte[] value) {
        return new String(key, ISO_8859_1) + '@' + time + ' ' + (value == null ? null : new String(value, ISO_8859_1));
    }

    void arrived(ConsumerRecord<byte[], byte[]> record) {
        arrived.add(record);
    }

    /** Whether all that arrived is below the position that was advanced to. */
    boolean isComplete() {
        return arrived.isEmpty();
    }

    /**
     * Judges what arrived below a position.
     *
     * @param shown by offset, the place in the feedback topic that the verdict found there names
     */
    void advance(long position, Map<Long, Long> shown, Judgements said) {
        while (!arrived.isEmpty() && arrived.peek().offset() < position) {
            take(arrived.remove(), shown, said);
        }
    }

    /** All that was said before a place is known to be in the state. */
    void hear(Judgements said, long place) {
        for (Correction correction : before(said, place)) {
            if (correction.upTo() > correctedBy.getOrDefault(correction.sensorId(), -1L)) {
                correct(correction);
            }
        }
    }

    private List<Correction> before(Judgements said, long place) {
        return new Judgements(said.newestFirst(one -> one.place() < place).stream()
                        .sorted(Comparator.comparingLong(Judgement::place))
                        .toList())
                .corrections(spec.id(), partition, 0, 0);
    }

    private void correct(Correction correction) {
        Readings.Builder none = new Readings.Builder(spec.name(), 1, partition, 1);
        none.add(correction);
        keep(shard.judge(none.build(), 1 << 20));
        correctedBy.put(correction.sensorId(), correction.upTo());
    }

    private void correctAsShown(String sensorId, long by, Judgements said) {
        if (by != correctedBy.getOrDefault(sensorId, -1L)) {
            correct(before(said, by + 1).stream()
                    .filter(one -> one.sensorId().equals(sensorId) && one.upTo() == by)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(sensorId + " is not corrected by " + by)));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Map<Long, Long> shown, Judgements said) {
        long offset = record.offset();
        Moment before = now;
        now = now.after(record.timestamp());
        Readings.Builder one = new Readings.Builder(spec.name(), 1, partition, 1);
        if (now.seconds() > before.seconds()) {
            one.add(new Second(offset, record.timestamp(), now.runningMillis()));
        }
        if (!decoder.decode(record.key(), record.value(), record.timestamp())) {
            deadLetters.add(new Line(offset, text(record.key(), record.timestamp(), record.value())));
            takeSilences(shard.judge(one.build(), 1 << 20), record);
            return;
        }
        correctAsShown(decoder.sensorId(), shown.getOrDefault(offset, -1L), said);
        one.add(decoder.sensorId(), offset, record.timestamp(), decoder.eventTimeMicros(), decoder.values(), before);
        Judged judged = shard.judge(one.build(), 1 << 20);
        Line line = new Line(
                offset,
                text(decoder.sensorId().getBytes(UTF_8), record.timestamp(), encoder.encode(judged.verdicts(), 0)));
        verdicts.add(line);
        if (judged.verdicts().statuses()[0] == Status.ANOMALY) {
            anomalies.add(line);
        }
        takeSilences(judged, record);
        offsets.computeIfAbsent(decoder.sensorId(), id -> new ArrayList<>()).add(offset);
        if (known.add(decoder.sensorId())) {
            keep(decoder.sensorId(), offset, new byte[0]);
        }
        keep(judged);
    }

    private void keep(Judged judged) {
        for (Snapshot snapshot : judged.snapshots()) {
            if (snapshot.isForgotten()) {
                known.remove(snapshot.sensorId());
            } else {
                keep(snapshot.sensorId(), snapshot.nextOffset(), snapshot.state());
            }
        }
    }

    private void keep(String sensorId, long nextOffset, byte[] state) {
        states.computeIfAbsent(sensorId + '@' + nextOffset, key -> new ArrayList<>())
                .add(state);
    }

    private void takeSilences(Judged judged, ConsumerRecord<byte[], byte[]> record) {
        judged.silences().stream()
                .sorted(Comparator.comparingLong(Silence::offset))
                .forEach(silence -> {
                    silences++;
                    byte[] key = silence.sensorId().getBytes(UTF_8);
                    String text = text(key, record.timestamp(), encoder.encode(silence, partition));
                    anomalies.add(new Line(record.offset(), text));
                });
    }

    /** Whether that is a sensor's state behind one of its readings, before or after it was corrected there; empty in front of its first. */
    boolean hasState(Snapshot snapshot) {
        return states.getOrDefault(snapshot.sensorId() + '@' + snapshot.nextOffset(), List.of()).stream()
                .anyMatch(state -> Arrays.equals(state, snapshot.state()));
    }

    /** How many lines are about records below a position. */
    static int below(List<Line> lines, long position) {
        int count = lines.size();
        while (count > 0 && lines.get(count - 1).offset >= position) {
            count--;
        }
        return count;
    }
}
