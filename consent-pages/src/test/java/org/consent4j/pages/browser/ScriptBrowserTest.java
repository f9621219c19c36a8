package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script for pages that are the same for all: it asks, gates, and answers the site's own scripts. */
class ScriptBrowserTest extends BrowserTest {

    private static final String GATED = """
            <script type="text/plain" data-consent="statistical" data-src="/first.js"></script>
            <script type="text/plain" data-consent="statistical" data-src="/second.js"></script>
            <script type="text/plain" data-consent="statistical" data-type="module" data-src="/module.js"></script>
            <script type="text/plain" data-consent="unheard-of" data-src="/never.js"></script>
            <iframe data-consent="third-party" data-src="/video" data-provider="Video {1} Ltd" title="A video"
                width="480" height="270"></iframe>
            """;

    private static final String LOADED =
            "performance.getEntriesByType('resource').find(entry => /choice\\.[0-9a-f]+\\.js$/.test(entry.name))";

    private PortalServer cached(String content) {
        return cached(Locale.ENGLISH, content);
    }

    private PortalServer cached(Locale locale, String content) {
        PortalServer portal = serve(new PortalServer(Portal.pages()));
        ConsentPages pages = portal.pages();
        return portal.file("/", "text/html", Portal.withScript(pages, locale, content))
                .file("/data/1", "text/html", Portal.withScript(pages, locale, content))
                .file("/first.js", "text/javascript", "window.ran = (window.ran || []).concat('first')")
                .file("/second.js", "text/javascript", "window.ran = (window.ran || []).concat('second')")
                .file("/module.js", "text/javascript", "window.ran = (window.ran || []).concat('module ' + !this)")
                .file("/never.js", "text/javascript", "window.ran = (window.ran || []).concat('never')")
                .file("/video", "text/html", "<!DOCTYPE html><title>Video</title><p>Moving pictures</p>");
    }

    private static Page asked(PortalServer portal, BrowserContext visitor) {
        Page page = visitor.newPage();
        page.addInitScript(
                "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry =>"
                        + " shift += entry.hadRecentInput ? 0 : entry.value)).observe({ type: 'layout-shift', buffered: true });");
        page.navigate(portal.at("/"));
        page.locator(".choice-box button[value=accept-all]").waitFor();
        // Before, the browser itself would send the form.
        await(page, LOADED);
        return page;
    }

    @Test
    @Rule({"1", "19"})
    void aPageThatIsTheSameForAllAsksInTheBrowser() {
        PortalServer portal = cached("");
        BrowserContext visitor = visitor();
        Page page = asked(portal, visitor);
        assertThat(portal.requests().stream().filter(request -> request.endsWith("/cookies/banner")))
                .hasSize(1);
        assertThat(page.evaluate("getComputedStyle(document.querySelector('.choice-box')).position"))
                .isEqualTo("fixed");
        assertThat(visitor.cookies()).isEmpty();

        page.locator("button[value=refuse-all]").click();
        await(page, "!document.querySelector('.choice-box')");
        await(page, "!document.body.style.marginBlockEnd");
        assertThat(page.evaluate("shift")).as("no layout shift").isEqualTo(0);
        assertThat(violations(page)).isEqualTo("");

        portal.requests();
        page.navigate(portal.at("/data/1"));
        assertThat(portal.requests())
                .contains("GET /cookies/choices.js")
                .allMatch(request -> request.matches("GET /(data/1|portal.css|favicon.ico|cookies/choices.js)"));
        assertThat(page.locator(".choice-box").count()).isZero();
    }

    @Test
    @Rule("20")
    void noFocusedLinkIsCoveredByTheFixedBanner() {
        PortalServer portal = cached("");
        BrowserContext visitor = visitor(BannerBrowserTest.phone());
        Page page = asked(portal, visitor);
        int links = (int) page.evaluate("document.querySelectorAll('header a, main a, footer a').length");
        page.locator(".choice-box button").last().focus();
        for (int i = 0; i < links; i++) {
            page.keyboard().press("Tab");
            Object covered = page.evaluate("""
                    () => {
                        const link = document.activeElement.getBoundingClientRect();
                        const banner = document.querySelector('.choice-box').getBoundingClientRect();
                        return document.activeElement.closest('.choice-box') ? 'banner' : link.bottom > banner.top ? 'covered' : '';
                    }
                    """);
            assertThat(covered).as("link %s of %s", i + 1, links).isEqualTo("");
        }
    }

    @Test
    @Rule({"1", "3"})
    void gatedContentStartsWithTheConsentAndStopsWithItsEnd() {
        PortalServer portal = cached(GATED).contentSecurityPolicy(PortalServer.STRICT + "; trusted-types consent");
        BrowserContext visitor = visitor();
        Page page = asked(portal, visitor);
        assertThat(portal.requests()).noneMatch(request -> request.matches(".*/(first|second|module|never|video).*"));
        assertThat(page.locator("iframe").count()).isZero();
        assertThat(page.getByText("Video {1} Ltd provides this content and can set cookies once it is shown."
                                + " Allow: Third-party cookies")
                        .isVisible())
                .isTrue();

        page.getByText("Allow and show").click();
        page.frameLocator("iframe").getByText("Moving pictures").waitFor();
        assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("IFRAME");
        assertThat(page.evaluate("consent.preferences"))
                .isEqualTo(Map.of("statistical", "undecided", "first-party", "undecided", "third-party", "granted"));
        assertThat(page.locator(".choice-box button[value=accept-all]").count())
                .as("two are still open")
                .isEqualTo(1);

        page.evaluate("consent.record({ statistical: true, 'first-party': false })");
        await(page, "window.ran && ran.length == 3");
        assertThat(page.evaluate("ran")).isEqualTo(List.of("first", "second", "module true"));
        await(page, "!document.querySelector('.choice-box')");

        page.evaluate("consent.record({ 'third-party': false })");
        page.getByText("Allow and show").waitFor();
        assertThat(page.locator("iframe").count()).isZero();
        assertThat(page.locator("[role=alert]").count()).isZero();

        page.evaluate("consent.record({ statistical: false })");
        page.locator("[role=alert]").waitFor();
        portal.requests();
        page.locator("[role=alert] button").click();
        await(page, "window.consent && !window.ran && !document.querySelector('[role=alert]')");
        assertThat(portal.requests()).contains("GET /").noneMatch(request -> request.contains("first.js"));
        assertThat(violations(page)).isEqualTo("");
    }

