package io.oddity.testing;

import io.oddity.app.Server;
import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.demo.EmbeddedBroker;
import io.oddity.demo.SimulatorVerticle;
import io.oddity.demo.TemperaturePlant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A server with plants to look at, for those who work on the page: {@code Showroom <port> <data folder> [<sensors> <every ms>]}. With
 * sensors it shows a {@link Plant}, without the five sensors of the demo and five machines of three channels.
 */
public final class Showroom {
    private static final String SMALL =
            """
              - name: temperature
                topic: sensors
                sensor_id: sensor_id
                time: { field: ts, format: "yyyy-MM-dd HH:mm:ss[.SSS]", zone: UTC }
                channels: [ { name: temp, unit: "°C", range: [21, 85] } ]
                detector: { type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }
                threshold: 0.7
              - name: machines
                topic: machines
                sensor_id: machine
                channels:
                  - { name: temperature, unit: "°C", range: [60, 120] }
                  - { name: vibration, unit: "mm/s", range: [0, 3] }
                  - { name: pressure, unit: "kPa", range: [80, 160] }
                detector: { type: half-space-trees, params: { trees: 10, height: 4, window: 60, seed: 42 } }
                threshold: 0.8
            """;

    private static final long HISTORY_MILLIS = 15 * 60_000;

    private Showroom() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        boolean isNew = !Files.exists(folder);
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        boolean isLarge = args.length > 2;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            if (isNew) {
                List<NewTopic> topics = List.of(topic("plant"), topic("sensors"), topic("machines"));
                admin.createTopics(topics).all().get();
            }
        }
        Config config = ConfigLoader.load(
                "http: { port: " + args[0] + " }\ninstances: { ingest: 1, scoring: 2, gateway: 1 }\npipelines:\n"
                        + (isLarge ? Plant.PIPELINE : SMALL),
                "showroom",
                Map.of("ODDITY_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()));
        Server server =
                Server.start(config).toCompletionStage().toCompletableFuture().get();
        long from = System.currentTimeMillis() - (isNew ? HISTORY_MILLIS : 0);
        System.out.println("http://127.0.0.1:" + server.port());
        if (isLarge) {
            new Plant(Integer.parseInt(args[2]), 7).run(broker.bootstrapServers(), from, Long.parseLong(args[3]));
        } else {
            server.vertx()
                    .deployVerticle(new SimulatorVerticle(
                            new TemperaturePlant(1), broker.bootstrapServers(), "sensors", 10, from));
            machines(broker.bootstrapServers(), from);
        }
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(4), Optional.empty());
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void machines(String bootstrapServers, long fromMillis) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (long time = fromMillis; ; time += 500) {
                while (time > System.currentTimeMillis()) {
                    LockSupport.parkNanos(20_000_000);
                }
                for (int m = 1; m <= 5; m++) {
                    SplittableRandom random = new SplittableRandom(time * 31 + m);
                    boolean isOdd = m == 4 && time / 1_000 % 240 < 25;
                    String json = "{\"machine\":\"m" + m + "\",\"temperature\":" + (70 + gauss(random) * 3)
                            + ",\"vibration\":" + ((isOdd ? 2.2 : 0.5) + gauss(random) * 0.1) + ",\"pressure\":"
                            + (100 + gauss(random) * 2 + (isOdd ? 40 : 0)) + "}";
                    producer.send(new ProducerRecord<>("machines", null, time, "m" + m, json));
                }
            }
        }
    }

    private static double gauss(SplittableRandom random) {
        return random.nextDouble(-1, 1) + random.nextDouble(-1, 1) + random.nextDouble(-1, 1);
    }
}
