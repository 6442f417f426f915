package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.codec.PulseCodec;
import io.oddity.pipeline.Pulse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page before ten thousand sensors. */
@Timeout(180)
class LargeFleetIT {
    private static final int SENSORS = 10_000;

    private static final String SHOWN = "document.querySelector('[data-figure=sensors]').textContent";

    @TempDir
    private Path directory;

    @Test
    void oneOddSecondOfOneSensorIsSeenInAQuarterOfAnHour() throws Exception {
        try (Browser browser = Browser.open();
                Site site = Site.open(directory)) {
            URI server = site.serve("one");
            long now = System.currentTimeMillis() / 1_000 * 1_000;
            for (int ago = 600; ago >= 0; ago -= 200) {
                send(site, now - ago * 1_000L, -1);
            }
            browser.prefer("prefers-color-scheme", "dark");
            browser.open(server, "?win=900");
            browser.await("all sensors", "document.querySelector('[data-figure=sensors]').textContent === '10,000'");
            assertThat(browser.oddPixels()).isZero();

            send(site, now - 300_000, 4_321);

            Site.await("an odd pixel", () -> browser.oddPixels() > 0);
            assertThat(browser.oddPixels()).isLessThan(40);
            assertThat(browser.violations()).isEmpty();
        }
    }

    @Test
    void aFilterReachesSensorsBeyondThoseThatAreFollowed() throws Exception {
        try (Browser browser = Browser.open();
                Site site = Site.open(directory)) {
            URI server = site.serve("one");
            long now = System.currentTimeMillis() / 1_000 * 1_000;
            String beyond = "sensor-" + (SENSORS + 5);
            send(site, now - 200_000, -1);
            send(site, now - 190_000, SENSORS, SENSORS + 10, -1);
            browser.prefer("prefers-color-scheme", "dark");
            browser.open(server, "");
            browser.await("all are counted", SHOWN + " === '10,010'");
            assertThat(browser.store("store.fleet.rows.some(row => row.id === '" + beyond + "')"))
                    .isEqualTo(false);

            browser.keys("/", beyond);

            browser.await("its row", "document.getElementById('fleet-note').textContent.startsWith('1 sensor')");
            Site.await("its past", () -> {
                long second = now / 1_000 - 190;
                Object heat = browser.store("store.fleet.rows[0]?.heat[" + second % 960 + "] ?? 0");
                return ((Number) heat).intValue() > 1;
            });
            assertThat(browser.text(SHOWN)).isEqualTo("10,010");
            send(site, System.currentTimeMillis(), SENSORS, SENSORS + 10, SENSORS + 5);
            Site.await("it is odd", () -> browser.oddPixels() > 0);

            browser.keys(Keys.ESCAPE);
            browser.await("all again", "document.getElementById('fleet-note').textContent.startsWith('10,000 of')");
            assertThat(browser.violations()).isEmpty();
        }
    }

    private static void send(Site site, long millis, int odd) throws Exception {
        send(site, millis, 0, SENSORS, odd);
    }

    private static void send(Site site, long millis, int from, int to, int odd) throws Exception {
        List<Pulse.Sensor> sensors = IntStream.range(from, to)
                .mapToObj(i -> new Pulse.Sensor(
                        "sensor-" + i, 1, i == odd ? 1 : 0, i == odd ? 0.9 : 0.1, new double[] {i % 50}, 0.1, true))
                .toList();
        Pulse pulse = new Pulse("temperature", 0, millis, sensors);
        site.sendRaw(
                "pulse",
                0,
                millis,
                "temperature/0".getBytes(StandardCharsets.UTF_8),
                PulseCodec.encode(pulse, List.of("temp")));
    }
}
