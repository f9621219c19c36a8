package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.consent4j.catalogue.AudienceMeasurementExemption;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.InvalidCatalogueException;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.PreferenceScheme;
import org.junit.jupiter.api.Test;

class ActiveCatalogueTest {

    private static final AudienceMeasurementExemption EXEMPTION = AudienceMeasurementExemption.attest()
            .solelyAudienceMeasurement()
            .forThePublisherOnly()
            .anonymousStatisticsOnly()
            .noCrossSiteTracking()
            .noSharingOrCrossReferencing()
            .lifetimeNotProlongedByVisits()
            .visitorsInformedAndAbleToObject()
            .build();

    // ---- The preference cookie ------------------------------------------------------------------------------------

    @Rule({"14", "15"})
    @Test
    void thePreferenceCookieDeclaresItself() {
        ActiveCatalogue catalogue = compile(CommonCookies.servletSession());

        assertThat(catalogue.declarations())
                .extracting(CookieDeclaration::name)
                .containsExactly("JSESSIONID", "cookies_preferences");
        CookieDeclaration preferences = catalogue.find("cookies_preferences").orElseThrow();
        assertThat(preferences.requirement()).isEqualTo(Requirement.NOTHING);
        assertThat(preferences.purpose()).isPresent();
        assertThat(catalogue.isPreferenceCookie(1)).isTrue();
        assertThat(catalogue.isPreferenceCookie(0)).isFalse();
    }

    @Rule("15")
    @Test
    void theSitesOwnWordsForThePreferenceCookieCount() {
        CookieDeclaration own = CommonCookies.preferences("cookies_preferences").toBuilder()
                .purpose("Own words")
                .build();

        assertThat(compile(own).declarations()).containsExactly(own);
    }

    @Test
    void thePreferenceCookieIsDeclaredUnderItsFullName() {
        ActiveCatalogue catalogue = ActiveCatalogue.compile(
                List.of(),
                List.of(),
                List.of(),
                PreferenceCookie.standard().withName("choices").withHostPrefix());

        assertThat(catalogue.find("__Host-choices")).isPresent();
        assertThat(catalogue.find("choices")).isEmpty();
        assertThat(catalogue.find("cookies_preferences")).isEmpty();
    }

    @Test
    void aPrefixThatCoversThePreferenceCookieDoesNotDeclareIt() {
        ActiveCatalogue catalogue = compile(cookie("cookies_*", Category.STATISTICAL));

        assertThat(catalogue.find("cookies_preferences").orElseThrow().requirement())
                .isEqualTo(Requirement.NOTHING);
        assertThat(catalogue.find("cookies_x").orElseThrow().category()).isEqualTo(Category.STATISTICAL);
    }

    @Rule({"15", "17"})
    @Test
    void thePreferenceCookieIsNecessary() {
        assertThat(problems(cookie("cookies_preferences", Category.STATISTICAL)))
                .singleElement()
                .asString()
                .contains("'cookies_preferences'", "statistical", "Declare it Category.NECESSARY");
        assertThat(problems(CookieDeclaration.cookie("cookies_preferences")
                        .category(Category.STATISTICAL)
                        .provider(Provider.SITE)
                        .retention(Retention.months(6))
                        .exemption(EXEMPTION)
                        .build()))
                .hasSize(1);
    }

    // ---- Contradictions -------------------------------------------------------------------------------------------

    @Test
    void aNameIsDeclaredOnce() {
        assertThat(problems(cookie("_ga", Category.STATISTICAL), cookie("_ga", Category.THIRD_PARTY)))
                .singleElement()
                .asString()
                .contains(
                        "'_ga'",
                        "declared twice, as number 1 (statistical, Example) and number 2 (third-party, Example)")
                .endsWith("of the catalogue. Remove one.");
        assertThat(problems(cookie("_ga_*", Category.STATISTICAL), cookie("_ga_*", Category.STATISTICAL)))
                .hasSize(1);
    }

