package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oddity.codec.PulseCodec;
import io.oddity.config.Config;
import io.oddity.feedback.Judgements;
import io.oddity.ingest.Uninterrupted.Line;
import io.oddity.model.Snapshot;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Pulse;
import io.oddity.sim.SimKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Holds what is committed against what an uninterrupted run leads to. */
final class Audit {
    private static final String INPUT = "sensors";
    private static final Pattern PIPELINE = Pattern.compile("\"pipeline\":\"(\\w+)\"");
    private static final Pattern CORRECTED_BY = Pattern.compile("\"corrected_by\":(\\d+)");
    private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)}");
    private static final Pattern PARTITION = Pattern.compile("\"partition\":(\\d+)");

    private final SimKafka kafka;
    private final Config config;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<TopicPartition, BitSet> seen = new HashMap<>();
    private final Map<TopicPartition, Long> stable = new HashMap<>();
    private final Map<TopicPartition, Bookmark> bookmarks = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** One pipeline on one input partition, and how much of it was found. */
    private static final class Lane {
        final String pipeline;
        final TopicPartition input;
        final Uninterrupted expected;
        final Found verdicts = new Found();
        final Found anomalies = new Found();
        final Found deadLetters = new Found();

        /** By offset, the place in the feedback topic that the verdict found there names. */
        final Map<Long, Long> shown = new HashMap<>();

        int pulseReadings;

        Lane(String pipeline, TopicPartition input, Uninterrupted expected) {
            this.pipeline = pipeline;
            this.input = input;
            this.expected = expected;
        }
    }

    /** How many lines of a lane a topic holds, and where the last one stands. */
    private static final class Found {
        int count;
        long last = -1;
    }

    Audit(SimKafka kafka, Config config, List<PipelineSpec> specs) {
        this.kafka = kafka;
        this.config = config;
        for (TopicPartition input : kafka.partitions(INPUT)) {
            for (int i = 0; i < specs.size(); i++) {
                PipelineSpec spec = specs.get(i);
                lanes.put(
                        spec.name() + input.partition(),
                        new Lane(
                                spec.name(),
                                input,
                                new Uninterrupted(config.pipelines().get(i), spec, input.partition())));
            }
        }
    }

    /** A record arrived. */
    void arrived(ConsumerRecord<byte[], byte[]> record) {
        lanes.values().stream()
                .filter(lane -> lane.input.partition() == record.partition())
                .forEach(lane -> lane.expected.arrived(record));
    }

    int verdicts() {
        return lanes.values().stream().mapToInt(lane -> lane.verdicts.count).sum();
    }

    int silences() {
        return lanes.values().stream().mapToInt(lane -> lane.expected.silences).sum();
    }

    /** Checks all that must hold at any moment. */
    void check(Judgements said) {
        checkPositions();
        List<ConsumerRecord<byte[], byte[]>> verdicts = new ArrayList<>();
        read(config.topics().scored().name(), record -> {
            verdicts.add(record);
            Matcher by = CORRECTED_BY.matcher(new String(record.value(), UTF_8));
            if (by.find()) {
                laneOf(record).shown.put(Long.parseLong(found(OFFSET, record)), Long.parseLong(by.group(1)));
            }
        });
        lanes.values().forEach(lane -> advance(lane, said));
        verdicts.forEach(record ->
                expect(laneOf(record), "verdict", laneOf(record).expected.verdicts, laneOf(record).verdicts, record));
        read(config.topics().anomalies().name(), record -> {
            Lane lane = lane(found(PIPELINE, record), found(PARTITION, record));
            expect(lane, "anomaly", lane.expected.anomalies, lane.anomalies, record);
        });
        read(INPUT + config.topics().deadLetters().name(), record -> {
            Lane lane = lane(header(record, "oddity.pipeline"), header(record, "oddity.partition"));
            expect(lane, "dead letter", lane.expected.deadLetters, lane.deadLetters, record);
        });
        read(config.topics().pulse().name(), this::pulse);
        read(config.stateTopic(), this::state);
        lanes.values().forEach(this::checkNothingIsMissing);
    }

    private Lane laneOf(ConsumerRecord<byte[], byte[]> verdict) {
        return lane(found(PIPELINE, verdict), Integer.toString(verdict.partition()));
    }

    private void advance(Lane lane, Judgements said) {
        lane.expected.advance(positions.getOrDefault(lane.input, 0L), lane.shown, said);
        Bookmark bookmark = bookmarks.get(lane.input);
        if (bookmark != null) {
            lane.expected.hear(said, bookmark.lanes().get(lane.pipeline).heard());
        }
    }

    /** Checks that each lane knows of all that was said. */
    void checkAllIsHeard(Judgements said) {
        lanes.values()
                .forEach(lane -> check(
                        bookmarks.get(lane.input).lanes().get(lane.pipeline).heard() == said.end(),
                        "%s has not heard all of %s",
                        lane.input,
                        said.end()));
    }

    /** A verdict that an anomaly was found with, and is committed; null when there is none. */
    String anyAnomaly(RandomGenerator random) {
        List<Line> all = lanes.values().stream()
                .flatMap(lane -> lane.expected.anomalies.subList(0, lane.anomalies.count).stream())
                .toList();
        return all.isEmpty() ? null : all.get(random.nextInt(all.size())).text();
    }

    private void checkPositions() {
        for (TopicPartition input : kafka.partitions(INPUT)) {
            OffsetAndMetadata position = kafka.position(input);
            if (position == null) {
                continue;
            }
            long before = positions.getOrDefault(input, 0L);
            check(position.offset() >= before, "%s went back from %d to %d", input, before, position.offset());
            positions.put(input, position.offset());
            Bookmark.decode(position.metadata()).ifPresent(bookmark -> {
                bookmark.lanes().forEach((pipeline, entry) -> {
                    check(entry.replayFrom() <= position.offset(), "%s: %s in front of %s", input, entry, position);
                    Bookmark last = bookmarks.get(input);
                    check(
                            last == null || last.lanes().get(pipeline).replayFrom() <= entry.replayFrom(),
                            "%s: replay went back from %s to %s",
                            input,
                            last,
                            bookmark);
                });
                bookmarks.put(input, bookmark);
            });
        }
    }

    /** Takes what was committed to a topic since the last time. */
    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        for (TopicPartition partition : kafka.partitions(topic)) {
            BitSet known = seen.computeIfAbsent(partition, key -> new BitSet());
            long from = stable.getOrDefault(partition, 0L);
            stable.put(partition, kafka.log(partition).lastStable());
            for (ConsumerRecord<byte[], byte[]> record : kafka.log(partition).committed(from)) {
                if (!known.get((int) record.offset())) {
                    known.set((int) record.offset());
                    taker.accept(record);
                }
            }
        }
    }

    private static void expect(
            Lane lane, String what, List<Line> expected, Found found, ConsumerRecord<byte[], byte[]> record) {
        check(record.offset() > found.last, "%s: a %s appeared in front of others: %s", lane.input, what, record);
        found.last = record.offset();
        int index = found.count++;
        String text = text(record);
        check(index < expected.size(), "%s: a %s too many: %s", lane.input, what, text);
        check(
                expected.get(index).text().equals(text),
                "%s: %s %d must be%n%s%nand is%n%s",
                lane.input,
                what,
                index,
                expected.get(index).text(),
                text);
    }

    private void checkNothingIsMissing(Lane lane) {
        long position = positions.getOrDefault(lane.input, 0L);
        check(lane, "verdicts", lane.expected.verdicts, lane.verdicts, position);
        check(lane, "anomalies", lane.expected.anomalies, lane.anomalies, position);
        check(lane, "dead letters", lane.expected.deadLetters, lane.deadLetters, position);
        check(lane.pulseReadings <= lane.verdicts.count, "%s: pulses count readings twice", lane.input);
    }

    private static void check(Lane lane, String what, List<Line> expected, Found found, long position) {
        int below = Uninterrupted.below(expected, position);
        check(found.count == below, "%s at %d: %d %s, must be %d", lane.input, position, found.count, what, below);
    }

    private void pulse(ConsumerRecord<byte[], byte[]> record) {
        try {
            Pulse pulse = PulseCodec.decode(record.value(), List.of("temp"));
            Lane lane = lane(pulse.pipeline(), Integer.toString(pulse.partition()));
            lane.pulseReadings +=
                    pulse.sensors().stream().mapToInt(Pulse.Sensor::readings).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void state(ConsumerRecord<byte[], byte[]> record) {
        for (Lane lane : lanes.values()) {
            StateTopic topic = topic(lane);
            if (topic != null
                    && record.partition() == lane.input.partition()
                    && record.value() != null
                    && topic.isMine(record)) {
                Snapshot snapshot = topic.decode(record);
                check(
                        lane.expected.hasState(snapshot),
                        "%s: saved state of %s before %d is not what it must be",
                        lane.input,
                        snapshot.sensorId(),
                        snapshot.nextOffset());
            }
        }
    }

    private StateTopic topic(Lane lane) {
        Bookmark bookmark = bookmarks.get(lane.input);
        return bookmark == null
                ? null
                : new StateTopic(
                        config.stateTopic(),
                        lane.pipeline,
                        bookmark.lanes().get(lane.pipeline).stateId());
    }

    /** Checks that saved state and the readings from the replay position on make up all that was judged. */
    void checkNothingIsUnsaved() {
        for (Lane lane : lanes.values()) {
            StateTopic topic = topic(lane);
            if (topic == null) {
                continue;
            }
            Map<String, Long> saved = new HashMap<>();
            kafka.log(new TopicPartition(config.stateTopic(), lane.input.partition())).committed(0).stream()
                    .filter(topic::isMine)
                    .forEach(record -> saved.put(
                            topic.sensorId(record),
                            record.value() == null ? 0 : topic.decode(record).nextOffset()));
            long replayFrom =
                    bookmarks.get(lane.input).lanes().get(lane.pipeline).replayFrom();
            lane.expected.offsets.forEach((sensor, offsets) -> check(
                    offsets.stream()
                            .noneMatch(offset -> offset < replayFrom && offset >= saved.getOrDefault(sensor, 0L)),
                    "%s: a replay from %d misses readings of %s, saved up to %s",
                    lane.input,
                    replayFrom,
                    sensor,
                    saved.get(sensor)));
        }
    }

    /** The first offset that a restart may need. */
    long neededFrom(TopicPartition input) {
        Bookmark bookmark = bookmarks.get(input);
        return bookmark == null
                ? 0
                : bookmark.lanes().values().stream()
                        .mapToLong(Bookmark.Entry::replayFrom)
                        .min()
                        .orElseThrow();
    }

    /** Says whether all that arrived is judged and committed. */
    boolean isComplete() {
        return lanes.values().stream()
                .allMatch(lane -> lane.expected.isComplete()
                        && lane.verdicts.count == lane.expected.verdicts.size()
                        && lane.anomalies.count == lane.expected.anomalies.size()
                        && lane.deadLetters.count == lane.expected.deadLetters.size());
    }

    private Lane lane(String pipeline, String partition) {
        return lanes.get(pipeline + partition);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return Uninterrupted.text(record.key(), record.timestamp(), record.value());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static String found(Pattern pattern, ConsumerRecord<byte[], byte[]> record) {
        Matcher matcher = pattern.matcher(new String(record.value(), UTF_8));
        check(matcher.find(), "no verdict: %s", record);
        return matcher.group(1);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
    private static void check(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new AssertionError(message.formatted(arguments));
        }
    }
}
