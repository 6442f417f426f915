package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the page have in common: a browser for all of them, a site of their own, and that nothing was thrown or broke the security policy. */
abstract class InBrowser {
    @TempDir
    static Path directory;

    static Browser browser;

    /** To be opened, and closed here. */
    static Site site;

    static URI server;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (site != null) {
            site.close();
        }
        browser = null;
        site = null;
    }

    @BeforeEach
    void sitDown() {
        browser.resize(1440, 900);
        browser.prefer("prefers-color-scheme", "dark");
    }

    @AfterEach
    void nothingWasThrown() {
        browser.block();
        assertThat(browser.violations()).isEmpty();
    }

    /** Opens the page and waits until it has its data. */
    static void open(String query) {
        browser.open(server, query);
    }
}
