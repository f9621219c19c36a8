package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalizedTextTest {

    @ParameterizedTest
    @CsvSource({
        "fr, Bonjour",
        "fr-BE, Bonjour",
        "fr-CA, Allo",
        "de-CH, Gruezi",
        "de, Hello",
        "en, Hello",
        "zh-Hant-TW, Nihao",
        "und, Hello",
    })
    void theExactLocaleIsBeforeItsLanguageAndThatBeforeTheDefault(String locale, String expected) {
        LocalizedText text = LocalizedText.of("Hello")
                .with(Locale.FRENCH, "Bonjour")
                .with(Locale.CANADA_FRENCH, "Allo")
                .with(Locale.forLanguageTag("de-CH"), "Gruezi")
                .with(Locale.CHINESE, "Nihao");

        assertThat(text.in(Locale.forLanguageTag(locale))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"fr-BE, Bonjour, fr", "fr-CA, Allo, fr-CA", "de, Hello, en-GB"})
    void aWordingSaysWhichLanguageItIsIn(String locale, String words, String language) {
        LocalizedText text = LocalizedText.of(Locale.UK, "Hello")
                .with(Locale.FRENCH, "Bonjour")
                .with(Locale.CANADA_FRENCH, "Allo");

        assertThat(text.wording(Locale.forLanguageTag(locale)))
                .isEqualTo(new LocalizedText.Wording(words, Locale.forLanguageTag(language)));
    }

    @Test
    void nobodySaysWhichLanguageAPlainTextIsIn() {
        assertThat(LocalizedText.of("Hello").wording(Locale.UK)).isEqualTo(new LocalizedText.Wording("Hello", null));
    }

    @Test
    void aTextIsNeverChanged() {
        LocalizedText plain = LocalizedText.of("Hello");
        LocalizedText french = plain.with(Locale.FRENCH, "Salut");

        assertThat(french.with(Locale.FRENCH, "Bonjour").in(Locale.FRENCH)).isEqualTo("Bonjour");
        assertThat(french.in(Locale.FRENCH)).isEqualTo("Salut");
        assertThat(plain.in(Locale.FRENCH)).isEqualTo("Hello");
    }

    @Test
    void textsAreEqualWithTheSameWordings() {
        LocalizedText one = LocalizedText.of("a").with(Locale.FRENCH, "b").with(Locale.GERMAN, "c");
        LocalizedText other = LocalizedText.of("a").with(Locale.GERMAN, "c").with(Locale.FRENCH, "b");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString("a");
        assertThat(one).isNotEqualTo(LocalizedText.of("a")).isNotEqualTo(other.with(Locale.FRENCH, "x"));
    }

    @Test
    void aTextTellsAllItsWordings() {
        LocalizedText text = LocalizedText.of(Locale.ENGLISH, "a").with(Locale.FRENCH, "b");

        assertThat(text.fallback()).isEqualTo(new LocalizedText.Wording("a", Locale.ENGLISH));
        assertThat(text.translations()).containsExactly(Map.entry(Locale.FRENCH, "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aBlankTextIsLeftOutInstead(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalizedText.of(blank))
                .withMessageContaining("leave it out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalizedText.of("a").with(Locale.FRENCH, blank));
    }
}
