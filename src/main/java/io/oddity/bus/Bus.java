package io.oddity.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/** The addresses of the event bus. Messages are immutable objects and travel by reference, never as bytes. */
public final class Bus {
    /** Where ingest loops say how they are: {@link IngestReport}, published. */
    public static final String INGEST_REPORTS = "oddity.ingest.reports";

    /** Where is said whether Kafka answers: {@link BrokerReport}, published. */
    public static final String BROKER_REPORTS = "oddity.broker.reports";

    /** Where new verdicts go to the gateways: {@link Events}, published. */
    public static final String EVENTS = "oddity.events";

    /** Where is said what judges from now on: {@link Lineup}, published. */
    public static final String LINEUP = "oddity.lineup";

    /** Where ingest loops ask for the {@link Lineup} they start with. */
    public static final String LINEUP_NOW = "oddity.lineup.now";

    /** Where gateways ask and tell what is to judge: {@link LineupCommand}. */
    public static final String LINEUP_COMMANDS = "oddity.lineup.commands";

    /** Where is said what people said of anomalies: {@code Judgements}, published. */
    public static final String FEEDBACK = "oddity.feedback";

    /** Where is asked for what people said so far, as {@code Judgements}. */
    public static final String FEEDBACK_NOW = "oddity.feedback.now";

    /** Where gateways tell what somebody says of an anomaly: a {@code Judgement}, answered with the {@code Judgements} it is one of. */
    public static final String FEEDBACK_COMMANDS = "oddity.feedback.commands";

    /** Where gateways ask about sensors and anomalies: {@link TableQuery}, answered with a buffer of JSON. */
    public static final String TABLES = "oddity.tables";

    /** Where gateways start and stop to follow a feed: {@link Follow}, answered with {@link Followed}. */
    public static final String FOLLOW = "oddity.follow";

    /** Where what was read of the pulses goes: {@link io.oddity.pipeline.Pulse}, published. */
    public static final String PULSES = "oddity.pulses";

    /** Where the memories of pulses say what changed: {@link FleetTick}, published. */
    public static final String TICKS = "oddity.ticks";

    /** Where gateways ask about the memories of pulses: {@link MemoryQuery}. */
    public static final String MEMORY = "oddity.memory";

    /** A shard that has many sensors to restore may take its time. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private Bus() {}

    /** The address of a shard, which takes {@link ShardCommand}s. One address a shard: consumers of one address take turns. */
    public static String shard(int index) {
        return "oddity.shard." + index;
    }

    /** Makes all messages travel by reference; to be called once a Vert.x, before anything is deployed. */
    public static void open(Vertx vertx) {
        vertx.eventBus().registerCodec(new ReferenceCodec());
        vertx.eventBus().codecSelector(body -> ReferenceCodec.NAME);
    }

    /** Sends a message and promises the answer. */
    public static <T> Future<T> request(Vertx vertx, String address, Object body) {
        return vertx.eventBus().<T>request(address, body, options()).map(Message::body);
    }

    /** Sends a message to all who listen. */
    public static void publish(Vertx vertx, String address, Object body) {
        vertx.eventBus().publish(address, body, options());
    }

    private static DeliveryOptions options() {
        return new DeliveryOptions()
                .setLocalOnly(true)
                .setCodecName(ReferenceCodec.NAME)
                .setSendTimeout(ANSWER_WITHIN.toMillis());
    }
}
