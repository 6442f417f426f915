package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowsTest {
    @Test
    void fieldsAreCellsAndNumbersKeepTheirDigits() throws Exception {
        List<Row> rows = Texts.json("{\"s\":\"p\",\"n\":1.10e+2,\"q\":\"3\",\"none\":null,\"in\":{\"x\": [1, 2]}}\n");

        Row row = rows.get(0);
        assertThat(row.columns()).containsExactly("s", "n", "q", "none", "in");
        assertThat(row.cells().get("n")).isEqualTo(Cell.ofJsonNumber("1.10e+2"));
        assertThat(row.cells().get("q").isNumber()).isFalse();
        assertThat(row.cells()).doesNotContainKey("none");
        assertThat(row.cells().get("in").text()).isEqualTo("{\"x\": [1, 2]}");
    }

    @Test
    void blankLinesCountAsLinesButNotAsRows() throws Exception {
        List<Row> rows = Texts.json("\n{\"a\":1}\r\n  \n{\"a\":2}");

        assertThat(rows).extracting(Row::line).containsExactly(2L, 4L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"a\":1 ~ not JSON: ",
                "[{\"a\":1}] ~ not a JSON object",
                "{\"a\":1}{\"a\":2} ~ more than one JSON object",
                "{\"a\":NaN} ~ not JSON: "
            })
    void malformedLineIsNamedAndTheNextOneIsRead(String bad, String reason) throws Exception {
        JsonRows source = new JsonRows(Texts.reader("{\"a\":0}\n" + bad + "\n{\"a\":3}\n"));
        source.next();

        assertThatThrownBy(source::next)
                .isInstanceOfSatisfying(BadLine.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageStartingWith(reason);
        assertThat(source.next().orElseThrow().line()).isEqualTo(3);
    }
}
