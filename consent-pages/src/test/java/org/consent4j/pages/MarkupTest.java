package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.consent4j.catalogue.Category;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(html).startsWith("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n");
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
                    .hasSize(6)
                    .allSatisfy(th -> assertThat(th.attr("scope")).isEqualTo("col"));
            assertThat(table.select("tbody tr"))
                    .allSatisfy(row -> assertThat(row.children()).hasSize(6));
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
                .allSatisfy(
                        box -> assertThat(box.parents().select("label").text()).isNotBlank());
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
    void classNamesAreNeutral() {
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
    }
}
