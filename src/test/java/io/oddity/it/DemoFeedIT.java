package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page without sensors gets some. */
@Timeout(240)
class DemoFeedIT extends InBrowser {
    private static final String OFFER = "/api/v1/demo-feed";

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(directory, Site.MACHINES);
        server = site.serve("one");
    }

    private static HttpResponse<String> ask(String type, String body) {
        return site.send(HttpRequest.newBuilder(server.resolve(OFFER))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void theButtonAsksThenStartsAPlantAndTheTopicIsTakenFromThenOn() throws IOException {
        assertThat(new OpenApi().faults("DemoFeed", site.json(server, OFFER))).isEmpty();
        assertThat(ask("text/plain", "{\"topic\":\"machines\"}").statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(ask("application/json", "{}").statusCode()).isEqualTo(400);
        assertThat(ask("application/json", "{\"topic\":\"readings\"}").statusCode())
                .isEqualTo(409);
        assertThat(site.json(server, OFFER).path("offered").asBoolean()).isTrue();
        browser.visit(server);
        browser.await("the offer", "document.querySelector('#demo-feed button')?.textContent === 'Start demo feed'");

        browser.find("#demo-feed button").click();
        browser.await("asks", "document.getElementById('demo-feed').textContent.includes('writes to topic machines')");
        assertThat(site.json(server, OFFER).path("offered").asBoolean())
                .as("only asked")
                .isTrue();
        browser.find("#demo-feed button").click();

        browser.await("its machines", "document.querySelector('[data-figure=sensors]').textContent === '5'");
        browser.await("the page", "document.body.dataset.ready && document.getElementById('notice').hidden");
        assertThat(site.json(server, OFFER).path("problem").asText()).contains("has had records");
        assertThat(ask("application/json", "{\"topic\":\"machines\"}").statusCode())
                .isEqualTo(409);
    }
}
