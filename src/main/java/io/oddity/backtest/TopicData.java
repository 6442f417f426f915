package io.oddity.backtest;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.topic.RangeReader;
import io.oddity.topic.RangeReader.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/** What a pipeline's topic holds of some offsets; each partition is a stretch. */
public final class TopicData implements Data {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9}):(\\d{1,18})-(\\d{1,18})");

    private final Config config;
    private final Pipeline pipeline;
    private final List<Range> ranges;
    private final LongConsumer recordsRead;

    /** @param recordsRead told how many more records were read */
    private TopicData(Config config, Pipeline pipeline, List<Range> ranges, LongConsumer recordsRead) {
        this.config = config;
        this.pipeline = pipeline;
        this.ranges = ranges;
        this.recordsRead = recordsRead;
    }

    /**
     * Offsets that are named, such as {@code 0:0-3000,1:0-2800}, ends not included.
     *
     * @throws BacktestException when they are written otherwise
     */
    public static TopicData of(Config config, Pipeline pipeline, String offsets, LongConsumer recordsRead)
            throws BacktestException {
        List<Range> ranges = new ArrayList<>();
        for (String text : offsets.split(",", -1)) {
            Matcher range = RANGE.matcher(text.strip());
            if (!range.matches()) {
                throw BacktestException.usage(
                        "--offsets: wants PARTITION:FROM-TO, TO not included, such as 0:0-3000,1:0-2800; was '" + text
                                + "'");
            }
            ranges.add(new Range(
                    Integer.parseInt(range.group(1)), Long.parseLong(range.group(2)), Long.parseLong(range.group(3))));
        }
        return new TopicData(config, pipeline, ranges, recordsRead);
    }

    /** The offsets of all partitions between two times of records. */
    public static TopicData of(Config config, Pipeline pipeline, Instant from, Instant to, LongConsumer recordsRead)
            throws BacktestException {
        try (RangeReader reader = new RangeReader(config, "backtest", pipeline.topic())) {
            return new TopicData(config, pipeline, reader.between(from, to), recordsRead);
        } catch (KafkaException e) {
            throw unavailable(config, pipeline, e);
        }
    }

    /** How many offsets it spans. */
    public long size() {
        return ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
    }

    @Override
    public String description() {
        return "topic " + pipeline.topic() + ", --offsets "
                + ranges.stream()
                        .map(range -> range.partition() + ":" + range.from() + "-" + range.to())
                        .collect(Collectors.joining(","));
    }

    @Override
    public void read(Replay replay) throws BacktestException {
        try (RangeReader reader = new RangeReader(config, "backtest", pipeline.topic())) {
            for (Range range : ranges) {
                replay.begin(new Stretch(range.partition(), pipeline.topic() + "-" + range.partition()));
                reader.read(range, record -> {
                    // Records from before Kafka 0.10 have no timestamp, which reads as -1.
                    long time = Math.max(0, record.timestamp());
                    replay.add(record.offset(), record.key(), record.value(), time, Note.NONE);
                    recordsRead.accept(1);
                });
                replay.end();
            }
        } catch (KafkaException e) {
            throw unavailable(config, pipeline, e);
        }
    }

    private static BacktestException unavailable(Config config, Pipeline pipeline, KafkaException e) {
        return BacktestException.failed(
                "Kafka at " + config.kafka().get("bootstrap.servers") + " does not give topic " + pipeline.topic()
                        + ": " + e.getMessage(),
                e);
    }
}
