package io.oddity.app;

import io.oddity.demo.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The demo's folder and the broker in it. A folder that was made for it goes when it ends. */
final class DemoHome implements AutoCloseable {
    private final Path directory;
    private final boolean isTemporary;
    private final EmbeddedBroker broker;

    private DemoHome(Path directory, boolean isTemporary, EmbeddedBroker broker) {
        this.directory = directory;
        this.isTemporary = isTemporary;
        this.broker = broker;
    }

    /**
     * Starts the broker.
     *
     * @param dataDir null for a temporary folder
     * @throws IOException when it cannot be started; the message names the folder
     */
    static DemoHome open(Path dataDir, int kafkaPort) throws IOException {
        boolean isTemporary = dataDir == null;
        Path directory = isTemporary ? Files.createTempDirectory("oddity-demo-") : dataDir;
        try {
            return new DemoHome(
                    directory,
                    isTemporary,
                    EmbeddedBroker.start(Files.createDirectories(directory.resolve("kafka")), kafkaPort));
        } catch (IOException | RuntimeException e) {
            if (isTemporary) {
                delete(directory);
            }
            throw new IOException(directory + ": " + e.getMessage(), e);
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Where its trained models lie. */
    Path models() {
        return directory.resolve("models");
    }

    @Override
    public void close() {
        broker.close();
        if (isTemporary) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not delete " + directory + ": " + e.getMessage());
        }
    }
}