    @Rule("31")
    @Test
    void namesInAnotherCaseAndPrefixesAreOtherNames() {
        ActiveCatalogue catalogue = compile(
                cookie("_ga", Category.STATISTICAL),
                cookie("_GA", Category.STATISTICAL),
                cookie("_ga_*", Category.STATISTICAL));

        assertThat(catalogue.declarations()).hasSize(4);
    }

    @Test
    void oneCategoryIsNotDefinedInTwoWays() {
        Category one = Category.named("social").title("Social").build();
        Category other = Category.named("social").title("Networks").build();

        assertThat(problems(cookie("aaa", one), cookie("bbb", other)))
                .singleElement()
                .asString()
                .contains("'bbb'", "'social'", "categories(...)");
        assertThat(problems(
                        cookie(
                                "aaa",
                                Category.STATISTICAL.toBuilder().title("A").build()),
                        cookie(
                                "bbb",
                                Category.STATISTICAL.toBuilder().title("B").build())))
                .singleElement()
                .asString()
                .contains("'bbb'", "'statistical'");
    }

    @Test
    void equalDefinitionsAreNoContradiction() {
        ActiveCatalogue catalogue = compile(
                cookie("aaa", Category.named("social").build()),
                cookie("bbb", Category.named("social").build()));

        assertThat(catalogue.declarations(Category.named("social").build())).hasSize(2);
    }

    @Test
    void oneDeclarationMayGiveABuiltInCategoryOtherTexts() {
        Category own = Category.STATISTICAL.toBuilder().title("Counting").build();
        ActiveCatalogue catalogue = compile(cookie("aaa", Category.STATISTICAL), cookie("bbb", own));

        assertThat(catalogue.category("statistical").orElseThrow().title()).hasToString("Counting");
    }

    @Test
    void theBuildersCategoriesGoBeforeThoseOfDeclarations() {
        Category one = Category.named("social").title("Social").build();
        Category other = Category.named("social").title("Networks").build();
        Category settled = Category.named("social").title("Settled").code("so").build();
        ActiveCatalogue catalogue = compile(List.of(settled), cookie("aaa", one), cookie("bbb", other));

        assertThat(catalogue.category("social").orElseThrow().title()).hasToString("Settled");
        assertThat(catalogue.scheme().entries())
                .extracting(PreferenceScheme.Entry::code)
                .containsExactly("so");
    }

    @Rule("1")
    @Test
    void theBuilderCannotSettleThatACategoryNeedsSomethingElse() {
        Category asking = Category.named("social").build();
        Category free =
                Category.named("social").requirement(Requirement.NOTHING).build();

        assertThat(problems(List.of(free), cookie("aaa", asking)))
                .singleElement()
                .asString()
                .contains("'aaa'", "'social'", "CONSENT", "NOTHING", "one Category object");
        assertThat(problems(List.of(asking), cookie("aaa", free)))
                .singleElement()
                .asString()
                .contains("'aaa'", "'social'", "NOTHING", "CONSENT");
    }

    @Test
    void aCodeNamesOneCategory() {
        Category shop = Category.named("shop").code("s").build();

        assertThat(problems(cookie("aaa", shop)))
                .singleElement()
                .asString()
                .contains("'statistical'", "'shop'", "code 's'", "code(...)");
        assertThat(problems(List.of(
                        Category.named("social-1").build(),
                        Category.named("social-2").build())))
                .singleElement()
                .asString()
                .contains("'social-1'", "'social-2'", "code 'social'");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        List<String> problems = problems(
                cookie("cookies_preferences", Category.THIRD_PARTY),
                cookie("aaa", Category.named("shop").code("s").build()),
                cookie("aaa", Category.named("shop").code("t").build()));

        assertThat(problems).hasSize(4);
        assertThat(problems.get(0)).contains("preference cookie");
        assertThat(problems.get(1)).contains("'aaa' is declared twice");
        assertThat(problems.get(2)).contains("'aaa' defines the category 'shop' otherwise");
        assertThat(problems.get(3)).contains("share the code 's'");
    }

