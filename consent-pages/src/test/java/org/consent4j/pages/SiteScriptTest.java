package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.PreferenceScheme;
import org.consent4j.preference.SignatureKey;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class SiteScriptTest {

    private final Site site = Site.of(
            Site.exempt(),
            Site.thirdParty(),
            Site.cookie("a", Category.named("maps").title("Maps").build()).build());

    private static String configuration(Site site, String target) {
        String script = new String(site.get(target).send().body(), StandardCharsets.UTF_8);
        assertThat(script).startsWith("((").endsWith(",path=>import(path));\n");
        return script.substring(script.indexOf(")({\"cookie\"") + 2, script.lastIndexOf(",path=>"));
    }

    @Test
    void theScriptKnowsTheSite() {
        String configuration = configuration(site, "/cookies/choices.js?lang=en");
        String style = site.pages.stylesheetPath();
        assertThat(configuration)
                .startsWith("{\"cookie\":\"cookies_preferences\",\"signed\":false,"
                        + "\"preferences\":\"/cookies/preferences\",\"banner\":\"/cookies/banner?lang=en\","
                        + "\"style\":\"" + style + "\",\"script\":\"/cookies/choice.")
                .contains("\"lang\":\"en\",\"dir\":\"ltr\",\"categories\":[[\"necessary\",\"Necessary cookies\"],"
                        + "[\"statistical\",\"Statistical cookies\",\"s\",\""
                        + PreferenceScheme.fingerprint(1, List.of())
                        + "\",0],[\"third-party\",\"Third-party cookies\",\"t\",\""
                        + PreferenceScheme.fingerprint(1, List.of("Video Ltd")) + "\",1],"
                        + "[\"maps\",\"Maps\",\"maps\",\""
                        + PreferenceScheme.fingerprint(1, List.of("Opendatasoft")) + "\",1]]")
                .contains("\"dormant\":[\"n\",\"i\"],\"texts\":{\"blocked\":\"{0} ")
                .endsWith("\"}}");
    }

    @Test
    void theScriptKnowsTheConfiguredCookieAndPaths() {
        CookieConsent signed = CookieConsent.builder()
                .catalogue(CookieCatalogue.of(Site.statistical()))
                .preferenceCookie(
                        PreferenceCookie.standard().withHostPrefix().signedWith(SignatureKey.of("a", new byte[32])))
                .build();
        Site other =
                new Site(ConsentPages.builder(signed).basePath("/legal").build().under("/app"));
        assertThat(configuration(other, "/legal/choices.js?lang=he"))
                .startsWith("{\"cookie\":\"__Host-cookies_preferences\",\"signed\":true,"
                        + "\"preferences\":\"/app/legal/preferences\",\"banner\":\"/app/legal/banner?lang=he\","
                        + "\"style\":\"/app/legal/choice.")
                .contains("\"lang\":\"he\",\"dir\":\"rtl\"");
        assertThat(other.pages.scriptPath()).isEqualTo("/app/legal/choices.js");
        assertThat(other.pages.scriptPath(Locale.GERMANY)).isEqualTo("/app/legal/choices.js?lang=de");
    }

    @Test
    @Rule("19")
    void theScriptIsTheSameForEverybodyAndAskedForAgain() {
        Site.Call call = site.get("/cookies/choices.js").header("Cookie", site.cookieAfter("choice=accept-all"));
        PageResponse response = call.send();
        assertThat(call.personalised).isZero();
        assertThat(response.body())
                .isEqualTo(site.get("/cookies/choices.js").send().body());
        assertThat(response.headers())
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("Content-Type", "text/javascript;charset=utf-8")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(site.get("/cookies/choices.js")
                        .header("If-None-Match", response.headers().getOrDefault("ETag", ""))
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(AssetsTest.unzipped(site.get("/cookies/choices.js")
                        .header("Accept-Encoding", "gzip, br")
                        .send()
                        .body()))
                .isEqualTo(response.body());
    }

    @Test
    @Rule({"10", "19"})
    void theBannerCanBeFetchedByWhoeverIsToBeAsked() {
        Site.Call call = site.get("/cookies/banner?lang=de");
        PageResponse response = call.send();
        Document page = Site.parse(response);
        assertThat(page.select("body > section").outerHtml())
                .isEqualTo(Jsoup.parse(site.pages.banner(site.get("/").exchange(), Locale.GERMAN))
                        .select("body > section")
                        .outerHtml());
        assertThat(page.select("body > *")).hasSize(1);
        assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(call.personalised).isEqualTo(1);
        Document settled = site.get("/cookies/banner")
                .header("Cookie", site.cookieAfter("choice=refuse-all"))
                .document();
        assertThat(settled.body().childNodes()).isEmpty();
    }
}
