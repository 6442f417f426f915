package io.oddity.app;

import io.oddity.backtest.Backtest;
import io.oddity.backtest.BacktestException;
import io.oddity.backtest.Data;
import io.oddity.backtest.DataFile;
import io.oddity.backtest.Labels;
import io.oddity.backtest.Outcome;
import io.oddity.backtest.ScoreFiles;
import io.oddity.backtest.TopicData;
import io.oddity.backtest.report.HtmlReport;
import io.oddity.backtest.report.JsonReport;
import io.oddity.backtest.report.TextReport;
import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.Pipeline;
import io.oddity.lineup.TrainedModels;
import io.oddity.model.Versions;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.send.InputFiles;
import io.oddity.send.SendException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oddity backtest}: past readings judged as live ones. Exit code 1 if it failed or the digest is another one, 2 and 3 as elsewhere. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Judges files, or what a topic holds, exactly as live, and says how good that was.")
final class BacktestCommand implements Callable<Integer> {
    private static final int BATCH_ROWS = 5_000;

    @Mixin
    private BacktestInput input;

    @Option(
            names = "--train-rows",
            paramLabel = "N",
            defaultValue = "0",
            description = "The first N rows of each file are learned, reported as training and not counted.")
    private long trainRows;

    @Option(
            names = "--out",
            paramLabel = "FILE|FOLDER",
            description =
                    "A CSV line for each row: time, score, threshold, anomaly, status, sensor_id, contributions; of several files "
                            + "or partitions a folder with a file for each.")
    private Optional<Path> scores = Optional.empty();

    @Option(
            names = "--nab-out",
            paramLabel = "FOLDER",
            description = "With --nab: score files as its scorer reads them.")
    private Optional<Path> nabScores = Optional.empty();

    @Option(names = "--json", description = "Reports as JSON.")
    private boolean isJson;

    @Option(names = "--html", paramLabel = "FILE", description = "Also writes a page with pictures.")
    private Optional<Path> page = Optional.empty();

    @Option(
            names = "--expect-digest",
            paramLabel = "SHA256",
            description = "Exit code 1 if the verdicts are not, byte by byte, those that gave this digest.")
    private Optional<String> expectedDigest = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            check();
            Outcome outcome = judge();
            report(outcome);
            return hasExpectedDigest(outcome) ? Exit.OK : Exit.FAILED;
        } catch (ConfigException e) {
            return Running.explain(e, input.configFile(), err);
        } catch (BacktestException e) {
            err.println(e.getMessage());
            return e.isUsage() ? Exit.USAGE : Exit.FAILED;
        } catch (SendException e) {
            err.println(e.getMessage());
            return e.exitCode();
        } catch (TrainedModels.Unusable e) {
            err.println(e.getMessage());
            return Exit.FAILED;
        } catch (IOException e) {
            err.println(page.orElseThrow() + ": the page cannot be written: " + e);
            return Exit.FAILED;
        }
    }

    private void check() throws BacktestException {
        input.check();
        if (nabScores.isPresent() && !input.isNab()) {
            throw BacktestException.usage(
                    "--nab-out goes with --nab; score files of other data are written with --out");
        }
        if (nabScores.isPresent() && scores.isPresent()) {
            throw BacktestException.usage("--out does not go with --nab-out");
        }
        if (trainRows < 0) {
            throw BacktestException.usage("--train-rows: must be >= 0, was " + trainRows);
        }
    }

    private Outcome judge() throws BacktestException {
        List<DataFile> files = input.files();
        Config config = input.config(files);
        Pipeline pipeline = input.pipeline(config);
        Labels labels = input.labels();
        try (TrainedModels models = new TrainedModels(config);
                BacktestProgress progress = new BacktestProgress(
                        SendProgress.isTerminal(), spec.commandLine().getErr());
                ScoreFiles out = scoreFiles(pipeline)) {
            Data data = input.isTopic() ? topic(config, pipeline, progress) : rows(files, pipeline, progress);
            Outcome outcome = backtest(config, models, pipeline, labels, Optional.ofNullable(out))
                    .judge(data);
            PrintWriter err = spec.commandLine().getErr();
            err.println(progress.pace());
            labels.warning().ifPresent(err::println);
            return outcome;
        }
    }

    private Data topic(Config config, Pipeline pipeline, BacktestProgress progress) throws BacktestException {
        TopicData topic = input.topic(config, pipeline, records -> {
            progress.step(records);
            progress.rows(records);
        });
        progress.total(topic.size());
        return topic;
    }

    private Data rows(List<DataFile> files, Pipeline pipeline, BacktestProgress progress) {
        progress.total(files.stream()
                .mapToLong(file -> InputFiles.sizeBytes(file.path()))
                .sum());
        return input.rows(files, pipeline, progress::step, progress::rows);
    }

    /** Null where none are wanted. */
    private ScoreFiles scoreFiles(Pipeline pipeline) {
        List<String> channels =
                pipeline.channels().stream().map(Pipeline.ChannelSource::name).toList();
        return nabScores
                .map(folder -> new ScoreFiles(folder, true, ScoreFiles.Layout.NAB, channels))
                .or(() -> scores.map(
                        target -> new ScoreFiles(target, input.isMany(), ScoreFiles.Layout.SCORES, channels)))
                .orElse(null);
    }

    private Backtest backtest(
            Config config, TrainedModels models, Pipeline pipeline, Labels labels, Optional<ScoreFiles> out) {
        models.requireAll(config);
        PipelineSpec judging = PipelineSpecs.of(config, models::model).stream()
                .filter(one -> one.name().equals(pipeline.name()))
                .findFirst()
                .orElseThrow();
        return new Backtest(
                pipeline,
                judging,
                newest(models, pipeline.main()),
                config.instances().scoring(),
                BATCH_ROWS,
                labels,
                trainRows,
                page.isPresent(),
                out);
    }

    /** As a start of {@code run} would choose them. */
    private static Versions newest(TrainedModels models, Pipeline.Variant variant) {
        Map<String, String> byDetector = new HashMap<>();
        for (Pipeline.Detector detector : variant.detectors()) {
            if (detector.model() != null) {
                models.newest(detector, problem -> {}).ifPresent(version -> byDetector.put(detector.name(), version));
            }
        }
        return new Versions(byDetector);
    }

    private void report(Outcome outcome) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(JsonReport.of(outcome));
        } else {
            out.print(TextReport.of(outcome));
        }
        out.flush();
        if (page.isPresent()) {
            try (Writer html = Files.newBufferedWriter(page.get())) {
                HtmlReport.write(outcome, html);
            }
        }
    }

    private boolean hasExpectedDigest(Outcome outcome) {
        boolean isExpected = expectedDigest.orElse(outcome.digest()).equalsIgnoreCase(outcome.digest());
        if (!isExpected) {
            spec.commandLine()
                    .getErr()
                    .println("--expect-digest: " + expectedDigest.get() + " is wanted, " + outcome.digest()
                            + " came out: data, configuration, models or Oddity's version differ");
        }
        return isExpected;
    }
}
