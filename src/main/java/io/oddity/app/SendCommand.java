package io.oddity.app;

import io.oddity.send.Broker;
import io.oddity.send.InputFiles;
import io.oddity.send.KafkaBroker;
import io.oddity.send.Mapping;
import io.oddity.send.Pace;
import io.oddity.send.SendException;
import io.oddity.send.Sender;
import io.oddity.send.Summary;
import io.oddity.send.TimeText;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code oddity send}: files of measurements become records of a topic. Exit code 1 if sending failed, 2 if the command is wrong. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends CSV or JSON lines files to a Kafka topic, one reading a record.")
public final class SendCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--bootstrap-servers",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Kafka's addresses.")
    private String servers;

    @Option(names = "--topic", required = true, description = "Where to; created with the broker's defaults if absent.")
    private String topic;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Partitions of a topic that is created; -1 for the broker's default.")
    private int partitions;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Readings per second, evenly spaced; 0 for full speed (default).")
    private double rate;

    @Option(
            names = "--sensor-id",
            paramLabel = "NAME|COLUMN",
            description =
                    "A column if the file has it, else one name for all rows. Default: column sensor_id, else the "
                            + "file's name.")
    private Optional<String> sensorId = Optional.empty();

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = "Sent as \"ts\", as text. Default: the first of ts, time, timestamp, date.")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--channels",
            split = ",",
            paramLabel = "NAME[=COLUMN]",
            description = "Default: every other column whose first filled cell is a number.")
    private List<String> channels = List.of();

    @Option(
            names = "--timestamps",
            paramLabel = "now|file",
            defaultValue = "now",
            description = "The Kafka record's timestamp: the time of sending (default) or the time column.")
    private String timestamps;

    @Option(
            names = "--time-format",
            paramLabel = "F",
            description =
                    "For --timestamps file: iso, epoch_s, epoch_ms, epoch_us or a java.time pattern. Default: ISO "
                            + "8601, or a number whose size tells its unit.")
    private Optional<String> timeFormat = Optional.empty();

    @Option(
            names = "--zone",
            defaultValue = "UTC",
            description = "For --timestamps file: the zone of times that name none (default: ${DEFAULT-VALUE}).")
    private ZoneId zone;

    @Option(
            names = "--separator",
            paramLabel = "C",
            description = "Between cells of CSV: one character, or tab. Default: seen from the header line.")
    private Optional<String> separator = Optional.empty();

    @Option(names = "--skip-bad", description = "Count malformed lines and go on, instead of stopping at the first.")
    private boolean skipsBadLines;

    @Option(names = "--progress", description = "Show progress even if this does not look like a terminal.")
    private boolean showsProgress;

    @Option(names = "--property", paramLabel = "KEY=VALUE", description = "Passed to the Kafka client as it is.")
    private Map<String, String> properties = Map.of();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = ".csv, .jsonl, .ndjson or .json (one object a line), each may be .gz; - for standard input.")
    private List<String> files;

    @Spec
    private CommandSpec spec;

    private final InputStream standardInput;
    private final BiFunction<String, Map<String, String>, Broker> brokers;

    public SendCommand() {
        this(System.in, (servers, properties) -> new KafkaBroker(servers, properties, PATIENCE));
    }

    /** @param brokers gives Kafka for its addresses and the client's properties */
    SendCommand(InputStream standardInput, BiFunction<String, Map<String, String>, Broker> brokers) {
        this.standardInput = standardInput;
        this.brokers = brokers;
    }

    @Override
    public Integer call() {
        try {
            send();
            return 0;
        } catch (SendException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.exitCode();
        }
    }

    private void send() {
        files.forEach(InputFiles::check);
        Mapping mapping = new Mapping(sensorId, time, Mapping.channels(channels), recordTimes());
        Optional<Character> between = separator.map(SendCommand::toCharacter);
        Pace pace = new Pace(rate, System::nanoTime, LockSupport::parkNanos);
        Broker broker = brokers.apply(servers, properties);
        PrintWriter out = spec.commandLine().getOut();
        if (broker.createIfAbsent(topic, partitions)) {
            out.println("created topic " + topic);
        }
        Producer<String, String> producer = broker.producer();
        try {
            Sender sender = new Sender(producer, topic, mapping, pace, skipsBadLines);
            out.println(sendFiles(sender, between).toLine(topic));
        } finally {
            // Everything is flushed by now, or it failed and waiting would not help.
            producer.close(Duration.ZERO);
        }
    }

    private Summary sendFiles(Sender sender, Optional<Character> between) {
        long startedNanos = System.nanoTime();
        try (SendProgress progress = progress()) {
            InputFiles input = new InputFiles(standardInput, between, progress::add);
            files.forEach(file -> sender.send(input, file));
            return sender.finish(() -> Duration.ofNanos(System.nanoTime() - startedNanos));
        }
    }

    private Optional<TimeText> recordTimes() {
        return switch (timestamps) {
            case "now" -> Optional.empty();
            case "file" -> Optional.of(TimeText.of(timeFormat, zone));
            default -> throw SendException.usage("--timestamps: must be now or file, was '" + timestamps + "'");
        };
    }

    private SendProgress progress() {
        boolean isShown = showsProgress || SendProgress.isTerminal();
        return new SendProgress(
                isShown, files.stream().map(InputFiles::sizeBytes).toList());
    }

    /** What separates the cells of CSV: one character, or the word for one that is not seen. */
    static char toCharacter(String separator) {
        if (separator.equals("tab") || separator.equals("\\t")) {
            return '\t';
        }
        if (separator.length() != 1) {
            throw SendException.usage("--separator: must be one character or tab, was '" + separator + "'");
        }
        return separator.charAt(0);
    }
}
