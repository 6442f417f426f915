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
import io.vertx.ext.web.Route;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
                    Map<String, Set<String>> routes = new TreeMap<>();
                    for (Route route : gateway.router().getRoutes()) {
                        if (route.getPath() != null) {
                            Set<String> methods = routes.computeIfAbsent(
                                    route.getPath().replaceAll(":(\\w+)", "{$1}"), path -> new TreeSet<>());
                            route.methods()
                                    .forEach(method -> methods.add(method.name().toLowerCase(Locale.ROOT)));
                        }
                    }
                    Map<String, Set<String>> described = new TreeMap<>();
                    file.path("paths").properties().forEach(path -> {
                        Set<String> methods = new TreeSet<>();
                        path.getValue().fieldNames().forEachRemaining(methods::add);
                        methods.remove("parameters");
                        if (methods.contains("get")) {
                            methods.add("head"); // as HTTP has it
                        }
                        described.put(path.getKey(), methods);
                    });
                    assertThat(routes).isEqualTo(described);
                    context.completeNow();
                })));
    }
}
