package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t', '|'})
    void headerLineTellsTheSeparatorOutsideQuotes(char separator) throws Exception {
        String quoted = ",,,,;;;;\t\t\t\t||||a".replace("" + separator, "");
        String text = "ts~\"" + quoted + "\"~x\n1~2~3\n";

        List<Row> rows = Texts.csv(text.replace('~', separator));

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).columns()).containsExactly("ts", quoted, "x");
        assertThat(rows.get(0).cells().get("x").text()).isEqualTo("3");
    }

    @Test
    void givenSeparatorBeatsTheDetectedOne() throws Exception {
        CsvRows source = new CsvRows(Texts.reader("a,b;c\n1,2;3\n"), Optional.of(';'));

        List<Row> rows = Texts.all(source);

        assertThat(rows.get(0).columns()).containsExactly("a,b", "c");
    }

    @Test
    void tabsBetweenEmptyCellsAreSeparators() throws Exception {
        List<Row> rows = Texts.csv("a\tb\tc\n\t\t3\n1\t\t\n");

        assertThat(rows.get(0).cells()).containsOnlyKeys("c");
        assertThat(rows.get(1).cells()).containsOnlyKeys("a");
    }

    @Test
    void quotesMayHoldSeparatorsQuotesAndLineEnds() throws Exception {
        List<Row> rows = Texts.csv("a,b\r\n\"x,\"\"y\"\"\r\nz\",2\r\n\r\n3,4");

        assertThat(rows.get(0).cells().get("a").text()).isEqualTo("x,\"y\"\r\nz");
        assertThat(rows).extracting(Row::line).containsExactly(2L, 5L);
    }

    @Test
    void emptyCellsAreNotThereAndBlanksAroundTextAreNotEither() throws Exception {
        List<Row> rows = Texts.csv("a, b ,c\n 1 ,,\"\"\n");

        assertThat(rows.get(0).columns()).containsExactly("a", "b", "c");
        assertThat(rows.get(0).cells()).containsOnlyKeys("a");
        assertThat(rows.get(0).cells().get("a").text()).isEqualTo("1");
    }

    @Test
    void columnWithoutANameIsLeftOut() throws Exception {
        List<Row> rows = Texts.csv(",a\n0,1\n");

        assertThat(rows.get(0).columns()).containsExactly("a");
        assertThat(rows.get(0).cells()).containsOnlyKeys("a");
    }

    @Test
    void malformedLineIsNamedAndTheNextOneIsRead() throws Exception {
        CsvRows source = new CsvRows(Texts.reader("a,b\n1,2\n\"q\"z,4\n5,6,7\n8,9\n"), Optional.empty());
        source.next();

        assertThatThrownBy(source::next)
                .isInstanceOfSatisfying(
                        BadLine.class, bad -> assertThat(bad.line()).isEqualTo(3))
                .hasMessageStartingWith("not CSV: ");
        assertThatThrownBy(source::next)
                .isInstanceOfSatisfying(
                        BadLine.class, bad -> assertThat(bad.line()).isEqualTo(4))
                .hasMessage("3 cells where the header has 2");
        assertThat(source.next().orElseThrow().line()).isEqualTo(5);
    }

    @Test
    void quoteThatNeverClosesIsReportedWhereItsRowBegins() {
        assertThatThrownBy(() -> Texts.csv("a,b\n1,\"2\n3,4\n"))
                .isInstanceOfSatisfying(
                        BadLine.class, bad -> assertThat(bad.line()).isEqualTo(2))
                .hasMessageContaining("closing quote");
    }

    @Test
    void columnNamedTwiceIsRefused() {
        assertThatThrownBy(() -> Texts.csv("a,b,a\n1,2,3\n")).hasMessage("the header names column 'a' twice");
    }

    @Test
    void emptyFileHasNoRows() throws Exception {
        assertThat(Texts.csv("")).isEmpty();
        assertThat(Texts.csv("a,b\n")).isEmpty();
    }
}