    // ---- Categories -----------------------------------------------------------------------------------------------

    @Test
    void theBuiltInCategoriesAreFirstThenTheBuildersThenTheDeclarations() {
        ActiveCatalogue catalogue = compile(
                List.of(Category.named("configured").build()),
                cookie("aaa", Category.named("own").build()));

        assertThat(catalogue.categories())
                .extracting(Category::id)
                .containsExactly("necessary", "statistical", "first-party", "third-party", "configured", "own");
        assertThat(catalogue.category("configured")).isPresent();
        assertThat(catalogue.category("other")).isEmpty();
    }

    @Rule({"1", "16"})
    @Test
    void visitorsAreAskedOnlyForWhatNeedsConsent() {
        ActiveCatalogue catalogue = compile(
                CommonCookies.servletSession(),
                CookieDeclaration.cookie("_pk_id")
                        .category(Category.STATISTICAL)
                        .provider(Provider.SITE)
                        .retention(Retention.months(13))
                        .exemption(EXEMPTION)
                        .build(),
                cookie("ads", Category.FIRST_PARTY));

        assertThat(catalogue.asksFor(Category.FIRST_PARTY)).isTrue();
        assertThat(catalogue.offersChoice(Category.FIRST_PARTY)).isTrue();
        assertThat(catalogue.asksFor(Category.STATISTICAL)).isFalse();
        assertThat(catalogue.offersChoice(Category.STATISTICAL)).isTrue();
        assertThat(catalogue.asksFor(Category.NECESSARY)).isFalse();
        assertThat(catalogue.offersChoice(Category.NECESSARY)).isFalse();
        assertThat(catalogue.asksFor(Category.THIRD_PARTY)).isFalse();
        assertThat(catalogue.offersChoice(Category.THIRD_PARTY)).isFalse();
    }

    @Rule({"1", "16"})
    @Test
    void aCategoryWithOneCookieThatNeedsConsentIsAskedFor() {
        ActiveCatalogue catalogue = compile(
                cookie("_pk_id", Category.STATISTICAL).toBuilder()
                        .exemption(EXEMPTION)
                        .build(),
                cookie("_ga", Category.STATISTICAL));

        assertThat(catalogue.asksFor(Category.STATISTICAL)).isTrue();
        assertThat(catalogue.consent(0)).isZero();
        assertThat(catalogue.objection(0)).isEqualTo(catalogue.consent(1)).isEqualTo(catalogue.asked());
        assertThat(catalogue.objection(1)).isZero();
    }

    @Rule("11")
    @Test
    void aGrantNamesProvidersAndRevisionAndNothingElse() {
        String before = fingerprint(cookie("_ga", Category.STATISTICAL));
        Category raised = Category.STATISTICAL.toBuilder().revision(2).build();
        Category retitled = Category.STATISTICAL.toBuilder().title("Counting").build();

        assertThat(fingerprint(cookie("_gid", retitled))).isEqualTo(before);
        assertThat(fingerprint(cookie("_ga", Category.STATISTICAL), cookie("_gid", Category.STATISTICAL)))
                .isEqualTo(before);
        assertThat(fingerprint(cookie("_ga", raised))).isNotEqualTo(before);
        assertThat(fingerprint(cookie("_ga", Category.STATISTICAL).toBuilder()
                        .provider(Provider.of("Stats Inc."))
                        .build()))
                .isNotEqualTo(before);
    }

    @Test
    void sixtyCategoriesCanBeChosenAndNoMore() {
        assertThat(compile(inCategories(60)).scheme().entries()).hasSize(60);
        assertThat(problems(inCategories(61)))
                .singleElement()
                .asString()
                .contains("61 categories", "60 is the most", "Merge some");
    }

    @Test
    void theLastOfSixtyHasItsOwnBit() {
        ActiveCatalogue catalogue = compile(inCategories(60));

        assertThat(catalogue.consent(59)).isEqualTo(1L << 59);
        assertThat(Long.bitCount(catalogue.asked())).isEqualTo(60);
    }

