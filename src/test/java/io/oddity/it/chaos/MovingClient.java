package io.oddity.it.chaos;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of the anomalies that, whenever it is cut, comes back to the other node. Single-threaded: owned by {@code context}. */
final class MovingClient {
    private static final Pattern PLACE = Pattern.compile("\"partition\":(\\d+),\"offset\":(\\d+)}$");

    private static final long AGAIN_MILLIS = 200;

    private final Context context;
    private final HttpClient http;
    private final AtomicIntegerArray ports;
    private final boolean keepsId;
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private int node;
    private String id;
    private HttpClientRequest request;

    /** How often it came back; what belongs to an earlier connection is not listened to. */
    private final AtomicInteger reconnects = new AtomicInteger();

    private final AtomicInteger cuts = new AtomicInteger();

    private volatile boolean isLive;

    MovingClient(Context context, HttpClient http, AtomicIntegerArray ports, int node, boolean keepsId) {
        this.context = context;
        this.http = http;
        this.ports = ports;
        this.node = node;
        this.keepsId = keepsId;
    }

    void connect() {
        int connection = reconnects.get();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(ports.get(node))
                .setURI("/api/v1/stream?anomalies=true");
        if (id != null && keepsId) {
            options.putHeader("Last-Event-ID", id);
        }
        http.request(options)
                .compose(made -> {
                    if (connection != reconnects.get()) {
                        made.connection().close();
                        return Future.failedFuture("cut before it was connected");
                    }
                    request = made;
                    return made.send();
                })
                .onSuccess(response -> listen(response, connection))
                .onFailure(e -> goElsewhere(connection));
    }

    private void listen(HttpClientResponse response, int connection) {
        if (response.statusCode() != 200) {
            goElsewhere(connection);
            return;
        }
        response.exceptionHandler(e -> goElsewhere(connection));
        response.endHandler(ended -> goElsewhere(connection));
        response.handler(RecordParser.newDelimited("\n\n", frame -> {
            if (connection == reconnects.get()) {
                take(frame);
            }
        }));
    }

    private void take(Buffer frame) {
        for (String line : frame.toString().lines().toList()) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
                isLive = true;
            } else if (line.startsWith("data: ")) {
                Matcher place = PLACE.matcher(line);
                seen.add(place.find() ? place.group(1) + ":" + place.group(2) : line);
            }
        }
    }

    /** The server cut the connection, or does not answer. */
    private void goElsewhere(int connection) {
        if (connection == reconnects.get()) {
            move();
            int next = reconnects.get();
            context.owner().setTimer(AGAIN_MILLIS, passed -> {
                if (next == reconnects.get()) { // not cut, and so connected, meanwhile
                    connect();
                }
            });
        }
    }

    /** Cuts the connection, wherever it is, and goes to the other node. */
    void cut() {
        move();
        cuts.incrementAndGet();
        connect();
    }

    private void move() {
        reconnects.incrementAndGet();
        isLive = false;
        node = 1 - node;
        if (request != null) {
            request.connection().close();
            request = null;
        }
    }

    int reconnects() {
        return reconnects.get();
    }

    int cuts() {
        return cuts.get();
    }

    /** It was told where it is. */
    boolean isLive() {
        return isLive;
    }

    /** Input partition and offset of each anomaly, in the order in which they came. */
    List<String> seen() {
        return seen;
    }
}
