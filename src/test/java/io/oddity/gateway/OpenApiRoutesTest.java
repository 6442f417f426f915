package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oddity.bus.Bus;
import io.oddity.config.ConfigLoader;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The routes and the file that describes them say the same. */
@ExtendWith(VertxExtension.class)
class OpenApiRoutesTest {
    @Test
    void everyRouteIsInTheFileAndEveryPathOfTheFileIsARoute(Vertx vertx, VertxTestContext context) throws Exception {
        Bus.open(vertx);
        JsonNode file = new ObjectMapper(new YAMLFactory())
                .readTree(OpenApiRoutesTest.class.getResourceAsStream("/openapi.yaml"));
        GatewayVerticle gateway = new GatewayVerticle(
                ConfigLoader.load(Path.of("conf/oddity.yaml"), Map.of()),
                0,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

        vertx.deployVerticle(gateway)
                .onComplete(context.succeeding(deployed -> context.verify(() -> {
                    List<Route> routes = gateway.router().getRoutes().stream()
                            .filter(route -> route.getPath() != null)
                            .toList();
                    assertThat(routes)
                            .allSatisfy(route -> assertThat(route.methods())
                                    .containsExactlyInAnyOrder(HttpMethod.GET, HttpMethod.HEAD))
                            .extracting(route -> route.getPath().replaceAll(":(\\w+)", "{$1}"))
                            .containsExactlyInAnyOrderElementsOf(
                                    () -> file.path("paths").fieldNames());
                    context.completeNow();
                })));
    }
}
