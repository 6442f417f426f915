package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.Mistake;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code demo} and {@code run} have in common: start a server, serve until the process is told to end, end cleanly. */
final class Running {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);
    private static final long DRAIN_SECONDS = 20;

    private Running() {}

    /** A server could not be started; the message is for the user. */
    static final class StartFailed extends Exception {
        final int exitCode;

        StartFailed(int exitCode, String message, Throwable cause) {
            super(message, cause);
            this.exitCode = exitCode;
        }
    }

    static Server start(Config config) throws StartFailed, InterruptedException {
        try {
            Server server = Server.start(config)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            endOnErrors(server.vertx(), Runtime.getRuntime()::halt);
            return server;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindException) {
                throw new StartFailed(
                        Exit.PORT_TAKEN,
                        "http.port: " + config.http().host() + ":"
                                + config.http().port()
                                + " cannot be listened on (" + e.getCause().getMessage()
                                + "); choose another with --http-port N or ODDITY_HTTP_PORT=N, 0 for a free one",
                        e);
            }
            throw new StartFailed(Exit.FAILED, "cannot start: " + e.getCause().getMessage(), e);
        }
    }

    /**
     * An error, such as no memory, ends a thread wherever it is, and what is left of the process would look alive and judge nothing. So it ends,
     * without finishing anything: what was not committed never happened, and whoever starts it again goes on from the last commit.
     *
     * @param halt is told the exit code
     */
    static void endOnErrors(Vertx vertx, IntConsumer halt) {
        Consumer<Throwable> ending = e -> {
            String on = Thread.currentThread().getName();
            if (e instanceof Error) {
                String hint =
                        e instanceof OutOfMemoryError ? "; give it more memory with -Xmx, see docs/running.md" : "";
                LOG.error("{}: ending with {}; started again it goes on from the last commit{}", on, e, hint);
                halt.accept(Exit.FAILED);
            } else {
                LOG.error("{}: not expected", on, e);
            }
        };
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> ending.accept(e));
        vertx.exceptionHandler(ending::accept);
    }

    /** Waits until the process is told to end, then stops the server, then runs {@code afterwards}. */
    static void untilTold(Server server, Runnable afterwards) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            LOG.info("finishing what was begun …");
                            stop(server);
                            afterwards.run();
                            LOG.info("stopped");
                        },
                        "oddity-shutdown"));
        new CountDownLatch(1).await();
    }

    private static void stop(Server server) {
        try {
            server.stop().toCompletionStage().toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not everything was finished: {}; the next start goes on from the last commit", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lists what is wrong with a configuration. */
    static int explain(ConfigException e, String file, PrintWriter err) {
        err.println(file + ": the configuration is wrong");
        for (Mistake mistake : e.mistakes()) {
            err.println("  " + mistake);
        }
        err.println("Every key is explained in conf/oddity.yaml; try again with: oddity validate --config " + file);
        err.flush();
        return Exit.BAD_CONFIGURATION;
    }
}
