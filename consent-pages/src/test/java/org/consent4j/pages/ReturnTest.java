package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnTest {

    private static final String FORM = "/cookies/preferences?saved";

    private final Site site = Site.asking();

    static String[] hostile() {
        return new String[] {
            "",
            " ",
            "x",
            "next",
            "?x",
            "#x",
            "granted",
            "//evil.example",
            "/.//evil.example",
            "/x/..//evil.example",
            "/x/../..//evil.example",
            "//evil.example/x",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "\\\\evil.example",
            "/\\/evil.example",
            "/x\\..\\..\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r/evil.example",
            "\t//evil.example",
            "\n/evil.example",
            " //evil.example",
            " /x",
            "\u00a0//evil.example",
            "\u3000/evil.example",
            "/x\r\nSet-Cookie: a=1",
            "/x\u0000",
            "/x\u007f",
            "/x\u0085y",
            "/\u0000/evil.example",
            "https://evil.example",
            "HTTPS://evil.example",
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "@evil.example",
            ".evil.example",
            "./x",
            "../x",
            "/" + "x".repeat(2000),
        };
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Rule("8")
    void noAddressElsewhereIsFollowed(String next) {
        assertThat(after(next)).isEqualTo(FORM);
        Document page = site.get("/cookies/preferences?next=" + encode(next)).document();
        assertThat(page.select("input[name=next]")).isEmpty();
        assertThat(site.pages.banner(site.get("/").exchange(), Locale.ENGLISH, next))
                .doesNotContain("next")
                .doesNotContain("evil");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                          | /",
                "/news                      | /news",
                "/news?page=2&x=%2F#top     | /news?page=2&x=%2F#top",
                "/a//b                      | /a//b",
                "/%2F/evil.example          | /%2F/evil.example",
                "/%5Cevil.example           | /%5Cevil.example",
                "/@evil.example             | /@evil.example",
                "/https://evil.example      | /https://evil.example",
                "/x?to=https://evil.example | /x?to=https://evil.example",
                "/caf\u00e9                 | /caf%C3%A9",
                "/\u65e5\u672c              | /%E6%97%A5%E6%9C%AC",
                "/\ud83c\udf6a              | /%F0%9F%8D%AA",
                "/a b\"<>^`{}               | /a%20b%22%3C%3E%5E%60%7B%7D",
                "/\u202egro.elpmaxe         | /%E2%80%AEgro.elpmaxe",
                "/\uff0fevil.example        | /%EF%BC%8Fevil.example",
            })
    void aPathOnThisSiteIsFollowed(String next, String location) {
        assertThat(after(next)).isEqualTo(location);
        assertThat(URI.create("https://www.example.org/cookies/preferences")
                        .resolve(location)
                        .getHost())
                .isEqualTo("www.example.org");
        Document page = site.get("/cookies/preferences?next=" + encode(next)).document();
        assertThat(page.select("form input[name=next][type=hidden]").attr("value"))
                .isEqualTo(location);
    }

    @Test
    void theLongestPathIsOfTwoThousandCharacters() {
        String next = "/" + "x".repeat(1999);
        assertThat(after(next)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.example.org/news?page=2,           /news?page=2",
        "http://www.example.org/news,                   /news",
        "https://www.example.org/news#top,              /news",
        "https://www.example.org/,                      /",
        "https://www.example.org,                       /cookies/preferences?saved",
        "https://www.example.org//evil.example,         /cookies/preferences?saved",
        "https://www.example.org/\\evil.example,        /cookies/preferences?saved",
        "https://evil.example/news,                     /cookies/preferences?saved",
        "https://www.example.org@evil.example/news,     /cookies/preferences?saved",
        "https://www.example.org:8443/news,             /cookies/preferences?saved",
        "https://www.example.org.evil.example/x,        /cookies/preferences?saved",
        "android-app://www.example.org/x,               /cookies/preferences?saved",
        "about:blank,                                   /cookies/preferences?saved",
        "/news,                                         /cookies/preferences?saved",
        "'',                                            /cookies/preferences?saved",
        "://,                                           /cookies/preferences?saved",
        "https://www.example.org/cookies/preferences,   /cookies/preferences?saved",
        "https://www.example.org/cookies/preferences?x, /cookies/preferences?saved",
        "https://www.example.org/cookies,               /cookies",
    })
    void withoutANextTheVisitorReturnsToWhereTheBannerWas(String referer, String location) {
        assertThat(site.post("choice=refuse-all")
                        .header("Referer", referer)
                        .send()
                        .headers())
                .containsEntry("Location", location);
    }

    @Test
    void aNextGoesBeforeTheReferer() {
        assertThat(site.post("next=/there")
                        .header("Referer", "https://www.example.org/here")
                        .send()
                        .headers())
                .containsEntry("Location", "/there");
        assertThat(site.post("next=//evil.example")
                        .header("Referer", "https://www.example.org/here")
                        .header("Referer", "https://www.example.org/here")
                        .send()
                        .headers())
                .containsEntry("Location", FORM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"next=%", "next=%C3", "next=\u20ac", "next=/x\u00ff", "%&next", "=&=", "&&&", "saved=%zz"})
    void aBrokenQueryIsNoError(String query) {
        PageResponse response = site.get("/cookies/preferences?" + query).send();
        assertThat(response.status()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain("name=\"next\"");
    }

    private String after(String next) {
        return site.post("next=" + encode(next)).send().headers().getOrDefault("Location", "");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
