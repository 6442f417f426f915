package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page in a real browser, on a real server. */
@Timeout(240)
class PageIT extends InBrowser {
    private static final List<String> CALM = List.of("line-1/a", "line-1/b", "line-2/c");
    private static final String FAULTY = "line-2/faulty";
    private static final String HOSTILE = "<img src=x onerror=\"document.title='broken'\">";
    private static final String ODD_ROW = ".lines .line[aria-current=true]";

    private static final String VIEW =
            """
            tables:
              - name: warm
                of: temperature.scored
                filter: values.temp > 26.0 && sensor_id.startsWith("line-")
                columns: [ sensor_id, ts, score ]
                computed: { fahrenheit: 'values.temp * 1.8 + 32.0' }
            """;

    private static final String WHY = "document.getElementById('focus-why').textContent";

    private static int injected;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(directory, Site.MACHINES + VIEW);
        server = site.serve("one");
        long now = System.currentTimeMillis();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            long millis = now - 100_000 + i * 500L;
            for (String sensor : CALM) {
                site.send(sensor, random.nextDouble(21, 28), millis);
            }
            site.send(HOSTILE, random.nextDouble(21, 28), millis);
            site.send(FAULTY, i == 150 ? 80 : random.nextDouble(21, 28), millis);
            boolean isOdd = i >= 120 && i < 124;
            site.sendMachine("m1", millis, random.nextDouble(68, 72), random.nextDouble(0.4, 0.6), isOdd ? 150 : 100);
        }
        site.flush();
        site.judged("", 5 * 200 + 200);
        Site.await(
                "two odd sensors",
                () -> site.json(server, "/api/v1/anomalies").path("anomalies").size() >= 2);
    }

    @Test
    void paintsItsShellBeforeItHasDataAndIsReadySoon() {
        open("");

        long painted = browser.number("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        long ready = browser.number("Number(document.body.dataset.ready)");
        System.out.println("page: first paint after " + painted + " ms, ready after " + ready + " ms");
        browser.await("the anomalies", "document.querySelector('.lines .line:not([hidden])')");
        assertThat(painted).isLessThan(ready);
    }

    /** The plant of this test speaks only when it is told to. */
    @Test
    void aPageOpenedOnASilentPlantSaysSinceWhenAndLivesWithIt() {
        site.send(CALM.get(1), 24);
        site.flush();
        open("");
        browser.await("live", "document.getElementById('pill').textContent.startsWith('Live')");
        browser.await("silent", "document.getElementById('pill').textContent.startsWith('No data for')");

        open("");
        browser.await(
                "silent for longer than it is open",
                "/^No data for *([0-9]+) s/.exec(document.getElementById('pill').textContent)?.[1] > performance.now() / 1000 + 2");
        site.send(CALM.get(1), 24);
        site.flush();

        browser.await("live again", "document.getElementById('pill').textContent.startsWith('Live')");
    }

    @Test
    void anInjectedAnomalyIsInTableHeatmapFocusAndTitle() {
        open("?sensor=" + CALM.get(0) + "&q=line-1/a");
        browser.await("a calm sensor", "document.getElementById('focus-tag').textContent === 'normal'");
        assertThat(browser.oddPixels()).isZero();
        assertThat(browser.number("document.querySelectorAll('.lines .line:not([hidden])').length"))
                .isZero();

        long sent = System.nanoTime();
        site.send(CALM.get(0), 79.5);
        site.flush();

        browser.await(
                "in the table",
                "document.querySelector('.lines .line:not([hidden])')?.textContent.includes('line-1/a')");
        Site.await("in the heatmap", () -> browser.oddPixels() > 0);
        browser.await(
                "in the focus, with since when",
                "/^odd since \\d\\d:\\d\\d:\\d\\d$/.test(document.getElementById('focus-tag').textContent)");
        browser.await("in the title", "document.title.startsWith('◆ ')");
        System.out.println(
                "page: an injected anomaly was everywhere after " + (System.nanoTime() - sent) / 1_000_000 + " ms");
        assertThat(browser.text("document.getElementById('focus-why').textContent"))
                .as("why, in the words of the page or of the detector")
                .matches("\\d\\d:\\d\\d:\\d\\d · .*(°C above usual|sigma above).*");
    }

    @Test
    void aLinkShowsTheSameAgain() {
        open("?sensor=" + FAULTY + "&win=60&order=odd&q=line-2&tab=sensors&theme=light");
        browser.await("the faulty sensor", "document.getElementById('focus-title').textContent === 'line-2/faulty'");
        browser.keys(Keys.ARROW_LEFT);
        browser.await("time stands", "location.search.includes('at=')");
        String link = browser.address();
        String shown = browser.text("document.getElementById('clock').textContent");

        browser.visit(URI.create("about:blank"));
        browser.visit(URI.create(link));
        browser.await("the page is ready again", "document.body.dataset.ready");
        browser.await("the focus", "document.getElementById('focus-title').textContent === 'line-2/faulty'");

        assertThat(browser.text("document.getElementById('clock').textContent")).isEqualTo(shown);
        assertThat(browser.address()).isEqualTo(link);
        assertThat(browser.text("document.documentElement.dataset.theme")).isEqualTo("light");
        assertThat(browser.text("document.getElementById('filter').value")).isEqualTo("line-2");
        assertThat(browser.js(
                        "[...document.querySelectorAll('[aria-pressed=true][data-set]')].map(b => b.dataset.set)"))
                .isEqualTo(List.of("view:heat", "order:odd", "win:60"));
        assertThat(browser.text("document.querySelector('[role=tab][aria-selected=true]').textContent"))
                .isEqualTo("Sensors");
        assertThat(browser.text("document.getElementById('pill').textContent")).startsWith("Reviewing");
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        open("?sensor=" + FAULTY);
        browser.await("the focus", "document.getElementById('focus-title').textContent === 'line-2/faulty'");

        browser.keys(" ");
        browser.await("paused", "document.getElementById('live').dataset.live === 'false'");
        browser.keys("l");
        browser.await("live", "document.getElementById('live').dataset.live === 'true'");
        browser.shift(Keys.ARROW_LEFT);
        browser.await("30 s back", "/−00:(29|3)/.test(document.getElementById('behind').textContent)");
        browser.keys(Keys.ESCAPE);
        browser.await("live again", "document.getElementById('behind').textContent === 'now'");
        browser.keys("j");
        browser.await("the first anomaly", "document.querySelector(arguments[0])", ODD_ROW);
        String first = browser.text("document.querySelector(arguments[0]).textContent", ODD_ROW);
        browser.keys("j");
        browser.await("the next", "document.querySelector(arguments[0])?.textContent !== arguments[1]", ODD_ROW, first);
        browser.keys("k");
        browser.await(
                "the one before", "document.querySelector(arguments[0])?.textContent === arguments[1]", ODD_ROW, first);
        String sensor = browser.text("document.getElementById('focus-title').textContent");
        browser.keys(Keys.ARROW_UP);
        browser.await("another sensor", "document.getElementById('focus-title').textContent !== arguments[0]", sensor);
        browser.keys("/", "line-1", Keys.ESCAPE);
        browser.await("the filter is clear", "document.getElementById('filter').value === ''");
        browser.keys("/", "nobody");
        browser.await(
                "says that nobody matches",
                "document.getElementById('fleet-empty').textContent.includes('No sensor matches “nobody”')");
        browser.keys(Keys.ESCAPE);
        for (String[] pressed : new String[][] {
            {"o", "order:odd"},
            {"]", "win:900"},
            {"[", "win:300"},
            {"[", "win:60"},
            {"2", "view:cloud"},
            {"1", "view:heat"}
        }) {
            browser.keys(pressed[0]);
            browser.await(
                    pressed[1],
                    "document.querySelector(`[data-set=\"${arguments[0]}\"]`).ariaPressed === 'true'",
                    pressed[1]);
        }
        for (String[] tab : new String[][] {
            {"r", "readings"}, {"s", "sensors"}, {"v", "tables"}, {"m", "models"}, {"a", "anomalies"}
        }) {
            browser.keys(tab[0]);
            browser.await(tab[1], "document.getElementById('tab-' + arguments[0]).ariaSelected === 'true'", tab[1]);
        }
        browser.keys("w");
        browser.await("wide", "document.getElementById('main').classList.contains('is-wide')");
        browser.keys("w", "t");
        browser.await("light", "document.documentElement.dataset.theme === 'light'");
        browser.keys("t", "c");
        browser.await("says that the link is copied", "document.getElementById('toast').textContent.includes('ink')");
        browser.keys("?");
        browser.await("the keys", "document.getElementById('keys').open");
        browser.keys(Keys.ESCAPE);
        browser.await("no keys", "!document.getElementById('keys').open");
        assertThat(browser.number("document.querySelectorAll('[tabindex=\"-1\"]:focus').length"))
                .isZero();
    }

    @Test
    void everyControlIsReachedByTab() {
        open("");
        browser.js("document.body.focus()");
        long controls = browser.number(
                "[...document.querySelectorAll('button, input, select, [tabindex=\"0\"]')].filter(e => e.tabIndex === 0 && e.checkVisibility() && !e.disabled).length");

        Set<String> reached = new HashSet<>();
        for (int i = 0; i < controls + 2; i++) {
            browser.keys(Keys.TAB);
            reached.add(browser.text("document.activeElement.outerHTML.slice(0, 90)"));
            assertThat(
                            browser.js(
                                    "document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement.matches('.skip')"))
                    .as("focus is seen on " + browser.text("document.activeElement.outerHTML.slice(0, 90)"))
                    .isEqualTo(true);
        }

        assertThat((long) reached.size()).isGreaterThanOrEqualTo(controls);
    }

    @Test
    void aRestartedServerLeavesNoGap() throws IOException, InterruptedException, ExecutionException {
        open("?sensor=" + FAULTY);
        int port = server.getPort();

        site.stop();
        browser.await("says so", "/Reconnecting|Unreachable/.test(document.getElementById('pill').textContent)");
        for (int i = 0; i < 3; i++) {
            site.send(FAULTY, 78 + i, System.currentTimeMillis() - 60_000 + i * 1_000L);
        }
        site.flush();
        site.serve("one", port);
        browser.await("is back", "/^Live|No data/.test(document.getElementById('pill').textContent)");

        browser.await("says that the gap is filled", "document.getElementById('toast').textContent.includes('filled')");
        Site.await(
                "every cell that the server has",
                () -> ""
                        .equals(
                                browser.store(
                                        """
                fetch(`/api/v1/overview?run=${store.fleet.run}&from=${(store.fleet.newest - 600) * 1000}&to=${(store.fleet.newest + 1) * 1000}&cols=601`)
                  .then(r => r.arrayBuffer()).then(m => {
                    const n = new DataView(m).getUint32(0, true), slots = new Uint32Array(m, 4, n), cells = new Uint8Array(m, 4 + 4 * n);
                    const rows = new Map(store.fleet.rows.map(r => [r.slot, r]));
                    let wrong = cells.some(c => c > 127) ? '' : 'the server has nothing odd';
                    slots.forEach((slot, i) => { for (let s = 0; s < 601; s++) { const c = cells[i * 601 + s]; if (c && rows.get(slot).heat[(store.fleet.newest - 600 + s) % 960] !== c) wrong += `${slot}@${s} `; } });
                    return wrong; })""")));
    }

    @Test
    void readingFurtherDownIsNotDisturbedByNewRows() throws ExecutionException, InterruptedException {
        inject(60);
        open("?sensor=" + FAULTY);
        browser.await("many rows", "document.getElementById('sheet').scrollHeight > 1500");
        browser.js("document.getElementById('sheet').scrollTo(0, 165)");
        browser.await("scrolled", "document.querySelector('.lines .line')?.getAttribute('aria-rowindex') === '7'");
        String before = browser.text("document.getElementById('sheet').innerText");

        inject(100);
        browser.await(
                "says how many are new",
                "/^↑ \\d+ new$/.test(document.getElementById('fresh').textContent) && !document.getElementById('fresh').hidden");

        assertThat(browser.number("document.getElementById('sheet').scrollTop")).isEqualTo(165);
        assertThat(browser.text("document.getElementById('sheet').innerText")).isEqualTo(before);
        browser.js(
                "document.getElementById('fresh').addEventListener('click', () => { window.shown = [...document.querySelectorAll('.lines .line:not([hidden])')].map(row => row.ariaRowIndex).join(' '); })");
        browser.find("#fresh").click();
        assertThat(browser.text("window.shown"))
                .as("at once, and read aloud in the order shown")
                .startsWith("2 3 4 5 6 7 8");
        browser.await(
                "the new rows",
                "document.getElementById('sheet').scrollTop === 0 && document.getElementById('fresh').hidden");
    }

    /** Anomalies of the faulty sensor, as the server would write them, whatever its detector has got used to by now. */
    private static void inject(int anomalies) throws ExecutionException, InterruptedException {
        JsonNode known = site.json(server, "/api/v1/anomalies?sensor=" + FAULTY)
                .path("anomalies")
                .get(0);
        for (int i = 0; i < anomalies; i++) {
            ObjectNode verdict = known.deepCopy();
            verdict.remove("record_ts");
            verdict.put("offset", ++injected + 1_000_000);
            site.sendRaw(
                    "anomalies",
                    0,
                    System.currentTimeMillis(),
                    FAULTY.getBytes(StandardCharsets.UTF_8),
                    verdict.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dark, heat, anomalies",
        "light, heat, anomalies",
        "dark, cloud, readings",
        "light, cloud, readings",
        "dark, heat, sensors",
        "light, heat, models",
        "dark, heat, tables"
    })
    void axeFindsNoFault(String theme, String view, String tab) throws IOException {
        open("?theme=" + theme + "&view=" + view + "&tab=" + tab + "&sensor=" + FAULTY);
        browser.await("a focus", "document.getElementById('focus-title').textContent.includes('faulty')");
        if (view.equals("cloud")) {
            browser.await("three dimensions", "document.querySelector('#cloud canvas')");
        }

        assertThat(browser.faults()).isEqualTo(List.of());
    }

    @Test
    void respectsReducedMotionAndForcedColours() {
        browser.prefer("prefers-reduced-motion", "reduce");
        open("");
        assertThat(
                        browser.js(
                                "[...document.querySelectorAll('*')].every(e => ['0s', ''].includes(getComputedStyle(e).transitionDuration) && getComputedStyle(e).animationName === 'none' && getComputedStyle(e).scrollBehavior !== 'smooth')"))
                .isEqualTo(true);

        browser.prefer("forced-colors", "active");
        open("");
        assertThat(browser.text("getComputedStyle(document.querySelector('[data-set=\"view:heat\"]')).outlineStyle"))
                .as("what is chosen can be told without colours")
                .isEqualTo("solid");
        Site.await("anomalies in the heatmap", () -> browser.oddPixels() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?view=cloud"})
    void nothingLeavesTheOrigin(String query) {
        open(query);
        if (!query.isEmpty()) {
            browser.await("three dimensions", "document.querySelector('#cloud canvas')");
        }

        assertThat(browser.origins()).containsExactly("http://127.0.0.1:" + server.getPort());
        assertThat(site.get(server, "/")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe");
        assertThat(browser.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?view=cloud", "?tab=models", "?tab=readings&wide=1"})
    void aPhoneScrollsInOneDirection(String query) {
        browser.resize(390, 844);
        open(query);

        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
        assertThat(browser.number("document.getElementById('live').getBoundingClientRect().bottom"))
                .as("the timeline is in view")
                .isLessThanOrEqualTo(844);
    }

    @Test
    void aHostileNameIsText() {
        open("?tab=sensors&q=%3Cimg");
        browser.await("the row", "document.querySelector('.lines .line')?.textContent.includes('<img src=x')");
        browser.find(".lines .line").click();
        browser.await("the focus", "document.getElementById('focus-title').textContent.startsWith('<img')");

        assertThat(browser.number("document.querySelectorAll('main img').length"))
                .isZero();
        assertThat(browser.text("document.title")).doesNotContain("broken");
    }

    @Test
    void aSensorOfSeveralChannelsShowsThemAllAndSaysWhichIsOdd() {
        open("?sensor=m1&pipeline=machines&tab=anomalies&q=m1");
        browser.await(
                "its anomalies", "document.querySelector('.lines .line:not([hidden])')?.textContent.includes('+')");
        browser.js(
                "[...document.querySelectorAll('.lines .line')].find(e => /[+]50.* kPa/.test(e.textContent)).click()");

        browser.await("why", "/ · pressure .*above/.test(document.getElementById('focus-why').textContent)");
        assertThat(browser.text("document.getElementById('focus-value').textContent"))
                .isEqualTo("150.0 kPa");
        assertThat(browser.text("document.querySelector('.lines .line').textContent"))
                .contains("kPa");
        assertThat(browser.store("store.focus.series.channels.join()")).isEqualTo("temperature,vibration,pressure");
    }

    /** As a server writes them that explains. */
    private static final String EXPLAINED =
            """
            { "channels": [
                { "channel": "pressure", "value": 150, "expected": 100, "low": 94, "high": 106, "deviation": 50, "sigmas": 25, "contribution": 0.82 },
                { "channel": "temperature", "value": 71, "expected": 70, "low": 66, "high": 74, "deviation": 1, "sigmas": 0.8, "contribution": 0.18 } ],
              "nearest": { "pressure": { "at_most": 104.5 } } }""";

    @Test
    void anExplainedAnomalyShowsWhatWasExpectedAndWhichChannelIsToBlame() throws Exception {
        ObjectNode verdict = site.json(server, "/api/v1/anomalies?sensor=m1")
                .path("anomalies")
                .get(0)
                .deepCopy();
        long millis = System.currentTimeMillis();
        verdict.remove("record_ts");
        verdict.put("offset", 2_000_000 + ++injected);
        verdict.put("why", "pressure 150 kPa, expected 94-106, 25 sigma above");
        verdict.set("explanation", Site.JSON.readTree(EXPLAINED));
        byte[] record = verdict.toString().getBytes(StandardCharsets.UTF_8);
        for (String topic : List.of("scored", "anomalies")) {
            site.sendRaw(
                    topic, verdict.path("partition").asInt(), millis, "m1".getBytes(StandardCharsets.UTF_8), record);
        }
        open("?sensor=m1&pipeline=machines&tab=anomalies&q=m1");
        browser.await(
                "its anomaly",
                "document.querySelector('.lines .line:not([hidden])')?.textContent.includes('+50.00 kPa')");
        browser.find(".lines .line").click();

        browser.await(
                "why",
                "document.getElementById('focus-why').textContent.endsWith(' · pressure 150 kPa, expected 94-106, 25 sigma above')");
        assertThat(browser.text("document.getElementById('focus-usual-name').textContent"))
                .isEqualTo("Expected");
        assertThat(browser.text("document.getElementById('focus-usual').textContent"))
                .isEqualTo("94.0–106.0 kPa");
        browser.await(
                "shares", "document.getElementById('chart').ariaLabel.endsWith('; pressure 82 %, temperature 18 %')");
        browser.await("drawn: their bars in orange beside the names of the channels", "(" + BARS + ")() === 2");
    }

    /** Counts the orange bars at the right of the chart; diamonds and lines are no bars. */
    private static final String BARS =
            """
            () => { const c = document.getElementById('chart'), ctx = c.getContext('2d'); let bars = 0, before = false;
              for (let y = 0; y < c.height; y++) { const d = ctx.getImageData(c.width - 260, y, 240, 1).data; let run = 0, longest = 0;
                for (let i = 0; i < d.length; i += 4) { run = d[i] > 235 && d[i + 1] > 100 && d[i + 1] < 150 && d[i + 2] < 90 ? run + 1 : 0; longest = Math.max(longest, run); }
                const is = longest > 6 && longest < 45; if (is && !before) bars++; before = is; }
              return bars; }""";

    /** What the server does with it is its own matter; here it says this. */
    private static final String LISTENER =
            """
            window.__said = []; const real = window.fetch;
            window.fetch = async (url, init = {}) => !String(url).includes('feedback') ? real(url, init)
              : init.method !== 'POST' ? new Response('{"feedback":[],"next":null}')
              : String(url).includes('gone') ? new Response('{"error":"there is no such anomaly"}', { status: 404 })
              : (window.__said.push([decodeURIComponent(new URL(url, location).pathname), JSON.parse(init.body).verdict].join(' ')), new Response('{"effect":"it is known now"}', { status: 202 }));""";

    @Test
    void aReaderSaysWhatIsAFalseAlarmAndTakesItBack() {
        browser.with(LISTENER, () -> {
            open("?sensor=" + FAULTY + "&q=faulty");
            browser.await("the buttons", "document.querySelector('.lines .line:not([hidden])')");
            browser.keys("j");
            browser.await("the first", "document.querySelector(arguments[0])", ODD_ROW);
            browser.await("asks", "document.getElementById('judge').checkVisibility()");
            String id = String.valueOf(browser.store("store.anomalies.find(a => a.t === store.focus.mark).id"));

            browser.find("#judge [data-said=false_alarm]").sendKeys(Keys.ENTER);
            browser.await("marked", "document.querySelector(arguments[0]).dataset.said === 'false_alarm'", ODD_ROW);
            browser.await("said what follows", "document.getElementById('toast').textContent === 'it is known now'");
            browser.keys("y");
            browser.await("another word", "document.querySelector(arguments[0]).dataset.said === 'true'", ODD_ROW);
            assertThat(browser.text("document.querySelector('#judge [aria-pressed=true]').textContent"))
                    .isEqualTo("Real");
            browser.keys("y");
            browser.await("taken back", "!document.querySelector('#judge [aria-pressed=true]')");

            String path = "/api/v1/anomalies/" + id + "/feedback ";
            assertThat(browser.js("window.__said"))
                    .isEqualTo(List.of(path + "false_alarm", path + "true", path + "none"));
        });
    }

    @Test
    void aReadingThatWasNotFlaggedSaysWhyWhenAsked() {
        open("?win=900&sensor=" + CALM.get(2));
        browser.await("a calm reading", "!document.getElementById('ask').hidden");

        browser.keys("e");

        browser.await("why not", WHY + ".startsWith('not flagged: score ')");
        assertThat(browser.text(WHY)).contains("is not above the threshold 0.7").contains("expected");
        Object last = browser.store("store.focus.mark");
        browser.store(
                """
                (() => { const { t } = store.focus.series, c = document.getElementById('chart'), box = c.getBoundingClientRect();
                  const x = 122 + (t[100] - store.from) / store.view.win * (box.width - 124);
                  c.dispatchEvent(new MouseEvent('click', { clientX: box.left + x, clientY: box.top + 40 })); })()""");
        Site.await("the reading at the cursor", () -> !last.equals(browser.store("store.focus.mark")));
        browser.await("why not that one", WHY + ".startsWith('not flagged: score ')");
        browser.keys("l");
        browser.await("as before", "!" + WHY + ".startsWith('not flagged')");
    }

    @Test
    void aRefusedWordIsSaid() {
        browser.with(LISTENER.replace("includes('gone')", "includes('anomalies')"), () -> {
            open("?sensor=" + FAULTY + "&q=faulty");
            browser.await("rows", "document.querySelector('.lines .line:not([hidden])')");
            browser.keys("j");
            browser.await("asks", "document.getElementById('judge').checkVisibility()");

            browser.keys("x");

            browser.await(
                    "the refusal",
                    "document.querySelector('#told p').textContent === 'This cannot be kept: there is no such anomaly'");
            assertThat(browser.js("document.querySelector('#judge [aria-pressed=true]')"))
                    .isNull();
        });
    }

    private static final String ROWS =
            "[...document.querySelectorAll('.lines .line:not([hidden])')].map(row => [...row.children].map(cell => cell.textContent))";

    @Test
    void aViewOfTheConfigurationIsATableWithItsColumnsFilterAndSort() {
        open("?tab=tables");
        browser.await("the rows of the view", "document.querySelectorAll('.lines .line:not([hidden])').length > 5");
        assertThat(browser.js("[...document.querySelectorAll('.head-line span')].map(e => e.textContent)"))
                .isEqualTo(List.of("sensor_id", "ts", "score", "fahrenheit"));

        browser.find(".head-line span:nth-child(4) button").click();
        browser.await("the hottest first", ROWS + "[0][0] === 'line-2/faulty' && " + ROWS + "[0][3] >= 176");
        browser.await("a link to that", "location.search.includes('sort=-fahrenheit')");
        String sorted = browser.text(ROWS + "[0].join()");
        browser.find("#filter").sendKeys("sensor_id == 'line-1/a'");
        browser.await("one sensor", ROWS + ".length > 3 && " + ROWS + ".every(row => row[0] === 'line-1/a')");
        browser.find("#filter").sendKeys(" +");
        browser.await("the mistake", "/^filter: .*line 1/.test(document.querySelector('.calm').textContent)");
        browser.find("#filter").sendKeys(Keys.ESCAPE);
        browser.await("all again", ROWS + "[0]?.join() === arguments[0]", sorted);

        browser.find(".lines .line").click();
        browser.await("the focus", "document.getElementById('focus-title').textContent === 'line-2/faulty'");
        assertThat(browser.store("store.focus.mark")).isNotNull();
    }

    @Test
    void aTableIsAsLongAsItIsAndHasFewRowsOfItsOwn() {
        open("?tab=tables&table=temperature.scored");
        browser.await("rows", "document.querySelectorAll('.lines .line:not([hidden])').length > 5");

        Site.await("a thousand, as one scrolls on", () -> {
            browser.js("document.getElementById('sheet').scrollBy(0, 5000)");
            return browser.number("Number(document.querySelector('.grid').ariaRowCount)") > 1_000;
        });
        assertThat(browser.number("document.querySelectorAll('.lines .line').length"))
                .isLessThan(50);
        assertThat(browser.js("[...document.getElementById('table').options].map(o => o.value)"))
                .isEqualTo(List.of(
                        "warm",
                        "temperature.readings",
                        "temperature.scored",
                        "temperature.anomalies",
                        "machines.readings",
                        "machines.scored",
                        "machines.anomalies"));
    }
}
