package org.consent4j.pages.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What all tests in a browser start from: a Chromium, a portal, and visitors who are new to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private Chromium chromium;

    @BeforeAll
    void startChromium() {
        chromium = Chromium.start();
    }

    @AfterAll
    void stopChromium() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
    }

    /** A portal whose pages at {@code /} and below {@code /data} have the banner. */
    PortalServer portal() {
        return portal(Locale.ENGLISH);
    }

    PortalServer portal(Locale locale) {
        return serve(Portal.open(locale));
    }

    PortalServer serve(PortalServer portal) {
        open.add(portal);
        return portal.file("/portal.css", "text/css", Portal.STYLE).file("/favicon.ico", "image/x-icon", "");
    }

    Browser browser() {
        return chromium.browser();
    }

    BrowserContext visitor() {
        return visitor(new Browser.NewContextOptions());
    }

    BrowserContext visitor(Browser.NewContextOptions options) {
        BrowserContext visitor = chromium.browser().newContext(options);
        open.add(0, visitor);
        visitor.addInitScript("""
                window.violations = [];
                document.addEventListener('securitypolicyviolation', event =>
                    violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
                """);
        return visitor;
    }

    /** Waits until an expression is true; unlike Playwright's own way, under any Content-Security-Policy. */
    static void await(Page page, String expression) {
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate("!!(" + expression + ")")));
    }

    static List<String> cookies(BrowserContext visitor) {
        return visitor.cookies().stream()
                .map((Cookie cookie) -> cookie.name)
                .sorted()
                .toList();
    }

    static Object violations(Page page) {
        return page.evaluate("violations.join()");
    }
}
