package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {

    /** Values are joined with a bar where a header has several lines; '-' is a header that is not there. */
    @ParameterizedTest
    @CsvSource({
        // What browsers say of it themselves decides alone.
        "same-origin,             -,                                www.example.org,      303",
        "same-origin,             null,                             www.example.org,      303",
        "same-origin,             https://evil.example,             www.example.org,      303",
        "same-origin,             -,                                -,                    303",
        "same-site,               https://www.example.org,          www.example.org,      403",
        "cross-site,              https://www.example.org,          www.example.org,      403",
        "none,                    https://www.example.org,          www.example.org,      403",
        "none,                    -,                                www.example.org,      403",
        "Same-Origin,             -,                                www.example.org,      403",
        "'',                      -,                                www.example.org,      403",
        "same-origin|same-origin, -,                                www.example.org,      403",
        "same-origin|cross-site,  -,                                www.example.org,      403",
        "'same-origin, same-origin', -,                             www.example.org,      403",
        // Else the origin does, against the host.
        "-, https://www.example.org,                                www.example.org,      303",
        "-, http://www.example.org,                                 www.example.org,      303",
        "-, https://WWW.example.org,                                www.EXAMPLE.org,      303",
        "-, https://www.example.org:443,                            www.example.org,      303",
        "-, https://www.example.org,                                www.example.org:443,  303",
        "-, http://www.example.org,                                 www.example.org:80,   303",
        "-, http://localhost:8080,                                  localhost:8080,       303",
        "-, http://[::1]:8080,                                      [::1]:8080,           303",
        "-, https://www.example.org,                                www.example.org:,     303",
        "-, https://www.example.org,                                www.example.org:80,   403",
        "-, http://www.example.org,                                 www.example.org:443,  403",
        "-, https://www.example.org:8443,                           www.example.org,      403",
        "-, http://localhost:8081,                                  localhost:8080,       403",
        "-, null,                                                   www.example.org,      403",
        "-, '',                                                     www.example.org,      403",
        "-, https://evil.example,                                   www.example.org,      403",
        "-, https://example.org,                                    www.example.org,      403",
        "-, https://www.example.org.evil.example,                   www.example.org,      403",
        "-, https://evil.example?www.example.org,                   www.example.org,      403",
        "-, https://www.example.org@evil.example,                   www.example.org,      403",
        "-, https://evil.example@www.example.org,                   www.example.org,      403",
        "-, https://www.example.org/,                               www.example.org,      403",
        "-, ' https://www.example.org',                             www.example.org,      403",
        "-, www.example.org,                                        www.example.org,      403",
        "-, ftp://www.example.org,                                  www.example.org,      403",
        "-, https://www.example.org https://evil.example,           www.example.org,      403",
        "-, https://www.example.org|https://www.example.org,        www.example.org,      403",
        "-, https://www.example.org|https://evil.example,           www.example.org,      403",
        "-, https://www.example.org,                                -,                    403",
        "-, https://www.example.org,                                '',                   403",
        "-, https://www.example.org,                                www.example.org|x,    403",
        "-, https://www.example.org:99999999999,                    www.example.org,      403",
        "-, https://www.example.org,                                www.example.org:99999999999, 403",
        // Else no browser sent it.
        "-, -,                                                      www.example.org,      303",
        "-, -,                                                      -,                    303",
    })
    @Rule("8")
    void onlyTheSiteItselfChangesAChoice(String site, String origin, String host, int status) {
        Site asking = Site.asking();
        Site.Call post = asking.post("choice=accept-all").without("Host").without("Sec-Fetch-Site");
        add(post, "Sec-Fetch-Site", site);
        add(post, "Origin", origin);
        add(post, "Host", host);
        assertThat(post.send().status()).isEqualTo(status);
        assertThat(post.lines).hasSize(status == 303 ? 1 : 0);
    }

    private static void add(Site.Call call, String header, String values) {
        if (!values.equals("-")) {
            for (String value : values.split("\\|", -1)) {
                call.header(header, value);
            }
        }
    }

    @Test
    @Rule("8")
    void configuredOriginsCountAsTheSiteItself() {
        Site asking = Site.asking();
        ConsentPages pages = ConsentPages.builder(asking.pages.consent())
                .origin("https://www.example.org")
                .origin("http://intra.example:8080")
                .build();
        assertThat(status(asking, pages, "https://www.example.org")).isEqualTo(303);
        assertThat(status(asking, pages, "https://WWW.EXAMPLE.ORG:443")).isEqualTo(303);
        assertThat(status(asking, pages, "http://intra.example:8080")).isEqualTo(303);
        assertThat(status(asking, pages, "http://www.example.org")).isEqualTo(403);
        assertThat(status(asking, pages, "http://intra.example")).isEqualTo(403);
        assertThat(status(asking, pages, "null")).isEqualTo(403);
    }

    private static int status(Site site, ConsentPages pages, String origin) {
        return site.post("")
                .without("Sec-Fetch-Site")
                .without("Host")
                .header("Host", "backend:8080")
                .header("Origin", origin)
                .send(pages)
                .status();
    }
}
