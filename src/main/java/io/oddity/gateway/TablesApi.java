package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.Cursor;
import io.oddity.bus.TableQuery;
import io.oddity.config.Config;
import io.oddity.config.Tables;
import io.oddity.feedback.Judgement;
import io.oddity.feedback.Judgements;
import io.oddity.view.Column;
import io.oddity.view.View;
import io.oddity.view.ViewException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /api/v1/tables}: what is in memory, what is in Kafka, and what changes. Expressions are compiled and rows picked on worker
 * threads.
 */
final class TablesApi {
    private static final String PATH = "/api/v1/tables";

    private final Vertx vertx;
    private final Config config;
    private final StreamHandler streams;
    private final Map<String, View> tables;
    private final LogThreads logThreads;

    /** What people said so far. */
    private volatile Judgements said = Judgements.NONE;

    TablesApi(Vertx vertx, Config config, StreamHandler streams, LogThreads logThreads) {
        this.vertx = vertx;
        this.config = config;
        this.streams = streams;
        tables = Tables.of(config);
        this.logThreads = logThreads;
        vertx.eventBus().<Judgements>localConsumer(Bus.FEEDBACK, message -> said = message.body());
    }

    void mount(Router router) {
        Answers.get(router, PATH).handler(this::list);
        Answers.get(router, PATH + "/:name").handler(this::rows);
        Answers.get(router, PATH + "/:name/stream").handler(this::stream);
    }

    private void list(RoutingContext context) {
        new Params(context);
        Bus.<List<TableQuery.Size>>request(vertx, Bus.TABLES, new TableQuery.Sizes())
                .onSuccess(sizes -> {
                    JsonArray list = new JsonArray();
                    tables.values().forEach(view -> list.add(describe(view, sizes)));
                    Answers.json(context, new JsonObject().put("tables", list));
                })
                .onFailure(context::fail);
    }

    private static JsonObject describe(View view, List<TableQuery.Size> sizes) {
        JsonArray columns = new JsonArray();
        view.columns()
                .forEach(column -> columns.add(new JsonObject()
                        .put("name", column.name())
                        .put("type", column.type().name().toLowerCase(Locale.ROOT))));
        TableQuery.Size size = sizes.stream()
                .filter(one -> one.feed() == TableStream.feed(view.base())
                        && one.pipeline().equals(view.base().pipeline()))
                .findFirst()
                .orElse(new TableQuery.Size(null, null, 0, 0));
        return new JsonObject()
                .put("name", view.name())
                .put("of", view.base().name())
                .put("pipeline", view.base().pipeline())
                .put("row_key", view.base().isKeyed() ? new JsonArray(List.of("sensor_id", "ts")) : null)
                .put("columns", columns)
                .put("memory", new JsonObject().put("rows", size.rows()).put("bytes", size.bytes()));
    }

    /** Null, and answered, when there is none. */
    private View table(RoutingContext context) {
        String name = context.pathParam("name");
        View view = tables.get(name);
        if (view == null) {
            Answers.error(context, 404, "no table is called '" + name + "'; GET /api/v1/tables lists them");
        }
        return view;
    }

    private void rows(RoutingContext context) {
        Params params =
                new Params(context, "filter", "columns", "order", "limit", "from", "to", "at", "cursor", "format");
        View table = table(context);
        if (table == null) {
            return;
        }
        TableAnswer.Format format = format(context, params);
        Cursor cursor = params.cursor("cursor");
        long from = params.millis("from", 0);
        long to = params.millis("to", Long.MAX_VALUE);
        if (params.has("at")) {
            if (params.has("from") || params.has("to")) {
                throw new Params.BadRequest("at: stands instead of 'from' and 'to'");
            }
            to = params.millis("at", 0) + 1;
        }
        if (to <= from) {
            throw new Params.BadRequest("to: must be after 'from'");
        }
        int limit = params.whole("limit", 100, 1, SensorLog.MAX_ROWS);
        boolean isOfMemory = Stream.of("from", "to", "at", "cursor").noneMatch(params::has);
        long before = to;
        vertx.executeBlocking(() -> request(table, params, limit, from, before), false)
                .compose(request -> isOfMemory ? fromMemory(request, format) : fromLog(request, cursor, format))
                .onSuccess(answer -> answer(context, answer, format))
                .onFailure(context::fail);
    }

