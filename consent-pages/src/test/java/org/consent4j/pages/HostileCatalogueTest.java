package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileCatalogueTest {

    private static final String EVIL =
            "\"'></bdi></title></td><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&amp;\u202e{0}$1\\{1}";

    private final Category category = Category.named("own")
            .title("title" + EVIL)
            .description("description" + EVIL)
            .build();

    private final Site site = new Site(ConsentPages.builder(
                    Site.consent(CookieDeclaration.cookie("name\"'><script>alert(1)</script>\u202e")
                            .category(category)
                            .provider(Provider.of("provider" + EVIL, "https://x.example/?a='b'&c=javascript:alert(1)"))
                            .function(LocalizedText.of("function" + EVIL))
                            .location("location" + EVIL)
                            .purpose("purpose" + EVIL)
                            .retention(Retention.session())
                            .build()))
            .siteName("site" + EVIL)
            .build());

    @Test
    void nothingOfACatalogueBecomesMarkup() {
        for (Document page : pages()) {
            Set<String> elements = new TreeSet<>();
            page.getAllElements().forEach(element -> elements.add(element.tagName()));
            assertThat(elements).doesNotContain("img", "bdi");
            assertThat(page.select("script:not([src])")).isEmpty();
            for (Element element : page.getAllElements()) {
                element.attributes()
                        .forEach(attribute -> assertThat(attribute.getKey())
                                .doesNotStartWith("on")
                                .matches("[a-z-]+|#doctype|publicid|systemid"));
            }
            assertThat(page.select("[href], [action]"))
                    .allSatisfy(element -> assertThat(element.attr("href") + element.attr("action"))
                            .matches("/.*|#.+|https://x\\.example/.*"));
            assertThat(page.text()).contains("\u2068title" + EVIL + "\u2069");
        }
    }

    @Test
    void everyValueStandsAsItIs() {
        Document policy = site.get("/cookies").document();
        assertThat(policy.select("#own td").eachText())
                .containsExactly(
                        isolated("provider" + EVIL) + " Privacy policy",
                        isolated("function" + EVIL) + " (" + isolated("location" + EVIL) + ")",
                        isolated("name\"'><script>alert(1)</script>\u202e"),
                        isolated("purpose" + EVIL),
                        "Until you close the browser",
                        isolated("site" + EVIL) + ", " + isolated("provider" + EVIL));
        assertThat(policy.title()).isEqualTo("Cookies on " + isolated("site" + EVIL));
    }

    // ---- A corpus of texts, in all places at once -------------------------------------------------------------------

    static List<String> corpus() {
        return HostileTexts.all();
    }

    @Test
    void theCorpusIsLargeEnough() {
        assertThat(corpus()).doesNotHaveDuplicates().hasSizeGreaterThan(140);
    }

    /** Each page differs from that of a harmless text by the text alone: no other element, no other attribute. */
    @ParameterizedTest
    @MethodSource("corpus")
    void everyTextStandsAsItIsAndNothingElseChanges(String hostile) {
        String text = hostile.isBlank() ? "x" + hostile : hostile;
        Site site = saying(text);
        HARMLESS_PAGES.forEach((target, page) -> {
            assertSame(page.get(0), site.get(target).document(), text);
            assertSame(
                    page.get(1),
                    site.get(target).header("Cookie", decision(site)).document(),
                    text);
        });
        Document banner = Jsoup.parse(site.get("/").banner());
        assertThat(banner.expectFirst("section").attr("aria-label")).isNotBlank();
        assertSame(HARMLESS_BANNER, banner, text);
    }

    private static final String HARMLESS = "HARMLESS";
    private static final Document HARMLESS_BANNER =
            Jsoup.parse(saying(HARMLESS).get("/").banner());
    /** By target, for a visitor who has not chosen, and for one who has. */
    private static final Map<String, List<Document>> HARMLESS_PAGES = harmlessPages();

    private static Map<String, List<Document>> harmlessPages() {
        Site site = saying(HARMLESS);
        Map<String, List<Document>> pages = new LinkedHashMap<>();
        for (String target : List.of(
                "/cookies?lang=en",
                "/cookies?lang=ar",
                "/cookies/preferences?lang=en",
                "/cookies/preferences?lang=ar",
                "/cookies/banner?lang=en")) {
            pages.put(
                    target,
                    List.of(
                            site.get(target).document(),
                            site.get(target).header("Cookie", decision(site)).document()));
        }
        return pages;
    }

    /** A choice that has gone stale in part, so that the titles stand in sentences as well. */
    private static String decision(Site site) {
        return site.cookieAfter("other=granted").replaceFirst("other1....", "other1zzzz");
    }

    private static Site saying(String text) {
        Category own = Category.named("own").title(text).description(text).build();
        Category other = Category.named("other").title(text).description(text).build();
        return new Site(ConsentPages.builder(Site.consent(
                        CookieDeclaration.cookie("own_cookie")
                                .category(own)
                                .provider(Provider.of(text, "https://x.example/"))
                                .function(text)
                                .location(text)
                                .purpose(text)
                                .recipients(text)
                                .retention(Retention.session())
                                .build(),
                        Site.cookie("other_cookie", other).purpose(text).build()))
                .siteName(text)
                .controller(text)
                .build());
    }

    private static void assertSame(Document expected, Document actual, String text) {
        List<Element> before = expected.getAllElements();
        List<Element> after = actual.getAllElements();
        assertThat(after).extracting(Element::tagName).isEqualTo(tags(before));
        for (int i = 0; i < before.size(); i++) {
            Element one = before.get(i);
            Element other = after.get(i);
            assertThat(shown(other.wholeOwnText())).isEqualTo(saying(one.wholeOwnText(), text));
            assertThat(other.attributesSize()).isEqualTo(one.attributesSize());
            one.attributes()
                    .forEach(attribute -> assertThat(shown(other.attr(attribute.getKey())))
                            .as(attribute.getKey())
                            .isEqualTo(saying(attribute.getValue(), text)));
        }
    }

    private static List<String> tags(List<Element> elements) {
        return elements.stream().map(Element::tagName).toList();
    }

    private static String saying(String harmless, String text) {
        return shown(harmless).replace(HARMLESS, shown(printable(text)));
    }

    /** Isolates have no width; which of them there are, HtmlTest says. */
    private static String shown(String text) {
        return text.replaceAll("[\u2066-\u2069]", "");
    }

    /** What is no character of HTML is shown as one that is missing. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\t\n]]|\\p{Cs}", "\ufffd");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theScriptHasTheTextAsAString(String hostile) {
        String text = hostile.isBlank() ? "x" + hostile : hostile;
        String script =
                new String(saying(text).get("/cookies/choices.js").send().body(), StandardCharsets.UTF_8);
        String configuration = script.substring(script.indexOf("({\"cookie\":"), script.lastIndexOf(",path=>"));
        assertThat(configuration).doesNotContainPattern("[<>&'\\u2028\\u2029\\u202a-\\u202e]|[\\p{Cc}&&[^\n]]");
        Matcher title = Pattern.compile("\\[\"own\",\"((?:[^\"\\\\]|\\\\u[0-9a-f]{4})*+)\",\"own\",\"[\\w-]{4}\",1]")
                .matcher(configuration);
        assertThat(title.find()).isTrue();
        assertThat(shown(Pattern.compile("\\\\u([0-9a-f]{4})")
                        .matcher(title.group(1))
                        .replaceAll(escape -> Matcher.quoteReplacement(
                                String.valueOf((char) Integer.parseInt(escape.group(1), 16))))))
                .isEqualTo(shown(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "JAVASCRIPT://x.example/%0aalert(1)", "data:text/html,x", "//x.example"})
    void anAddressThatRunsIsNoPolicy(String url) {
        assertThatThrownBy(() -> Provider.of("Evil", url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void controlCharactersDoNotReachThePage() {
        Site odd = Site.of(Site.cookie("a", Category.STATISTICAL)
                .purpose("a\u0000b\u001bc\u0085d\ue000")
                .build());
        String page = new String(odd.get("/cookies").send().body(), StandardCharsets.UTF_8);
        assertThat(page).contains("a\ufffdb\ufffdc\ufffdd\ue000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cookies/preferences?next=/%22%3E%3Cscript%3E", "/cookies/preferences?next=/'onclick='"})
    void whatAVisitorSendsDoesNotBecomeMarkupEither(String path) {
        Document page = Site.asking().get(path).document();
        assertThat(page.select("script:not([src]), [onclick]")).isEmpty();
        assertThat(page.select("input[name=next]")).hasSize(1);
    }

    private static String isolated(String text) {
        return "\u2068" + text + "\u2069";
    }

    private List<Document> pages() {
        return List.of(
                site.get("/cookies").document(),
                site.get("/cookies/preferences").document(),
                Jsoup.parse(site.get("/").banner()));
    }
}
