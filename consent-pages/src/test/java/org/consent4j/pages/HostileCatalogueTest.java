package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
            assertThat(elements).doesNotContain("script", "img", "b");
            for (Element element : page.getAllElements()) {
                element.attributes()
                        .forEach(attribute -> assertThat(attribute.getKey())
                                .doesNotStartWith("on")
                                .matches("[a-z-]+|#doctype|publicid|systemid"));
            }
            assertThat(page.select("[href], [action]"))
                    .allSatisfy(element -> assertThat(element.attr("href") + element.attr("action"))
                            .matches("/.*|https://x\\.example/.*"));
            assertThat(page.text()).contains("title" + EVIL);
        }
    }

    @Test
    void everyValueStandsAsItIs() {
        Document policy = site.get("/cookies").document();
        assertThat(policy.select("#own td").eachText())
                .containsExactly(
                        "provider" + EVIL,
                        "function" + EVIL + " (location" + EVIL + ")",
                        "name\"'><script>alert(1)</script>\u202e",
                        "purpose" + EVIL,
                        "Until you close the browser");
        assertThat(policy.title()).isEqualTo("Cookies on site" + EVIL);
    }

    @Test
    void bidiControlsStayWithinTheirValue() {
        for (Document page : pages()) {
            assertThat(page.body().getAllElements())
                    .filteredOn(element -> element.ownText().contains("\u202e"))
                    .isNotEmpty()
                    .allSatisfy(element -> assertThat(element.tagName()).isEqualTo("bdi"));
            for (Element element : page.body().getAllElements()) {
                element.attributes()
                        .forEach(attribute -> assertThat(attribute.getValue()).doesNotContain("\u202e"));
            }
        }
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
        assertThat(page.select("script, [onclick]")).isEmpty();
        assertThat(page.select("input[name=next]")).hasSize(1);
    }

    private List<Document> pages() {
        return List.of(
                site.get("/cookies").document(),
                site.get("/cookies/preferences").document(),
                Jsoup.parse(site.get("/").banner()));
    }
}
