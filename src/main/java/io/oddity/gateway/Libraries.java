package io.oddity.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.util.Set;

/** What the page takes from others: files of WebJars, under {@code /lib}, so that a browser asks nobody else. */
final class Libraries {
    private static final String THREE = "META-INF/resources/webjars/three/0.181.1/build/";
    private static final Set<String> FILES = Set.of("three.module.min.js", "three.core.min.js");

    private Libraries() {}

    static void mount(Router router) {
        Answers.get(router.routeWithRegex("/lib/three/(?<file>[a-z.]+)")).handler(context -> {
            String file = context.pathParam("file");
            if (!FILES.contains(file)) {
                context.next();
                return;
            }
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=86400")
                    .sendFile(THREE + file);
        });
    }
}
