package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.TableQuery;
import io.oddity.config.ConfigLoader;
import io.oddity.config.Tables;
import io.oddity.view.View;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans and pages, over a log in memory whose partitions have holes, as Kafka's have between transactions. */
class TableScanTest {
    private static final Map<String, View> TABLES = Tables.of(ConfigLoader.load(
            """
            kafka: { bootstrap.servers: none }
            pipelines:
              - { name: p, topic: t, sensor_id: id, channels: [{ name: temp }] }
              - name: keyed
                topic: t
                sensor_id: id
                channels: [{ name: temp }]
                row_key: [sensor_id, ts]
                threshold: 0.6
                detector: { type: isolation-forest, model: m }
            """,
            "test",
            Map.of()));
    private static final View SCORED = TABLES.get("p.scored");
    private static final View KEYED = TABLES.get("keyed.scored");

    private final Map<Integer, List<Event>> log = new HashMap<>();

    private static Event row(String pipeline, int partition, long offset, long millis, String sensor, double temp) {
        Buffer json = Buffer.buffer("{\"record_ts\":\"" + Instant.ofEpochMilli(millis) + "\",\"pipeline\":\"" + pipeline
                + "\",\"sensor_id\":\"" + sensor + "\",\"ts\":\"2026-01-31T12:00:00Z\",\"values\":{\"temp\":" + temp
                + "},\"partition\":" + partition + ",\"offset\":" + offset + "}");
        return new Event(pipeline, sensor, 0, partition, offset, millis, Cursor.NONE, json, Buffer.buffer());
    }

    private void write(Event row) {
        log.computeIfAbsent(row.partition(), partition -> new ArrayList<>()).add(row);
    }

    /** Rows with times of their own, in order within a partition. */
    private void fill(SplittableRandom random, int partitions, int rows) {
        long millis = 1_000;
        long[] offsets = new long[partitions];
        for (int i = 0; i < rows; i++) {
            int partition = random.nextInt(random.nextInt(1, partitions + 1));
            millis += random.nextInt(1, 20);
            offsets[partition] += random.nextInt(1, 40);
            write(row("p", partition, offsets[partition], millis, "s" + i % 7, i));
        }
    }

    private Map<Integer, List<Event>> read(Map<Integer, TableScan.Span> spans) {
        Map<Integer, List<Event>> found = new HashMap<>();
        spans.forEach((partition, span) -> found.put(
                partition,
                log.getOrDefault(partition, List.of()).stream()
                        .filter(row -> row.offset() >= span.from() && row.offset() < span.to())
                        .toList()));
        return found;
    }

    private TableScan scan(Cursor from, boolean newestFirst) {
        Map<Integer, TableScan.Span> spans = new HashMap<>();
        log.forEach((partition, rows) -> {
            long end = rows.get(rows.size() - 1).offset() + 2;
            long place = from == null ? newestFirst ? end : 0 : from.next(partition, 0);
            spans.put(partition, newestFirst ? new TableScan.Span(0, place) : new TableScan.Span(place, end));
        });
        return TableScan.of(this::read, spans, newestFirst);
    }

    private static TableRequest request(View view, String order, int limit) throws Exception {
        boolean isDescending = order.startsWith("-");
        return new TableRequest(view, view.column(order.replace("-", "")), isDescending, limit, 0, Long.MAX_VALUE);
    }

    private static List<Object> values(TableAnswer answer, String column) throws Exception {
        List<Object> values = new ArrayList<>();
        for (var row : answer.rows()) {
            values.add(answer.view().value(row, answer.view().column(column)));
        }
        return values;
    }

