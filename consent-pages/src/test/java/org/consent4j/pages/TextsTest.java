package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.CookieCatalogue;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final Path TEXTS = Path.of("src/main/resources/org/consent4j/pages/texts.properties");
    private static final Pattern KEY = Pattern.compile(
            "\"((?:banner|choice|date|duration|list|page|policy|preferences|problem|rule|table)\\.[a-z.-]+)\"");

    private final Set<String> keys = new TreeSet<>();
    private final List<String> wordings = new ArrayList<>();

    TextsTest() throws IOException {
        try (Reader in = Files.newBufferedReader(TEXTS)) {
            PropertyResourceBundle bundle = new PropertyResourceBundle(in);
            bundle.getKeys().asIterator().forEachRemaining(keys::add);
            keys.forEach(key -> wordings.add(bundle.getString(key)));
        }
    }

    @Test
    void onlyLanguagesWithTextsCanBeChosen() {
        ConsentPages.Builder pages = ConsentPages.builder(
                CookieConsent.builder().catalogue(CookieCatalogue.of()).build());
        assertThat(pages.locales(Locale.ENGLISH)).isSameAs(pages);
        assertThatThrownBy(() -> pages.locales(Locale.ENGLISH, new Locale("tlh")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'tlh'")
                .hasMessageContaining("choose from en");
    }

    @Test
    void everyTextIsUsedAndNoneIsMissing() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                KEY.matcher(Files.readString(source)).results().forEach(key -> used.add(key.group(1)));
            }
        }
        assertThat(used).isEqualTo(keys).isNotEmpty();
    }

    @Test
    void noKeyStandsTwice() throws IOException {
        assertThat(Files.readAllLines(TEXTS).stream()
                        .filter(line -> line.matches("[a-z].*"))
                        .count())
                .isEqualTo(keys.size());
    }

    @Test
    @Rule("21")
    void noWordPushes() {
        assertThat(wordings)
                .noneMatch(text -> text.matches(
                        "(?i).*\\b(enjoy|best|better|improve|enhance|recommended|just|only takes|sorry|unfortunately|please"
                                + " accept|experience|value your)\\b.*"));
    }
}
