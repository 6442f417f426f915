package io.oddity.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Threads that read Kafka's past for those who ask: two at a time are answered in this process, a few wait, the rest is told to try
 * again. Single-threaded: owned by one {@code GatewayVerticle}.
 */
final class LogThreads {
    private static final int READERS = 2;
    private static final int MOST_WAITING = 50;

    private final WorkerExecutor readers;
    private int waiting;

    LogThreads(Vertx vertx) {
        readers = vertx.createSharedWorkerExecutor("log", READERS);
    }

    <T> Future<T> read(Callable<T> work) {
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture("too many ask for the past at once, try again");
        }
        waiting++;
        return readers.executeBlocking(work, false).onComplete(done -> waiting--);
    }
}
