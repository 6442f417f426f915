package io.oddity.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** A client of server-sent events, after the algorithm of the HTML standard; reads only when asked to. */
final class Stream implements AutoCloseable {
    /** Heartbeats keep a stream alive that says nothing else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Many heartbeats: a machine that stood still for a while is not a server that says nothing. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final HttpURLConnection connection;
    private final BufferedReader lines;
    private String idBuffer;
    private String lastEventId;

    /** What stands between two blank lines. */
    record Frame(String event, String data, String comment, String retry, String id) {
        JsonNode json() {
            return Site.parse(data);
        }
    }

    private Stream(HttpURLConnection connection, String lastEventId) throws IOException {
        this.connection = connection;
        this.lastEventId = lastEventId;
        idBuffer = lastEventId;
        lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8), 512);
    }

    static Stream open(URI server, String query, String lastEventId, String accept) throws IOException {
        return open(server.resolve("/api/v1/stream" + query), lastEventId, accept);
    }

    /** Another stream than that of verdicts. */
    static Stream open(URI stream, String lastEventId, String accept) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) stream.toURL().openConnection();
        connection.setReadTimeout((int) SILENCE.toMillis());
        connection.setRequestProperty("Accept", accept);
        if (lastEventId != null) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return new Stream(connection, lastEventId);
    }

    static Stream open(URI server, String query) throws IOException {
        return open(server, query, null, "text/event-stream");
    }

    /** Opens, and waits until events of now are sent. */
    static Stream live(URI server, String query) throws IOException {
        Stream stream = open(server, query);
        stream.until(frame -> frame.id() != null);
        return stream;
    }

    String header(String name) {
        return connection.getHeaderField(name);
    }

    /** The id to come back with. */
    String lastEventId() {
        return lastEventId;
    }

    /** The next line; null at the end, and where the server has cut the connection. */
    String line() {
        try {
            return lines.readLine();
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            return null;
        }
    }

    /** The next frame; null at the end. */
    Frame next() {
        String event = null;
        String data = null;
        String comment = null;
        String retry = null;
        String id = null;
        while (true) {
            String line = line();
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                lastEventId = idBuffer;
                return new Frame(event, data, comment, retry, id);
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
            switch (field) {
                case "" -> comment = value;
                case "event" -> event = value;
                case "data" -> data = data == null ? value : data + "\n" + value;
                case "retry" -> retry = value;
                case "id" -> {
                    id = value;
                    idBuffer = value;
                }
                default -> throw new AssertionError("a broken frame: " + line);
            }
        }
    }

    /** The next frame that is so; what comes before it is dropped. */
    Frame until(Predicate<Frame> isWanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Frame frame = next();
        while (frame != null && !isWanted.test(frame)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain; the last was " + frame);
            }
            frame = next();
        }
        if (frame == null) {
            throw new AssertionError("the stream has ended");
        }
        return frame;
    }

    /** The next frame with that event. */
    Frame event(String name) {
        return until(frame -> name.equals(frame.event()));
    }

    /** Cuts the connection. */
    @Override
    public void close() {
        connection.disconnect();
    }
}
