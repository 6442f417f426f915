package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.ConfigLoader;
import io.oddity.config.Pipeline;
import io.oddity.detect.IsolationForestTrainer;
import io.oddity.modelfile.ForestFile;
import io.oddity.modelfile.ModelFolder;
import io.oddity.send.InputFiles;
import io.oddity.train.FileSource;
import io.oddity.train.TopicSource;
import io.oddity.train.TrainingException;
import io.oddity.train.TrainingReport;
import io.oddity.train.TrainingRows;
import io.oddity.train.TrainingSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code oddity train}: rows become a model's file. Exit code 1 if training failed, 2 if the command is wrong, 3 the configuration. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a model on files, on what a pipeline's topic holds, or on a simulator.")
final class TrainCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "KIND", description = "isolation-forest.")
    private String kind;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "NAME",
            description =
                    "In the order in which the model sees them. Default: all there are; of files, the columns that hold "
                            + "numbers.")
    private List<String> features = List.of();

    @Option(names = "--config", paramLabel = "FILE", description = "With --pipeline: trains on the pipeline's topic.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Whose readings, decoded and scaled as it does.")
    private Optional<String> pipeline = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description =
                    "Of the topic, the first record's timestamp: ISO 8601 or a number since 1970. Default: all there is.")
    private Optional<Instant> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Its end, not included. Default: now.")
    private Optional<Instant> to = Optional.empty();

    @Option(names = "--simulator", paramLabel = "NAME", description = "An hour of a simulated plant: temperature.")
    private Optional<String> simulator = Optional.empty();

    @Option(names = "--trees", paramLabel = "N", defaultValue = "100", description = "How many (${DEFAULT-VALUE}).")
    private int trees;

    @Option(
            names = "--max-samples",
            paramLabel = "N",
            defaultValue = "256",
            description = "Rows a tree is made of (${DEFAULT-VALUE}).")
    private int maxSamples;

    @Option(names = "--max-features", paramLabel = "N", description = "Features a tree sees. Default: all.")
    private Optional<Integer> maxFeatures = Optional.empty();

    @Option(names = "--bootstrap", description = "A tree may draw a row twice.")
    private boolean isBootstrapped;

    @Option(
            names = "--contamination",
            paramLabel = "SHARE",
            description =
                    "Of the rows, above 0 and at most 0.5, that shall be above the threshold. Default: threshold 0.5.")
    private Optional<Double> contamination = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "The same rows and seed give the same model (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--max-rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Of more rows, so many are drawn at random (${DEFAULT-VALUE}).")
    private int maxRows;

    @Option(names = "--models", paramLabel = "FOLDER", defaultValue = "models", description = "${DEFAULT-VALUE}.")
    private Path models;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "isolation-forest",
            description = "The model's (${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--model-version", paramLabel = "N", description = "Default: the next one.")
    private Optional<Integer> version = Optional.empty();

    @Option(names = "--json", description = "Reports as JSON.")
    private boolean isJson;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = ".csv, .jsonl, .ndjson or .json (one object a line), each may be .gz; - for standard input.")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec;

    private final InstantSource clock;

    TrainCommand() {
        this(InstantSource.system());
    }

    /** @param clock tells when the model was trained */
    TrainCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            train();
            return Exit.OK;
        } catch (ConfigException e) {
            return Running.explain(e, config.map(Path::toString).orElse(""), err);
        } catch (TrainingException e) {
            err.println(e.getMessage());
            return e.isUsage() ? Exit.USAGE : Exit.FAILED;
        } catch (FileAlreadyExistsException e) {
            err.println(e.getFile()
                    + ": is there already and is not overwritten; leave out --model-version for the next one");
            return Exit.FAILED;
        } catch (IOException e) {
            err.println(models + ": the model cannot be written: " + e);
            return Exit.FAILED;
        }
    }

    private void train() throws TrainingException, IOException {
        IsolationForestTrainer.Settings settings = settings();
        TrainingSource source = source();
        PrintWriter err = spec.commandLine().getErr();
        err.println("reading " + source.description() + " …");
        TrainingRows rows = new TrainingRows(maxRows, seed);
        source.read(features, rows);
        if (rows.size() < 2) {
            throw TrainingException.failed(
                    source.description() + ": " + rows.size() + " rows with all features, at least 2 are needed; "
                            + rows.skipped() + " lacked one",
                    null);
        }
        err.println("growing " + trees + " trees on " + rows.size() + " rows …");
        ModelFolder folder = new ModelFolder(models);
        int number = version.isPresent() ? version.get() : folder.nextVersion(name);
        ForestFile model =
                Forests.train(name, number, source, rows, settings, clock.instant(), grown -> progress(grown, err));
        Path file = folder.write(model);
        TrainReport report = new TrainReport(model, file, rows, TrainingReport.of(model.forest(), rows));
        spec.commandLine().getOut().println(isJson ? report.toJson() : report.toText());
        spec.commandLine().getOut().flush();
    }

    private void progress(int grown, PrintWriter err) {
        if (grown % Math.max(1, trees / 4) == 0) {
            err.println("  " + grown + " of " + trees + " trees");
        }
    }

    private IsolationForestTrainer.Settings settings() throws TrainingException {
        require(kind.equals("isolation-forest"), "--model: must be isolation-forest, was " + kind);
        require(ModelFolder.isName(name), "--name: must be letters, digits, dots, dashes and underscores, was " + name);
        require(version.orElse(1) >= 1, "--model-version: must be >= 1, was " + version.orElse(1));
        require(maxRows >= 2, "--max-rows: must be >= 2, was " + maxRows);
        require(
                contamination.orElse(0.5) > 0,
                "--contamination: must be above 0 and at most 0.5, was " + contamination.orElse(0.0));
        try {
            return new IsolationForestTrainer.Settings(
                    trees,
                    maxSamples,
                    maxFeatures.orElse(Integer.MAX_VALUE),
                    isBootstrapped,
                    contamination.orElse(0.0),
                    seed);
        } catch (IllegalArgumentException e) {
            throw TrainingException.usage("--" + e.getMessage());
        }
    }

    private TrainingSource source() throws TrainingException {
        long sources = Stream.of(!files.isEmpty(), config.isPresent(), simulator.isPresent())
                .filter(given -> given)
                .count();
        require(sources == 1, "say what to train on: files, or --config with --pipeline, or --simulator; one of them");
        require(
                config.isPresent() || (pipeline.isEmpty() && from.isEmpty() && to.isEmpty()),
                "--pipeline, --from and --to go with --config");
        if (simulator.isPresent()) {
            return Simulators.named(simulator.get(), seed);
        }
        if (config.isPresent()) {
            return topic(ConfigLoader.load(config.get(), System.getenv()));
        }
        return new FileSource(new InputFiles(System.in, Optional.empty(), bytes -> {}), files);
    }

    private TrainingSource topic(Config loaded) throws TrainingException {
        List<String> names = loaded.pipelines().stream().map(Pipeline::name).toList();
        require(
                pipeline.isPresent() && names.contains(pipeline.get()),
                "--pipeline: must be one of " + String.join(", ", names) + ", was " + pipeline.orElse("not given"));
        Pipeline source = loaded.pipelines().get(names.indexOf(pipeline.get()));
        return new TopicSource(
                loaded,
                source,
                PipelineSpecs.features(source, source.main()),
                from.orElse(Instant.EPOCH),
                to.orElseGet(clock::instant));
    }

    private static void require(boolean holds, String otherwise) throws TrainingException {
        if (!holds) {
            throw TrainingException.usage(otherwise);
        }
    }
}
