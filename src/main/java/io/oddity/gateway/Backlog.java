package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Feed;
import io.oddity.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Gives clients what they missed and this process no longer remembers, out of Kafka. They take turns of one poll at one consumer, so
 * a thousand that come back together cost one thread, and one that takes its time does not keep the others waiting.
 * Single-threaded: owned by one {@code GatewayVerticle}.
 */
final class Backlog {
    private final Vertx vertx;
    private final Config config;
    private final ArrayDeque<Turn> turns = new ArrayDeque<>();

    /** Open while there are clients; used by one worker thread at a time. */
    private final Map<Feed, PastReader> readers = new EnumMap<>(Feed.class);

    private int clients;
    private boolean isReading;

    private record Turn(StreamClient client, Callable<PastReader.Part> read, Promise<PastReader.Part> promise) {}

    Backlog(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Writes what lies between two places to a client; completes with the place behind it. */
    Future<Cursor> write(StreamClient client, Cursor from, Cursor to) {
        clients++;
        return turn(client, reader -> reader.begin(from, to))
                .compose(begun -> {
                    client.startAt(begun.at());
                    return write(client, begun, to);
                })
                .onComplete(done -> {
                    clients--;
                    readOn();
                });
    }

    private Future<Cursor> write(StreamClient client, PastReader.Part part, Cursor to) {
        part.gaps().forEach(client::writeGap);
        return client.writePast(part.events())
                .compose(written -> part.at().reaches(to)
                        ? Future.succeededFuture(part.at())
                        : turn(client, reader -> reader.next(part.at(), to)).compose(next -> write(client, next, to)));
    }

    private Future<PastReader.Part> turn(StreamClient client, Function<PastReader, PastReader.Part> read) {
        Promise<PastReader.Part> promise = Promise.promise();
        turns.add(new Turn(
                client,
                () -> read.apply(readers.computeIfAbsent(client.wanted.feed(), feed -> new PastReader(config, feed))),
                promise));
        readOn();
        return promise.future();
    }

    private void readOn() {
        while (!isReading && !turns.isEmpty()) {
            Turn turn = turns.remove();
            if (turn.client().isClosed()) {
                turn.promise().fail("it went away while catching up");
            } else {
                read(turn.read(), turn.promise());
            }
        }
        if (!isReading && clients == 0 && !readers.isEmpty()) {
            read(this::closeReaders, Promise.promise());
        }
    }

    private void read(Callable<PastReader.Part> work, Promise<PastReader.Part> promise) {
        isReading = true;
        vertx.executeBlocking(work, false).onComplete(done -> {
            isReading = false;
            promise.handle(done);
            readOn();
        });
    }

    private PastReader.Part closeReaders() {
        readers.values().forEach(PastReader::close);
        readers.clear();
        return null;
    }
}
