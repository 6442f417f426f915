package io.oddity.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oddity.backtest.BacktestException;
import io.oddity.backtest.Columns;
import io.oddity.backtest.Data;
import io.oddity.backtest.DataFile;
import io.oddity.backtest.FileData;
import io.oddity.backtest.Labels;
import io.oddity.backtest.TopicData;
import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.config.Pipeline;
import io.oddity.detect.auto.AutoFactory;
import io.oddity.send.InputFiles;
import io.oddity.send.Row;
import io.oddity.send.TimeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import picocli.CommandLine.Option;

/** What {@code oddity backtest} judges, and by which pipeline. */
final class BacktestInput {
    private static final String TOPIC = "topic";
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    @Option(
            names = "--data",
            arity = "1..*",
            paramLabel = "FILE|FOLDER|topic",
            description = "CSV or JSON lines, each may be .gz; with --config also the pipeline's topic.")
    private List<String> data = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Whose pipeline judges. Default: the detector auto with threshold 0.5 on all channels.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Where the configuration has several.")
    private Optional<String> pipeline = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Of the topic, the first record's timestamp. Default: all there is.")
    private Optional<Instant> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Its end, not included. Default: the topic's end.")
    private Optional<Instant> to = Optional.empty();

    @Option(
            names = "--offsets",
            paramLabel = "P:FROM-TO,...",
            description = "Of the topic, exactly these; TO is not included. Every run says which it judged.")
    private Optional<String> offsets = Optional.empty();

    @Option(names = "--time", paramLabel = "COLUMN", description = "Default: ts, time, timestamp, datetime or date.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--sensor", paramLabel = "COLUMN", description = "Default: sensor_id, else the file's name.")
    private Optional<String> sensor = Optional.empty();

    @Option(
            names = "--channels",
            split = ",",
            paramLabel = "COLUMN",
            description = "Without --config. Default: the columns that hold a number in the first row.")
    private List<String> channels = List.of();

    @Option(names = "--label", paramLabel = "COLUMN", description = "1 where something is wrong, else 0.")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Windows in which something is wrong: JSON {\"file.csv\": [[\"start\", \"end\"]]}, or CSV with "
                            + "sensor_id,start,end.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--time-format",
            paramLabel = "F",
            description =
                    "iso, epoch_s, epoch_ms, epoch_us or a java.time pattern. Default: ISO 8601, or a number whose "
                            + "size tells its unit.")
    private Optional<String> timeFormat = Optional.empty();

    @Option(names = "--zone", defaultValue = "UTC", description = "Of times that name none (${DEFAULT-VALUE}).")
    private ZoneId zone;

    @Option(names = "--separator", paramLabel = "C", description = "Of CSV. Default: seen from the header line.")
    private Optional<String> separator = Optional.empty();

    @Option(
            names = "--nab",
            paramLabel = "FOLDER",
            description = "The Numenta Anomaly Benchmark as it is, with its windows.json; nothing else need be said.")
    private Optional<Path> nab = Optional.empty();

    boolean isNab() {
        return nab.isPresent();
    }

    boolean isTopic() {
        return data.equals(List.of(TOPIC));
    }

    /** For messages about it. */
    String configFile() {
        return config.map(Path::toString).orElse("");
    }

    /** Whether there may be several stretches, and so several score files. */
    boolean isMany() {
        return isTopic()
                || isNab()
                || data.size() > 1
                || data.stream().anyMatch(path -> Files.isDirectory(Path.of(path)));
    }

    /** Refuses what does not go together. */
    void check() throws BacktestException {
        require(
                isNab() == data.isEmpty(),
                "say what to judge: --data FILE, --data FOLDER, --data topic or --nab FOLDER; one of them");
        require(
                !isTopic() || config.isPresent(),
                "--data topic: goes with --config, which says which topic; a file of that name is ./topic");
        require(
                isTopic() || (offsets.isEmpty() && from.isEmpty() && to.isEmpty()),
                "--from, --to and --offsets go with --data topic");
        require(offsets.isEmpty() || (from.isEmpty() && to.isEmpty()), "--offsets does not go with --from and --to");
        require(config.isPresent() || pipeline.isEmpty(), "--pipeline goes with --config");
        require(config.isEmpty() || channels.isEmpty(), "--channels: the configuration says which there are");
        require(Set.copyOf(channels).size() == channels.size(), "--channels: names a column twice");
        require(!isNab() || config.isEmpty(), "--nab judges with auto and goes without --config");
        require(
                !isTopic() || (time.isEmpty() && sensor.isEmpty() && label.isEmpty()),
                "--time, --sensor and --label go with files");
    }

