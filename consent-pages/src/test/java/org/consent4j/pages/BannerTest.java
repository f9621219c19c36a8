package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.consent4j.ConsentExchange;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

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
        PreferencesPageTest.alike(banner.select("button[name]"));
        assertThat(banner.select("button").eachText()).containsExactly("Accept all", "Refuse all", "Choose");
        Element choose = banner.expectFirst("button:last-child");
        assertThat(choose.className()).isEqualTo(banner.expectFirst("button").className());
        assertThat(choose.attr("formmethod")).isEqualTo("get");
    }

    @Test
    @Rule({"14", "20"})
    void theBannerSaysWhoAsksForWhat() {
        Document banner = Jsoup.parse(site.get("/").banner());
        Element section = banner.expectFirst("body > section");
        assertThat(section.attr("aria-label")).isEqualTo("Cookies on Jersey City");
        assertThat(section.attr("lang")).isEqualTo("en");
        assertThat(banner.expectFirst("p").text())
                .isEqualTo("Jersey City would like to use cookies for these purposes. None is used unless you agree.");
        assertThat(banner.select("li").eachText()).hasSize(2);
        assertThat(banner.select("li b").eachText()).containsExactly("Statistical cookies", "Third-party cookies");
        assertThat(banner.select("p a").eachAttr("href")).containsExactly("/cookies");
        assertThat(banner.select("form").attr("action")).isEqualTo("/cookies/preferences");
        assertThat(banner.select("form").attr("method")).isEqualTo("post");
        assertThat(banner.select("[role=dialog], [aria-modal], script:not([src]), style, [checked], [autofocus]"))
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
        assertThat(banner.select("li b").eachText()).containsExactly("Third-party cookies");
        assertThat(banner.text()).contains("Your other choices stay as they are");
        assertThat(banner.select("input[name=asked_for]").eachAttr("value")).containsExactly("third-party");
        assertThat(banner.select("button").eachText()).containsExactly("Accept", "Refuse", "Choose");
        PreferencesPageTest.alike(banner.select("button[name]"));
    }

    @Test
    void theWayBackIsCarriedThroughBothWays() {
        Document banner = Jsoup.parse(
                site.pages.under("/app").banner(site.get("/").exchange(), Locale.ENGLISH, "/app/n?a=\"1&2\""));
        assertThat(banner.select("input[name=next]").attr("value")).isEqualTo("/app/n?a=%221&2%22");
        assertThat(banner.select("form").attr("action")).isEqualTo("/app/cookies/preferences");
        Document form = site.get("/cookies/preferences?lang=en&next=/app/n?a=%25221%262%2522")
                .document();
        assertThat(form.select("input[name=next]").attr("value")).isEqualTo("/app/n?a=%221&2%22");
    }

    @Test
    @Rule("19")
    void aPageWithABannerIsOneVisitorsOwn() {
        Site.Call call = site.get("/");
        call.banner();
        assertThat(call.personalised).isEqualTo(1);
    }

    @Test
    @Rule({"11", "19"})
    void noVisitorSeesWhatWasRenderedForAnother() {
        Site shared = Site.asking();
        String partly = shared.cookieAfter("statistical=granted&asked_for=statistical");
        for (int round = 1; round <= 2; round++) {
            for (String cookie : List.of("", partly)) {
                for (String next : List.of("", "/one?a='1'&b=2", "/two", "//other.example/")) {
                    for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
                        Site fresh = Site.asking();
                        assertThat(banner(shared, cookie, locale, next))
                                .as("%s %s %s, round %s", cookie, next, locale, round)
                                .isNotEmpty()
                                .isEqualTo(banner(fresh, cookie, locale, next));
                    }
                }
            }
        }
        assertThat(Jsoup.parse(banner(shared, "", Locale.ENGLISH, "/one?a='1'&b=2"))
                        .select("input[name=next]")
                        .eachAttr("value"))
                .containsExactly("/one?a='1'&b=2");
        assertThat(banner(shared, "", Locale.ENGLISH, "")).doesNotContain("next");
    }

    private static String banner(Site site, String cookie, Locale locale, String next) {
        Site.Call call = site.get("/");
        return site.pages.banner((cookie.isEmpty() ? call : call.header("Cookie", cookie)).exchange(), locale, next);
    }

    @Test
    @Rule("11")
    void anotherCatalogueAsksForWhatItDeclares() {
        Site site = Site.of(Site.statistical());
        assertThat(Jsoup.parse(site.get("/").banner()).select("li b").eachText())
                .containsExactly("Statistical cookies");
        ConsentExchange later =
                Site.of(Site.statistical(), Site.thirdParty()).get("/").exchange();
        assertThat(Jsoup.parse(site.pages.banner(later, Locale.ENGLISH))
                        .select("li b")
                        .eachText())
                .containsExactly("Statistical cookies", "Third-party cookies");
    }
}