    @Test
    void gatedContentOfAnEarlierConsentStartsAtOnce() {
        PortalServer portal = cached(GATED);
        BrowserContext visitor = visitor();
        Page page = asked(portal, visitor);
        page.locator("button[value=accept-all]").click();
        await(page, "window.ran && ran.length == 3");
        page.navigate(portal.at("/data/1"));
        await(page, "window.ran && ran.length == 3");
        page.frameLocator("iframe").getByText("Moving pictures").waitFor();
        assertThat(page.locator(".choice-box").count()).isZero();
        assertThat(violations(page)).isEqualTo("");
    }

    @Test
    void onlyWebAddressesAreActivated() {
        PortalServer portal = cached(
                        "<iframe data-consent=\"third-party\" data-src=\"javascript:top.ran='frame'\"></iframe>"
                                + "<script type=\"text/plain\" data-consent=\"third-party\" data-src=\"data:,ran='script'\"></script>")
                .contentSecurityPolicy("default-src * data: 'unsafe-inline'");
        Page page = asked(portal, visitor());
        page.evaluate("consent.record({ 'third-party': true })");
        await(page, "document.querySelector('iframe[data-consent]')");
        await(page, "document.readyState == 'complete'");
        assertThat(page.evaluate("'ran' in window")).isEqualTo(false);
    }

    @Test
    @Rule({"1", "11", "18"})
    void theSitesScriptsAskAndRecord() {
        PortalServer portal = cached("");
        BrowserContext visitor = visitor();
        Page page = asked(portal, visitor);
        assertThat(page.evaluate("['necessary', 'statistical', 'unheard-of', 'toString'].map(consent.allows).join()"))
                .isEqualTo("true,false,false,false");
        page.evaluate("document.addEventListener('consent:change', () => window.told = consent.allows('statistical'))");
        page.evaluate("consent.record({ statistical: true })");
        assertThat(page.evaluate("told")).isEqualTo(true);
        assertThat(page.locator(".choice-box").count()).isEqualTo(1);
        assertThat(page.evaluate(
                        "consent.record({ 'unheard-of': true }).then(() => 'recorded', error => error.message)"))
                .isEqualTo("Not recorded: 400");
        assertThat(page.evaluate("consent.allows('statistical')")).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule({"3", "13"})
    void theSettingsOpenFromTheSitesOwnButton(boolean decided) {
        PortalServer portal = cached("<button id=\"own\">Cookies</button>");
        BrowserContext visitor = visitor();
        Page page = asked(portal, visitor);
        if (decided) {
            page.locator("button[value=accept-all]").click();
            await(page, "!document.querySelector('.choice-box')");
        }
        page.evaluate("void (document.getElementById('own').onclick = () => consent.show())");
        page.locator("#own").press("Enter");
        page.locator("dialog[open]").waitFor();
        assertThat(page.locator("dialog :checked").count()).isEqualTo(decided ? 3 : 0);
        page.keyboard().press("Escape");
        await(page, "!document.querySelector('dialog')");
        if (decided) {
            assertThat(page.evaluate("document.activeElement.outerHTML"))
                    .asString()
                    .contains("\"own\"");
            assertThat(page.locator(".choice-box").count()).isZero();
        }
        page.locator("#own").press("Enter");
        page.locator("dialog button[value=refuse-all]").click();
        await(page, "!document.querySelector('.choice-box')");
        assertThat(page.evaluate("Object.values(consent.preferences).join()")).isEqualTo("refused,refused,refused");
        assertThat(violations(page)).isEqualTo("");
    }

    @Test
    void theTypesDeclareWhatTheScriptOffers() throws IOException {
        String types = Files.readString(Path.of("src/main/assets/consent.d.ts"));
        String consent = types.substring(types.indexOf("interface Consent {"), types.indexOf("\n}\n"));
        List<String> declared = Pattern.compile("^  (?:readonly )?(\\w+)(?=[(:])", Pattern.MULTILINE)
                .matcher(consent)
                .results()
                .map(member -> member.group(1))
                .sorted()
                .toList();
        Page page = asked(cached(""), visitor());
        assertThat(page.evaluate("Object.keys(consent).sort()"))
                .isEqualTo(declared)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isNotEmpty();
        assertThat(page.evaluate(
                        "['allows', 'record', 'show', 'activate'].every(name => typeof consent[name] == 'function')"))
                .isEqualTo(true);
        assertThat(types).contains("'consent:change': ConsentChangeEvent");
    }
}
