package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ibm.icu.text.PluralRules;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Retention;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {

    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "fa", "he");

    private final Site site = Site.asking();

    static Stream<String> languages() {
        return Languages.SPOKEN.stream();
    }

    @Test
    void thirtyEightLanguagesAreSpoken() {
        assertThat(Languages.SPOKEN).hasSize(38).startsWith("en");
    }

    // ---- Which language a reader gets -----------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "en-GB, en",
        "fr-CA, fr",
        "de-CH-1996, de",
        "no, nb",
        "nn-NO, nb",
        "nb, nb",
        "iw, he",
        "he-IL, he",
        "mo, ro",
        "sr-Latn-RS, sr",
        "sh, sr",
        "zh-Hans-CN, zh",
        "zh-TW, zh",
        "cmn-Hans, zh",
        "ar-EG, ar",
        "ja-JP-u-ca-japanese, ja",
        "und, en",
        "x-nobody, en",
        "tlh, en",
    })
    @Rule("20")
    void aReaderGetsTheLanguageThatFitsBest(String locale, String language) {
        Document banner = Jsoup.parse(site.pages.banner(site.get("/").exchange(), Locale.forLanguageTag(locale)));
        assertThat(banner.select("section").attr("lang")).isEqualTo(language);
        assertThat(site.get("/cookies?lang=" + locale).document().select("html").attr("lang"))
                .isEqualTo(language);
        assertThat(site.get("/cookies/preferences")
                        .header("Accept-Language", locale)
                        .document()
                        .select("html")
                        .attr("lang"))
                .isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({
        "'fr;q=0.5, de;q=0.9, en;q=0.1', de",
        "'tlh, xx;q=0.9, pl;q=0.1',      pl",
        "'de;q=0, it;q=0.2',             it",
        "'tlh, *;q=0.5',                 en",
        "'*, de;q=0.5',                  en",
        "'de-*-DE',                      de",
        "'DE',                           de",
    })
    void theBrowsersWishesCountInTheirOrder(String wanted, String language) {
        assertThat(site.get("/cookies")
                        .header("Accept-Language", wanted)
                        .document()
                        .select("html")
                        .attr("lang"))
                .isEqualTo(language);
    }

    @Test
    void aPagesLanguageStaysOnTheWayThroughTheForm() {
        Document banner = Jsoup.parse(site.pages.banner(site.get("/").exchange(), Locale.GERMAN));
        assertThat(banner.select("input[name=lang]").attr("value")).isEqualTo("de");
        Document form = site.get("/cookies/preferences?lang=de")
                .header("Accept-Language", "fr")
                .document();
        assertThat(form.select("html").attr("lang")).isEqualTo("de");
        assertThat(form.select("input[name=lang]").attr("value")).isEqualTo("de");
        assertThat(site.post("choice=refuse-all&lang=de").send().headers())
                .containsEntry("Location", "/cookies/preferences?saved&lang=de");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "tlh", "../en", "%22%3E", "de_DE", "-", "%00"})
    void anUnknownLanguageIsPassedOver(String tag) {
        assertThat(site.get("/cookies?lang=" + tag)
                        .header("Accept-Language", "pl")
                        .document()
                        .select("html")
                        .attr("lang"))
                .isEqualTo("pl");
        Site.Call post = site.post("choice=refuse-all&lang=" + tag);
        assertThat(post.send().headers()).containsEntry("Location", "/cookies/preferences?saved");
        assertThat(post.lines).hasSize(1);
    }

    @Test
    void whatDependsOnTheBrowsersLanguageSaysSo() {
        for (String path : List.of("/cookies", "/cookies/choices.js")) {
            assertThat(site.get(path).send().headers()).containsEntry("Vary", "Accept-Encoding, Accept-Language");
            assertThat(site.get(path + "?lang=de").send().headers()).containsEntry("Vary", "Accept-Encoding");
            assertThat(site.get(path + "?lang=de").send().headers().get("ETag"))
                    .isNotEqualTo(site.get(path + "?lang=fr").send().headers().get("ETag"));
        }
    }

    // ---- What the pages say ---------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("languages")
    @Rule("20")
    void everyPageIsInEveryLanguage(String tag) {
        Site all = Site.of(Site.exempt(), Site.statistical(), Site.thirdParty(), CommonCookies.servletSession());
        String cookie = all.cookieAfter("third-party=granted");
        List<Site.Call> calls = List.of(
                all.get("/cookies?lang=" + tag),
                all.get("/cookies/preferences?lang=" + tag),
                all.get("/cookies/preferences?saved&lang=" + tag)
                        .header("Cookie", cookie)
                        .header("Sec-GPC", "1"),
                all.get("/cookies/banner?lang=" + tag),
                all.post("x=y").header("Accept-Language", tag),
                all.new Call("PUT", "/cookies?lang=" + tag));
        for (Site.Call call : calls) {
            String html = new String(call.send().body(), java.nio.charset.StandardCharsets.UTF_8);
            Parser parser = Parser.htmlParser().setTrackErrors(20);
            Document page = Jsoup.parse(html, "", parser);
            assertThat(parser.getErrors()).isEmpty();
            Element root = page.expectFirst("[lang]");
            assertThat(root.attr("lang")).isEqualTo(tag);
            assertThat(root.attr("dir")).isEqualTo(RIGHT_TO_LEFT.contains(tag) ? "rtl" : "ltr");
            // Nothing of the SDK's own is in another language, and no place is left open.
            assertThat(page.select("[lang]").eachAttr("lang")).containsOnly(tag);
            assertThat(html).doesNotContain("{0}", "{1}", "{{", ">null<");
        }
        assertThat(tag.equals("en")
                        || !calls.get(0)
                                .document()
                                .text()
                                .contains(Category.NECESSARY.description().toString()))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void acceptAndRefuseAreDifferentWordsInEveryLanguage(String tag) {
        Map<String, String> texts = Languages.bundle(tag);
        assertThat(Stream.of("choice.accept-all", "choice.refuse-all", "choice.accept", "choice.refuse")
                        .map(texts::get))
                .doesNotHaveDuplicates();
    }

    /** The rules of ICU, which has them from the same source but reads them by itself. */
    @ParameterizedTest
    @MethodSource("languages")
    void numbersTakeTheFormsOfTheLanguage(String tag) {
        Map<String, String> texts = Languages.bundle(tag);
        Plurals plurals = new Plurals(texts.getOrDefault("plural.rules", ""));
        PluralRules expected = PluralRules.forLocale(
                // The texts are those of Portugal, and to ICU the plain language is that of Brazil.
                ULocale.forLanguageTag(tag.equals("pt") ? "pt-PT" : tag));
        Set<String> forms = new TreeSet<>(Set.of("other"));
        for (int number = 0; number <= 400; number++) {
            assertThat(plurals.form(number)).as("%s", number).isEqualTo(expected.select(number));
            forms.add(plurals.form(number));
        }
        for (String unit : List.of("years", "months", "days", "hours", "minutes", "seconds")) {
            String text = texts.getOrDefault("duration." + unit, "");
            Map<String, String> wordings = Plurals.wordings(text);
            assertThat(wordings.keySet()).as(text).containsAll(forms).allMatch(form -> !form.isEmpty());
            assertThat(wordings.get("other")).contains("{0}");
            wordings.values().forEach(wording -> {
                assertThat(wording).isNotBlank().isEqualTo(wording.strip());
                assertThat(Languages.Builder.places(wording)).isSubsetOf("{0}");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "de, P13M, 13 Monate",
        "de, P1M, 1 Monat",
        "pl, P22D, 22 dni",
        "pl, P1M, 1 miesiąc",
        "ja, P1Y, 1年",
        "fa, P30D, '۳۰ روز'",
    })
    void aDurationIsToldInTheLanguage(String tag, String period, String words) {
        Site odd = Site.of(Site.cookie("a", Category.STATISTICAL)
                .retention(Retention.of(java.time.Period.parse(period)))
                .build());
        assertThat(odd.get("/cookies?lang=" + tag)
                        .document()
                        .select("#statistical td:nth-child(5)")
                        .text())
                .isEqualTo(words);
    }

    // ---- What the catalogue says ----------------------------------------------------------------------------------

    /** Whatever the core ships has a translation; a new declaration in it without one fails here. */
    @Test
    void allTextsThatTheCoreShipsAreTranslated() throws ReflectiveOperationException {
        Set<String> shipped = new TreeSet<>();
        for (Category category : Category.builtIn()) {
            shipped.add(category.title().toString());
            shipped.add(category.description().toString());
        }
        for (java.lang.reflect.Method method : CommonCookies.class.getMethods()) {
            if (method.getReturnType() == CookieDeclaration.class) {
                CookieDeclaration cookie = (CookieDeclaration)
                        (method.getParameterCount() == 0 ? method.invoke(null) : method.invoke(null, "name"));
                Stream.of(cookie.function(), cookie.location(), cookie.purpose(), cookie.recipients())
                        .flatMap(java.util.Optional::stream)
                        .forEach(text -> {
                            assertThat(text.wording(Locale.FRENCH).locale()).isEqualTo(Locale.ENGLISH);
                            shipped.add(text.toString());
                        });
            }
        }
        Set<String> translated = new TreeSet<>();
        Languages.bundle("en").forEach((key, text) -> {
            if (key.startsWith(Texts.CATALOGUE)) {
                translated.add(text);
            }
        });
        assertThat(translated).isEqualTo(shipped).hasSizeGreaterThan(20);
    }

    @Test
    void aTextInAnotherLanguageIsMarked() {
        Category own = Category.named("own")
                .title(LocalizedText.of(Locale.FRENCH, "Cartes").with(Locale.GERMAN, "Karten"))
                .description(LocalizedText.of(Locale.forLanguageTag("ar"), "خرائط"))
                .build();
        Site maps = Site.of(Site.cookie("map", own)
                .function(LocalizedText.of(Locale.FRENCH, "Plan"))
                .location(LocalizedText.of(Locale.GERMAN, "Startseite"))
                .purpose("Not said in which language")
                .build());
        Document policy = maps.get("/cookies?lang=de").document();
        assertThat(policy.expectFirst("#own h3").text()).isEqualTo("Karten");
        assertThat(policy.select("#own h3[lang]")).isEmpty();
        assertThat(policy.expectFirst("#own td:nth-child(2)").html())
                .isEqualTo("<span lang=\"fr\" dir=\"ltr\">Plan</span> (Startseite)");
        assertThat(policy.select("#own td:nth-child(4) [lang]")).isEmpty();
        Element description = policy.expectFirst("dd p[lang=ar]");
        assertThat(description.attr("dir")).isEqualTo("rtl");
        assertThat(description.text()).isEqualTo("\u2068خرائط\u2069");

        Document banner = Jsoup.parse(maps.pages.banner(maps.get("/").exchange(), Locale.ENGLISH));
        assertThat(banner.expectFirst("li b").attr("lang")).isEqualTo("fr");
        Document form = maps.get("/cookies/preferences?lang=en").document();
        assertThat(form.expectFirst("label span").attr("lang")).isEqualTo("fr");
        assertThat(form.expectFirst("summary span").attr("lang")).isEqualTo("fr");
    }

    @Test
    void theSiteSaysInWhichLanguageItsCatalogueIs() {
        Site french = new Site(ConsentPages.builder(Site.consent(Site.cookie("a", Category.STATISTICAL)
                        .purpose("Compter les visites")
                        .build()))
                .catalogueLocale(Locale.FRENCH)
                .build());
        Document english = french.get("/cookies?lang=en").document();
        assertThat(english.select("#statistical td:nth-child(4) span").attr("lang"))
                .isEqualTo("fr");
        assertThat(french.get("/cookies?lang=fr").document().select("#statistical [lang]"))
                .isEmpty();
        assertThat(english.select("#statistical h3").text()).isEqualTo("Statistical cookies");
    }

    // ---- What the site changes ------------------------------------------------------------------------------------

    @Test
    void aSiteRestrictsAndOrdersTheLanguages() {
        Site two = new Site(builder().locales(Locale.FRANCE, Locale.UK).build());
        assertThat(two.get("/cookies").document().select("html").attr("lang")).isEqualTo("fr");
        assertThat(language(two, "de")).isEqualTo("fr");
        assertThat(language(two, "en-US")).isEqualTo("en");
        assertThat(two.pages.scriptPath(Locale.GERMAN)).isEqualTo("/cookies/choices.js?lang=fr");
    }

    @Test
    void aLanguageThatIsNotSpokenIsAnErrorThatNamesThoseThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().locales(Locale.forLanguageTag("tlh")))
                .withMessageContaining("'tlh'")
                .withMessageContaining("choose from en, bg, cs,")
                .withMessageContaining("texts(...)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().locales())
                .withMessageContaining("Locale.ENGLISH");
    }

    @Test
    void aSiteReplacesTexts() {
        Site own = new Site(builder()
                .text(Locale.GERMAN, "banner.asks", "{0} fragt.")
                .texts(Locale.ENGLISH, Map.of("catalogue.statistical.title", "Counting"))
                .build());
        Document german = Jsoup.parse(own.pages.banner(own.get("/").exchange(), Locale.GERMAN));
        assertThat(german.expectFirst("p").text()).isEqualTo("This site fragt.");
        Document english = Jsoup.parse(own.pages.banner(own.get("/").exchange(), Locale.ENGLISH));
        assertThat(english.expectFirst("p").text()).startsWith("This site would like");
        assertThat(english.expectFirst("li b").text()).isEqualTo("Counting");
    }

    @Test
    void aSiteAddsALanguageByAllOfItsTexts() {
        Map<String, String> texts = new HashMap<>(Languages.bundle("en"));
        texts.put("banner.choose", "tIwIv");
        Locale klingon = Locale.forLanguageTag("tlh");
        Site own = new Site(
                builder().texts(klingon, texts).locales(klingon, Locale.ENGLISH).build());
        Document banner = Jsoup.parse(own.pages.banner(own.get("/").exchange(), klingon));
        assertThat(banner.select("section").attr("lang")).isEqualTo("tlh");
        assertThat(banner.select("button:last-child").text()).isEqualTo("tIwIv");
        texts.keySet().removeAll(List.of("banner.choose", "policy.title"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().texts(klingon, texts).build())
                .withMessageContaining("'tlh'")
                .withMessageContaining("[banner.choose, policy.title]");
    }

    @ParameterizedTest
    @CsvSource({
        "banner.ask,   x,           they have",
        "banner.asks,  x,           it needs [{0}]",
        "banner.asks,  '{0} {1}',   it needs [{0}]",
        "banner.choose, ' ',        blank",
        "plural.rules, 'one:i == 1', plural.rules",
        "duration.days, 'one:{0} day', other",
        "duration.days, '{0} days', other",
        "duration.days, 'other:{1} days', '{1}'",
    })
    void aTextThatCannotBeIsAnErrorAtOnce(String key, String text, String said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().text(Locale.ENGLISH, key, text).build())
                .withMessageContaining("'" + key + "'")
                .withMessageContaining(said);
    }

    private ConsentPages.Builder builder() {
        return ConsentPages.builder(site.pages.consent());
    }

    private static String language(Site site, String wanted) {
        List<String> tags = new ArrayList<>(site.get("/cookies")
                .header("Accept-Language", wanted)
                .document()
                .select("html")
                .eachAttr("lang"));
        return tags.get(0);
    }
}
