package io.oddity.it;

import io.oddity.testing.Plant;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page's budget, measured and printed: {@code mvn -Pbench verify}. Broker, plant, server and browser share the machine, so what
 * is printed is what is left for the page by all of them; frames of an empty page beside them show what that is.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PageBench {
    private static final int SECONDS = Integer.getInteger("bench.seconds", 10);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int HEAP_SECONDS = Integer.getInteger("bench.heap.seconds", 300);

    private static final String WATCH =
            """
            (() => { const f = window.__frames = { at: [], long: 0, busy: 0 }; let last = performance.now();
              new PerformanceObserver(l => l.getEntries().forEach(e => { f.long++; f.busy += e.duration; })).observe({ type: 'longtask' });
              const frame = () => { const now = performance.now(); f.at.push(now - last); last = now; requestAnimationFrame(frame); };
              requestAnimationFrame(frame); })()""";

    private static final String SUMMARY =
            """
            (() => { const f = window.__frames, s = f.at.slice(2).sort((a, b) => a - b), at = q => (s[Math.min(s.length - 1, Math.floor(q * s.length))] ?? 0).toFixed(1);
              const fps = (1000 * s.length / s.reduce((a, b) => a + b, 0)).toFixed(0);
              const text = `${fps} fps, frame p50 ${at(0.5)} p99 ${at(0.99)} most ${at(1)} ms, ${f.long} long tasks of ${f.busy.toFixed(0)} ms`;
              f.p99 = Number(at(0.99)); f.at = []; f.long = f.busy = 0; return text; })()""";

    private static final String HOVER =
            """
            (() => { let n = 0; const c = document.getElementById('heat'), timer = setInterval(() => { n += 0.05;
                c.dispatchEvent(new PointerEvent('pointermove', { clientX: c.getBoundingClientRect().left + 400 + 250 * Math.sin(n), clientY: c.getBoundingClientRect().top + 140 + 100 * Math.cos(n * 0.7) })); }, 16);
              setTimeout(() => { clearInterval(timer); c.dispatchEvent(new PointerEvent('pointerleave')); }, arguments[0]); })()""";

    private static final String SCRUB =
            """
            (() => { let n = 0; const timer = setInterval(() => { n++; dispatchEvent(new KeyboardEvent('keydown', { key: n % 40 < 25 ? 'ArrowLeft' : 'ArrowRight' })); }, 33);
              setTimeout(() => { clearInterval(timer); dispatchEvent(new KeyboardEvent('keydown', { key: 'l' })); }, arguments[0]); })()""";

    private static final String ORBIT =
            """
            (() => { let n = 0; const c = document.querySelector('#cloud canvas:last-child'), send = (type, x) => c.dispatchEvent(new PointerEvent(type, { clientX: 500 + x, clientY: 250, pointerId: 1 }));
              c.setPointerCapture = () => {}; send('pointerdown', 0);
              const timer = setInterval(() => send('pointermove', 300 * Math.sin(n += 0.03)), 16);
              setTimeout(() => clearInterval(timer), arguments[0]); })()""";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1000, 1000", "1000, 10000", "10000, 10000"})
    void measures(int sensors, int rate) throws Exception {
        try (Site site = Site.open(directory, Plant.PIPELINE);
                Browser browser = Browser.open()) {
            URI server = site.serve("one");
            Thread plant = site.run(new Plant(sensors, 7), 1_000L * sensors / rate);
            try {
                String title = String.format(Locale.ROOT, "bench page, %,d sensors, %,d readings/s: ", sensors, rate);
                browser.open(server, "");
                browser.await(
                        "all sensors",
                        "document.querySelector('[data-figure=sensors]').textContent.replace(',', '') === '" + sensors
                                + "'");
                browser.visit(URI.create("about:blank"));
                pause(40); // until the detectors are warm and something is odd
                browser.js(WATCH);
                measure(browser, title, Map.of("an empty page", "1"));
                browser.open(server, "");
                say(title, "ready after " + browser.text("document.body.dataset.ready") + " ms");
                say(title, "feed " + feed(site, server) / 1_000 + " kB/s");
                pause(3);
                browser.js(WATCH);
                measure(browser, title, Map.of("live", "1", "hovering", HOVER, "scrubbing", SCRUB));
                browser.open(server, "?view=cloud");
                browser.await("three dimensions", "document.querySelector('#cloud canvas')");
                pause(5);
                browser.js(WATCH);
                measure(browser, title, Map.of("3-D", "1", "3-D orbiting", ORBIT));
                heap(server, title);
            } finally {
                plant.interrupt();
                plant.join();
            }
        }
    }

    /** Frames while something is done, in turns, for the machine has better and worse seconds. */
    private static void measure(Browser browser, String title, Map<String, String> scripts) {
        Map<String, List<Double>> p99 = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            new TreeMap<>(scripts).forEach((what, script) -> {
                browser.js(SUMMARY); // begins anew
                browser.js(script, SECONDS * 1_000);
                double before = browser.busyMillis();
                pause(SECONDS);
                long busy = Math.round((browser.busyMillis() - before) / SECONDS);
                say(title, what + ": " + browser.text(SUMMARY) + ", main thread busy for " + busy + " ms a second");
                p99.computeIfAbsent(what, any -> new ArrayList<>())
                        .add(((Number) browser.js("window.__frames.p99")).doubleValue());
            });
        }
        p99.forEach((what, all) -> {
            Collections.sort(all);
            say(
                    title,
                    String.format(
                            Locale.ROOT,
                            "%s: p99 %.1f ms in the middle of %d rounds (%.1f to %.1f)",
                            what,
                            all.get(all.size() / 2),
                            ROUNDS,
                            all.get(0),
                            all.get(all.size() - 1)));
        });
    }

    /** In a browser of its own: one that showed other pages before keeps some of them. */
    private static void heap(URI server, String title) {
        try (Browser browser = Browser.open()) {
            browser.open(server, "");
            pause(20);
            double before = browser.heapMegabytes();
            pause(HEAP_SECONDS);
            double after = browser.heapMegabytes();
            say(title, String.format(Locale.ROOT, "heap %.1f MB, %.1f MB after %d s", before, after, HEAP_SECONDS));
        }
    }

    private static long feed(Site site, URI server) throws Exception {
        try (InputStream live = site.open(
                        HttpRequest.newBuilder(server.resolve("/api/v1/live")).build())
                .body()) {
            byte[] buffer = new byte[1 << 16];
            long start = System.nanoTime();
            long bytes = 0;
            long skipped = 0;
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(12)) {
                bytes += live.read(buffer);
                if (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2)) {
                    skipped = bytes; // the names of all sensors come first
                }
            }
            return (bytes - skipped) / 10;
        }
    }

    private static void pause(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void say(String title, String what) {
        System.out.println(title + what);
    }
}
