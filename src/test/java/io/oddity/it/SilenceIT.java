package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sensor stops speaking before the reader's eyes. */
@Timeout(240)
class SilenceIT extends InBrowser {
    private static final String SILENT = "line-1/silent";
    private static final String TALKS = "line-1/talks";

    /** Twenty times as long as the shortest silence, and more. */
    private static final int KNOWN_SECONDS = 330;

    /** The shortest silence is 12 s, noticed with the record of another sensor of the partition. */
    private static final int SILENT_SECONDS = 14;

    private static final SplittableRandom RANDOM = new SplittableRandom(3);

    private static final String ODD_NOW = "document.querySelector('[data-figure=odd]').textContent";

    private static long last;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(directory);
        server = site.serve("one");
        last = System.currentTimeMillis() / 1_000 * 1_000 - SILENT_SECONDS * 1_000L;
        for (int ago = KNOWN_SECONDS; ago >= 0; ago--) {
            speak(SILENT, last - ago * 1_000L);
            speak(TALKS, last - ago * 1_000L + 500);
        }
        site.flush();
        site.judged("", 2 * (KNOWN_SECONDS + 1));
    }

    private static void speak(String sensor, long millis) {
        site.send(sensor, RANDOM.nextDouble(21, 28), millis, 0);
    }

    @Test
    void aSensorThatFallsSilentIsOddUntilItSpeaksAgain() {
        open("?win=60&tab=anomalies&sensor=" + SILENT);
        browser.await("calm", "document.getElementById('focus-tag').textContent === 'normal'");
        assertThat(browser.oddPixels()).isZero();

        for (int second = 1; second <= SILENT_SECONDS; second++) {
            speak(TALKS, last + second * 1_000L);
        }
        site.flush();

        browser.await(
                "in the table",
                "/silent.*◇ silent/.test(document.querySelector('.lines .line:not([hidden])')?.textContent)");
        browser.await(
                "in the focus",
                "document.getElementById('focus-tag').textContent.startsWith('silent since ') && document.getElementById('focus-tag').classList.contains('odd')");
        browser.await(
                "why",
                "/ · no reading for \\d+ s; usually one every 1\\.0 s$/.test(document.getElementById('focus-why').textContent)");
        browser.await("counted", ODD_NOW + " === '1'");
        Site.await("in the heatmap", () -> browser.oddPixels() > 0);
        Site.await("until now", () -> browser.oddPixels(12) > 0);
        String address = browser.address();

        speak(SILENT, System.currentTimeMillis());
        site.flush();

        browser.await("it speaks", "document.getElementById('focus-tag').textContent === 'normal'");
        browser.await("nobody is odd", ODD_NOW + " === '0'");
        browser.find(".lines .line").click();
        browser.await(
                "what was",
                "/ · no reading for 1[2-4] s; usually one every 1\\.0 s$/.test(document.getElementById('focus-why').textContent)");
        assertThat(browser.address()).startsWith(address);
    }
}
