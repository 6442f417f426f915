package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.testing.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of the README, taken from the demo as it runs on a new machine: {@code mvn -Ppictures verify}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PagePictures {
    private static final Path DOCS = Path.of("docs");
    private static final int MOST_BYTES = 400_000;
    private static final String ODD_MACHINE = "machine-3";

    @TempDir
    private Path folder;

    private Browser browser;
    private URI server;

    @Test
    void takesThem() throws Exception {
        try (JavaProcess demo = JavaProcess.oddity("demo", "--http-port", "0", "--data-dir", folder.toString());
                Browser opened = Browser.open()) {
            browser = opened;
            server = URI.create("http://127.0.0.1:" + demo.port());
            demo.awaitReady(200, Duration.ofSeconds(60));
            browser.prefer("prefers-color-scheme", "dark");
            browser.open(server, "");
            browser.await("all sensors", "document.querySelector('[data-figure=sensors]').textContent === '10'");
            Site.await("the past is judged", () -> caughtUp());

            take("heatmap", "?", "true");
            take("oddest-first", "?order=odd&theme=light", "true");
            take(
                    "3d",
                    "?view=cloud&channel=machines%20vibration",
                    "/[1-9]\\d* values/.test(document.querySelector('#cloud canvas')?.ariaLabel)");
            JsonNode odd = Site.parse(get("/api/v1/anomalies?limit=1&sensor=" + ODD_MACHINE))
                    .at("/anomalies/0");
            take(
                    "focus",
                    "?a=machines:" + Site.place(odd),
                    "document.getElementById('focus-tag').textContent.startsWith('odd since')");
            take("tables", "?wide=1", "true");
            browser.resizePhone(390, 844);
            take("phone", "?", "true");
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Until the first figures are those of now. */
    private boolean caughtUp() {
        return browser.number(
                        "Number(document.querySelector('[data-figure=latency]').textContent.replace(/ ms$/, '')) < 1000 ? 1 : 0")
                == 1;
    }

    private void take(String name, String query, String isThere) throws IOException {
        browser.open(server, query);
        browser.await("what was odd", "document.querySelector('.lines .line:not([hidden])')");
        picture(name, isThere);
    }

    private void picture(String name, String isThere) throws IOException {
        browser.await(name, isThere);
        Site.await("its readings", () -> Boolean.TRUE.equals(browser.store("store.view.wide || store.focus.filled")));
        Path file = DOCS.resolve("page-" + name + ".png");
        byte[] png = browser.picture();
        Files.write(file, png);
        System.out.println("page: " + file + ", " + png.length + " bytes");
        assertThat(png).hasSizeLessThan(MOST_BYTES);
    }
}
