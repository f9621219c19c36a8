package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.Provider;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesPageTest {

    private static final String PATH = "/cookies/preferences";

    private final Site site = Site.asking();

    @Test
    @Rule({"5", "13"})
    void nothingIsTickedWhileNothingIsDecided() {
        Document page = site.get(PATH).document();
        assertThat(page.select("input[type=checkbox]").eachAttr("name")).containsExactly("statistical", "third-party");
        assertThat(page.select("input[type=checkbox]").eachAttr("value")).containsOnly("granted");
        assertThat(page.select("[checked]")).isEmpty();
        assertThat(page.select("form > p")).isEmpty();
    }

    @Test
    @Rule({"5", "9", "13"})
    void aReopenedFormShowsWhatWasStored() {
        Document page = decided("third-party=granted").document();
        assertThat(page.select("[checked]").eachAttr("name")).containsExactly("third-party");
        assertThat(page.select("form > p").eachText())
                .containsExactly("You chose on November 23, 2026. Your choice counts until May 23, 2027.");
        assertThat(decided("choice=refuse-all").document().select("[checked]")).isEmpty();
        assertThat(decided("choice=accept-all").document().select("[checked]")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.20261123.s1zzzz", "1.20260101.s0~t0", "%%%", ""})
    @Rule({"5", "18"})
    void aValueThatCannotBeReadIsNoChoice(String value) {
        Document page =
                site.get(PATH).header("Cookie", "cookies_preferences=" + value).document();
        assertThat(page.select("[checked]")).isEmpty();
        assertThat(page.text()).doesNotContain("You chose");
    }

    @Test
    @Rule({"4", "21"})
    void acceptAndRefuseAreSiblingsOfOneClass() {
        Document page = site.get(PATH).document();
        alike(page.select("button[name=choice]"));
    }

    static void alike(List<Element> buttons) {
        assertThat(buttons).extracting(button -> button.attr("value")).containsExactly("accept-all", "refuse-all");
        Element accept = buttons.get(0);
        Element refuse = buttons.get(1);
        assertThat(accept.nextElementSibling()).isSameAs(refuse);
        accept.attributes().forEach(attribute -> {
            if (!attribute.getKey().equals("value")) {
                assertThat(refuse.attr(attribute.getKey())).isEqualTo(attribute.getValue());
            }
        });
        assertThat(refuse.attributesSize()).isEqualTo(accept.attributesSize());
        assertThat(accept.attr("type")).isIn("", "submit");
    }

    @Test
    @Rule({"8", "21"})
    void theEnterKeySavesTheTicksAndChoosesNothingElse() {
        Element first = site.get(PATH).document().expectFirst("form button");
        assertThat(first.hasAttr("name")).isFalse();
        assertThat(first.text()).isEqualTo("Save these settings");
    }

    @Test
    void theFormWorksWithoutScripts() {
        Document page = site.get(PATH).document();
        Element form = page.expectFirst("form");
        assertThat(form.attr("method")).isEqualTo("post");
        assertThat(form.attr("action")).isEqualTo(PATH);
        assertThat(form.attr("autocomplete")).isEqualTo("off");
        assertThat(page.select("style, [style], [onclick], iframe, img, script:not([src])"))
                .isEmpty();
    }

    @Test
    @Rule("14")
    void eachCategoryTellsItsCookies() {
        Document page = site.get(PATH).document();
        Element item = page.expectFirst("form section:has(input[name=third-party])");
        assertThat(item.select("h2").text()).isEqualTo("Third-party cookies");
        assertThat(item.text()).contains(Category.THIRD_PARTY.description().toString());
        assertThat(item.select("li").eachText()).containsExactly("_video Video Ltd · To choose advertising · 30 days");
        assertThat(item.select("li a").attr("href")).isEqualTo("https://video.example/privacy?a=1&b=2");
        assertThat(item.select("label").text()).isEqualTo("Third-party cookies");
    }

    @Test
    @Rule({"14", "15"})
    void necessaryCookiesAreListedWithoutASwitch() {
        Document page = site.get(PATH).document();
        Element item = page.expectFirst("form section:not(:has(input))");
        assertThat(item.select("h2").text()).isEqualTo("Necessary cookies Always in use");
        assertThat(item.select("li")).hasSize(4);
        assertThat(item.text()).contains("Always in use");
    }

    @Test
    void whereNothingIsToBeChosenThePageSaysSo() {
        Document page = Site.of(Site.necessary()).get(PATH).document();
        assertThat(page.select("input:not([type=hidden]), button")).isEmpty();
        assertThat(page.select("main").text()).contains("there is nothing to choose");
        assertThat(page.select("li")).hasSize(4);
    }

    @Test
    @Rule("16")
    void whatIsExemptIsOnUntilTheVisitorObjects() {
        Site exempt = Site.of(Site.exempt(), Site.thirdParty());
        Document page = exempt.get(PATH).document();
        assertThat(page.select("[checked]").eachAttr("name")).containsExactly("statistical");
        assertThat(page.expectFirst("form section:has(input[name=statistical])").text())
                .contains("To object, switch them off and save");
        page = exempt.get(PATH).header("Cookie", exempt.cookieAfter("")).document();
        assertThat(page.select("[checked]")).isEmpty();
        assertThat(exempt.get(PATH)
                        .header("Cookie", exempt.cookieAfter("statistical=granted"))
                        .document()
                        .select("[checked]")
                        .eachAttr("name"))
                .containsExactly("statistical");
    }

    @Test
    @Rule({"5", "16"})
    void aCategoryThatIsExemptInPartIsAskedFor() {
        Document page = Site.of(Site.exempt(), Site.statistical()).get(PATH).document();
        assertThat(page.select("[checked]")).isEmpty();
    }

    @Test
    @Rule("11")
    void aCategoryThatChangedIsMentionedAndNotTicked() {
        Site changed = Site.of(
                Site.statistical(),
                Site.cookie("_ad", Category.THIRD_PARTY)
                        .provider(Provider.of("Ad Ltd", "https://ad.example/"))
                        .build());
        Document page = changed.get(PATH)
                .header("Cookie", site.cookieAfter("choice=accept-all"))
                .document();
        assertThat(page.select("[checked]").eachAttr("name")).containsExactly("statistical");
        assertThat(page.select("form > p").text())
                .contains("You chose on November 23, 2026.")
                .contains("Changed since you agreed, and not used until you agree again: Third-party cookies.")
                .doesNotContain("Not decided yet");
        assertThat(page.select("form section:has(input[name=third-party])").text())
                .contains("has changed since you agreed");
    }

    @Test
    @Rule("20")
    void aSavedChoiceIsAStatusMessage() {
        assertThat(site.get(PATH + "?saved")
                        .header("Cookie", site.cookieAfter(""))
                        .document()
                        .select("[role=status]")
                        .text())
                .isEqualTo("Your choice is saved.");
        assertThat(decided("").document().select("[role=status]")).isEmpty();
        assertThat(site.get(PATH + "?saved").document().select("[role=status]"))
                .as("where nothing is stored")
                .isEmpty();
    }

    @Test
    @Rule("20")
    void aSavedChoiceLeadsBackToTheSite() {
        Site shop = new Site(ConsentPages.builder(Site.consent(Site.statistical()))
                .siteName("Tom & <b>Co</b>")
                .homePath("/start?a=\"1&2\"")
                .build()
                .under("/shop"));
        Document page = shop.get(PATH + "?saved")
                .header("Cookie", shop.cookieAfter("choice=refuse-all"))
                .document();

        Element state = page.expectFirst("form");
        assertThat(state.select("> p").eachText())
                .containsExactly(
                        "Your choice is saved.",
                        "Back to Tom & <b>Co</b>",
                        "You chose on November 23, 2026. Your choice counts until May 23, 2027.");
        assertThat(state.select("> p > a").attr("href")).isEqualTo("/shop/start?a=%221&2%22");
        assertThat(page.select("header > p a").attr("href")).isEqualTo("/shop/start?a=%221&2%22");
        assertThat(page.select("header > p").text()).isEqualTo("Tom & <b>Co</b>");
        assertThat(shop.get(PATH).document().text()).doesNotContain("Back to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "start", "//evil.example", "https://evil.example/", "/\\evil.example", "/\n"})
    void aHomeThatIsNotOnTheSiteIsRefused(String path) {
        ConsentPages.Builder builder = ConsentPages.builder(Site.consent());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.homePath(path))
                .withMessageContaining("'" + path + "'")
                .withMessageContaining("such as / or /start");
    }

    @Test
    @Rule({"14", "15"})
    void whatIsNecessaryStandsBeforeWhatIsToBeChosen() {
        assertThat(site.get(PATH).document().select("main h2").eachText())
                .startsWith("Necessary cookies Always in use")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, false", "'', false", "true, false", "11, false", "'1, 1', false"})
    @Rule("22")
    void thePrivacySignalIsAcknowledgedAndChoosesNothing(String value, boolean acknowledged) {
        Site.Call call = site.get(PATH).header("Sec-GPC", value);
        Document page = call.document();
        assertThat(page.text().contains("Global Privacy Control")).isEqualTo(acknowledged);
        assertThat(page.select("[checked]")).isEmpty();
        assertThat(call.lines).isEmpty();
        Document granted = decided("choice=accept-all").header("Sec-GPC", value).document();
        assertThat(granted.select("[checked]")).hasSize(2);
    }

    @Test
    @Rule("19")
    void thePageIsOneVisitorsOwn() {
        Site.Call call = site.get(PATH);
        assertThat(call.send().headers()).containsEntry("Cache-Control", "no-store");
        assertThat(call.personalised).isEqualTo(1);
    }

    private Site.Call decided(String body) {
        return site.get(PATH).header("Cookie", site.cookieAfter(body));
    }
}
