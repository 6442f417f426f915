package io.oddity.topic;

import io.oddity.bus.BrokerReport;
import io.oddity.bus.Bus;
import io.oddity.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the broker and the topics: creates what is missing, then keeps asking, and says how it is. */
public final class BrokerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerVerticle.class);
    private static final long ASK_EVERY_MILLIS = 2_000;
    private static final long LISTED_AFTER_MILLIS = 200;
    private static final String ANSWER_WITHIN_MILLIS = "5000";

    private final Config config;
    private final TopicPlan plan;
    private final Promise<Void> prepared = Promise.promise();
    private Admin admin;
    private boolean isStopped;
    private BrokerReport last = new BrokerReport(false, "not asked yet");

    /** Watches the broker that the configuration names. */
    public BrokerVerticle(Config config) {
        this.config = config;
        plan = new TopicPlan(config);
    }

    /** Completes when the broker has answered for the first time and all topics are there. */
    public Future<Void> prepared() {
        return prepared.future();
    }

    @Override
    public Future<?> start() {
        ask();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        isStopped = true;
        return vertx.executeBlocking(() -> {
            if (admin != null) {
                admin.close();
            }
            return null;
        });
    }

    private void ask() {
        look().onComplete(found -> {
            if (isStopped) {
                return;
            }
            report(found.succeeded() ? found.result() : new BrokerReport(false, away(found.cause())));
            vertx.setTimer(ASK_EVERY_MILLIS, timer -> ask());
        });
    }

    private String away(Throwable cause) {
        return "Kafka at " + config.kafka().get("bootstrap.servers") + " does not answer (" + cause.getMessage()
                + "); is it running? Trying again";
    }

    private void report(BrokerReport report) {
        if (!report.equals(last)) {
            if (report.isUp()) {
                LOG.info("{}", report.text());
            } else {
                LOG.warn("{}", report.text());
            }
            last = report;
        }
        Bus.publish(vertx, Bus.BROKER_REPORTS, report);
        if (report.isUp() && prepared.tryComplete()) {
            warnOfWeakTransactions();
        }
    }

    /** Without version 2 a transaction that timed out may, rarely, take a late record of its producer into the next one. */
    private void warnOfWeakTransactions() {
        promise(admin.describeFeatures().featureMetadata()).onSuccess(features -> {
            FinalizedVersionRange version = features.finalizedFeatures().get("transaction.version");
            if (config.delivery() == Config.Delivery.EXACTLY_ONCE
                    && (version == null || version.maxVersionLevel() < 2)) {
                LOG.warn(
                        "this broker has transaction.version {}, not 2: exactly-once holds but for writes delayed beyond a "
                                + "transaction's time-out (KIP-890)",
                        version == null ? "1 or none" : version.maxVersionLevel());
            }
        });
    }

    private Future<BrokerReport> look() {
        return client().compose(client -> promise(client.listTopics().names())).compose(there -> {
            Set<String> missing = new TreeSet<>(plan.inputs());
            missing.removeAll(there);
            if (!missing.isEmpty()) {
                return Future.succeededFuture(new BrokerReport(
                        false,
                        "input topic " + String.join(", ", missing) + " does not exist; create it, or correct "
                                + "`topic` in the configuration. Waiting for it"));
            }
            return partitions(plan.inputs()).compose(inputs -> complete(inputs, there));
        });
    }

    /** Made on first use, because it cannot be made while no host name of the broker resolves. */
    private Future<Admin> client() {
        try {
            if (admin == null) {
                Map<String, Object> settings = new HashMap<>(config.kafka());
                settings.put(AdminClientConfig.CLIENT_ID_CONFIG, config.application() + "-admin");
                settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
                settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
                admin = Admin.create(settings);
            }
            return Future.succeededFuture(admin);
        } catch (RuntimeException e) {
            return Future.failedFuture(e.getCause() == null ? e : e.getCause());
        }
    }

    private Future<BrokerReport> complete(Map<String, Integer> inputs, Set<String> there) {
        Map<String, NewTopic> outputs = plan.outputs(inputs);
        List<NewTopic> absent = outputs.entrySet().stream()
                .filter(output -> !there.contains(output.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (!absent.isEmpty()) {
            LOG.info("creating topics {}", absent.stream().map(NewTopic::name).toList());
            // Several processes may create them at once, and a created topic takes a moment to be listed.
            return promise(admin.createTopics(absent).all())
                    .recover(e -> e instanceof TopicExistsException ? Future.succeededFuture() : Future.failedFuture(e))
                    .compose(created -> vertx.timer(LISTED_AFTER_MILLIS, TimeUnit.MILLISECONDS))
                    .compose(passed -> look());
        }
        return partitions(outputs.keySet()).map(partitions -> {
            List<String> mistakes = plan.mistakes(inputs, partitions);
            return mistakes.isEmpty()
                    ? new BrokerReport(
                            true,
                            "Kafka at " + config.kafka().get("bootstrap.servers") + " answers, all topics are there")
                    : new BrokerReport(false, String.join("; ", mistakes));
        });
    }

    private Future<Map<String, Integer>> partitions(Set<String> topics) {
        return promise(admin.describeTopics(topics).allTopicNames()).map(descriptions -> descriptions.values().stream()
                .collect(Collectors.toMap(
                        topic -> topic.name(), topic -> topic.partitions().size())));
    }

    private <T> Future<T> promise(KafkaFuture<T> future) {
        return Future.fromCompletionStage(future.toCompletionStage(), context);
    }
}
