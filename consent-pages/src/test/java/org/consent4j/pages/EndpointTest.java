package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.consent4j.CookieConsent;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    private final Site site = Site.asking();

    @Test
    void thePathsOfThePagesAreOwned() {
        ConsentPages pages = ConsentPages.builder(site.pages.consent())
                .basePath("/legal/cookies")
                .build();
        assertThat(pages.paths())
                .contains("/legal/cookies", "/legal/cookies/preferences", "/legal/cookies/banner")
                .contains("/legal/cookies/choices.js")
                .hasSize(7)
                .allMatch(pages::owns);
        assertThat(pages.owns("/legal/cookies/choice.00000000.css")).isTrue();
        assertThat(List.of(
                        "",
                        "/",
                        "/legal",
                        "/legal/cookies/",
                        "/legal/cookiesx",
                        "/legal/cookies/preferences/",
                        "/legal/cookies/preferences;x",
                        "/legal/cookies/other",
                        "/legal/cookies/choice.00000000.cssx",
                        "/legal/cookies/choice.css",
                        "/LEGAL/cookies",
                        "/cookies"))
                .noneMatch(pages::owns);
        assertThat(site.pages.basePath()).isEqualTo("/cookies");
        assertThat(site.get("/elsewhere").send().status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cookies", "/cookies/preferences", "/cookies/banner", "/cookies/choices.js"})
    void headHasTheHeadersOfGetAndNoBody(String path) {
        PageResponse get = site.get(path).send();
        PageResponse head = site.new Call("HEAD", path).send();
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.body()).isNotEmpty();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).isEqualTo(get.headers()).doesNotContainKey("Content-Length");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/cookies,             POST,    'GET, HEAD'",
        "/cookies,             OPTIONS, 'GET, HEAD'",
        "/cookies/banner,      POST,    'GET, HEAD'",
        "/cookies/choices.js,  POST,    'GET, HEAD'",
        "/cookies/preferences, PUT,     'GET, HEAD, POST'",
        "/cookies/preferences, DELETE,  'GET, HEAD, POST'",
        "/cookies/preferences, get,     'GET, HEAD, POST'",
        "/cookies/preferences, '',      'GET, HEAD, POST'",
    })
    @Rule("8")
    void otherMethodsAreNotAllowed(String path, String method, String allowed) {
        Site.Call call = site.new Call(method, path);
        PageResponse response = call.send();
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", allowed);
        assertThat(call.lines).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /cookies, 200, no-cache",
        "GET, /cookies/preferences, 200, no-store",
        "GET, /cookies/banner, 200, no-store",
        "GET, /cookies/choice.00000000.css, 404, no-store",
        "PUT, /cookies/preferences, 405, no-store",
        "PUT, /cookies, 405, no-store",
    })
    void everyPageHasTheHeadersThatProtectIt(String method, String path, int status, String cacheControl) {
        PageResponse response = site.new Call(method, path).send();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers())
                .containsEntry("Content-Type", "text/html;charset=utf-8")
                .containsEntry("Cache-Control", cacheControl)
                .containsEntry(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; form-action 'self';"
                                + " base-uri 'none'; frame-ancestors 'none';"
                                + " require-trusted-types-for 'script'; trusted-types 'none'")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Referrer-Policy", "same-origin");
    }

    @Test
    void linksStartWithTheContextPath() {
        ConsentPages pages = site.pages.under("/app");
        assertThat(pages.preferencesPath()).isEqualTo("/app/cookies/preferences");
        assertThat(pages.policyPath()).isEqualTo("/app/cookies");
        assertThat(pages.owns("/cookies")).isTrue();
        assertThat(pages.owns("/app/cookies")).isFalse();
        Document page = Site.parse(site.get("/cookies/preferences").send(pages));
        assertThat(page.select("[href], [action], [src]"))
                .allSatisfy(element -> assertThat(element.attr("href") + element.attr("action") + element.attr("src"))
                        .matches("/app/(cookies.*)?|https://video\\.example/.*"));
        assertThat(site.post("").send(pages).headers()).containsEntry("Location", "/app/cookies/preferences?saved");
        assertThat(pages.under("").policyPath()).isEqualTo("/cookies");
        assertThat(pages.under("/app")).isSameAs(pages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "/", "//evil.example", "/app/", "/a\\b", "/a?b", "/a#b", "/a\nb", "https://x"})
    void aContextPathThatIsNoneIsAnError(String path) {
        assertThatThrownBy(() -> site.pages.under(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + path + "'")
                .hasMessageContaining("/app");
    }

    @Test
    void configurationErrorsNameTheValueAndTheRemedy() {
        CookieConsent consent = site.pages.consent();
        for (String path :
                List.of("", "/", "cookies", "/cookies/", "/Cookies", "//x", "/a b", "/a?b", "/..", "/a/./b")) {
            assertThatThrownBy(() -> ConsentPages.builder(consent).basePath(path))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + path + "'")
                    .hasMessageContaining("/cookies");
        }
        for (String origin : List.of(
                "",
                "www.example.org",
                "https://www.example.org/",
                "https://",
                "null",
                "*",
                "https://*.example.org",
                "ftp://example.org",
                "https://user@example.org",
                "https://example.org:x")) {
            assertThatThrownBy(() -> ConsentPages.builder(consent).origin(origin))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + origin + "'")
                    .hasMessageContaining("https://www.example.org");
        }
        for (String name : List.of("", " ", "\t")) {
            assertThatThrownBy(() -> ConsentPages.builder(consent).siteName(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
        }
    }

    @Test
    void withoutConfigurationThePagesAreUnderCookies() {
        ConsentPages pages = ConsentPages.of(site.pages.consent());
        assertThat(pages.basePath()).isEqualTo("/cookies");
        assertThat(pages.consent()).isSameAs(site.pages.consent());
        assertThat(Site.parse(site.get("/cookies").send(pages)).title()).isEqualTo("Cookies on This site");
        assertThat(pages.under("/x").consent()).isSameAs(pages.consent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "en",
                "en-GB,en;q=0.9",
                "tlh",
                "*",
                "",
                ",",
                ";;;",
                "q=1",
                "en;q=x",
                "en;q=-1",
                "\u0000",
                "tlh-u-ca-x"
            })
    @Rule("20")
    void everyAcceptLanguageGetsAPage(String wanted) {
        Document page = site.get("/cookies").header("Accept-Language", wanted).document();
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
    }

    @Test
    void aHugeAcceptLanguageCostsNothing() {
        Site.Call call = site.get("/cookies").header("Accept-Language", "fr,".repeat(300_000) + "de");
        for (int i = 0; i < 1000; i++) {
            call.header("Accept-Language", "de");
        }
        assertThat(call.send().status()).isEqualTo(200);
    }

    @Test
    void aResponseDoesNotChange() {
        PageResponse response = site.get("/cookies").send();
        assertThatThrownBy(() -> response.headers().put("X", "y")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(response.toString()).startsWith("200 {").doesNotContain("<");
    }
}
