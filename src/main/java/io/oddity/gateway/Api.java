package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.IngestReport;
import io.oddity.bus.TableQuery;
import io.oddity.config.Config;
import io.oddity.config.Instances;
import io.oddity.config.Pipeline;
import io.oddity.threshold.FalseAlarms;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The queries of {@code /api/v1}, as the OpenAPI file describes them. */
final class Api {
    private static final double MICROS_PER_WEEK = 7 * 24 * 3_600e6;

    private final Vertx vertx;
    private final Config config;
    private final StatusBoard board;
    private final SensorLog sensorLog;
    private final LogThreads logThreads;

    Api(Vertx vertx, Config config, StatusBoard board, LogThreads logThreads) {
        this.vertx = vertx;
        this.config = config;
        this.board = board;
        this.logThreads = logThreads;
        sensorLog = new SensorLog(config);
    }

    void mount(Router router) {
        Answers.get(router, "/api/v1/sensors").handler(this::sensors);
        Answers.get(router, "/api/v1/sensors/:id/readings").handler(this::readings);
        Answers.get(router, "/api/v1/sensors/:id/why").handler(this::why);
        Answers.get(router, "/api/v1/anomalies").handler(this::anomalies);
        Answers.get(router, "/api/v1/stats").handler(this::stats);
        Answers.get(router, "/api/v1/openapi.yaml").handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .sendFile("openapi.yaml"));
    }

    private void sensors(RoutingContext context) {
        Params params = new Params(context, "pipeline");
        ask(context, new TableQuery.Sensors(params.text("pipeline")));
    }

    private void anomalies(RoutingContext context) {
        Params params = new Params(context, "sensor", "pipeline", "from", "to", "limit", "before");
        ask(
                context,
                new TableQuery.Anomalies(
                        params.text("sensor"),
                        params.text("pipeline"),
                        params.millis("from", Long.MIN_VALUE),
                        params.millis("to", Long.MAX_VALUE),
                        params.whole("limit", 100, 1, SensorLog.MAX_ROWS),
                        params.place("before")));
    }

    private void ask(RoutingContext context, TableQuery query) {
        Bus.<Buffer>request(vertx, Bus.TABLES, query)
                .onSuccess(json -> answer(context, json))
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, Buffer json) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json);
    }

    private void readings(RoutingContext context) {
        Params params = new Params(context, "pipeline", "from", "to", "limit", "max", "channel");
        String id = context.pathParam("id");
        long from = params.millis("from", -1);
        int max = params.whole("max", 0, 2, SensorLog.MAX_ROWS / 2);
        // Slots of time need an end; and no clock is more than that ahead.
        long to = params.millis("to", max == 0 ? Long.MAX_VALUE : System.currentTimeMillis() + 60_000);
        int limit = params.whole("limit", 1_000, 1, SensorLog.MAX_ROWS);
        if (max > 0 && (from < 0 || params.has("limit"))) {
            throw new Params.BadRequest("max: needs 'from', and stands instead of 'limit'");
        }
        if (params.has("channel") && (max == 0 || !isChannel(params.text("channel")))) {
            throw new Params.BadRequest("channel: must be the name of a channel, together with 'max'");
        }
        if (to <= from) {
            throw new Params.BadRequest("to: must be after 'from'");
        }
        log(
                context,
                params.text("pipeline"),
                from >= 0,
                homes -> new SensorLog.Query(id, homes, from, to, limit, max, params.text("channel")),
                json -> answer(context, json));
    }

    private void why(RoutingContext context) {
        Params params = new Params(context, "pipeline", "at");
        String id = context.pathParam("id");
        long at = params.millis("at", Long.MAX_VALUE - 1);
        log(
                context,
                params.text("pipeline"),
                params.has("at"),
                homes -> new SensorLog.Query(id, homes, -1, at + 1, Why.READINGS, 0, null),
                json -> why(context, json.toJsonObject().getJsonArray("readings")));
    }

    private void why(RoutingContext context, JsonArray readings) {
        if (readings.isEmpty()) {
            Answers.error(context, 404, "no reading of this sensor is there up to then; GET readings lists them");
            return;
        }
        String name = readings.getJsonObject(readings.size() - 1).getString("pipeline");
        List<JsonObject> verdicts = readings.stream()
                .map(JsonObject.class::cast)
                .filter(verdict -> verdict.getString("pipeline").equals(name))
                .toList();
        config.pipelines().stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst()
                .ifPresent(pipeline -> Answers.json(context, new Why(pipeline, verdicts).toJson()));
    }

    /**
     * Reads verdicts of the sensor of the request from the log.
     *
     * @param isAnywhere whether to look for one that was not heard of lately
     * @param query where the sensor is, what is asked
     */
    private void log(
            RoutingContext context,
            String pipeline,
            boolean isAnywhere,
            Function<List<TableQuery.SensorHome>, SensorLog.Query> query,
            Handler<Buffer> then) {
        String id = context.pathParam("id");
        Bus.<List<TableQuery.SensorHome>>request(vertx, Bus.TABLES, new TableQuery.WhereIs(id, pipeline))
                .onSuccess(homes -> {
                    if (homes.isEmpty() && !isAnywhere) {
                        Answers.error(
                                context, 404, "no sensor '" + id + "' has been seen; GET /api/v1/sensors lists them");
                        return;
                    }
                    SensorLog.Query asked = query.apply(homes);
                    Future<Buffer> read = homes.isEmpty()
                            ? logThreads.read(() -> sensorLog.readEverywhere(asked, pipeline))
                            : vertx.executeBlocking(() -> sensorLog.read(asked), false);
                    read.onSuccess(then).onFailure(context::fail);
                })
                .onFailure(context::fail);
    }

    private boolean isChannel(String name) {
        return config.pipelines().stream()
                .flatMap(pipeline -> pipeline.channels().stream())
                .anyMatch(channel -> channel.name().equals(name));
    }

    private void stats(RoutingContext context) {
        new Params(context);
        Instances instances = config.instances();
        JsonArray pipelines = new JsonArray();
        config.pipelines().forEach(pipeline -> pipelines.add(pipelineStats(pipeline)));
        JsonArray ingests = new JsonArray();
        board.reports().forEach(report -> ingests.add(ingestStats(report)));
        IngestReport.Latency latency = worstLatency();
        Answers.json(
                context,
                new JsonObject()
                        .put("now", Instant.now().toString())
                        .put("application", config.application())
                        .put("node", config.node())
                        .put("ready", board.isReady())
                        .put("pipelines", pipelines)
                        .put(
                                "lag_records",
                                board.reports().stream()
                                        .mapToLong(IngestReport::lagRecords)
                                        .sum())
                        .put(
                                "latency_ms",
                                new JsonObject()
                                        .put("p50", latency.p50Millis())
                                        .put("p99", latency.p99Millis())
                                        .put("max", latency.maxMillis()))
                        .put(
                                "instances",
                                new JsonObject()
                                        .put("ingest", instances.ingest())
                                        .put("scoring", instances.scoring())
                                        .put("gateway", instances.gateway()))
                        .put("ingest", ingests));
    }

    /** Percentiles of different loops cannot be added up; the slowest loop is what a user may meet. */
    private IngestReport.Latency worstLatency() {
        return board.reports().stream()
                .map(IngestReport::latency)
                .max(Comparator.comparingDouble(IngestReport.Latency::p99Millis))
                .orElse(new IngestReport.Latency(0, 0, 0));
    }

    private static JsonObject ingestStats(IngestReport report) {
        return new JsonObject()
                .put("index", report.index())
                .put("phase", report.phase().name())
                .put("text", report.text())
                .put("partitions", new JsonArray(report.partitions()))
                .put("lag_records", report.lagRecords())
                .put("restarts", report.restarts())
                .put("aborted_transactions", report.aborted())
                .put("restored_sensors", report.restore().sensors())
                .put("restore_ms", report.restore().millis())
                .put("unsaved_records", report.restore().unsavedRecords())
                .put("snapshot_age_ms", report.restore().snapshotAgeMillis())
                .put("forgotten_sensors", report.restore().forgottenSensors());
    }

    private JsonObject pipelineStats(Pipeline pipeline) {
        JsonArray channels = new JsonArray();
        pipeline.channels()
                .forEach(channel -> channels.add(
                        new JsonObject().put("name", channel.name()).put("unit", channel.unit())));
        JsonArray features = new JsonArray();
        Pipeline.Variant main = pipeline.main();
        JsonArray detectors = new JsonArray();
        main.detectors()
                .forEach(detector -> detectors.add(new JsonObject()
                        .put("name", detector.name())
                        .put("type", detector.type())
                        .put("params", JsonObject.mapFrom(detector.params()))));
        main.features().forEach(feature -> features.add(feature.name()));
        List<IngestReport.Counts> counts = board.reports().stream()
                .map(report -> report.counts().get(pipeline.name()))
                .filter(Objects::nonNull)
                .toList();
        return new JsonObject()
                .put("name", pipeline.name())
                .put("topic", pipeline.topic())
                .put("channels", channels)
                .put("features", features)
                .put("detector", detectors.getJsonObject(0))
                .put("detectors", detectors)
                .put("threshold", main.nominalThreshold())
                .put(
                        "readings_per_second",
                        counts.stream()
                                .mapToDouble(IngestReport.Counts::readingsPerSecond)
                                .sum())
                .put(
                        "readings",
                        counts.stream().mapToLong(IngestReport.Counts::readings).sum())
                .put(
                        "anomalies",
                        counts.stream()
                                .mapToLong(IngestReport.Counts::anomalies)
                                .sum())
                .put("alarms", alarms(main, counts))
                .put("challenger", challenger(pipeline, counts))
                .put(
                        "rejected",
                        counts.stream()
                                .mapToLong(IngestReport.Counts::deadLetters)
                                .sum());
    }

    /** How many there were beside how many there may be; the rate is null as long as no time has gone by. */
    private static JsonObject alarms(Pipeline.Variant main, List<IngestReport.Counts> counts) {
        long alarms = counts.stream().mapToLong(IngestReport.Counts::alarms).sum();
        double weeks =
                counts.stream().mapToDouble(IngestReport.Counts::sensorMicros).sum() / MICROS_PER_WEEK;
        boolean isBudgeted = main.threshold() == null;
        double budget = FalseAlarms.parse(main.falseAlarms()).perMicro() * MICROS_PER_WEEK;
        return new JsonObject()
                .put("count", alarms)
                .put("sensor_weeks", weeks)
                .put("per_sensor_week", weeks == 0 ? null : alarms / weeks)
                .put("budget", isBudgeted ? main.falseAlarms() : null)
                .put("budget_per_sensor_week", isBudgeted ? budget : null);
    }

    /** Null without one. */
    private static JsonObject challenger(Pipeline pipeline, List<IngestReport.Counts> counts) {
        if (pipeline.variants().size() == 1) {
            return null;
        }
        List<IngestReport.Agreement> agreements =
                counts.stream().map(IngestReport.Counts::agreement).toList();
        return new JsonObject()
                .put("variant", pipeline.variants().get(1).variant())
                .put("both", sum(agreements, IngestReport.Agreement::both))
                .put("only_deciding", sum(agreements, IngestReport.Agreement::onlyDecided))
                .put("only_shadow", sum(agreements, IngestReport.Agreement::onlyShadow))
                .put("neither", sum(agreements, IngestReport.Agreement::neither));
    }

    private static long sum(List<IngestReport.Agreement> agreements, ToLongFunction<IngestReport.Agreement> count) {
        return agreements.stream().mapToLong(count).sum();
    }
}
