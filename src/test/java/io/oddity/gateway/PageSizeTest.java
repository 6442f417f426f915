package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What a browser has to fetch before it can show the fleet; what is loaded on demand is not of it. */
class PageSizeTest {
    private static final int OWN_JS_BYTES = 40_000;
    private static final int ALL_BYTES = 150_000;

    private static final Pattern SCRIPT = Pattern.compile("<script[^>]* src=\"([^\"]+)\"");
    private static final Pattern PRELOAD = Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^(]*?from '\\./([^']+)'");

    private static byte[] bytes(String file) {
        try (InputStream stream = PageSizeTest.class.getClassLoader().getResourceAsStream("webroot/" + file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> all(Pattern pattern, String file) {
        return pattern.matcher(new String(bytes(file), StandardCharsets.UTF_8))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static int zipped(String file) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.size();
    }

    /** The scripts of the page and what they import, without what they ask for later. */
    private static Set<String> firstView() {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> left = new ArrayDeque<>(all(SCRIPT, "index.html"));
        while (!left.isEmpty()) {
            String file = left.pop();
            if (found.add(file)) {
                all(IMPORT, file).forEach(name -> left.push("js/" + name));
            }
        }
        return found;
    }

    @Test
    void theFirstViewIsSmall() {
        int own = firstView().stream().mapToInt(PageSizeTest::zipped).sum();
        int all = own
                + List.of("index.html", "css/oddity.css", "mark.svg").stream()
                        .mapToInt(PageSizeTest::zipped)
                        .sum();
        System.out.println("page: first view " + all + " bytes zipped, " + own + " of them JavaScript");

        assertThat(own).isLessThan(OWN_JS_BYTES);
        assertThat(all).isLessThan(ALL_BYTES);
    }

    /** Else a browser finds them one after the other. */
    @Test
    void allModulesOfTheFirstViewAreAskedForAtOnce() {
        Set<String> modules = firstView();
        all(SCRIPT, "index.html").forEach(modules::remove);

        assertThat(all(PRELOAD, "index.html")).containsExactlyInAnyOrderElementsOf(modules);
    }
}
