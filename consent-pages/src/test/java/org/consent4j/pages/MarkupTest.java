package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.consent4j.catalogue.Category;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MarkupTest {

    static Stream<String> pages() {
        Site site = Site.asking();
        Site exempt = Site.of(Site.exempt(), Site.statistical(), Site.thirdParty());
        return Stream.of(
                        site.get("/cookies"),
                        site.get("/cookies/preferences"),
                        site.get("/cookies/preferences?saved&next=/x")
                                .header("Cookie", site.cookieAfter("choice=accept-all"))
                                .header("Sec-GPC", "1"),
                        exempt.get("/cookies"),
                        exempt.get("/cookies/preferences"),
                        Site.of(Site.necessary()).get("/cookies/preferences"),
                        site.post("x=y"),
                        site.new Call("PUT", "/cookies"))
                .map(call -> new String(call.send().body(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("pages")
    @Rule("20")
    void aPageIsSound(String html) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = Jsoup.parse(html, "", parser);
        assertThat(parser.getErrors()).isEmpty();
        assertThat(html).startsWith("<!DOCTYPE html><html ");
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.title()).isNotBlank();
        assertThat(page.select("head > meta[charset=utf-8], head > meta[name=viewport]"))
                .hasSize(2);
        assertThat(page.select("body > header, body > header > nav[aria-label], body > main"))
                .hasSize(3);
        assertThat(page.select("[tabindex], [autofocus], [accesskey]")).isEmpty();
        headingsAreInOrder(page);
        namesResolve(page);
        assertThat(page.select("table")).allSatisfy(table -> {
            assertThat(table.select("> caption").text()).isNotBlank();
            assertThat(table.select("th"))
                    .hasSize(5)
                    .allSatisfy(th -> assertThat(th.attr("scope")).isEqualTo("col"));
            assertThat(table.select("tbody tr"))
                    .allSatisfy(row -> assertThat(row.children()).hasSize(5));
        });
    }

    private static void headingsAreInOrder(Document page) {
        assertThat(page.select("h1")).hasSize(1);
        int level = 0;
        for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
            int next = heading.tagName().charAt(1) - '0';
            assertThat(next).as(heading.text()).isLessThanOrEqualTo(level + 1);
            level = next;
        }
    }

    private static void namesResolve(Document page) {
        Set<String> ids = new HashSet<>();
        for (Element element : page.select("[id]")) {
            assertThat(ids.add(element.id())).as("a second " + element.id()).isTrue();
        }
        for (String reference : List.of("for", "aria-describedby", "aria-labelledby")) {
            assertThat(ids).containsAll(page.select("[" + reference + "]").eachAttr(reference));
        }
        assertThat(page.select("input[type=checkbox]"))
                .allSatisfy(box -> assertThat(
                                page.select("label[for=" + box.id() + "]").text())
                        .isNotBlank());
        assertThat(page.select("a, button, summary"))
                .allSatisfy(element -> assertThat(element.text()).isNotBlank());
    }

    @Test
    void aCategoryMayBeNamedLikeAnIdOfThePage() {
        Site odd = Site.of(
                Site.cookie("a", Category.named("choice").build()).build(),
                Site.cookie("b", Category.named("choice-about").build()).build(),
                Site.cookie("c", Category.named("main").build()).build());
        namesResolve(odd.get("/cookies").document());
        namesResolve(odd.get("/cookies/preferences").document());
    }

    @Test
    void classNamesAreNeutralAndStyled() {
        String css = css();
        Set<String> classes = new HashSet<>();
        List<String> all = new ArrayList<>(pages().toList());
        all.add(Site.asking().get("/").banner());
        for (String html : all) {
            Jsoup.parse(html).getAllElements().forEach(element -> classes.addAll(element.classNames()));
        }
        assertThat(classes)
                .allSatisfy(name -> assertThat(name)
                        .startsWith("choice-")
                        .doesNotContain("cookie")
                        .doesNotContain("consent")
                        .doesNotContain("gdpr"));
        Matcher styled = Pattern.compile("\\.(choice-[a-z-]+)").matcher(css);
        while (styled.find()) {
            assertThat(classes).contains(styled.group(1));
        }
    }

    @Test
    void theStyleSheetTouchesNothingOfTheSites() {
        String rules = css().replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("@media[^{]*\\{", "");
        Matcher selectors = Pattern.compile("([^{}]+)\\{[^{}]*}").matcher(rules);
        int count = 0;
        while (selectors.find()) {
            for (String selector : selectors.group(1).replace("}", "").split(",", -1)) {
                assertThat(selector.strip()).startsWith(".choice-");
                count++;
            }
        }
        assertThat(count).isGreaterThan(20);
        assertThat(css()).doesNotContain("url(").doesNotContain("@import").doesNotContain("!important");
    }

    /** The contrast of WCAG 2.2, in the light and in the dark set of colours. */
    @ParameterizedTest
    @CsvSource({
        "text, ground, 7",
        "text, raised, 7",
        "soft, ground, 4.5",
        "soft, raised, 4.5",
        "link, ground, 4.5",
        "link, raised, 4.5",
        "on-button, button, 7",
        "button, ground, 3",
    })
    @Rule("20")
    void coloursHaveContrast(String front, String back, double least) {
        String[] sets = css().split("prefers-color-scheme: dark", -1);
        assertThat(sets).hasSize(2);
        for (String set : sets) {
            Map<String, Double> luminance = new HashMap<>();
            Matcher colours =
                    Pattern.compile("--choice-([a-z-]+): #([0-9a-f]{6});").matcher(set);
            while (colours.find()) {
                luminance.put(colours.group(1), luminance(Integer.parseInt(colours.group(2), 16)));
            }
            double one = luminance.getOrDefault(front, Double.NaN);
            double other = luminance.getOrDefault(back, Double.NaN);
            assertThat((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05))
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static double luminance(int rgb) {
        return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8) + 0.0722 * channel(rgb);
    }

    private static double channel(int value) {
        double share = (value & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static String css() {
        return new String(Site.asking().get("/cookies/consent.css").send().body(), StandardCharsets.UTF_8);
    }
}
