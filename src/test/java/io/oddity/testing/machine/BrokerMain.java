package io.oddity.testing.machine;

import io.oddity.demo.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A broker as a process. Says where it listens in a file, and ends with the process that started it. */
public final class BrokerMain {
    private BrokerMain() {}

    /** Takes the data folder and the file to write {@code host:port} to. */
    public static void main(String[] args) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0);
        Path written = Files.writeString(Path.of(args[1] + ".part"), broker.bootstrapServers());
        Files.move(written, Path.of(args[1]));
        while (System.in.read() >= 0) {
            // Its end is all that standard input has to say.
        }
        broker.close();
        System.exit(0);
    }
}
