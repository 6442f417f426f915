package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import java.util.stream.Collectors;

/** What a person sees first: where to look. */
final class Banner {
    private Banner() {}

    static String of(Config config, int port, String kafka) {
        String host = config.http().host().equals("0.0.0.0")
                ? "localhost"
                : config.http().host();
        String url = "http://" + host + ":" + port;
        String pipelines = config.pipelines().stream().map(Pipeline::name).collect(Collectors.joining(", "));
        return """

                  · · ·
                 ·  o  ·   Oddity is running: %s
                  · · ·
                  Page       %s/
                  Anomalies  curl -N '%s/api/v1/stream?anomalies=true'
                  Stats      curl %s/api/v1/stats
                  Health     %s/readyz    Metrics  %s/metrics
                  Kafka      %s    (topics %s, %s, %s)

                  Ctrl-C finishes what was begun and ends.
                """
                .formatted(
                        pipelines,
                        url,
                        url,
                        url,
                        url,
                        url,
                        kafka,
                        config.topics().scored().name(),
                        config.topics().anomalies().name(),
                        config.topics().pulse().name());
    }
}
