package io.oddity.gateway;

import io.oddity.codec.RecordDecoder;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.demo.MachinePlant;
import io.oddity.demo.Plant;
import io.oddity.demo.SimulatorVerticle;
import io.oddity.demo.TemperaturePlant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code /api/v1/demo-feed}: where nobody measures yet, a simulated plant does, so that there is something to see.
 *
 * <p>It writes to somebody's Kafka. So it does that only when told to, with the topic's name; only into a topic that never had a record; only
 * what its pipeline reads; and only when nobody but this machine can say so. It ends with the process; what it wrote stays.
 */
final class DemoFeed {
    private static final String PATH = "/api/v1/demo-feed";
    private static final int MOST_BYTES = 1_000;
    private static final long SEED = 1;
    private static final double RATE_PER_SECOND = 2;
    private static final Duration HISTORY = Duration.ofMinutes(15);
    private static final List<Plant> PLANTS =
            List.of(new Measuring(new TemperaturePlant(SEED)), new Measuring(new MachinePlant(SEED)));

    private final Vertx vertx;
    private final Config config;

    DemoFeed(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Measures, and keeps to itself what it knows of its readings: that would go to a topic of its own. */
    private record Measuring(Plant plant) implements Plant {
        @Override
        public List<String> sensors() {
            return plant.sensors();
        }

        @Override
        public String record(String sensorId, long timeMillis) {
            return plant.record(sensorId, timeMillis);
        }
    }

    /**
     * What could be done.
     *
     * @param plant that writes what the pipeline of the topic reads; null where nothing can be done
     * @param problem why not; null where it can
     */
    record Offer(String topic, Plant plant, String problem) {
        static Offer none(String problem) {
            return new Offer(null, null, problem);
        }

        private JsonObject toJson() {
            return new JsonObject()
                    .put("offered", plant != null)
                    .put("topic", topic)
                    .put("sensors", plant == null ? 0 : plant.sensors().size())
                    .put("problem", problem);
        }
    }

    void mount(Router router) {
        Answers.get(router, PATH).handler(context -> {
            new Params(context);
            look().onSuccess(offer -> Answers.json(context, offer.toJson())).onFailure(context::fail);
        });
        router.route(HttpMethod.POST, PATH)
                // JSON only: a page of another origin cannot send that without asking first.
                .consumes("application/json")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::start);
    }

    private void start(RoutingContext context) {
        String topic = topic(context);
        look().compose(offer -> offer.plant() != null && offer.topic().equals(topic)
                        ? deploy(offer)
                        : Future.succeededFuture(
                                offer.plant() == null ? offer : Offer.none("topic: must be " + offer.topic())))
                .onSuccess(offer -> Answers.json(context, offer.plant() == null ? 409 : 202, offer.toJson()))
                .onFailure(context::fail);
    }

    private static String topic(RoutingContext context) {
        try {
            if (context.body().asJsonObject().getValue("topic") instanceof String topic) {
                return topic;
            }
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            // falls through to the same answer
        }
        throw new Params.BadRequest("the body must be {\"topic\": NAME}");
    }

    /** Several gateways may be asked at once. */
    private Future<Offer> deploy(Offer offer) {
        Map<String, Boolean> started = vertx.sharedData().getLocalMap(PATH);
        if (started.putIfAbsent(offer.topic(), true) != null) {
            return Future.succeededFuture(Offer.none("it has been started already"));
        }
        long first = System.currentTimeMillis() - HISTORY.toMillis();
        String kafka = config.kafka().get("bootstrap.servers");
        return vertx.deployVerticle(new SimulatorVerticle(offer.plant(), kafka, offer.topic(), RATE_PER_SECOND, first))
                .map(offer)
                .onFailure(e -> started.remove(offer.topic()));
    }

    private Future<Offer> look() {
        Offer offer = fitting(config);
        return offer.plant() == null
                ? Future.succeededFuture(offer)
                : vertx.executeBlocking(
                        () -> hasRecords(offer.topic())
                                ? Offer.none("topic " + offer.topic() + " has had records already")
                                : offer,
                        false);
    }

    /** What the configuration allows. */
    static Offer fitting(Config config) {
        if (!isLoopback(config.http().host())) {
            return Offer.none("others can reach this server; http.host is "
                    + config.http().host());
        }
        if (config.kafka().containsKey("security.protocol")) {
            return Offer.none("the simulated plant has no key to a secured Kafka");
        }
        for (Pipeline pipeline : config.pipelines()) {
            for (Plant plant : PLANTS) {
                if (reads(pipeline, plant)) {
                    return new Offer(pipeline.topic(), plant, null);
                }
            }
        }
        return Offer.none("no pipeline reads what the simulated plants write");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean reads(Pipeline pipeline, Plant plant) {
        long now = System.currentTimeMillis();
        String sensor = plant.sensors().get(0);
        RecordDecoder decoder = new RecordDecoder(pipeline);
        return decoder.decode(
                        sensor.getBytes(StandardCharsets.UTF_8),
                        plant.record(sensor, now).getBytes(StandardCharsets.UTF_8),
                        now)
                && decoder.sensorId().equals(sensor);
    }

    private boolean hasRecords(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(new HashMap<>(config.kafka()))) {
            Map<TopicPartition, OffsetSpec> ends =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(topic, partition.partition()),
                                    partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream().anyMatch(end -> end.offset() > 0);
        }
    }
}
