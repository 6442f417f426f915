package io.oddity.testing;

import io.oddity.demo.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker that is a process of its own, to be killed. */
public final class BrokerMain {
    private BrokerMain() {}

    /** Arguments: data folder, port. */
    @SuppressWarnings("resource") // lives as long as the process
    public static void main(String[] args) throws IOException, InterruptedException {
        EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        new CountDownLatch(1).await();
    }
}