    private List<Object> expected(Comparator<Double> order) {
        return log.values().stream()
                .flatMap(List::stream)
                .map(row -> row.json().toJsonObject().getJsonObject("values").getDouble("temp"))
                .sorted(order)
                .map(Object.class::cast)
                .toList();
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void pagesLeadThroughAllRowsInTheOrderOfTimeWithoutGapOrOverlap(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        fill(random, random.nextInt(1, 9), random.nextInt(1, 3_000));
        boolean newestFirst = random.nextBoolean();
        int limit = random.nextInt(1, 500);
        List<Object> seen = new ArrayList<>();
        Cursor place = null;
        do {
            TableAnswer page = TablePage.of(
                    scan(place, newestFirst), request(SCORED, newestFirst ? "-record_ts" : "record_ts", limit));
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
            seen.addAll(values(page, "values.temp"));
            place = page.next();
        } while (place != null);

        assertThat(seen).isEqualTo(expected(newestFirst ? Comparator.reverseOrder() : Comparator.naturalOrder()));
    }

    @Test
    void anotherOrderIsThatOfAllRows() throws Exception {
        fill(new SplittableRandom(1), 4, 5_000);

        TableAnswer best = TablePage.of(scan(null, true), request(SCORED, "-values.temp", 10));
        TableAnswer worst = TablePage.of(scan(null, true), request(SCORED, "values.temp", 10));

        assertThat(values(best, "values.temp"))
                .isEqualTo(expected(Comparator.reverseOrder()).subList(0, 10));
        assertThat(values(worst, "values.temp"))
                .isEqualTo(expected(Comparator.naturalOrder()).subList(0, 10));
        assertThat(best.scanned()).isEqualTo(5_000);
        assertThat(best.next()).isNull();
    }

    @Test
    void rowsThatLackTheColumnComeLast() throws Exception {
        write(row("p", 0, 0, 1, "a", 5));
        Buffer json = Buffer.buffer("{\"pipeline\":\"p\",\"sensor_id\":\"b\",\"values\":{}}");
        write(new Event("p", "b", 0, 0, 1, 2, Cursor.NONE, json, Buffer.buffer()));
        write(row("p", 0, 2, 3, "c", 7));

        for (String order : List.of("values.temp", "-values.temp")) {
            assertThat(values(TablePage.of(scan(null, true), request(SCORED, order, 10)), "sensor_id"))
                    .last()
                    .isEqualTo("b");
        }
    }

    @Test
    void filterAndTimeSkipRowsAndPagesGoOnBehindThem() throws Exception {
        fill(new SplittableRandom(2), 3, 1_000);
        View filtered = SCORED.where("sensor_id == 's3'");

        TableAnswer page = TablePage.of(scan(null, true), request(filtered, "-record_ts", 5));
        TableAnswer next = TablePage.of(scan(page.next(), true), request(filtered, "-record_ts", 5));
        long middle = log.get(0).get(log.get(0).size() / 2).recordTimeMillis();
        TableAnswer early = TablePage.of(
                scan(null, true), new TableRequest(SCORED, SCORED.column("record_ts"), true, 10_000, 0, middle));

        // Sensors take turns of seven.
        assertThat(values(page, "values.temp")).containsExactly(997.0, 990.0, 983.0, 976.0, 969.0);
        assertThat(values(next, "values.temp")).containsExactly(962.0, 955.0, 948.0, 941.0, 934.0);
        assertThat(values(early, "record_ts")).isNotEmpty().allSatisfy(time -> assertThat((Instant) time)
                .isBefore(Instant.ofEpochMilli(middle)));
    }

    @Test
    void aScanOfVeryMuchEndsAndGoesOnWhereItEnded() throws Exception {
        for (int i = 0; i < 500; i++) {
            write(row("p", 0, i * 1_000L, i, "s", i));
        }

        TableAnswer page = TablePage.of(scan(null, true), request(SCORED, "-record_ts", 10_000));

        assertThat(page.isCut()).isTrue();
        List<Object> seen = new ArrayList<>(values(page, "values.temp"));
        Cursor place = page.next();
        while (place != null) {
            page = TablePage.of(scan(place, true), request(SCORED, "-record_ts", 10_000));
            seen.addAll(values(page, "values.temp"));
            place = page.next();
        }
        assertThat(seen).isEqualTo(expected(Comparator.reverseOrder()));
    }

    @Test
    void memoryLeadsOnIntoTheLog() throws Exception {
        fill(new SplittableRandom(3), 3, 1_000);
        Map<Integer, Long> from = new HashMap<>();
        Map<Integer, Long> to = new HashMap<>();
        List<Event> held = new ArrayList<>();
        log.forEach((partition, rows) -> {
            List<Event> newest = rows.subList(rows.size() / 2, rows.size());
            held.addAll(newest);
            from.put(partition, newest.get(0).offset());
            to.put(partition, newest.get(newest.size() - 1).offset() + 1);
        });
        TableScan memory = TableScan.of(new TableQuery.Held(new Cursor(from), new Cursor(to), held), true);

        TableAnswer page = TablePage.of(memory, request(SCORED, "-record_ts", 10_000));
        TableAnswer rest = TablePage.of(scan(page.next(), true), request(SCORED, "-record_ts", 10_000));

        List<Object> seen = new ArrayList<>(values(page, "values.temp"));
        assertThat(seen).hasSize(held.size()).isSortedAccordingTo((a, b) -> Double.compare((double) b, (double) a));
        seen.addAll(values(rest, "values.temp"));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected(Comparator.reverseOrder()));
        assertThat(rest.next()).isNull();
    }

    @Test
    void allOfASmallTableIsInMemory() throws Exception {
        TableQuery.Held held = new TableQuery.Held(
                Cursor.parse("0:0"),
                Cursor.parse("0:3"),
                List.of(row("p", 0, 1, 1, "a", 1), row("p", 0, 2, 2, "b", 2)));

        TableAnswer newest = TablePage.of(TableScan.of(held, true), request(SCORED, "-record_ts", 1));
        TableAnswer all = TablePage.of(TableScan.of(held, true), request(SCORED, "-record_ts", 2));
        TableAnswer oldest = TablePage.of(TableScan.of(held, false), request(SCORED, "record_ts", 1));

        assertThat(values(newest, "sensor_id")).containsExactly("b");
        assertThat(newest.next()).hasToString("0:2");
        assertThat(all.next()).isNull();
        assertThat(values(oldest, "sensor_id")).containsExactly("a");
        assertThat(oldest.next()).hasToString("0:2");
    }

    @Test
    void ofAKeyOnlyTheLastRowIsThereAndFiltersSeeOnlyThat() throws Exception {
        write(row("keyed", 0, 0, 10, "a", 90));
        write(row("keyed", 0, 1, 20, "b", 90));
        write(row("keyed", 0, 2, 30, "a", 20));
        write(row("keyed", 0, 3, 40, "c", 90));
        View hot = KEYED.where("values.temp > 50.0");

        for (String order : List.of("record_ts", "-record_ts", "values.temp", "sensor_id")) {
            boolean newestFirst = request(KEYED, order, 10).isNewestFirst();
            assertThat(values(TablePage.of(scan(null, newestFirst), request(KEYED, order, 10)), "values.temp"))
                    .as(order)
                    .containsExactlyInAnyOrder(90.0, 20.0, 90.0);
            assertThat(values(TablePage.of(scan(null, newestFirst), request(hot, order, 10)), "sensor_id"))
                    .as(order)
                    .containsExactlyInAnyOrder("b", "c");
        }
    }
}
