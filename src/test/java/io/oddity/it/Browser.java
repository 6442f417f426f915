package io.oddity.it;

import static org.junit.jupiter.api.Assumptions.abort;

import io.oddity.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** Debian's Chromium, without a window and without a GPU. */
final class Browser implements AutoCloseable {
    /** Generous: the machine may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private static final String SPY =
            """
            window.__violations = [];
            document.addEventListener('securitypolicyviolation', e => window.__violations.push(e.violatedDirective + ' ' + e.blockedURI));
            window.addEventListener('error', e => window.__violations.push('error ' + e.message));
            """;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts it; where it is not installed the tests are skipped, but with {@code ODDITY_BROWSER=required} they fail. */
    static Browser open() {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
            String missing = "NO BROWSER TESTS: " + CHROMIUM + " and " + DRIVER
                    + " are not both there; on Debian: apt-get install chromium chromium-driver";
            if ("required".equals(System.getenv("ODDITY_BROWSER"))) {
                throw new AssertionError(missing);
            }
            System.err.println(missing);
            abort(missing);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--disable-gpu", "--no-sandbox", "--disable-dev-shm-usage");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", SPY));
        browser.resize(1440, 900);
        return browser;
    }

    void resize(int width, int height) {
        resize(width, height, false);
    }

    /** As on a phone, whose scroll bars take no room. */
    void resizePhone(int width, int height) {
        resize(width, height, true);
    }

    private void resize(int width, int height, boolean isPhone) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isPhone));
    }

    /** What is seen, as PNG, once it was drawn. */
    byte[] picture() {
        driver.executeAsyncScript(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));");
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** Pretends what the reader's system asks for, such as {@code prefers-reduced-motion: reduce}. */
    void prefer(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** Opens the page and waits until it has its data. */
    void open(URI server, String query) {
        driver.get(server.resolve("/" + query).toString());
        await("the page is ready", "document.body.dataset.ready");
    }

    /** Opens an address and waits for nothing. */
    void visit(URI address) {
        driver.get(address.toString());
    }

    /** What a JavaScript expression is. */
    Object js(String expression, Object... arguments) {
        return driver.executeScript("return " + expression, arguments);
    }

    String text(String expression, Object... arguments) {
        return String.valueOf(js(expression, arguments));
    }

    long number(String expression, Object... arguments) {
        return ((Number) js(expression, arguments)).longValue();
    }

    /** What an expression is, in which {@code store} is all that the page knows. */
    Object store(String expression) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1];" + "import('/js/main.js').then(({ store }) => done("
                        + expression + ")).catch(e => done('failed: ' + e));");
    }

    /** Waits until a JavaScript expression is true. */
    void await(String what, String expression, Object... arguments) {
        Await.until(
                what,
                PATIENCE,
                () -> Boolean.TRUE.equals(js("!!(" + expression + ")", arguments)),
                () -> "the page shows: " + text("document.body.innerText.slice(0, 1500)"));
    }

    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void shift(CharSequence key) {
        new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
    }

    /** From now on requests to addresses like these fail. */
    void block(String... patterns) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
    }

    /** Does something while a script runs at the beginning of each page. */
    void with(String script, Runnable something) {
        Map<String, Object> added =
                driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", "{" + script + "}"));
        try {
            something.run();
        } finally {
            driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", added);
        }
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** How many pixels of the heatmap have the colours of an anomaly. */
    long oddPixels() {
        return oddPixels(Integer.MAX_VALUE);
    }

    /** The same of its last columns only. */
    long oddPixels(int columns) {
        return number(
                """
                (() => { const c = document.getElementById('heat'), w = Math.min(c.width, arguments[0]), d = c.getContext('2d').getImageData(c.width - w, 0, w, c.height).data;
                  let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] > 235 && d[i + 1] > 100 && d[i + 2] < 200 && d[i + 2] > 40) n++;
                  return n; })()""",
                columns);
    }

    /** What the page's JavaScript holds, after a collection. */
    double heapMegabytes() {
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        return ((Number) driver.executeCdpCommand("Runtime.getHeapUsage", Map.of())
                                .get("usedSize"))
                        .doubleValue()
                / 1e6;
    }

    /** For how long the page's main thread has been busy, ms; from the first call on. */
    double busyMillis() {
        driver.executeCdpCommand("Performance.enable", Map.of());
        List<?> metrics = (List<?>)
                driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
        return metrics.stream()
                .map(metric -> (Map<?, ?>) metric)
                .filter(metric -> metric.get("name").equals("TaskDuration"))
                .mapToDouble(metric -> ((Number) metric.get("value")).doubleValue() * 1e3)
                .sum();
    }

    /** Faults that axe finds by the rules of WCAG 2.0 to 2.2, A and AA. */
    Object faults() throws IOException {
        driver.executeScript(resource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"));
        return driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
                  .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))), e => done(String(e)));""");
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Browser.class.getClassLoader().getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What broke the security policy, and errors nobody caught. */
    List<?> violations() {
        return (List<?>) js("window.__violations");
    }

    /** Where all that was loaded came from. */
    Stream<String> origins() {
        return ((List<?>) js("performance.getEntriesByType('resource').map(e => new URL(e.name).origin)"))
                .stream().map(String::valueOf).distinct();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
