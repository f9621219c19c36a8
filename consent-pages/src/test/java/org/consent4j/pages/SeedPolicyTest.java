package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** The policy page of the catalogue that this SDK grew from, held against the policy that the site had before. */
class SeedPolicyTest {

    private static final Path GOLDEN = Path.of("src/test/resources/org/consent4j/pages/seed-policy.txt");
    /** The policy as it was published; not a part of this repository. */
    private static final Path PUBLISHED = Path.of("../../shared/seed/cookies-policy.txt");

    private final Document page = Site.of(Site.necessary()).get("/cookies").document();

    /** Every sentence and every cell, in the order in which they are read. */
    @Test
    @Rule("14")
    void thePageReadsAsItShould() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Element element : page.select("h1, h2, h3, main p, dt, dd p, caption, tr")) {
            lines.add(
                    element.normalName().equals("tr")
                            ? String.join("\t", element.children().eachText())
                            : element.text());
        }
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(GOLDEN));
    }

    @Test
    @Rule("14")
    void eachCellOfThePublishedPolicyIsOnThePage() throws IOException {
        assumeTrue(Files.exists(PUBLISHED), "the published policy is not beside the repository");
        List<List<String>> published = Files.readAllLines(PUBLISHED).stream()
                .filter(line -> line.contains("\t"))
                .map(line -> List.of(line.strip().split("\\s*\t\\s*", -1)))
                .toList();
        assertThat(published).hasSize(5);
        List<List<String>> ours = page.select("#necessary tr").stream()
                .map(row -> row.children().eachText().subList(0, 4))
                .toList();
        assertThat(ours.subList(1, 5)).isEqualTo(published.subList(1, 5));
        assertThat(ours.get(0).get(0).replace('’', '\''))
                .isEqualTo(published.get(0).get(0));
        assertThat(ours.get(0).subList(1, 4)).isEqualTo(published.get(0).subList(1, 4));
    }

    @Test
    void thePartsStandInTheOrderOfThePublishedPolicy() throws IOException {
        assumeTrue(Files.exists(PUBLISHED), "the published policy is not beside the repository");
        String published = Files.readString(PUBLISHED);
        int before = -1;
        for (String part : List.of(
                "What is a cookie?",
                "types of cookies exist",
                "“Necessary”",
                "“Statistical”",
                "“first-party”",
                "“Third-party”",
                "What cookies are used on",
                "Service provider's name")) {
            assertThat(published.indexOf(part)).as(part).isGreaterThan(before);
            before = published.indexOf(part);
        }
        assertThat(page.select("h2, dt, th:first-child").eachText())
                .containsExactly(
                        "What is a cookie?",
                        "Kinds of cookies",
                        "Necessary cookies",
                        "Statistical cookies",
                        "First-party cookies",
                        "Third-party cookies",
                        "What cookies are used on Jersey City",
                        "Service provider’s name");
    }
}
