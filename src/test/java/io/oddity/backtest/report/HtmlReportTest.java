package io.oddity.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.backtest.Outcome;
import io.oddity.backtest.metrics.Quality;
import io.oddity.backtest.metrics.Series;
import io.oddity.testing.Specs;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final String HOSTILE = "\"><script src='//evil.example/x.js'></script>\u0000\u001b[31m&";

    private static Series series(String name, int readings) {
        SplittableRandom random = new SplittableRandom(1);
        Series series = new Series(name, 2);
        for (int i = 0; i < readings; i++) {
            boolean isOdd = i % 500 > 480;
            double[] row = {20 + random.nextDouble(), i % 3 == 0 ? Double.NaN : i};
            series.add(i * 60_000_000L, isOdd ? 0.9 : 0.1, isOdd, i % 500 == 481, i < 100, row);
        }
        return series;
    }

    private static Outcome outcome(Series... series) {
        return new Outcome(
                Specs.halfSpaceTrees("plant", 10, HOSTILE, "pressure"),
                HOSTILE,
                List.of(series),
                Quality.of(List.of(series), 0.5),
                Map.of("score", 7L, "stuck", 3L),
                new Outcome.Count(2, HOSTILE),
                100,
                new Outcome.Count(1, HOSTILE),
                new Outcome.Count(0, ""),
                "d1e5");
    }

    private static String page(Series... series) throws IOException {
        StringWriter out = new StringWriter();
        HtmlReport.write(outcome(series), out);
        return out.toString();
    }

    @Test
    void namesAreTextAndNothingComesFromElsewhere() throws IOException {
        String page = page(series(HOSTILE, 2_000));

        assertThat(page)
                .doesNotContain("<script", "evil.example/x.js'", "<link", "<img", "@import", "\u0000", "\u001b")
                .contains("&lt;script src=&apos;//evil.example/x.js&apos;&gt;")
                .contains("Sensor health, not counted below: 3 stuck.", "2 silences; the first: ")
                .contains("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(page.replaceAll("(href|url)(=\"|\\()#[a-z0-9-]+", "")).doesNotContain("href", "url(", "src=\"");
    }

    @Test
    void picturesAreWellFormedAndAsWideWhateverTheNumberOfReadings() throws Exception {
        String many = SensorPicture.of(series(HOSTILE, 200_000), List.of(HOSTILE, "pressure"), 0.5, true, "s0");

        // A thousand columns, up to some 60 characters each for two channels, what is flagged of them, and the score.
        assertThat(many.length()).isLessThan(1_060 * 5 * 60);
        for (String svg : List.of(
                many,
                SensorPicture.of(series("one", 1), List.of("a", "b"), 0.5, true, "s1"),
                Curves.sweep(outcome(series("s", 900)).quality()),
                Curves.precisionOverRecall(outcome(series("s", 900)).quality()))) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
            assertThat(svg).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void aPageWithoutLabelsSaysSo() throws IOException {
        Series calm = new Series("calm", 2);
        calm.add(0, 0.1, false, true, false, new double[] {1, 1});

        assertThat(page(calm)).contains("nothing is labelled").doesNotContain("Precision over recall", "NaN");
        assertThat(page()).contains("Sensors");
    }

    @Test
    void theTerminalGetsNoControlCharacters() {
        assertThat(TextReport.of(outcome(series(HOSTILE, 2_000))))
                .doesNotContain("\u001b", "\u0000")
                .contains("ranges found: 4 of 4", "digest d1e5");
    }
}
