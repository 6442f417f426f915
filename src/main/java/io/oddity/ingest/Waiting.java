package io.oddity.ingest;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.InterruptException;

/** Lets a plain thread wait for what happens on the event bus. */
final class Waiting {
    private Waiting() {}

    static void forAll(List<? extends Future<?>> futures) {
        try {
            Future.all(futures).toCompletionStage().toCompletableFuture().get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }
}
