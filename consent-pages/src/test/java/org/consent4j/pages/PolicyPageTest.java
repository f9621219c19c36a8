package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyPageTest {

    @Test
    @Rule("14")
    void theRowsOfTheSeedStandCellByCell() {
        Document page = Site.of(Site.necessary()).get("/cookies").document();
        Element table = page.expectFirst("section#necessary table");
        assertThat(table.select("thead th[scope=col]").eachText())
                .containsExactly(
                        "Service provider’s name",
                        "Function and location",
                        "Cookie name(s)",
                        "Purposes",
                        "Duration",
                        "Recipients");
        assertThat(table.select("caption").text()).isEqualTo("Necessary cookies: details");
        assertThat(table.select("tbody tr").stream()
                        .map(row -> row.select("td").eachText())
                        .toList())
                .containsExactly(
                        List.of(
                                "Opendatasoft",
                                "Authentication (front and back office)",
                                "sessionid",
                                "To remember the user from one page to another",
                                "Until you close the browser",
                                "Jersey City, Opendatasoft"),
                        List.of(
                                "Opendatasoft",
                                "Language selection (front and back office)",
                                "django_language",
                                "To remember the visitor's language",
                                "1 year",
                                "Jersey City, Opendatasoft"),
                        List.of(
                                "Opendatasoft",
                                "API (CSRF) (front et back office)",
                                "csrftoken",
                                "To retrieve data via API calls",
                                "364 days",
                                "Jersey City, Opendatasoft"),
                        List.of(
                                "Opendatasoft",
                                "Choices related to your cookie preferences",
                                "cookies_preferences",
                                "To remember the visitor's cookie preferences",
                                "6 months",
                                "Jersey City, Opendatasoft"));
        for (Element row : table.select("tbody tr")) {
            assertThat(row.select("td").eachAttr("data-label"))
                    .isEqualTo(table.select("th").eachText());
        }
    }

    @Test
    void thePageTellsWhatCookiesAreAndWhatKindsThereAre() {
        Document page = Site.asking().get("/cookies").document();
        assertThat(page.title()).isEqualTo("Cookies on Jersey City");
        assertThat(page.select("h1").eachText()).containsExactly("Cookies on Jersey City");
        assertThat(page.select("h2").eachText())
                .containsExactly("What is a cookie?", "Kinds of cookies", "What cookies are used on Jersey City");
        assertThat(page.select("dt").eachText())
                .containsExactly(
                        "Necessary cookies", "Statistical cookies", "First-party cookies", "Third-party cookies");
        assertThat(page.select("dd p:last-child").eachText())
                .containsExactly(
                        "Used without asking you.",
                        "Used only if you agree.",
                        "Would be used only if you agree. There are none at present.",
                        "Used only if you agree.");
        for (int i = 0; i < 4; i++) {
            assertThat(page.select("dd p:first-child").get(i).text())
                    .isEqualTo(Category.builtIn().get(i).description().toString());
        }
    }

    @Test
    void aCategoryWithDeclarationsHasASectionOfItsName() {
        Document page = Site.asking().get("/cookies").document();
        assertThat(page.select("section").eachAttr("id")).containsExactly("necessary", "statistical", "third-party");
        assertThat(page.select("section h3").eachText())
                .containsExactly("Necessary cookies", "Statistical cookies", "Third-party cookies");
    }

    @Test
    @Rule("14")
    void aThirdPartyIsLinkedToItsPolicy() {
        Element link = Site.asking().get("/cookies").document().expectFirst("#third-party td:first-child a");
        assertThat(link.text()).isEqualTo("Privacy policy");
        assertThat(link.parents().get(0).text()).isEqualTo("Video Ltd Privacy policy");
        assertThat(link.attr("href")).isEqualTo("https://video.example/privacy?a=1&b=2");
        assertThat(link.attr("rel")).isEqualTo("noreferrer");
    }

    @Test
    @Rule("14")
    void everyRowSaysWhoGetsWhatTheCookieHolds() {
        Document page = new Site(ConsentPages.builder(Site.consent(
                                Site.exempt(),
                                Site.cookie("a", Category.STATISTICAL)
                                        .recipients("Hosting Ltd")
                                        .build(),
                                Site.thirdParty()))
                        .siteName("Jersey City")
                        .controller("City of Jersey City")
                        .build())
                .get("/cookies")
                .document();
        assertThat(page.select("#statistical td:last-child").eachText())
                .containsExactly("City of Jersey City", "City of Jersey City, Opendatasoft, Hosting Ltd");
        assertThat(page.select("#third-party td:last-child").eachText()).containsExactly("Video Ltd");
    }

    @Test
    @Rule("14")
    void theControllerIsNamedWhereTheSiteSaidWhoItIs() {
        ConsentPages.Builder builder = ConsentPages.builder(Site.consent(Site.statistical()));
        Site without = new Site(builder.build());
        assertThat(without.get("/cookies").document().text()).doesNotContain("Responsible");
        assertThat(without.get("/").banner()).doesNotContain("Responsible");
        Site with = new Site(builder.controller("Example & Co, Springfield").build());
        assertThat(with.get("/cookies").document().select("main > p").eachText())
                .contains("Responsible for the use of these cookies: Example & Co, Springfield");
        assertThat(with.get("/").banner()).contains("Responsible: Example &amp; Co, Springfield");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.controller(" "))
                .withMessageContaining("' '")
                .withMessageContaining("leave it out");
    }

    @Test
    void eachKindLeadsToItsTableAndTheTableBackToTheTop() {
        Document page = Site.asking().get("/cookies").document();
        assertThat(page.select("dt a").eachAttr("href")).containsExactly("#necessary", "#statistical", "#third-party");
        for (Element link : page.select("a[href^=#]")) {
            assertThat(page.select("[id=" + link.attr("href").substring(1) + "]"))
                    .hasSize(1);
        }
        assertThat(page.select("section p:last-child a").eachText()).containsOnly("Back to the top");
    }

    @Test
    void aPageIsRenderedOnceForEachCatalogueAndLanguage() {
        List<List<CookieDeclaration>> versions = new ArrayList<>(List.of(List.of(Site.statistical())));
        CookieConsent consent =
                CookieConsent.builder().catalogue(() -> versions.get(0)).build();
        Site changing = new Site(ConsentPages.of(consent));
        String first = changing.get("/cookies").send().headers().getOrDefault("ETag", "");
        assertThat(changing.get("/cookies")
                        .header("If-None-Match", first)
                        .send()
                        .status())
                .isEqualTo(304);
        versions.set(0, List.of(Site.thirdParty()));
        consent.refresh();
        PageResponse second =
                changing.get("/cookies").header("If-None-Match", first).send();
        assertThat(second.status()).isEqualTo(200);
        assertThat(Site.parse(second).select("#third-party")).hasSize(1);
        assertThat(changing.get("/cookies?lang=de")
                        .header("If-None-Match", second.headers().getOrDefault("ETag", ""))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theSiteItselfIsNamedAsVisitorsKnowIt() {
        Document page = Site.of(Site.exempt()).get("/cookies").document();
        assertThat(page.select("#statistical td:first-child").text()).isEqualTo("Jersey City");
    }

    @Test
    void declarationsThatDifferInNameOnlyShareARow() {
        Document page = Site.of(
                        Site.cookie("_b", Category.STATISTICAL)
                                .purpose("Counting")
                                .build(),
                        Site.cookie("_c", Category.STATISTICAL)
                                .purpose("Counting")
                                .retention(Retention.days(1))
                                .build(),
                        Site.cookie("_a.*", Category.STATISTICAL)
                                .purpose("Counting")
                                .domain("example.org")
                                .allowShortPrefix()
                                .build())
                .get("/cookies")
                .document();
        assertThat(page.select("#statistical tbody tr td:nth-child(3)").eachText())
                .containsExactly("_b, _a.*", "_c");
        assertThat(page.select("#statistical td:nth-child(2)").eachText()).containsExactly("Not stated", "Not stated");
        assertThat(page.select("#statistical table + p").text())
                .isEqualTo("A * at the end of a name stands for any further characters.");
    }

    @Test
    void aLocationAloneStandsForTheFunction() {
        Document page = Site.of(
                        Site.cookie("a", Category.STATISTICAL).location("Shop").build())
                .get("/cookies")
                .document();
        assertThat(page.select("#statistical td:nth-child(2)").text()).isEqualTo("Shop");
        assertThat(page.select("#statistical td:nth-child(4)").text()).isEqualTo("Not stated");
    }

    @Test
    @Rule("16")
    void anExemptCookieSaysSoAndHowToObject() {
        Document page = Site.of(Site.exempt()).get("/cookies").document();
        assertThat(page.select("#statistical td:nth-child(4)").text())
                .startsWith("To count visits")
                .contains("Exempt from consent")
                .contains("You can object");
        assertThat(page.select("dd").get(1).text()).endsWith("Used unless you object.");
        Document mixed =
                Site.of(Site.exempt(), Site.statistical()).get("/cookies").document();
        assertThat(mixed.select("dd").get(1).text()).contains("except those that are marked as exempt");
        assertThat(mixed.select("#statistical tbody tr")).hasSize(2);
        assertThat(mixed.select("#statistical em")).hasSize(1);
    }

    @Test
    @Rule("13")
    void theSettingsAreAlwaysOneLinkAway() {
        Document page = Site.of(Site.necessary()).get("/cookies").document();
        assertThat(page.select("nav a").eachAttr("href")).containsExactly("/cookies/preferences");
        assertThat(page.select("main a[href=/cookies/preferences]")).hasSize(1);
    }

    @Test
    @Rule("19")
    void thePageIsTheSameForEverybody() {
        Site site = Site.asking();
        Site.Call first = site.get("/cookies");
        String undecided = first.document().html();
        assertThat(first.personalised).isZero();
        assertThat(first.lines).isEmpty();
        Site.Call second = site.get("/cookies").header("Cookie", site.cookieAfter("choice=accept-all"));
        assertThat(second.document().html()).isEqualTo(undecided);
        assertThat(second.personalised).isZero();
        assertThat(site.get("/cookies").send().headers()).containsEntry("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @CsvSource({
        "P13M,     13 months",
        "P1M,      1 month",
        "P1Y,      1 year",
        "P12M,     12 months",
        "P30D,     30 days",
        "P1D,      1 day",
        "P1Y1M1D,  1 year 1 month 1 day",
        "PT1H30M,  1 hour 30 minutes",
        "PT720H,   30 days",
        "PT25H1S,  1 day 1 hour 1 second",
        "PT2H,     2 hours",
        "PT1M,     1 minute",
        "PT90S,    1 minute 30 seconds",
        "PT0.2S,   1 second",
        "PT59.5S,  1 minute",
    })
    @Rule("14")
    void aDurationIsTold(String declared, String words) {
        Retention retention = declared.startsWith("PT")
                ? Retention.of(Duration.parse(declared))
                : Retention.of(Period.parse(declared));
        Document page = Site.of(Site.cookie("a", Category.STATISTICAL)
                        .provider(Provider.SITE)
                        .retention(retention)
                        .build())
                .get("/cookies")
                .document();
        assertThat(page.select("#statistical td:nth-child(5)").text()).isEqualTo(words);
    }
}
