package io.oddity.app;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Without a command it is {@code demo}. */
@Command(
        name = "oddity",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Turns any sensor stream into explained anomalies. Without a command: demo.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:something failed; the message says what",
            "2:the command line is wrong",
            "3:the configuration is wrong; every mistake is listed",
            "4:the HTTP port is taken"
        },
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ValidateCommand.class,
            SendCommand.class,
            TrainCommand.class,
            BacktestCommand.class,
            DetectorsCommand.class
        })
public final class Main {
    private static final List<String> OWN_OPTIONS = List.of("-h", "--help", "-V", "--version");

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        boolean isDemo = args.length == 0 || (args[0].startsWith("-") && !OWN_OPTIONS.contains(args[0]));
        String[] words =
                isDemo ? Stream.concat(Stream.of("demo"), Stream.of(args)).toArray(String[]::new) : args;
        return new CommandLine(new Main()).execute(words);
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"oddity " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
