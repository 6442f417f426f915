package io.oddity.bench.process;

import io.oddity.demo.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The broker, as a process of its own. */
public final class BrokerMain {
    private BrokerMain() {}

    /** Arguments: data folder, port. */
    public static void main(String[] args) throws IOException, InterruptedException {
        EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        new CountDownLatch(1).await();
    }
}
