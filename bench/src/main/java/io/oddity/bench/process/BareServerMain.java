package io.oddity.bench.process;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The least that a Vert.x server can do: write the same events to all who listen. They are made here, so many times a second, or
 * are the committed records of a topic, written as they come.
 */
public final class BareServerMain extends AbstractVerticle {
    private static final String EVENTS = "events";

    private final Set<HttpServerResponse> clients = new HashSet<>();

    /**
     * Arguments: port, instances, milliseconds from one write to the next; then either bootstrap servers and a topic, or events a
     * second and bytes of an event. Runs until it is killed.
     */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(
                BareServerMain.class,
                new DeploymentOptions()
                        .setInstances(Integer.parseInt(args[1]))
                        .setConfig(new JsonObject().put("port", Integer.parseInt(args[0]))));
        Supplier<Buffer> source = args[3].contains(":")
                ? committed(args[3], args[4])
                : made(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        long everyMillis = Long.parseLong(args[2]);
        while (true) {
            Buffer events = source.get();
            if (events.length() > 0) {
                vertx.eventBus().publish(EVENTS, events);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(everyMillis));
        }
    }

    private static Supplier<Buffer> made(int perSecond, int bytes) {
        String filler = "x".repeat(bytes);
        Instant start = Instant.now();
        long begin = System.nanoTime();
        long[] sent = {0};
        return () -> {
            long due = (System.nanoTime() - begin) * perSecond / 1_000_000_000;
            Buffer events = Buffer.buffer();
            for (; sent[0] < due; sent[0]++) {
                append(events, start.plusNanos(sent[0] * 1_000_000_000 / perSecond), Buffer.buffer("\"x\":\"" + filler + "\"}"));
            }
            return events;
        };
    }

    private static Supplier<Buffer> committed(String bootstrapServers, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "receive.buffer.bytes",
                        -1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList());
        consumer.seekToEnd(List.of());
        return () -> {
            Buffer events = Buffer.buffer();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                byte[] json = record.value();
                append(
                        events,
                        Instant.ofEpochMilli(record.timestamp()),
                        Buffer.buffer().appendBytes(json, 1, json.length - 1));
            }
            return events;
        };
    }

    private static void append(Buffer events, Instant at, Buffer rest) {
        events.appendString("data: {\"record_ts\":\"" + at + "\",").appendBuffer(rest).appendString("\n\n");
    }

    @Override
    public void start() {
        vertx.eventBus().<Buffer>consumer(EVENTS, message -> clients.forEach(client -> {
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
