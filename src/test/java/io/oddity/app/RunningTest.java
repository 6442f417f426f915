package io.oddity.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningTest {
    private final BlockingQueue<Integer> exitCodes = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @BeforeEach
    void endOnErrors() {
        Running.endOnErrors(vertx, exitCodes::add);
    }

    @AfterEach
    void close() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(before);
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void anErrorOnAnyThreadEndsTheProcess() throws Exception {
        on("oddity-ingest-0", new OutOfMemoryError("made up"));

        assertThat(exitCodes).containsExactly(Exit.FAILED);
    }

    @Test
    void soDoesOneInAVerticle() throws Exception {
        vertx.runOnContext(called -> {
            throw new NoClassDefFoundError("made up");
        });

        assertThat(exitCodes.poll(10, TimeUnit.SECONDS)).isEqualTo(Exit.FAILED);
    }

    @Test
    void anExceptionDoesNot() throws Exception {
        on("somebody", new IllegalStateException("made up"));

        assertThat(exitCodes).isEmpty();
    }

    private static void on(String name, Throwable thrown) throws InterruptedException {
        Thread thread = new Thread(() -> RunningTest.<RuntimeException>raise(thrown), name);
        thread.start();
        thread.join();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
