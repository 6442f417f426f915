package io.oddity.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {
    private static final List<BaseTable> BASES =
            BaseTable.of("plant", false, List.of("temp", "bearing temp"), List.of("forest.score"), List.of("forest"));
    private static final BaseTable READINGS = BASES.get(0);
    private static final BaseTable SCORED = BASES.get(1);

    private static final Row ROW = row(
            """
            {"record_ts":"2026-01-31T12:00:00.500Z","v":1,"pipeline":"plant","sensor_id":"line-7/a","ts":"2026-01-31T12:00:00Z",
             "values":{"temp":90.0},"raw_score":7.5,"score":0.9,"threshold":0.7,"anomaly":true,"status":"ANOMALY","kind":"score",
             "why":"temp 90, expected 20-30, 26 sigma above","detector":"max[forest]","outputs":{"forest.score":0.9},"models":{"forest":"3"},"partition":2,"offset":41}""");

    private static Row row(String json) {
        return Row.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static View view(String filter, Map<String, String> computed) throws ViewException {
        return View.of(SCORED, "v", filter, null, computed);
    }

    @Test
    void aTableHasTheColumnsOfItsVerdicts() {
        assertThat(READINGS.columns())
                .extracting(Column::name)
                .containsExactly(
                        "sensor_id", "ts", "record_ts", "values.temp", "values.bearing temp", "partition", "offset");
        assertThat(SCORED.columns())
                .extracting(Column::name)
                .contains("score", "status", "why", "detector", "outputs.forest.score", "models.forest");
    }

    @Test
    void columnsAreReadFromTheVerdictAndMissingOnesAreNull() throws ViewException {
        View view = View.of(SCORED);

        assertThat(view.value(ROW, view.column("ts"))).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(view.value(ROW, view.column("values.temp"))).isEqualTo(90.0);
        assertThat(view.value(ROW, view.column("values.bearing temp"))).isNull();
        assertThat(view.value(ROW, view.column("outputs.forest.score"))).isEqualTo(0.9);
        assertThat(view.value(ROW, view.column("models.forest"))).isEqualTo("3");
        assertThat(view.value(ROW, view.column("why"))).isEqualTo("temp 90, expected 20-30, 26 sigma above");
        assertThat(view.value(ROW, view.column("offset"))).isEqualTo(41L);
        assertThat(view.value(ROW, view.column("variant"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "score > 0.6 && values.temp > 80.0",
                "values.temp > 80",
                "80 < values.temp",
                "sensor_id.startsWith('line-7/') && sensor_id.matches('^line-[0-9]+/.$')",
                "outputs[\"forest.score\"] > 0.5 && models.forest == '3'",
                "ts < timestamp('2026-01-31T12:00:01Z') && record_ts.getHours() == 12",
                "has(values.temp)",
                "anomaly && status == 'ANOMALY' && status in ['ANOMALY', 'NORMAL']",
                "offset == 41 && partition + 1 == 3",
                "values['bearing temp'] > 1.0 || score > threshold",
                "\nscore\n>\n0.1",
            })
    void acceptsWhatTheFilterSays(String filter) throws ViewException {
        assertThat(view(filter, Map.of()).accepts(ROW)).isTrue();
        assertThat(view("!(" + filter + ")", Map.of()).accepts(ROW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "values['bearing temp'] > 1.0",
                "!(values['bearing temp'] > 1.0)",
                "variant == 'main'",
                "1 / 0 == 1"
            })
    void aRowThatLacksWhatTheFilterTakesDoesNotPass(String filter) throws ViewException {
        assertThat(view(filter, Map.of()).accepts(ROW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            scor > 0.6                 | undeclared reference to 'scor'                       | (line 1, column 1)
            true && values.tmp > 1.0   | values has no 'tmp'; known are temp, bearing temp    | (line 1, column 9)
            values['x'] > 1.0          | values has no 'x'; known are temp, bearing temp      | (line 1, column 1)
            has(models.wood)           | models has no 'wood'; known are forest               | (line 1, column 5)
            values.temp * 2 > 1.0      | found no matching overload for '_*_' applied to '(double, int)' | (line 1, column 13)
            [1, 2].all(x, x > 0)       | undeclared reference to 'all'                        | (line 1, column 11)
            sensor_id.matches('(')     | Regex validation failed                              | (line 1, column 19)
            score                      | must be true or false, not double                    | ``
            sensor_id                  | must be true or false, not string                    | ``
            values                     | must be a number, text, true or false, or a time, not map | ``
            """)
    void saysWhatIsWrongWithAFilterAndWhere(String filter, String message, String place) {
        assertThatThrownBy(() -> view(filter, Map.of()))
                .isInstanceOfSatisfying(
                        ViewException.class, e -> assertThat(e.key()).isEqualTo("filter"))
                .hasMessageStartingWith(message)
                .hasMessageEndingWith(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"score >", "(score > 0.1", "score > 0.1 score", "'", "\"a", "1 +* 2", "score > 0.6; true", "🌡️"
            })
    void whatIsNoExpressionIsSaidWithItsPlace(String filter) {
        assertThatThrownBy(() -> view(filter, Map.of()))
                .isInstanceOf(ViewException.class)
                .hasMessageMatching("(?s).+ \\(line \\d+, column \\d+\\)");
    }

    @Test
    void expressionsAreBoundInLengthAndDepth() {
        assertThatThrownBy(() -> view("true" + " || true".repeat(200), Map.of()))
                .hasMessage("must have at most 1000 characters, has 1604");
        assertThatThrownBy(() -> view("(".repeat(400) + "true" + ")".repeat(400), Map.of()))
                .isInstanceOf(ViewException.class)
                .hasMessageContaining("recursion");
        assertThatThrownBy(() -> view("[1, 2, 3].exists(i, i > 2)", Map.of())).isInstanceOf(ViewException.class);
    }

    @Test
    void regularExpressionsTakeLinearTime() throws ViewException {
        Row row = row("{\"sensor_id\":\"" + "a".repeat(250) + "!\"}");

        assertThat(view("sensor_id.matches('^(a|aa)+$')", Map.of()).accepts(row))
                .isFalse();
    }

    @Test
    void computedColumnsAreColumnsAndCanBeFilteredBy() throws ViewException {
        View view = View.of(
                SCORED,
                "hot",
                "fahrenheit > 190.0",
                List.of("sensor_id", "ts"),
                Map.of("fahrenheit", "values.temp * 1.8 + 32.0"));

        assertThat(view.columns()).extracting(Column::name).containsExactly("sensor_id", "ts", "fahrenheit");
        assertThat(view.accepts(ROW)).isTrue();
        assertThat(view.value(ROW, view.column("fahrenheit"))).isEqualTo(90 * 1.8 + 32);
        assertThat(view.where("fahrenheit > 200.0").accepts(ROW)).isFalse();
        assertThat(view.value(row("{}"), view.column("fahrenheit"))).isNull();
    }

    @Test
    void columnsCanBeChosenFromTheTableToo() throws ViewException {
        View view = View.of(SCORED, "v", null, List.of("score"), Map.of("twice", "score * 2.0"));

        assertThat(view.select(List.of("twice", "offset", "twice")).columns())
                .extracting(Column::name)
                .containsExactly("twice", "offset");
        assertThatThrownBy(() -> view.select(List.of("nothing")))
                .hasMessage("no column is called 'nothing'; known are score, twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            score    | 1      | computed.score    | must not be called like a column that is there
            a b      | 1      | computed.a b      | must be called by letters, digits and '_', to be used in expressions
            list     | [1]    | computed.list     | must be a number, text, true or false, or a time, not list
            """)
    void aComputedColumnHasANameAndAPlainType(String name, String expression, String key, String message) {
        assertThatThrownBy(() -> view(null, Map.of(name, expression)))
                .isInstanceOfSatisfying(
                        ViewException.class, e -> assertThat(e.key()).isEqualTo(key))
                .hasMessage(message);
    }

    @Test
    void anomaliesAreTheAnomaliesWhateverTheyAreReadFrom() {
        View anomalies = View.of(BASES.get(2));

        assertThat(anomalies.accepts(ROW)).isTrue();
        assertThat(anomalies.accepts(row("{\"anomaly\":false}"))).isFalse();
    }

    @Test
    void onlyKeyedRowsStandForAnother() {
        BaseTable keyed = BaseTable.of("plant", true, List.of("temp"), List.of(), List.of())
                .get(1);
        Row corrected = row("{\"sensor_id\":\"line-7/a\",\"ts\":\"2026-01-31T12:00:00Z\",\"values\":{\"temp\":1.0}}");

        assertThat(View.of(keyed).key(ROW)).isEqualTo(View.of(keyed).key(corrected));
        assertThat(View.of(SCORED).key(ROW)).isNull();
    }

    @Test
    void valuesOfAnotherTypeAreNone() throws ViewException {
        View view = View.of(SCORED);
        Row foreign =
                row("{\"sensor_id\":7,\"ts\":\"noon\",\"score\":\"high\",\"values\":{\"temp\":[]},\"offset\":null}");

        for (Column column : view.columns()) {
            assertThat(view.value(foreign, column)).isNull();
        }
        assertThat(view.where("score > 0.1 || values.temp > 0.0").accepts(foreign))
                .isFalse();
    }
}
