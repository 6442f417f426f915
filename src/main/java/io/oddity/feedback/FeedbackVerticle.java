package io.oddity.feedback;

import io.oddity.bus.Bus;
import io.oddity.config.Config;
import io.oddity.topic.ControlTopic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Writes what people say of anomalies to its topic, and tells ingest loops and gateways what all processes wrote there. */
public final class FeedbackVerticle extends VerticleBase {
    /** So many are held in memory, some 30 MB; whoever judges by a program should not do it this way. */
    private static final int MOST = 100_000;

    /** What comes in a row is told at once. */
    private static final long TOLD_AFTER_MILLIS = 5;

    private static final int REFUSED = 400;

    private final Config config;
    private final List<Judgement> all = new ArrayList<>();

    /** Those who wait to hear of their own words, by place. */
    private final NavigableMap<Long, Promise<Void>> waiting = new TreeMap<>();

    private Judgements told = Judgements.NONE;
    private ControlTopic topic;
    private long taken = Judgement.NOWHERE;
    private boolean isToTell;

    /** For the pipelines of a configuration. */
    public FeedbackVerticle(Config config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        topic = new ControlTopic(vertx, config, config.feedbackTopic(), "feedback");
        return topic.follow(this::take, () -> {}).compose(followed -> {
            tell();
            vertx.eventBus().localConsumer(Bus.FEEDBACK_NOW, message -> message.reply(told));
            return vertx.eventBus()
                    .<Judgement>localConsumer(Bus.FEEDBACK_COMMANDS, this::handle)
                    .completion();
        });
    }

    private void take(long offset, String key, String value) {
        taken = offset;
        Judgement.decode(offset, value).ifPresent(all::add);
        if (!isToTell) {
            isToTell = true;
            vertx.setTimer(TOLD_AFTER_MILLIS, timer -> tell());
        }
    }

    private void tell() {
        isToTell = false;
        told = new Judgements(all);
        Bus.publish(vertx, Bus.FEEDBACK, told);
        NavigableMap<Long, Promise<Void>> heard = waiting.headMap(taken, true);
        List<Promise<Void>> promises = List.copyOf(heard.values());
        heard.clear();
        promises.forEach(Promise::complete);
    }

    private void handle(Message<Judgement> message) {
        if (all.size() >= MOST) {
            message.fail(REFUSED, "no more than " + MOST + " judgements can be kept");
            return;
        }
        topic.write(message.body().anomaly().id(), message.body().encode())
                .compose(this::heard)
                .onSuccess(heard -> message.reply(told))
                .onFailure(e -> message.fail(0, "Kafka did not take it: " + e.getMessage()));
    }

    /** Completes when a place is among what was told. */
    private Future<Void> heard(long place) {
        if (taken >= place && !isToTell) {
            return Future.succeededFuture();
        }
        return waiting.computeIfAbsent(place, key -> Promise.promise()).future();
    }

    @Override
    public Future<?> stop() {
        return topic.close();
    }
}
