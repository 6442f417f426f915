package io.oddity.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.TableQuery;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentAnomaliesTest {
    private final EventRing ring = new EventRing(100, 100_000);
    private final RecentAnomalies anomalies = new RecentAnomalies(ring);

    private static Event event(String pipeline, String sensorId, long offset, long millis) {
        Buffer json = Buffer.buffer("{\"n\":" + offset + "}");
        return new Event(pipeline, sensorId, 0.9, 0, offset, millis, Cursor.NONE, json, Buffer.buffer());
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            ring.add(event("plant", i % 2 == 0 ? "even" : "odd", i, 1_000 + i));
        }
    }

    private static TableQuery.Anomalies query(String sensorId, int limit, String before) {
        return new TableQuery.Anomalies(sensorId, null, 0, Long.MAX_VALUE, limit, before);
    }

    private JsonObject ask(TableQuery.Anomalies query) {
        return anomalies.toJson(query).toJsonObject();
    }

    private static List<Integer> numbers(JsonObject answer) {
        List<Integer> numbers = new ArrayList<>();
        answer.getJsonArray("anomalies").forEach(anomaly -> numbers.add(((JsonObject) anomaly).getInteger("n")));
        return numbers;
    }

    @Test
    void nothingIsAnAnswerToo() {
        assertThat(anomalies.toJson(query(null, 10, null))).hasToString("{\"anomalies\":[],\"next\":null}");
    }

    @Test
    void theNewestComesFirst() {
        fill(3);

        assertThat(anomalies.toJson(query(null, 10, null)))
                .hasToString("{\"anomalies\":[{\"n\":2},{\"n\":1},{\"n\":0}],\"next\":null}");
    }

    @Test
    void pagesLeadFromTheNewestToTheOldestWithoutGapOrOverlap() {
        fill(10);
        List<Integer> seen = new ArrayList<>();
        String before = null;
        do {
            JsonObject page = ask(query(null, 4, before));
            seen.addAll(numbers(page));
            before = page.getString("next");
        } while (before != null);

        assertThat(seen).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    @Test
    void newAnomaliesDoNotShiftThePages() {
        fill(6);
        String before = ask(query(null, 2, null)).getString("next");

        ring.add(event("plant", "a", 6, 0));

        assertThat(before).isEqualTo("0:4");
        assertThat(numbers(ask(query(null, 2, before)))).containsExactly(3, 2);
    }

    @Test
    void nothingIsOlderThanAPlaceThatIsForgotten() {
        fill(6);

        assertThat(anomalies.toJson(query(null, 2, "0:999"))).hasToString("{\"anomalies\":[],\"next\":null}");
    }

    @Test
    void filtersCountBeforeTheLimit() {
        fill(10);

        JsonObject page = ask(query("odd", 2, null));

        assertThat(numbers(page)).containsExactly(9, 7);
        assertThat(numbers(ask(query("odd", 9, page.getString("next"))))).containsExactly(5, 3, 1);
    }

    @Test
    void filtersByPipeline() {
        ring.add(event("plant", "a", 0, 0));
        ring.add(event("mill", "a", 1, 0));

        assertThat(numbers(ask(new TableQuery.Anomalies(null, "mill", 0, Long.MAX_VALUE, 9, null))))
                .containsExactly(1);
    }

    @Test
    void theStartOfATimeRangeIsInItAndItsEndIsNot() {
        fill(10);

        assertThat(numbers(ask(new TableQuery.Anomalies(null, null, 1_003, 1_006, 9, null))))
                .containsExactly(5, 4, 3);
    }
}
