package org.consent4j.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
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
import org.consent4j.test.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The portal in a real Chromium, with JavaScript and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalBrowserTest {

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private ConfigurableApplicationContext portal;
    private Playwright playwright;
    private Browser browser;

    @BeforeAll
    void start() {
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
        portal = Portal.start(0);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(FLAGS));
    }

    @AfterAll
    void stop() {
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
            String site = "http://localhost:" + Portal.port(portal);
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

    private static List<String> cookies(BrowserContext visitor) {
        return visitor.cookies().stream().map((Cookie cookie) -> cookie.name).toList();
    }
}
