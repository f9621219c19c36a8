package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.consent4j.ConsentExchange;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BannerTest {

    private final Site site = Site.asking();

    @Test
    @Rule({"10", "12"})
    void onlyWhoHasNotChosenIsAsked() {
        assertThat(site.get("/").banner()).isNotEmpty();
        assertThat(site.get("/")
                        .header("Cookie", site.cookieAfter("choice=refuse-all"))
                        .banner())
                .isEmpty();
        assertThat(site.get("/")
                        .header("Cookie", site.cookieAfter("choice=accept-all"))
                        .banner())
                .isEmpty();
        assertThat(Site.of(Site.necessary()).get("/").banner()).isEmpty();
        assertThat(Site.of(Site.exempt()).get("/").banner()).isEmpty();
        assertThat(site.pages.banner(ConsentExchange.none(), Locale.ENGLISH)).isEmpty();
    }

    @Test
    @Rule({"4", "21"})
    void acceptAndRefuseAreSiblingsOfOneClass() {
        Document banner = Jsoup.parse(site.get("/").banner());
        PreferencesPageTest.alike(banner.select("button"));
        assertThat(banner.select("button").eachText()).containsExactly("Accept all", "Refuse all");
        Element choose = banner.expectFirst("button + a");
        assertThat(choose.className()).isEqualTo("choice-button");
        assertThat(choose.attr("href")).isEqualTo("/cookies/preferences");
    }

    @Test
    @Rule({"14", "20"})
    void theBannerSaysWhoAsksForWhat() {
        Document banner = Jsoup.parse(site.get("/").banner());
        Element section = banner.expectFirst("body > section");
        assertThat(banner.expectFirst("#" + section.attr("aria-labelledby")).text())
                .isEqualTo("Cookies on Jersey City");
        assertThat(section.attr("lang")).isEqualTo("en");
        assertThat(banner.expectFirst("p").text()).isEqualTo("Jersey City asks whether it may use these cookies:");
        assertThat(banner.select("li").eachText()).containsExactly("Statistical cookies", "Third-party cookies");
        assertThat(banner.select("p a").eachAttr("href")).containsExactly("/cookies");
        assertThat(banner.select("form").attr("action")).isEqualTo("/cookies/preferences");
        assertThat(banner.select("form").attr("method")).isEqualTo("post");
        assertThat(banner.select("[role=dialog], [aria-modal], script, link, style, [checked], [autofocus]"))
                .isEmpty();
        assertThat(banner.select("input[name=asked_for]")).isEmpty();
    }

    @Test
    @Rule("11")
    void whereSomeIsSettledTheBannerSaysForWhatItAsks() {
        Site.Call call = Site.of(Site.statistical(), Site.thirdParty())
                .get("/")
                .header("Cookie", Site.of(Site.statistical()).cookieAfter("statistical=granted"));
        Document banner = Jsoup.parse(call.banner());
        assertThat(banner.select("li").eachText()).containsExactly("Third-party cookies");
        assertThat(banner.text()).contains("Your other choices stay as they are");
        assertThat(banner.select("input[name=asked_for]").eachAttr("value")).containsExactly("third-party");
        assertThat(banner.select("button").eachText()).containsExactly("Accept", "Refuse");
        PreferencesPageTest.alike(banner.select("button"));
    }

    @Test
    void theWayBackIsCarriedThroughBothWays() {
        Document banner = Jsoup.parse(
                site.pages.under("/app").banner(site.get("/").exchange(), Locale.ENGLISH, "/app/n?a=\"1&2\""));
        assertThat(banner.select("input[name=next]").attr("value")).isEqualTo("/app/n?a=%221&2%22");
        String choose = banner.select("a.choice-button").attr("href");
        assertThat(choose).startsWith("/app/cookies/preferences?next=");
        Document form = site.get(choose.substring("/app".length())).document();
        assertThat(form.select("input[name=next]").attr("value")).isEqualTo("/app/n?a=%221&2%22");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-GB", "fr", "ar-EG", "und", "x-nobody", "ja-JP-u-ca-japanese"})
    @Rule("20")
    void everyLocaleGetsALanguageThatThePagesSpeak(String tag) {
        String banner = site.pages.banner(site.get("/").exchange(), Locale.forLanguageTag(tag));
        assertThat(Jsoup.parse(banner).select("section").attr("lang")).isEqualTo("en");
    }

    @Test
    @Rule("19")
    void aPageWithABannerIsOneVisitorsOwn() {
        Site.Call call = site.get("/");
        call.banner();
        assertThat(call.personalised).isEqualTo(1);
    }
}
