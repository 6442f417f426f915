package io.oddity.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How old verdicts are when a client of the stream has them, in microseconds; from now on, on a thread of its own. */
final class StreamArrivals implements AutoCloseable {
    private static final String RECORD_TIME = "\"record_ts\":\"";

    private final InputStream events;
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final long fromMillis;
    private final Thread thread = new Thread(this::read, "stream-arrivals");

    /** @param fromMillis verdicts on older records do not count */
    StreamArrivals(URI stream, long fromMillis) {
        this.fromMillis = fromMillis;
        try {
            events = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(stream).build(), BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        thread.start();
    }

    private void read() {
        Scanner lines = new Scanner(events, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String line = lines.nextLine();
            int at = line.indexOf(RECORD_TIME);
            if (at >= 0) {
                int begin = at + RECORD_TIME.length();
                Instant due = Instant.parse(line.substring(begin, line.indexOf('"', begin)));
                if (due.toEpochMilli() >= fromMillis) {
                    micros.recordValue(
                            Math.max(0, Duration.between(due, Instant.now()).toNanos() / 1_000));
                }
            }
        }
    }

    /** What came; to be asked when the client is closed. */
    Histogram micros() {
        return micros;
    }

    /** What is committed is on its way; the answer has no end. */
    @Override
    public void close() {
        try {
            thread.join(2_000);
            events.close();
            thread.join();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