    private static void require(boolean holds, String otherwise) throws BacktestException {
        if (!holds) {
            throw BacktestException.usage(otherwise);
        }
    }

    List<DataFile> files() throws BacktestException {
        if (isTopic()) {
            return List.of();
        }
        return DataFile.of(isNab() ? List.of(nab.get().toString()) : data);
    }

    /** The configuration that is named, or one of {@code auto} and the files' channels. */
    Config config(List<DataFile> files) throws BacktestException {
        return config.isPresent()
                ? ConfigLoader.load(config.get(), System.getenv())
                : ConfigLoader.load(auto(channels(files)), "backtest", Map.of());
    }

    private List<String> channels(List<DataFile> files) throws BacktestException {
        if (!channels.isEmpty()) {
            return channels;
        }
        Optional<Row> first = FileData.first(input(bytes -> {}), files.get(0));
        List<String> found = first.isPresent() ? columns().channels(first.get()) : List.of();
        require(
                !found.isEmpty(),
                files.get(0).path()
                        + ": no column of the first row holds a number; name some with --channels; there are "
                        + first.map(row -> String.join(", ", row.columns())).orElse("no rows"));
        return found;
    }

    /** Any column may be a channel, so each stands as a JSON Pointer; the key and the timestamp hold the rest. */
    private static String auto(List<String> channels) {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.putObject("kafka").put("bootstrap.servers", "localhost:9092"); // must be there, is not asked
        ObjectNode pipeline = config.putArray("pipelines").addObject();
        pipeline.put("name", "auto").put("topic", "files").put("sensor_id", "@key");
        pipeline.putObject("detector").put("type", "auto");
        pipeline.put("threshold", AutoFactory.THRESHOLD);
        for (String channel : channels) {
            pipeline.withArray("channels")
                    .addObject()
                    .put("name", channel)
                    .put("field", "/" + channel.replace("~", "~0").replace("/", "~1"));
        }
        return config.toString();
    }

    Pipeline pipeline(Config loaded) throws BacktestException {
        List<Pipeline> all = loaded.pipelines();
        List<String> names = all.stream().map(Pipeline::name).toList();
        String wanted = pipeline.orElse(names.size() == 1 ? names.get(0) : "not given");
        require(names.contains(wanted), "--pipeline: must be one of " + String.join(", ", names) + ", was " + wanted);
        return all.get(names.indexOf(wanted));
    }

    Labels labels() throws BacktestException {
        Optional<Path> file = labels.or(() -> nab.map(folder -> folder.resolve("windows.json")));
        return file.isPresent() ? Labels.read(file.get(), times()) : Labels.none();
    }

    private TimeText times() {
        return TimeText.of(timeFormat, zone);
    }

    private Columns columns() {
        return new Columns(time, sensor, label, times());
    }

    private InputFiles input(LongConsumer bytesRead) {
        return new InputFiles(System.in, separator.map(SendCommand::toCharacter), bytesRead);
    }

    /** The topic's records. */
    TopicData topic(Config loaded, Pipeline source, LongConsumer recordsRead) throws BacktestException {
        return offsets.isPresent()
                ? TopicData.of(loaded, source, offsets.get(), recordsRead)
                : TopicData.of(loaded, source, from.orElse(Instant.EPOCH), to.orElse(NEVER), recordsRead);
    }

    /** The files' rows. */
    Data rows(List<DataFile> files, Pipeline source, LongConsumer bytesRead, LongConsumer rowsRead) {
        return new FileData(input(bytesRead), files, source, columns(), rowsRead);
    }
}