    /** An answer, written. */
    private record Written(Buffer body, Cursor next) {}

    private Future<Written> fromMemory(TableRequest request, TableAnswer.Format format) {
        return TableStream.held(vertx, request.view().base())
                .compose(held -> vertx.executeBlocking(
                        () -> written(TableScan.of(held, request.isNewestFirst()), request, format), false));
    }

    private Future<Written> fromLog(TableRequest request, Cursor cursor, TableAnswer.Format format) {
        return logThreads.read(() -> {
            try (TableLog log =
                    new TableLog(config, TableStream.feed(request.view().base()))) {
                Map<Integer, TableScan.Span> spans =
                        log.spans(request.fromMillis(), request.toMillis(), cursor, request.isNewestFirst());
                return written(TableScan.of(log, spans, request.isNewestFirst()), request, format);
            }
        });
    }

    private static Written written(TableScan scan, TableRequest request, TableAnswer.Format format) {
        TableAnswer answer = TablePage.of(scan, request);
        return new Written(answer.toBuffer(format), answer.next());
    }

    private static void answer(RoutingContext context, Written answer, TableAnswer.Format format) {
        if (answer.next() != null) {
            context.response().putHeader("Link", "<" + next(context, answer.next()) + ">; rel=\"next\"");
        }
        context.response()
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        format == TableAnswer.Format.CSV ? format.mediaType + "; charset=utf-8" : format.mediaType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(answer.body());
    }

    /** The same request, but for the place. */
    private static String next(RoutingContext context, Cursor next) {
        return context.request().path() + "?"
                + Stream.concat(
                                context.queryParams().entries().stream()
                                        .filter(param -> !param.getKey().equals("cursor")),
                                Stream.of(Map.entry("cursor", next.toString())))
                        .map(param -> encoded(param.getKey()) + "=" + encoded(param.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static TableAnswer.Format format(RoutingContext context, Params params) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        String fallback = Stream.of(TableAnswer.Format.NDJSON, TableAnswer.Format.CSV)
                .filter(format -> accept != null && accept.contains(format.mediaType))
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("json");
        return TableAnswer.Format.valueOf(
                params.choice("format", fallback, "json", "ndjson", "csv").toUpperCase(Locale.ROOT));
    }

    /** Compiles; for a worker thread. */
    private TableRequest request(View table, Params params, int limit, long fromMillis, long toMillis) {
        String by = params.has("order") ? params.text("order") : "-" + TableRequest.TIME;
        boolean isDescending = by.startsWith("-");
        try {
            Column order = column(table, isDescending ? by.substring(1) : by);
            View view = params.has("filter") ? table.where(params.text("filter")) : table;
            if (params.has("columns")) {
                view = view.select(List.of(params.text("columns").split(",", -1)));
            }
            return new TableRequest(view, order, isDescending, limit, fromMillis, toMillis, this::said);
        } catch (ViewException e) {
            throw new Params.BadRequest(e.key() + ": " + e.getMessage());
        }
    }

    private String said(String anomalyId) {
        return said.of(anomalyId).map(Judgement.Verdict::word).orElse(null);
    }

    private static Column column(View table, String name) {
        try {
            return table.column(name);
        } catch (ViewException e) {
            throw new Params.BadRequest("order: " + e.getMessage());
        }
    }

    private void stream(RoutingContext context) {
        Params params = new Params(context, "filter", "columns", "limit", "cursor");
        View table = table(context);
        if (table == null) {
            return;
        }
        int limit = params.whole("limit", 1_000, 0, SensorLog.MAX_ROWS);
        Cursor missed = StreamHandler.missedFrom(context, params);
        boolean isHead = context.request().method().equals(HttpMethod.HEAD);
        vertx.executeBlocking(() -> request(table, params, limit, 0, Long.MAX_VALUE), false)
                // What has to be read first is read before events wait for the client.
                .compose(request ->
                        (isHead ? Future.succeededFuture() : TableStream.held(vertx, table.base())).map(request))
                .onSuccess(request -> streams.serve(
                        context, TableStream.feed(table.base()), new TableStream(vertx, request), true, false, missed))
                .onFailure(context::fail);
    }
}
