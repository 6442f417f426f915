package io.oddity.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link LimitMain} and its topic. */
final class Limit implements Subject {
    /** How little is done. */
    enum Kind {
        POLL,
        PARSE,
        COPY,
        COPY_IN_TRANSACTIONS
    }

    private final Broker broker;
    private final String name;
    private final Kind kind;
    private final JavaProcess process;

    /** @param value what it writes for each record */
    Limit(Broker broker, Kind kind, String name, String input, int partitions, byte[] value, List<String> javaOptions) {
        this.broker = broker;
        this.kind = kind;
        this.name = name;
        Path file = broker.folder().resolve(name + ".bytes");
        try {
            Files.write(file, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (isWriting()) {
            broker.create(name, partitions, -1);
        }
        List<String> command = new ArrayList<>(javaOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                LimitMain.class.getName(),
                kind.name(),
                broker.bootstrapServers(),
                name,
                input,
                name,
                file.toString()));
        process = JavaProcess.start(broker.folder().resolve(name + ".log"), command);
    }

    private boolean isWriting() {
        return kind == Kind.COPY || kind == Kind.COPY_IN_TRANSACTIONS;
    }

    @Override
    public JavaProcess process() {
        return process;
    }

    @Override
    public long committed() {
        return broker.committed(name);
    }

    @Override
    public String scored() {
        return isWriting() ? name : null;
    }

    @Override
    public void close() {
        process.close();
        broker.delete(List.of(name));
    }
}
