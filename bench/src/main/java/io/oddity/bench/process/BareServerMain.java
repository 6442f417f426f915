package io.oddity.bench.process;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The least that a Vert.x server can do: write the same event to all who listen, so many times a second. */
public final class BareServerMain extends AbstractVerticle {
    private final Set<HttpServerResponse> clients = new HashSet<>();

    /** Arguments: port, events a second, bytes of an event. Runs until it is killed. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        int perSecond = Integer.parseInt(args[1]);
        vertx.deployVerticle(BareServerMain.class, new DeploymentOptions()
                .setInstances(Integer.parseInt(args[3]))
                .setConfig(new io.vertx.core.json.JsonObject().put("port", Integer.parseInt(args[0]))));
        String filler = "x".repeat(Integer.parseInt(args[2]));
        long begin = System.nanoTime();
        long[] sent = {0};
        vertx.setPeriodic(1, timer -> {
            long due = (System.nanoTime() - begin) * perSecond / 1_000_000_000;
            Buffer events = Buffer.buffer();
            for (; sent[0] < due; sent[0]++) {
                events.appendString("data: {\"record_ts\":\"" + Instant.now() + "\",\"x\":\"" + filler + "\"}\n\n");
            }
            if (events.length() > 0) {
                vertx.eventBus().publish("events", events);
            }
        });
    }

    @Override
    public void start() {
        vertx.eventBus().<Buffer>consumer("events", message -> clients.forEach(client -> {
            if (!client.writeQueueFull()) {
                client.write(message.body());
            }
        }));
        vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(request -> {
                    HttpServerResponse response = request.response();
                    response.setChunked(true).putHeader("Content-Type", "text/event-stream");
                    response.closeHandler(closed -> clients.remove(response));
                    clients.add(response);
                })
                .listen(config().getInteger("port"), "127.0.0.1");
    }
}
