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

/** The page before ten thousand sensors. */
@Timeout(180)
class LargeFleetIT {
    private static final int SENSORS = 10_000;

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

    private static void send(Site site, long millis, int odd) throws Exception {
        List<Pulse.Sensor> sensors = IntStream.range(0, SENSORS)
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
