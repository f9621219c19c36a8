package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryTest {

    @Rule("15")
    @Test
    void fourAreBuiltInAndOnlyTheNecessaryNeedsNothing() {
        assertThat(Category.builtIn())
                .containsExactly(Category.NECESSARY, Category.STATISTICAL, Category.FIRST_PARTY, Category.THIRD_PARTY);
        assertThat(Category.builtIn())
                .extracting(Category::id)
                .containsExactly("necessary", "statistical", "first-party", "third-party");
        assertThat(Category.builtIn())
                .extracting(Category::requirement)
                .containsExactly(Requirement.NOTHING, Requirement.CONSENT, Requirement.CONSENT, Requirement.CONSENT);
    }

    /** These letters stand in visitors' cookies. */
    @Rule("6")
    @Test
    void theCodesOfTheBuiltInNeverChange() {
        assertThat(Category.builtIn()).extracting(Category::code).containsExactly("n", "s", "i", "t");
    }

    @Rule("1")
    @Test
    void aCategoryOfTheSitesOwnNeedsConsentUnlessSaidOtherwise() {
        Category category = Category.named("social-media-2").build();

        assertThat(category.requirement()).isEqualTo(Requirement.CONSENT);
        assertThat(category.code()).isEqualTo("socialmedia");
        assertThat(category.revision()).isEqualTo(1);
        assertThat(category.title()).hasToString("Social media 2");
        assertThat(category.description()).hasToString("Social media 2");
        assertThat(category).hasToString("social-media-2");
    }

    @ParameterizedTest
    @CsvSource({
        "Social, social",
        "social media, social-media",
        "1st, st",
        "-a-, a",
        "'', my-category",
        "42, my-category",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee, aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd",
    })
    void anIdOfAnotherFormIsRefusedWithOneThatWillDo(String id, String similar) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Category.named(id))
                .withMessageContaining("'" + id + "'")
                .withMessageEndingWith("try '" + similar + "'.");
        assertThatCode(() -> Category.named(similar)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"necessary", "statistical", "first-party", "third-party"})
    void theBuiltInAreNotDefinedAgain(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Category.named(id))
                .withMessageContaining("'" + id + "' is built in")
                .withMessageContaining("toBuilder()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a1", "a-b", "abcdefghijklmnopq", "\u00e9"})
    void aCodeIsOfAFewLowerCaseLetters(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Category.named("ads").code(code))
                .withMessageContaining("'" + code + "'")
                .withMessageContaining("'ads'");
        assertThat(Category.named("ads").code("abcdefghijklmnop").build().code())
                .isEqualTo("abcdefghijklmnop");
    }

    @Rule("16")
    @Test
    void noCategoryIsExemptAsAWhole() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Category.named("ads").requirement(Requirement.NO_OBJECTION))
                .withMessageContaining("'ads'")
                .withMessageContaining("an exemption of its own");
    }

    @Rule("15")
    @Test
    void whatTheBuiltInNeedAndAreCalledInCookiesIsFixed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Category.THIRD_PARTY.toBuilder().requirement(Requirement.NOTHING))
                .withMessageContaining("'third-party'")
                .withMessageContaining("category of your own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Category.STATISTICAL.toBuilder().code("x"))
                .withMessageContaining("'statistical'");
        assertThat(Category.STATISTICAL.toBuilder()
                        .code("s")
                        .requirement(Requirement.CONSENT)
                        .build())
                .isEqualTo(Category.STATISTICAL);
    }

    @Rule("11")
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void revisionsStartWithOne(int revision) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Category.STATISTICAL.toBuilder().revision(revision))
                .withMessageContaining("'statistical'")
                .withMessageContaining(" " + revision + ";");
    }

    @Test
    void categoriesAreEqualByIdAndTheSameByEverything() {
        Category category = Category.named("ads").build();

        assertThat(category.toBuilder().title("Ads").build())
                .isEqualTo(category)
                .hasSameHashCodeAs(category);
        assertThat(category.isSameDefinitionAs(Category.named("ads").build())).isTrue();
        assertThat(category.isSameDefinitionAs(category.toBuilder().title("x").build()))
                .isFalse();
        assertThat(category.isSameDefinitionAs(
                        category.toBuilder().description("x").build()))
                .isFalse();
        assertThat(category.isSameDefinitionAs(category.toBuilder().revision(2).build()))
                .isFalse();
        assertThat(category.isSameDefinitionAs(category.toBuilder().code("x").build()))
                .isFalse();
        assertThat(category.isSameDefinitionAs(
                        category.toBuilder().requirement(Requirement.NOTHING).build()))
                .isFalse();
        assertThat(category).isNotEqualTo(Category.named("adverts").build());
    }

    @Test
    void aCopyKeepsWhatIsNotChanged() {
        Category german = Category.STATISTICAL.toBuilder()
                .title(Category.STATISTICAL.title().with(Locale.GERMAN, "Statistik"))
                .build();

        assertThat(german.title().in(Locale.GERMAN)).isEqualTo("Statistik");
        assertThat(german.title().in(Locale.ENGLISH)).isEqualTo("Statistical cookies");
        assertThat(german.description()).isEqualTo(Category.STATISTICAL.description());
        assertThat(german.code()).isEqualTo("s");
    }
}