    // ---- Looking up -----------------------------------------------------------------------------------------------

    @Rule("31")
    @Test
    void theExactNameIsBeforeTheLongestPrefix() {
        ActiveCatalogue catalogue = compile(
                cookie("_ga_*", Category.STATISTICAL),
                cookie("_ga_x*", Category.FIRST_PARTY),
                cookie("_ga_xyz", Category.named("own").build()));

        assertThat(catalogue.find("_ga_1").orElseThrow().name()).isEqualTo("_ga_*");
        assertThat(catalogue.find("_ga_").orElseThrow().name()).isEqualTo("_ga_*");
        assertThat(catalogue.find("_ga_xy").orElseThrow().name()).isEqualTo("_ga_x*");
        assertThat(catalogue.find("_ga_xyz").orElseThrow().name()).isEqualTo("_ga_xyz");
        assertThat(catalogue.find("_ga_xyz0").orElseThrow().name()).isEqualTo("_ga_x*");
        assertThat(catalogue.find("_ga")).isEmpty();
        assertThat(catalogue.find("")).isEmpty();
    }

    @Test
    void whatWasSeenIsRememberedByNameInTheNextCatalogue() {
        ActiveCatalogue first = compile(cookie("aaa", Category.STATISTICAL), cookie("bbb", Category.STATISTICAL));
        first.markSeen(1);
        ActiveCatalogue second = compile(
                cookie("bbb", Category.STATISTICAL),
                cookie("ccc", Category.STATISTICAL),
                cookie("aaa", Category.STATISTICAL));
        second.markSeenAsIn(first);

        assertThat(second.neverSeen()).extracting(CookieDeclaration::name).containsExactly("ccc", "aaa");
    }

    @Test
    void aStubOfAnUndeclaredCookieDeclaresWhatWasSeen() {
        assertThat(new UndeclaredCookie("caf\u00c3\u00a9", UndeclaredCookie.Origin.APPLICATION).stub())
                .startsWith("CookieDeclaration.cookie(\"caf\\u00e9\")");
        assertThat(new UndeclaredCookie("caf\u00e9", UndeclaredCookie.Origin.BROWSER).stub())
                .startsWith("CookieDeclaration.cookie(\"caf\\u00e9\")");
        assertThat(new UndeclaredCookie("a\"b\\u0041\u6f22", UndeclaredCookie.Origin.BROWSER).stub())
                .startsWith("CookieDeclaration.cookie(\"a\\\"b\\\\u0041\\u6f22\")");
        assertThat(compile(cookie("caf\u00e9", Category.STATISTICAL)).find("caf\u00e9"))
                .isPresent();
    }

    private static String fingerprint(CookieDeclaration... declarations) {
        return compile(declarations).scheme().entries().get(0).fingerprint();
    }

    private static CookieDeclaration[] inCategories(int count) {
        List<CookieDeclaration> declarations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String code = "x" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
            declarations.add(cookie("cookie" + i, Category.named(code).build()));
        }
        return declarations.toArray(CookieDeclaration[]::new);
    }

    private static CookieDeclaration cookie(String name, Category category) {
        return CookieDeclaration.cookie(name)
                .category(category)
                .provider(Provider.of("Example", "https://example.com/privacy"))
                .purpose("To be tested")
                .retention(Retention.session())
                .build();
    }

    private static ActiveCatalogue compile(CookieDeclaration... declarations) {
        return compile(List.of(), declarations);
    }

    private static ActiveCatalogue compile(List<Category> configured, CookieDeclaration... declarations) {
        return ActiveCatalogue.compile(List.of(declarations), List.of(), configured, PreferenceCookie.standard());
    }

    private static List<String> problems(CookieDeclaration... declarations) {
        return problems(List.of(), declarations);
    }

    private static List<String> problems(List<Category> configured, CookieDeclaration... declarations) {
        return catchThrowableOfType(InvalidCatalogueException.class, () -> compile(configured, declarations))
                .problems();
    }
}
