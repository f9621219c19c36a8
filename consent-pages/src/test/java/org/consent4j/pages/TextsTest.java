package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all bundles have in common, and that they say what the English one says. */
class TextsTest {

    private static final Path TEXTS = Path.of("src/main/resources/org/consent4j/pages");
    private static final Map<String, String> ENGLISH = new TreeMap<>(Languages.bundle("en"));
    private static final Pattern KEY =
            Pattern.compile("\"((?:" + String.join("|", sections()) + ")\\.(?!css|js)[a-z.-]+)\"");

    private static Set<String> sections() {
        Set<String> sections = new TreeSet<>();
        ENGLISH.keySet().forEach(key -> sections.add(key.substring(0, key.indexOf('.'))));
        return sections;
    }

    static Stream<String> languages() {
        return Languages.SPOKEN.stream();
    }

    @Test
    void everyTextIsUsedAndNoneIsMissing() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                KEY.matcher(Files.readString(source)).results().forEach(key -> used.add(key.group(1)));
            }
        }
        Set<String> keys = new TreeSet<>(ENGLISH.keySet());
        keys.removeIf(key -> key.startsWith(Texts.CATALOGUE));
        assertThat(used).isEqualTo(keys).isNotEmpty();
    }

    @Test
    void everyBundleIsALanguageThatIsSpoken() throws IOException {
        try (Stream<Path> files = Files.list(TEXTS)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(languages()
                            .map(tag -> tag.equals("en") ? "texts.properties" : "texts_" + tag + ".properties")
                            .toList());
        }
        assertThat(Languages.SPOKEN).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aLanguageHasTheKeysAndPlacesOfTheEnglishTexts(String tag) throws IOException {
        Map<String, String> texts = Languages.bundle(tag);
        assertThat(texts.keySet()).isEqualTo(ENGLISH.keySet());
        texts.forEach((key, text) -> {
            if (!key.equals("plural.rules") && !key.endsWith(".separator")) {
                assertThat(text).as(key).isNotBlank();
            }
            assertThat(text.replaceAll("\\{\\d}", "")).as(key).doesNotContain("{", "}", "<", "&");
            assertThat(text.codePoints().anyMatch(TextsTest::isControl)).as(key).isFalse();
            if (!key.startsWith("duration.")) {
                assertThat(places(text)).as(key).isEqualTo(places(ENGLISH.getOrDefault(key, "")));
            }
        });
        Path file = TEXTS.resolve(tag.equals("en") ? "texts.properties" : "texts_" + tag + ".properties");
        assertThat(Files.readAllLines(file).stream().filter(line -> line.matches("[a-z].*")))
                .as("no key stands twice")
                .hasSize(ENGLISH.size());
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    /** The places in their number, as one that is told twice would be as wrong as one that is missing. */
    private static Map<String, Long> places(String text) {
        Map<String, Long> places = new TreeMap<>();
        Phrase.PLACE
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(place -> places.merge(place, 1L, Long::sum));
        return places;
    }

    @Test
    @Rule("21")
    void noWordPushes() {
        assertThat(ENGLISH.values())
                .noneMatch(text -> text.matches(
                        "(?i).*\\b(enjoy|best|better|improve|enhance|recommended|just|only takes|sorry|unfortunately|please"
                                + " accept|experience|value your)\\b.*"));
    }
}
