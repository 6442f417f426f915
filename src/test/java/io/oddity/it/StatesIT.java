package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What the page shows before there is much to show, and when something is missing. Each test finds the server as the one before left it. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("try") // what is done before a page is loaded is undone by closing, and nothing else is asked of it
class StatesIT extends InBrowser {
    private static final String SENSOR = "line-1/a";

    /** Of the detector, as the server is set. */
    private static final int WARM_UP = 30;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(directory);
        server = site.serve("one");
    }

    private static void send(int readings) {
        SplittableRandom random = new SplittableRandom(readings);
        for (int i = 0; i < readings; i++) {
            site.send(SENSOR, random.nextDouble(21, 28));
        }
        site.flush();
    }

    @Test
    @Order(1)
    void withoutSensorsItSaysHowToSendAReading() {
        browser.visit(server);
        browser.await("the commands", "document.querySelectorAll('#notice .command code').length === 2");

        List<?> commands =
                (List<?>) browser.js("[...document.querySelectorAll('#notice code')].map(e => e.textContent)");
        browser.find("#notice button").click();

        assertThat(commands)
                .isEqualTo(List.of(
                        "java -jar oddity.jar send --bootstrap-servers localhost:9092 --topic readings FILE.csv",
                        "curl -N " + server.resolve("/api/v1/stream")));
        browser.await("copied", "/Copied|Selected/.test(document.querySelector('#notice button').textContent)");
        assertThat(browser.text("getSelection().toString()")).isEqualTo(commands.get(0));
        assertThat(browser.text("document.getElementById('pill').textContent")).isEqualTo("Connected");
    }

    @Test
    @Order(2)
    void aSensorThatLearnsSaysHowFarItIs() {
        browser.visit(server);
        browser.await("the commands", "document.querySelector('#notice .command')");

        send(10);
        browser.await("how far", "document.getElementById('focus-tag').textContent === 'learning 10/" + WARM_UP + "'");
        assertThat(
                        browser.js(
                                "document.getElementById('main').checkVisibility() && document.getElementById('notice').hidden"))
                .as("the page has taken the place of the commands")
                .isEqualTo(true);
        assertThat(browser.text("document.querySelector('[data-figure=odd]').textContent"))
                .isEqualTo("0");

        send(WARM_UP);
        browser.await("it has learned", "document.getElementById('focus-tag').textContent === 'normal'");
    }

    @Test
    @Order(3)
    void withoutAnomaliesItSaysFromWhichScoreOnThereWillBeOne() {
        browser.open(server, "");

        browser.await(
                "nothing odd",
                "document.getElementById('sheet').textContent.includes('Nothing odd yet. Scores above 0.70 will appear here the moment they arrive.')");
    }

    @Test
    void aFilterThatNobodyMatchesCanBeCleared() {
        browser.open(server, "?q=nobody");
        browser.await(
                "nobody",
                "document.getElementById('fleet-empty').textContent.includes('No sensor matches “nobody”') && !document.getElementById('fleet-empty').hidden");

        browser.find("#fleet-empty button").click();

        browser.await("everybody", "document.getElementById('fleet-empty').hidden");
        assertThat(browser.text("document.getElementById('filter').value")).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedAndTriedAgain() {
        browser.block("*/api/v1/*");
        browser.visit(server);
        browser.await(
                "the address",
                "document.querySelector('#notice code')?.textContent === arguments[0]",
                server.resolve("/api/v1/stats").toString());
        browser.await(
                "a countdown", "/^Trying again in [2-8] s\\.$/.test(document.getElementById('retry').textContent)");
        browser.await("it counts", "/^Trying again in 1 s\\.$/.test(document.getElementById('retry').textContent)");
        assertThat(browser.text("document.getElementById('pill').textContent")).isEqualTo("Unreachable");

        browser.block();
        browser.await("the page", "document.body.dataset.ready && document.getElementById('notice').hidden");
    }

    @Test
    void withoutWebGl2TheHeatmapStaysAndTheButtonSaysWhy() {
        browser.with(
                """
                const get = HTMLCanvasElement.prototype.getContext;
                HTMLCanvasElement.prototype.getContext = function(kind, ...more) { return kind === 'webgl2' ? null : get.call(this, kind, ...more); };""",
                () -> {
                    browser.open(server, "?view=cloud");
                    for (String attempt : List.of("by link", "by key")) {
                        browser.await(
                                "said why, " + attempt,
                                "document.getElementById('toast').textContent.includes('no WebGL 2') && !document.getElementById('heat').hidden");
                        browser.js("document.getElementById('toast').replaceChildren()");
                        browser.keys("2");
                    }
                    browser.await(
                            "said why again", "document.getElementById('toast').textContent.includes('no WebGL 2')");
                    assertThat(browser.text("document.querySelector('[data-set=\"view:cloud\"]').title"))
                            .contains("no WebGL 2");
                    browser.await(
                            "the heatmap is chosen",
                            "document.querySelector('[data-set=\"view:heat\"]').ariaPressed === 'true'");
                });
    }

    /** What the server sends when is told by LiveClientTest. */
    @Test
    void aSlowClientSaysHowMuchItSkips() {
        browser.with(
                """
                const Real = EventSource; window.__sources = [];
                window.EventSource = class extends Real { constructor(...a) { super(...a); window.__sources.push(this); } };""",
                () -> {
                    browser.open(server, "");
                    send(1);
                    browser.await("live", "document.getElementById('pill').textContent.startsWith('Live')");

                    browser.js(
                            "window.__sources.find(s => s.url.includes('/live')).dispatchEvent(new MessageEvent('skipped', { data: '{\"ticks\":12,\"anomalies\":0,\"late\":null}' }))");

                    browser.await("skipping", "document.getElementById('pill').textContent === 'Skipping12 ticks'");
                    Site.await("live again", () -> {
                        send(1);
                        return browser.text("document.getElementById('pill').textContent")
                                .startsWith("Live");
                    });
                });
    }

    @Test
    void whatIsWaitedForHasItsPlace() {
        browser.block("*/api/v1/anomalies*");
        browser.open(server, "");

        browser.await("rows to come", "document.getElementById('sheet').classList.contains('is-waiting')");
        assertThat(browser.text("getComputedStyle(document.getElementById('sheet')).backgroundImage"))
                .contains("gradient");
    }
}
