package org.consent4j.example.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.consent4j.test.ConsentTck.RunningSite;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The portal in a real Chromium, with JavaScript and without, for the example of each framework.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PortalBrowserSuite {

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private RunningSite portal;
    private Playwright playwright;
    private Browser browser;

    /** For the examples' tests. */
    protected PortalBrowserSuite() {}

    /**
     * Starts the example on a free port.
     *
     * @return the running example, which the suite closes
     * @throws Exception if it does not start
     */
    protected abstract RunningSite start() throws Exception;

    @BeforeAll
    final void startAll() throws Exception {
        Optional<Path> chromium = chromium();
        if (chromium.isEmpty()) {
            String message = "No Chromium: the tests in a browser are skipped. Install chromium, or set CHROMIUM to its"
                    + " path.";
            if ("true".equals(System.getenv("CONSENT_REQUIRE_BROWSER"))) {
                throw new IllegalStateException(message);
            }
            System.out.println(message);
            assumeTrue(false, message);
        }
        portal = start();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(FLAGS));
    }

    @AfterAll
    final void stopAll() {
        if (playwright != null) {
            playwright.close();
        }
        if (portal != null) {
            portal.close();
        }
    }

    private static Optional<Path> chromium() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule({"1", "2", "3", "10", "13"})
    void aVisitorDecidesAndWithdraws(boolean javaScript) {
        try (BrowserContext visitor =
                browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(javaScript))) {
            String site = "http://localhost:" + portal.port();
            visitor.route(url -> !url.startsWith(site), route -> route.abort());
            Page page = visitor.newPage();

            page.navigate(site + "/");
            assertThat(cookies(visitor)).containsExactlyInAnyOrder("sessionid", "csrftoken");
            assertThat(page.locator("iframe").count()).isZero();

            page.locator("button[value=accept-all]").click();
            page.waitForURL(site + "/");
            assertThat(page.locator("button[value=accept-all]").count()).isZero();
            assertThat(page.locator("iframe").count()).isEqualTo(1);
            assertThat(cookies(visitor))
                    .containsExactlyInAnyOrder(
                            "sessionid", "csrftoken", "_pk_id.1.1fff", "visitor_profile", "cookies_preferences");

            page.locator("footer a[href='/cookies/preferences']").click();
            assertThat(page.locator("input[name=statistical]").isChecked()).isTrue();
            page.locator("button[value=refuse-all]").click();
            page.waitForLoadState();
            assertThat(cookies(visitor)).containsExactlyInAnyOrder("sessionid", "csrftoken", "cookies_preferences");

            page.navigate(site + "/seen");
            assertThat(page.textContent("body")).contains("sessionid").doesNotContain("_pk_id", "visitor_profile");
            page.navigate(site + "/");
            assertThat(page.locator("button[value=accept-all]").count()).isZero();
            assertThat(page.locator("iframe").count()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"/,360", "/,1280", "/cookies/preferences,360", "/cookies/preferences,1280"})
    @Rule({"4", "21"})
    void refusingIsAsProminentAsAccepting(String path, int width) {
        try (BrowserContext visitor = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 800))) {
            Page page = visitor.newPage();
            page.navigate("http://localhost:" + portal.port() + path);
            Locator accept = page.locator("button[value=accept-all]");
            Locator refuse = page.locator("button[value=refuse-all]");
            assertThat(refuse.boundingBox().width).isCloseTo(accept.boundingBox().width, within(0.1));
            assertThat(refuse.boundingBox().height).isCloseTo(accept.boundingBox().height, within(0.1));
            for (String property : List.of("color", "backgroundColor", "borderColor", "fontSize", "fontWeight")) {
                String style = "button => getComputedStyle(button)." + property;
                assertThat(refuse.evaluate(style)).as(property).isEqualTo(accept.evaluate(style));
            }
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .as("nothing to scroll to the side")
                    .isEqualTo(width);
        }
    }

    private static List<String> cookies(BrowserContext visitor) {
        return visitor.cookies().stream().map((Cookie cookie) -> cookie.name).toList();
    }
}
