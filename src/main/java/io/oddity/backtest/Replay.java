package io.oddity.backtest;

import io.oddity.codec.RecordDecoder;
import io.oddity.codec.VerdictEncoder;
import io.oddity.config.Pipeline;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Readings.Second;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.pipeline.Sharding;
import io.oddity.pipeline.Silence;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges records as live ones are judged: the same decoder, shards and encoder, in micro-batches, in the order of offsets. Each stretch
 * begins without state, as a topic does that was never read before.
 *
 * <p>The digest is SHA-256 over the verdicts as they would stand in the topic {@code scored}, each followed by a line feed, stretch after
 * stretch. Nothing in them depends on when, how fast, in which batches or on how many shards they were judged. Single-threaded.
 */
public final class Replay {
    private static final int REJECTED = -1;

    private static final Comparator<Silence> IN_ORDER = Comparator.comparingLong(
                    (Silence silence) -> silence.noticed().offset())
            .thenComparing(Silence::sensorId);

    private final Pipeline pipeline;
    private final PipelineSpec spec;
    private final Versions versions;
    private final List<Shard> shards;
    private final Sink sink;
    private final VerdictEncoder encoder;
    private final MessageDigest digest = sha256();

    private final long[] offsets;
    private final Note[] notes;
    private final int[] shardOfRecord;
    private final String[] rejections;
    private final Readings.Builder[] byShard;
    private int size;
    private RecordDecoder decoder;
    private Moment now;
    private Stretch stretch;

    /** Takes what becomes of each record, in the order of the records. */
    interface Sink {
        /** A stretch begins. */
        void begin(Stretch stretch) throws BacktestException;

        /** A verdict; where judging failed, a bug of ours, {@code verdicts.failures()} has it and there is none. */
        void judged(Verdicts verdicts, int row, Note note) throws BacktestException;

        /** A record is no reading. */
        void rejected(long offset, String reason, Note note) throws BacktestException;

        /** A sensor is not heard of any more, as far as the records up to here tell. */
        void silent(Silence silence);

        /** The stretch ends. */
        void end() throws BacktestException;
    }

    /**
     * Prepares.
     *
     * @param pipeline how records are decoded
     * @param spec how its readings are judged
     * @param versions of its trained models
     * @param batchRows so many records are judged at once; changes nothing but speed
     */
    Replay(Pipeline pipeline, PipelineSpec spec, Versions versions, int shards, int batchRows, Sink sink) {
        this.pipeline = pipeline;
        this.spec = spec;
        this.versions = versions;
        this.shards =
                Stream.generate(() -> new Shard(List.of(spec))).limit(shards).toList();
        this.sink = sink;
        encoder = new VerdictEncoder(spec);
        offsets = new long[batchRows];
        notes = new Note[batchRows];
        shardOfRecord = new int[batchRows];
        rejections = new String[batchRows];
        byShard = new Readings.Builder[shards];
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Begins a stretch. */
    void begin(Stretch next) throws BacktestException {
        stretch = next;
        decoder = new RecordDecoder(pipeline);
        now = Moment.START;
        shards.forEach(shard -> shard.restore(spec.id(), stretch.partition(), 0, List.of()));
        sink.begin(next);
    }

    /**
     * Takes a record.
     *
     * @param offset higher than that of the record before
     */
    void add(long offset, byte[] key, byte[] value, long recordTimeMillis, Note note) throws BacktestException {
        offsets[size] = offset;
        notes[size] = note;
        Moment before = now;
        now = now.after(recordTimeMillis);
        if (decoder.decode(key, value, recordTimeMillis)) {
            int shard = Sharding.shardOf(decoder.sensorId(), byShard.length);
            shardOfRecord[size] = shard;
            builder(shard)
                    .add(
                            decoder.sensorId(),
                            offset,
                            recordTimeMillis,
                            decoder.eventTimeMicros(),
                            decoder.values(),
                            before);
        } else {
            shardOfRecord[size] = REJECTED;
            rejections[size] = decoder.rejection();
        }
        if (now.seconds() > before.seconds()) {
            Second second = new Second(offset, recordTimeMillis, now.runningMillis());
            for (int shard = 0; shard < byShard.length; shard++) {
                builder(shard).add(second);
            }
        }
        size++;
        if (size == offsets.length) {
            judge();
        }
    }

    private Readings.Builder builder(int shard) {
        if (byShard[shard] == null) {
            byShard[shard] = new Readings.Builder(
                    spec.id(),
                    versions,
                    stretch.partition(),
                    stretch.partition(),
                    spec.channels().size(),
                    offsets.length);
        }
        return byShard[shard];
    }

    /** Judges what is left of a stretch, and forgets its sensors. */
    void end() throws BacktestException {
        judge();
        shards.forEach(shard -> shard.drop(spec.id(), stretch.partition()));
        sink.end();
    }

    private void judge() throws BacktestException {
        Verdicts[] verdicts = new Verdicts[byShard.length];
        byte[][][] records = new byte[byShard.length][][];
        List<Silence> silences = new ArrayList<>();
        for (int shard = 0; shard < verdicts.length; shard++) {
            if (byShard[shard] != null) {
                Judged judged = shards.get(shard).judge(byShard[shard].build(), 0);
                verdicts[shard] = judged.verdicts();
                records[shard] = encoder.encode(judged.verdicts());
                silences.addAll(judged.silences());
            }
        }
        silences.stream().sorted(IN_ORDER).forEach(sink::silent);
        int[] next = new int[byShard.length];
        for (int i = 0; i < size; i++) {
            int shard = shardOfRecord[i];
            if (shard == REJECTED) {
                sink.rejected(offsets[i], rejections[i], notes[i]);
            } else {
                int row = next[shard]++;
                judged(verdicts[shard], row, records[shard][row], notes[i]);
            }
        }
        Arrays.fill(byShard, null);
        size = 0;
    }

    /** @param record the verdict as it would be written; null where there is none */
    private void judged(Verdicts verdicts, int row, byte[] record, Note note) throws BacktestException {
        if (record != null) {
            digest.update(record);
            digest.update((byte) '\n');
        }
        sink.judged(verdicts, row, note);
    }

    /** Of all verdicts so far; to be asked once, at the end. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
