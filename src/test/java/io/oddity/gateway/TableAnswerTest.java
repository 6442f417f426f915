package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.view.BaseTable;
import io.oddity.view.Row;
import io.oddity.view.View;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableAnswerTest {
    private static final BaseTable SCORED =
            BaseTable.of("p", false, List.of("temp"), List.of(), List.of()).get(1);

    private static Row row(String sensor, String temp) {
        String json = "{\"sensor_id\":" + Json.encode(sensor) + ",\"ts\":\"2026-01-31T12:00:00.100Z\",\"values\":{"
                + temp + "},\"anomaly\":true,\"offset\":41}";
        return Row.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static TableAnswer answer(Cursor next, Row... rows) throws Exception {
        View view = View.of(
                SCORED,
                "hot",
                null,
                List.of("sensor_id", "ts", "values.temp", "score", "anomaly", "offset"),
                Map.of("nothing", "values.temp / 0.0"));
        return new TableAnswer(view, List.of(rows), next, 7, false);
    }

    private static String csv(Row... rows) throws Exception {
        return answer(null, rows).toBuffer(TableAnswer.Format.CSV).toString();
    }

    @Test
    void jsonHasTheRowsAndWhereToGoOn() throws Exception {
        assertThat(answer(Cursor.parse("0:5"), row("a", "\"temp\":80.25"))
                        .toBuffer(TableAnswer.Format.JSON)
                        .toString())
                .isEqualTo(
                        "{\"table\":\"hot\",\"columns\":[\"sensor_id\",\"ts\",\"values.temp\",\"score\",\"anomaly\",\"offset\","
                                + "\"nothing\"],\"rows\":[{\"sensor_id\":\"a\",\"ts\":\"2026-01-31T12:00:00.100Z\",\"values.temp\":80.25,"
                                + "\"score\":null,\"anomaly\":true,\"offset\":41,\"nothing\":null}],\"scanned\":7,\"truncated\":false,"
                                + "\"next\":\"0:5\"}");
        assertThat(answer(null).toBuffer(TableAnswer.Format.JSON).toJsonObject().getValue("next"))
                .isNull();
    }

    @Test
    void aLineOfJsonIsARow() throws Exception {
        String lines = answer(null, row("a\nb", "\"temp\":1.0"), row("c", ""))
                .toBuffer(TableAnswer.Format.NDJSON)
                .toString();

        assertThat(lines.lines())
                .containsExactly(
                        "{\"sensor_id\":\"a\\nb\",\"ts\":\"2026-01-31T12:00:00.100Z\",\"values.temp\":1.0,\"score\":null,"
                                + "\"anomaly\":true,\"offset\":41,\"nothing\":null}",
                        "{\"sensor_id\":\"c\",\"ts\":\"2026-01-31T12:00:00.100Z\",\"values.temp\":null,\"score\":null,"
                                + "\"anomaly\":true,\"offset\":41,\"nothing\":null}");
    }

    @Test
    void csvHasAHeaderAndNothingWhereNothingIs() throws Exception {
        assertThat(csv(row("a", "\"temp\":-80.25"), row("b", "")).split("\r\n", -1))
                .containsExactly(
                        "sensor_id,ts,values.temp,score,anomaly,offset,nothing",
                        "a,2026-01-31T12:00:00.100Z,-80.25,,true,41,",
                        "b,2026-01-31T12:00:00.100Z,,,true,41,",
                        "");
    }

    @Test
    void csvQuotesAndDisarmsText() throws Exception {
        Map<String, String> cells = Map.of(
                "a,b", "\"a,b\"",
                "say \"hi\"", "\"say \"\"hi\"\"\"",
                "two\nlines", "\"two\nlines\"",
                "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"",
                "+1", "\"'+1\"",
                "-1", "\"'-1\"",
                "@SUM(A1)", "\"'@SUM(A1)\"",
                "\t=1", "\"'\t=1\"",
                "a=1", "a=1",
                "🌡️ oven", "🌡️ oven");
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            assertThat(csv(row(cell.getKey(), ""))).contains("\r\n" + cell.getValue() + ",2026-01-31");
        }
    }
}
