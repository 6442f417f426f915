package io.oddity.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page looks further back than the server remembers. */
@Timeout(240)
class PastIT extends InBrowser {
    private static final String TALKS = "line-1/talks";

    /** Has said nothing since, so that it is not in memory. */
    private static final String SILENT = "line-2/silent";

    private static final int READINGS = 200;
    private static final int ODD = 150;
    private static final int ODD_AGAIN = 180;

    private static OpenApi api;
    private static long begin;
    private static JsonNode anomaly;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(directory);
        URI first = site.serve("one");
        api = new OpenApi();
        begin = System.currentTimeMillis() / 1_000 * 1_000 - 40 * 60_000;
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < READINGS; i++) {
            site.send(TALKS, random.nextDouble(21, 28), begin + i * 500L);
            site.send(SILENT, i == ODD || i == ODD_AGAIN ? 80 : random.nextDouble(21, 28), begin + i * 500L);
        }
        site.flush();
        anomaly = site.judged("", 2 * READINGS).stream()
                .filter(verdict -> verdict.at("/values/temp").asDouble() == 80)
                .findFirst()
                .orElseThrow();
        Site.await("its anomaly", () -> site.get(first, "/api/v1/anomalies?sensor=" + SILENT)
                .body()
                .contains("ANOMALY"));
        for (int i = 0; i < 10; i++) {
            site.send(TALKS, random.nextDouble(21, 28));
        }
        site.flush();
        site.judged("", 2 * READINGS + 10);
        site.stop();
        server = site.serve("two");
        Site.await(
                "a sensor",
                () -> !site.json(server, "/api/v1/sensors").at("/sensors").isEmpty());
        browser.visit(server);
    }

    private static Instant at(int reading) {
        return Instant.ofEpochMilli(begin + reading * 500L);
    }

    private static void awaitPast() {
        browser.await("the log", "/from the log$/.test(document.getElementById('fleet-note').textContent)");
    }

    /** Of the second of a reading, as the page has it. */
    private static long heat(String sensor, int reading) {
        return ((Number) browser.store("store.shown.get('temperature\\u0000" + sensor + "').heat["
                        + at(reading).getEpochSecond() % 960 + "]"))
                .longValue();
    }

    @Test
    void theLogAnswersAsTheMemoryWould() {
        String span = "?from=" + at(0) + "&to=" + at(READINGS);

        JsonNode all = site.json(server, "/api/v1/past" + span);
        JsonNode one = site.json(server, "/api/v1/past" + span + "&q=SILENT");

        assertThat(api.faults("Past", all)).isEmpty();
        assertThat(all.path("to").asLong()).isEqualTo(begin + READINGS * 500L);
        assertThat(all.path("sensors")).hasSize(2);
        assertThat(one.path("sensors")).hasSize(1);
        assertThat(one.at("/sensors/0/2").asText()).isEqualTo(SILENT);
        assertThat(site.get(server, "/api/v1/past?from=0&to=901000").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSensorThatNobodyHasHeardOfIsLookedForEverywhere() throws Exception {
        String verdict = site.judged(TALKS, 1).get(0).toString().replace(TALKS, "ghost");
        for (int partition = 0; partition < 2; partition++) {
            site.sendRaw("scored", partition, begin, "ghost".getBytes(UTF_8), verdict.getBytes(UTF_8));
        }

        assertThat(site.json(server, "/api/v1/sensors/ghost/readings?from=" + at(0))
                        .path("readings"))
                .hasSize(2);
        assertThat(site.get(server, "/api/v1/sensors/ghost/readings").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLinkToAnHourAgoShowsHeatmapReadingsAndAnomaliesOfThen() {
        open("?sensor=" + SILENT + "&at=" + at(READINGS));
        awaitPast();

        browser.await(
                "the reading in the focus",
                "document.getElementById('focus-title').textContent === arguments[0]",
                SILENT);
        Site.await("odd in the heatmap", () -> heat(SILENT, ODD) >= 128 && browser.oddPixels() > 0);
        assertThat(heat(TALKS, ODD)).isBetween(2L, 127L);
        Site.await("its readings", () -> ((Number) browser.store("store.focus.series.length")).intValue() == READINGS);
        browser.await("what was odd", "document.querySelectorAll('.lines .line:not([hidden])').length === 2");
        assertThat(browser.text("document.getElementById('sheet').textContent")).contains(SILENT);
        assertThat(browser.text("document.querySelector('[data-figure=recent]').textContent"))
                .as("the figures are those of now")
                .isEqualTo("0");
    }

    @Test
    void onePressGoesBackAQuarterOfAnHourAndOneDateAnywhere() {
        open("?win=60");
        browser.find("#earlier").click();
        awaitPast();
        assertThat(browser.text("document.getElementById('fleet-empty').textContent"))
                .isEqualTo("The log holds no readings of this time.");

        browser.keys("g");
        browser.await("asks for the time", "document.getElementById('times').open");
        browser.js(
                "document.getElementById('time').value = new Date(arguments[0] - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 19)",
                at(ODD).toEpochMilli());
        browser.find("#go").click();
        awaitPast();
        Site.await("odd", () -> browser.oddPixels() > 0);
        assertThat(List.of(
                        browser.number("Number(document.getElementById('ribbon').ariaValueMin)"),
                        browser.number("Number(document.getElementById('ribbon').ariaValueMax)")))
                .as("the ribbon is around it")
                .allSatisfy(edge -> assertThat(edge).isBetween(begin / 1_000 - 900, begin / 1_000 + 900));

        browser.keys("l");
        browser.await("live", "document.getElementById('live').dataset.live === 'true'");
        assertThat(browser.store("store.past")).isNull();
        assertThat(browser.oddPixels()).isZero();
    }

    @Test
    void threeDimensionsShowTheValuesOfThen() {
        open("?view=cloud&at=" + at(READINGS) + "&sensor=" + SILENT);

        browser.await(
                "a value a second of both, from the first to the last",
                "document.querySelector('#cloud canvas')?.ariaLabel === arguments[0]",
                "2 sensors in 3D, " + 2 * READINGS / 2 + " values, 2 anomalies. The tables say the same in words.");
    }

    private static String link() {
        return "?a=temperature:" + Site.place(anomaly);
    }

    private static void awaitAnomaly() {
        browser.await("its sensor", "document.getElementById('focus-title').textContent === arguments[0]", SILENT);
        awaitPast();
        browser.await("its reading", "document.getElementById('focus-tag').textContent.startsWith('odd since ')");
        browser.await(
                "its row", "document.querySelector('.lines .line[aria-current=true]')?.textContent.includes('silent')");
        assertThat(((Number) browser.store("store.focus.mark")).longValue()).isEqualTo(at(ODD).toEpochMilli());
        assertThat(((Number) browser.store("store.from")).longValue()).isLessThan(at(ODD).toEpochMilli());
        assertThat(((Number) browser.store("store.to")).longValue()).isGreaterThan(at(ODD).toEpochMilli());
        assertThat(browser.js("document.getElementById('told').hidden")).isEqualTo(true);
    }

    @Test
    void aLinkLeadsToAnAnomalyInMemory() {
        open(link());

        awaitAnomaly();
    }

    /** The page knows of no anomaly. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLinkLeadsToAnAnomalyInTheLog(boolean hasTime) {
        browser.block("*/api/v1/anomalies*");

        open(link() + (hasTime ? "&odd=" + at(ODD) : ""));

        awaitAnomaly();
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature:0:123456789", "another:0:1", "nonsense"})
    void aLinkWhoseAnomalyIsGoneSaysSo(String id) {
        open("?a=" + id);

        browser.await(
                "says so",
                "document.querySelector('#told p').textContent === arguments[0]",
                "The anomaly of this link, " + id + ", is gone: neither memory nor the log has it any more.");
        browser.await("another sensor", "document.getElementById('focus-title').textContent === arguments[0]", TALKS);
        browser.find("#told button").click();
        browser.await("put away", "document.getElementById('told').hidden");
    }

    @Test
    void focusAndTableGiveTheLink() {
        browser.with(
                "window.__copied = []; navigator.clipboard.writeText = async text => { window.__copied.push(text); };",
                () -> {
                    open(link());
                    awaitAnomaly();

                    browser.find("#link").click();
                    browser.shift("c");
                    browser.js("document.querySelector('.lines .line[aria-current=true] .row-link button').click()");

                    String expected = server.resolve("/") + link() + "&odd="
                            + at(ODD).toString().replace("Z", ".000Z");
                    browser.await("three links", "window.__copied.length === 3");
                    assertThat(browser.js("window.__copied")).isEqualTo(List.of(expected, expected, expected));
                });
    }
}
