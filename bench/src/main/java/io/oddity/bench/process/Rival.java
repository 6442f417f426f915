package io.oddity.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Another stream processor with the same detector, from {@code bench/rivals}, in one process. */
final class Rival implements Subject {
    /** Which one. */
    enum Kind {
        STREAMS("io.oddity.bench.rivals.StreamsMain"),
        FLINK("io.oddity.bench.rivals.FlinkMain");

        private final String main;

        Kind(String main) {
            this.main = main;
        }

        private Path folder() {
            return Path.of("bench", "rivals", name().toLowerCase(Locale.ROOT), "target");
        }
    }

    private final Broker broker;
    private final String name;
    private final JavaProcess process;

    /** @param threads that work in parallel */
    Rival(Broker broker, Kind kind, String name, String input, int partitions, int threads, List<String> javaOptions) {
        this.broker = broker;
        this.name = name;
        broker.create(name, partitions, -1);
        Path folder = kind.folder();
        List<String> command = new ArrayList<>(javaOptions);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + broker.folder(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                folder.resolve("classes") + ":" + folder.resolve("dependency") + "/*",
                kind.main,
                broker.bootstrapServers(),
                name,
                input,
                name,
                Integer.toString(threads)));
        process = JavaProcess.start(broker.folder().resolve(name + ".log"), command);
    }

    @Override
    public JavaProcess process() {
        return process;
    }

    @Override
    public long committed() {
        process.mustLive();
        return broker.committed(name);
    }

    @Override
    public String scored() {
        return name;
    }

    @Override
    public void close() {
        process.kill();
        broker.delete(List.of(name, name + "-trees-changelog"));
    }
}
