package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDeclarationTest {

    private static final AudienceMeasurementExemption EXEMPTION = AudienceMeasurementExemption.attest()
            .solelyAudienceMeasurement()
            .forThePublisherOnly()
            .anonymousStatisticsOnly()
            .noCrossSiteTracking()
            .noSharingOrCrossReferencing()
            .lifetimeNotProlongedByVisits()
            .visitorsInformedAndAbleToObject()
            .build();

    private static CookieDeclaration.Builder complete(String name) {
        return CookieDeclaration.cookie(name)
                .category(Category.STATISTICAL)
                .provider(Provider.SITE)
                .retention(Retention.session());
    }

    // ---- Names ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "_ga", "a b", "a*b", "*a", "$Version", "a,b", "\"a\"", "caf\u00e9", "\u6f22", "\ud83d\ude00"
            })
    void aNameThatBrowsersStoreCanBeDeclared(String name) {
        CookieDeclaration declaration = complete(name).allowStar().build();

        assertThat(declaration.name()).isEqualTo(name);
        assertThat(declaration.isPrefix()).isFalse();
    }

    static Stream<Arguments> unstorable() {
        return Stream.of(
                arguments("", "without a name"),
                arguments(" ", "blanks"),
                arguments(" a", "blanks"),
                arguments("a ", "blanks"),
                arguments("\ta", "blanks"),
                arguments("a\t", "blanks"),
                arguments(" *", "blanks"),
                arguments(" a*", "blanks"),
                arguments("a=b", "'='"),
                arguments("a;b", "';'"),
                arguments("=", "'='"),
                arguments("a=*", "'='"),
                arguments("a\tb", "position 1"),
                arguments("\u0000", "position 0"),
                arguments("ab\u001f", "\\u001f"),
                arguments("a\r\nb", "\\u000d\\u000a"),
                arguments("a\u007fb", "\\u007f"),
                arguments("a\ud83d", "surrogate"),
                arguments("\udc00a", "surrogate"),
                arguments("a".repeat(4_097), "4096 octets"),
                arguments("\u00e9".repeat(2_049), "4096 octets"),
                arguments("a".repeat(4_097) + "*", "4096 octets"));
    }

    @Rule({"31", "34b", "44"})
    @ParameterizedTest
    @MethodSource("unstorable")
    void aNameThatNoBrowserStoresIsRefusedWithTheReason(String name, String reason) {
        IllegalArgumentException thrown =
                catchThrowableOfType(IllegalArgumentException.class, () -> CookieDeclaration.cookie(name));

        assertThat(thrown).hasMessageContaining(reason);
        assertThat(thrown.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(300);
    }

    @Rule("31")
    @ParameterizedTest
    @CsvSource({"*_id, 0", "a*b, 1", "_pk*_id*, 3", "_ga**, 3"})
    void aStarBeforeTheEndMustBeAllowed(String name, int position) {
        CookieDeclaration.Builder builder = complete(name).allowShortPrefix();

        assertInvalid(
                builder,
                "'" + name + "'",
                "position " + position,
                "such as _pk_id.*",
                "allowStar()",
                "allow-star: true");
        CookieDeclaration allowed = builder.allowStar().build();
        assertThat(allowed.toBuilder().build().name()).isEqualTo(name);
    }

    @Rule("44")
    @Test
    void aNameMayHaveAllOctetsThatBrowsersKeep() {
        assertThat(complete("a".repeat(4_096)).build().name()).hasSize(4_096);
        assertThat(complete("\u00e9".repeat(2_048)).build().name()).hasSize(2_048);
    }

    @ParameterizedTest
    @CsvSource({"*, 0 characters", "a*, 1 character", "ab*, 2 characters", "_ga*, 3 characters"})
    void aShortPrefixMustBeAllowed(String name, String length) {
        String prefix = name.substring(0, name.length() - 1);
        assertInvalid(
                complete(name),
                "'" + name + "'",
                "prefix of only " + length + " ('" + prefix + "')",
                "at least 4 characters",
                "allowShortPrefix()",
                "allow-short-prefix: true");
        CookieDeclaration allowed = complete(name).allowShortPrefix().build();

        assertThat(allowed.isPrefix()).isTrue();
        assertThat(allowed.toBuilder().build().name()).isEqualTo(name);
    }

    @Test
    void aPrefixOfFourIsLongEnough() {
        assertThat(complete("_ga_*").build().isPrefix()).isTrue();
    }

    // ---- What is required -----------------------------------------------------------------------------------------

    @Rule({"14", "15"})
    @Test
    void allThatIsMissingIsToldAtOnce() {
        InvalidCatalogueException thrown = catchThrowableOfType(
                InvalidCatalogueException.class,
                () -> CookieDeclaration.cookie("x*").build());

        assertThat(thrown.problems()).hasSize(4).allMatch(problem -> problem.contains("cookie 'x*'"));
        assertThat(thrown)
                .hasMessageStartingWith("The declaration of cookie 'x*' has 4 problems:")
                .hasMessageContaining("allowShortPrefix()")
                .hasMessageContaining("has no category. Say category(")
                .hasMessageContaining("has no provider. Say provider(")
                .hasMessageContaining("has no retention. Say retention(");
    }

    @Rule("14")
    @Test
    void oneProblemIsTheMessageItself() {
        assertInvalid(
                CookieDeclaration.cookie("abc").category(Category.STATISTICAL).provider(Provider.SITE),
                "The cookie 'abc' has no retention.");
    }

    @Rule("15")
    @Test
    void aNecessaryCookieNeedsAPurpose() {
        assertInvalid(
                complete("sid").category(Category.NECESSARY),
                "'sid'",
                "necessary without a purpose",
                "Add the purpose: what the visitor asked for");
        assertThat(complete("sid")
                        .category(Category.NECESSARY)
                        .purpose("Login")
                        .build()
                        .requirement())
                .isEqualTo(Requirement.NOTHING);
    }

    @Rule("15")
    @Test
    void soDoesOneOfAnOwnCategoryThatNeedsNothing() {
        Category own =
                Category.named("security").requirement(Requirement.NOTHING).build();

        assertInvalid(complete("sid").category(own), "'sid'", "security without a purpose");
    }

    @Rule("15")
    @Test
    void whatNeedsConsentMayDoWithoutAPurpose() {
        CookieDeclaration declaration = complete("abc").build();

        assertThat(declaration.purpose()).isEmpty();
        assertThat(declaration.requirement()).isEqualTo(Requirement.CONSENT);
    }

    @Rule("14")
    @Test
    void aThirdPartysCookieNeedsItsProvidersPolicy() {
        CookieDeclaration.Builder builder =
                complete("IDE").category(Category.THIRD_PARTY).provider(Provider.of("Ads Inc."));

        assertInvalid(builder, "'IDE'", "'Ads Inc.'", "no policy URL", "Provider.of(\"Ads Inc.\", \"https://...\")");
        CookieDeclaration declaration = builder.provider(Provider.of("Ads Inc.", "https://ads.example/privacy"))
                .build();
        assertThat(declaration.party()).isEqualTo(Party.THIRD);
        assertThat(complete("IDE").build().party()).isEqualTo(Party.FIRST);
    }

    @Rule("14")
    @Test
    void thePartyIsWhatTheDeclarationSays() {
        assertInvalid(
                complete("_ga").party(Party.THIRD),
                "'_ga'",
                "third party's",
                "provider is this site",
                "leave out that its party is the third");
        assertInvalid(
                complete("_ga").category(Category.THIRD_PARTY),
                "'_ga'",
                "in the category third-party, but its provider is this site",
                "Name the other company as the provider, with the address of its policy",
                "choose the category first-party");
        assertThat(complete("embed")
                        .category(Category.THIRD_PARTY)
                        .party(Party.FIRST)
                        .build()
                        .party())
                .isEqualTo(Party.FIRST);
    }

    // ---- Retention and exemption ----------------------------------------------------------------------------------

    @Rule("44")
    @ParameterizedTest
    @CsvSource({
        "P13M, true, true",
        "P393D, true, true",
        "P394D, true, false",
        "P396D, true, false",
        "P400D, true, false",
        "P401D, false, false",
        "P14M, false, false",
        "P2Y, false, false",
    })
    void retentionIsBoundByBrowsersAndTheExemption(Period period, boolean stored, boolean exempt) {
        CookieDeclaration.Builder builder = complete("_pk_id").retention(Retention.of(period));

        if (stored) {
            assertThat(builder.build().retention().amount()).contains(period);
        } else {
            assertInvalid(builder, "'_pk_id'", Retention.of(period).words(), "400 days", "Declare 13 months or less");
        }
        builder.exemption(EXEMPTION);
        if (exempt) {
            assertThat(builder.build().requirement()).isEqualTo(Requirement.NO_OBJECTION);
        } else {
            assertInvalid(
                    builder, "'_pk_id'", "exempt", Retention.of(period).words(), "13 months at most", "Shorten it");
        }
    }

    @Rule("44")
    @Test
    void aDurationIsBoundToo() {
        assertThat(complete("abc").retention(Retention.of(Duration.ofDays(400))).build())
                .isNotNull();
        assertInvalid(
                complete("abc").retention(Retention.of(Duration.ofDays(400).plusSeconds(1))), "'abc'", "400 days");
    }

    @Rule("16")
    @Test
    void anExemptionFreesOneCookieAndNotItsCategory() {
        CookieDeclaration exempt = complete("_pk_id").exemption(EXEMPTION).build();

        assertThat(exempt.exemption()).contains(EXEMPTION);
        assertThat(exempt.requirement()).isEqualTo(Requirement.NO_OBJECTION);
        assertThat(exempt.category().requirement()).isEqualTo(Requirement.CONSENT);
    }

    @Rule("16")
    @Test
    void aNecessaryCookieIsNotExemptAsWell() {
        assertInvalid(
                complete("sid").category(Category.NECESSARY).purpose("Login").exemption(EXEMPTION),
                "'sid'",
                "necessary",
                "exempt as well",
                "Leave one of the two out");
    }

    @Rule("16")
    @Test
    void aThirdPartysCookieIsNeverExempt() {
        assertInvalid(
                complete("abc")
                        .party(Party.THIRD)
                        .provider(Provider.of("Stats Inc.", "https://stats.example/privacy"))
                        .exemption(EXEMPTION),
                "'abc'",
                "third party's",
                "Leave the exemption out");
    }

    // ---- Domains and paths ----------------------------------------------------------------------------------------

    @Rule("36")
    @Test
    void domainsAreKeptInLowerCaseWithoutDotAndOnce() {
        CookieDeclaration declaration = complete("abc")
                .domain(".Example.ORG")
                .domain("example.org")
                .domain("xn--bcher-kva.example")
                .domain("localhost")
                .build();

        assertThat(declaration.domains()).containsExactly("example.org", "xn--bcher-kva.example", "localhost");
    }

    @Rule({"34b", "36"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..example.org",
                "example..org",
                "example.org.",
                "-a.org",
                "a-.org",
                "a_b.org",
                "b\u00fccher.example",
                "example.org; Path=/",
                "example.org:80",
                "https://example.org",
                "a\r\nb",
            })
    void aDomainThatIsNoneIsRefused(String domain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete("abc").domain(domain))
                .withMessageContaining("'abc'")
                .withMessageContaining("not a domain name")
                .withMessageNotContainingAny("\r", "\n");
        assertThatIllegalArgumentException().isThrownBy(() -> complete("abc").domain("a".repeat(250) + ".org"));
    }

    @Rule({"36", "44"})
    @Test
    void pathsAreKeptAsTheyAre() {
        String longest = "/" + "x".repeat(1_023);
        CookieDeclaration declaration = complete("abc")
                .path("/")
                .path("/Shop/")
                .path("/a b,c=d")
                .path("/")
                .path(longest)
                .build();

        assertThat(declaration.paths()).containsExactly("/", "/Shop/", "/a b,c=d", longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete("abc").path(longest + "x"))
                .withMessageContaining("1024");
    }

    @Rule({"34b", "36"})
    @ParameterizedTest
    @ValueSource(strings = {"", "shop", " /", "/a;b", "/a ", "/a\tb", "/a\nb", "/\u00e9", "/\u0000"})
    void aPathThatCannotStandInALineIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> complete("abc").path(path))
                .withMessageContaining("'abc'")
                .withMessageContaining("give one such as /shop")
                .withMessageNotContainingAny("\n", "\u0000");
    }

    // ---- Copies ---------------------------------------------------------------------------------------------------

    @Test
    void aCopyKeepsWhatIsNotChanged() {
        CookieDeclaration declaration = complete("_pk_id.*")
                .function("Audience measurement")
                .location("Everywhere")
                .recipients("Counting Ltd")
                .purpose("To tell one visit from another")
                .retention(Retention.months(13))
                .exemption(EXEMPTION)
                .party(Party.FIRST)
                .domain("example.org")
                .path("/shop")
                .partitioned()
                .build();

        CookieDeclaration copy = declaration.toBuilder().path("/x").build();

        assertThat(copy).usingRecursiveComparison().ignoringFields("paths").isEqualTo(declaration);
        assertThat(copy.paths()).containsExactly("/shop", "/x");
        assertThat(declaration.paths()).containsExactly("/shop");
        assertThat(copy.function()).contains(LocalizedText.of("Audience measurement"));
        assertThat(copy.location()).contains(LocalizedText.of("Everywhere"));
        assertThat(copy.recipients()).contains(LocalizedText.of("Counting Ltd"));
        assertThat(copy.isPartitioned()).isTrue();
        assertThat(copy).hasToString("_pk_id.* (statistical, This site)");
    }

    @Test
    void aDeclarationIsTheSameOnlyWhereEveryValueIs() {
        Supplier<CookieDeclaration.Builder> base = () -> complete("counter")
                .provider(Provider.of("Counting Ltd", "https://counting.example/"))
                .purpose("To count");
        List<UnaryOperator<CookieDeclaration.Builder>> changes = List.of(
                builder -> complete("other")
                        .provider(Provider.of("Counting Ltd", "https://counting.example/"))
                        .purpose("To count"),
                builder -> builder.category(
                        Category.STATISTICAL.toBuilder().revision(2).build()),
                builder -> builder.provider(Provider.of("Counting Ltd", "https://counting.example/other")),
                builder -> builder.party(Party.THIRD),
                builder -> builder.function("Counter"),
                builder -> builder.location("Everywhere"),
                builder -> builder.purpose(LocalizedText.of(Locale.ENGLISH, "To count")),
                builder -> builder.recipients("Counting Ltd"),
                builder -> builder.retention(Retention.days(2)),
                builder -> builder.exemption(EXEMPTION),
                builder -> builder.domain("example.org"),
                builder -> builder.path("/shop"),
                CookieDeclaration.Builder::partitioned);
        CookieDeclaration declaration = base.get().build();
        assertThat(declaration.isSameDefinitionAs(base.get().build())).isTrue();
        for (UnaryOperator<CookieDeclaration.Builder> change : changes) {
            CookieDeclaration changed = change.apply(base.get()).build();
            assertThat(declaration.isSameDefinitionAs(changed))
                    .as("%s", changed)
                    .isFalse();
            assertThat(changed.isSameDefinitionAs(declaration))
                    .as("%s", changed)
                    .isFalse();
            assertThat(changed.isSameDefinitionAs(change.apply(base.get()).build()))
                    .as("%s", changed)
                    .isTrue();
        }
        assertThat(Arrays.stream(CookieDeclaration.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()))
                .as("a change for each value")
                .hasSize(changes.size());
    }

    @Test
    void aFixedCatalogueReturnsOneListThatNobodyChanges() {
        List<CookieDeclaration> list = new ArrayList<>(List.of(complete("abc").build()));
        CookieCatalogue catalogue = CookieCatalogue.of(list);
        list.clear();

        assertThat(catalogue.declarations()).hasSize(1).isUnmodifiable();
        assertThat(catalogue.declarations()).isSameAs(catalogue.declarations());
    }

    private static void assertInvalid(CookieDeclaration.Builder builder, String... parts) {
        assertThatExceptionOfType(InvalidCatalogueException.class)
                .isThrownBy(builder::build)
                .satisfies(thrown -> assertThat(thrown.problems()).isNotEmpty())
                .withMessageContainingAll(parts);
    }
}
