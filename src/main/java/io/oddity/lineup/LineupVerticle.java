package io.oddity.lineup;

import io.oddity.bus.Bus;
import io.oddity.bus.Lineup;
import io.oddity.bus.LineupCommand;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.model.Versions;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.topic.ControlTopic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which versions of trained models judge and which variant decides, and tells the ingest loops: the newest version in the
 * models folder that can be used, unless another one was asked for. A file that cannot be used leaves the old one judging.
 *
 * <p>What is asked for goes through the control topic, so that every process of the application does the same, and a restart too.
 */
public final class LineupVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LineupVerticle.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final int REFUSED = 400;

    private final Config config;
    private final TrainedModels models;
    private final Wishes wishes = new Wishes();
    private final Set<String> problemsSaid = new HashSet<>();
    private Lineup lineup = Lineup.NONE;
    private ControlTopic control;

    /** Shares the models with those who make pipelines of the configuration. */
    public LineupVerticle(Config config, TrainedModels models) {
        this.config = config;
        this.models = models;
    }

    @Override
    public Future<?> start() {
        if (!config.hasLineup()) {
            return listen();
        }
        control = new ControlTopic(vertx, config, config.controlTopic(), "control");
        return control.follow((offset, key, value) -> wishes.take(key, value), this::look)
                .compose(followed -> look())
                .compose(looked -> listen())
                .onSuccess(listening -> {
                    vertx.setTimer(LOOK_EVERY_MILLIS, timer -> lookAgain());
                });
    }

    private Future<Void> listen() {
        vertx.eventBus().localConsumer(Bus.LINEUP_NOW, message -> message.reply(lineup));
        return vertx.eventBus()
                .<LineupCommand>localConsumer(Bus.LINEUP_COMMANDS, this::handle)
                .completion();
    }

    private void lookAgain() {
        look().onComplete(looked -> vertx.setTimer(LOOK_EVERY_MILLIS, timer -> lookAgain()));
    }

    /** Finds out what is to judge, and says so when that is something new. */
    private Future<Void> look() {
        Map<String, String> deciding = new HashMap<>();
        Map<String, Optional<String>> wanted = new HashMap<>();
        for (Pipeline pipeline : config.pipelines()) {
            wishes.variant(pipeline.name()).ifPresent(variant -> deciding.put(pipeline.name(), variant));
            for (Pipeline.Variant variant : pipeline.variants()) {
                variant.detectors()
                        .forEach(detector -> wanted.put(
                                place(pipeline, variant, detector),
                                wishes.version(pipeline.name(), variant.variant(), detector.name())));
            }
        }
        return vertx.<Map<String, Versions>>executeBlocking(() -> versions(wanted), true)
                .onFailure(e -> LOG.warn("the models folder cannot be looked at: {}", e.toString()))
                .map(versions -> {
                    Lineup now = new Lineup(versions, deciding);
                    if (!now.equals(lineup)) {
                        LOG.info("judging with {}", now);
                        lineup = now;
                        Bus.publish(vertx, Bus.LINEUP, now);
                    }
                    return null;
                });
    }

    private static String place(Pipeline pipeline, Pipeline.Variant variant, Pipeline.Detector detector) {
        return pipeline.name() + "/" + variant.variant() + "/" + detector.name();
    }

    private Map<String, Versions> versions(Map<String, Optional<String>> wanted) {
        Map<String, Versions> all = new HashMap<>();
        for (Pipeline pipeline : config.pipelines()) {
            for (Pipeline.Variant variant : pipeline.variants()) {
                String id = PipelineSpec.id(pipeline.name(), variant.variant());
                Versions before = lineup.versions().getOrDefault(id, Versions.NONE);
                Map<String, String> byDetector = new HashMap<>();
                for (Pipeline.Detector detector : variant.detectors()) {
                    if (detector.model() != null) {
                        version(detector, wanted.get(place(pipeline, variant, detector)))
                                .or(() ->
                                        Optional.ofNullable(before.byDetector().get(detector.name())))
                                .ifPresent(version -> byDetector.put(detector.name(), version));
                    }
                }
                if (!byDetector.isEmpty()) {
                    all.put(id, new Versions(byDetector));
                }
            }
        }
        return all;
    }

    private Optional<String> version(Pipeline.Detector detector, Optional<String> wanted) {
        if (wanted.isEmpty()) {
            return models.newest(detector, this::say);
        }
        try {
            models.require(detector, wanted.get());
            return wanted;
        } catch (TrainedModels.Unusable e) {
            say(e.getMessage());
            return Optional.empty();
        }
    }

    private void say(String problem) {
        if (problemsSaid.add(problem)) {
            LOG.warn("{}; the version before goes on judging", problem);
        }
    }

    private void handle(Message<LineupCommand> message) {
        LineupCommand command = message.body();
        try {
            Future<Void> done = command instanceof LineupCommand.Promote promote
                    ? write(Wishes.of(checked(promote)))
                    : command instanceof LineupCommand.Use use
                            ? checked(use).compose(fine -> write(Wishes.of(use)))
                            : Future.succeededFuture();
            done.compose(written -> describe(command.pipeline()))
                    .onSuccess(message::reply)
                    .onFailure(e -> message.fail(REFUSED, e.getMessage()));
        } catch (TrainedModels.Unusable e) {
            message.fail(REFUSED, e.getMessage());
        }
    }

    private Future<Void> write(Wishes.Wish wish) {
        if (control == null) {
            return Future.failedFuture(
                    "nothing can be changed here while running: there are no trained models and no challenger");
        }
        return control.write(wish.key(), wish.value()).compose(written -> {
            wishes.take(wish.key(), wish.value());
            return look();
        });
    }

    private LineupCommand.Promote checked(LineupCommand.Promote promote) {
        variant(promote.pipeline(), promote.variant());
        return promote;
    }

    /** Completes when the version can be used. */
    private Future<Void> checked(LineupCommand.Use use) {
        Pipeline.Detector detector = variant(use.pipeline(), use.variant()).detectors().stream()
                .filter(one -> one.name().equals(use.detector()) && one.model() != null)
                .findFirst()
                .orElseThrow(() -> new TrainedModels.Unusable(
                        "detector: no trained model of variant " + use.variant() + " is called " + use.detector(),
                        null));
        if (use.version() == null) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(
                () -> {
                    models.require(detector, use.version());
                    return null;
                },
                false);
    }

    private Pipeline.Variant variant(String pipeline, String name) {
        return config.pipeline(pipeline).variants().stream()
                .filter(variant -> variant.variant().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new TrainedModels.Unusable("variant: pipeline " + pipeline + " has none called " + name, null));
    }

    private Future<JsonObject> describe(String name) {
        Pipeline pipeline = config.pipeline(name);
        Lineup now = lineup;
        return vertx.executeBlocking(
                () -> {
                    JsonArray variants = new JsonArray();
                    for (Pipeline.Variant variant : pipeline.variants()) {
                        Versions versions = now.versions()
                                .getOrDefault(PipelineSpec.id(pipeline.name(), variant.variant()), Versions.NONE);
                        JsonArray detectors = new JsonArray();
                        variant.detectors().forEach(detector -> detectors.add(describe(detector, versions)));
                        variants.add(new JsonObject()
                                .put("variant", variant.variant())
                                .put("detectors", detectors));
                    }
                    return new JsonObject()
                            .put("pipeline", name)
                            .put(
                                    "deciding",
                                    now.deciding()
                                            .getOrDefault(name, pipeline.main().variant()))
                            .put("variants", variants);
                },
                false);
    }

    private JsonObject describe(Pipeline.Detector detector, Versions versions) {
        JsonObject json = new JsonObject().put("name", detector.name()).put("type", detector.type());
        if (detector.model() != null) {
            JsonArray problems = new JsonArray();
            models.newest(detector, problems::add);
            json.put("model", detector.model())
                    .put("version", versions.byDetector().get(detector.name()))
                    .put("versions", new JsonArray(models.versions(detector)))
                    .put("problems", problems);
        }
        return json;
    }

    @Override
    public Future<?> stop() {
        return control == null ? Future.succeededFuture() : control.close();
    }
}
