package io.oddity.testing;

import io.oddity.app.Server;
import io.oddity.config.Config;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server in this process, for a test that may block. */
public final class RunningServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Server server;

    private RunningServer(Server server) {
        this.server = server;
    }

    /** Starts it; returns when HTTP is served. */
    public static RunningServer start(Config config) {
        return new RunningServer(await(Server.start(config)));
    }

    /** Starts it, does something, and stops it. */
    @SuppressWarnings("try") // it only has to be there
    public static void whileRunning(Config config, Runnable something) {
        try (RunningServer server = start(config)) {
            something.run();
        }
    }

    /** The port that HTTP is served on. */
    public int port() {
        return server.port();
    }

    /** Finishes what was begun, commits it, and stops. */
    @Override
    public void close() {
        await(server.stop());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the server cannot be started or stopped", e);
        }
    }
}
