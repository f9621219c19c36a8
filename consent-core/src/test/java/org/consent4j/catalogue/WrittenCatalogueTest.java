package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.consent4j.Rule;
import org.consent4j.catalogue.AudienceMeasurementExemption.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenCatalogueTest {

    private record Declared(
            @Nullable String name,
            @Nullable String category,
            @Nullable String provider,
            @Nullable String policyUrl,
            @Nullable String function,
            Map<String, String> functionByLanguage,
            @Nullable String location,
            Map<String, String> locationByLanguage,
            @Nullable String purpose,
            Map<String, String> purposeByLanguage,
            @Nullable String recipients,
            Map<String, String> recipientsByLanguage,
            @Nullable String retention,
            @Nullable List<Condition> exemption,
            @Nullable Party party,
            @Nullable List<String> domains,
            @Nullable List<String> paths,
            boolean partitioned,
            boolean allowShortPrefix,
            boolean allowStar)
            implements WrittenDeclaration {}

    private record Own(
            @Nullable String id,
            @Nullable String code,
            @Nullable Requirement requirement,
            @Nullable String title,
            Map<String, String> titleByLanguage,
            @Nullable String description,
            Map<String, String> descriptionByLanguage,
            @Nullable Integer revision)
            implements WrittenCategory {}

    private static Declared declared(@Nullable String name, String category, @Nullable String purpose) {
        return new Declared(
                name, category, "site", null, null, Map.of(), null, Map.of(), purpose, Map.of(), null, Map.of(),
                "session", null, null, null, null, false, false, false);
    }

    @Test
    @Rule({"14", "16"})
    void everythingThatCanBeBuiltCanBeWritten() {
        CookieDeclaration read = new WrittenCatalogue(
                        List.of(Category.named("survey").build()))
                .declaration(
                        new Declared(
                                "a*b*",
                                "survey",
                                "Counter Ltd",
                                "https://counter.example/privacy",
                                "Counter",
                                Map.of("de", "Zähler"),
                                "everywhere",
                                Map.of("de", "überall"),
                                "To count",
                                Map.of("pt-BR", "Para contar"),
                                "Hosting Ltd",
                                Map.of("fr", "Hosting SA"),
                                "2 hours",
                                List.of(Condition.values()),
                                Party.FIRST,
                                List.of("example.org"),
                                List.of("/shop"),
                                true,
                                true,
                                true),
                        null,
                        (key, problem) -> fail(key + ": " + problem))
                .orElseThrow();
        assertThat(read.category().id()).isEqualTo("survey");
        assertThat(read.provider()).isEqualTo(Provider.of("Counter Ltd", "https://counter.example/privacy"));
        assertThat(read.function().orElseThrow().in(Locale.GERMAN)).isEqualTo("Zähler");
        assertThat(read.location().orElseThrow().in(Locale.GERMAN)).isEqualTo("überall");
        assertThat(read.purpose().orElseThrow().in(Locale.forLanguageTag("pt-BR")))
                .isEqualTo("Para contar");
        assertThat(read.recipients().orElseThrow().in(Locale.FRENCH)).isEqualTo("Hosting SA");
        assertThat(read.recipients().orElseThrow()).hasToString("Hosting Ltd");
        assertThat(read.retention()).isEqualTo(Retention.of(Duration.ofHours(2)));
        assertThat(read.requirement()).isEqualTo(Requirement.NO_OBJECTION);
        assertThat(read.domains()).containsExactly("example.org");
        assertThat(read.paths()).containsExactly("/shop");
        assertThat(read.isPartitioned()).isTrue();
        assertThat(read.party()).isEqualTo(Party.FIRST);
    }

    @Test
    void aCategoryIsTheSitesOwnOrABuiltInOneWithOtherTexts() {
        Category own = WrittenCatalogue.category(new Own(
                "safety",
                "safe",
                Requirement.NOTHING,
                "Safety",
                Map.of("fr", "Sûreté"),
                "Keeps safe",
                Map.of("fr", "Protège"),
                2));
        assertThat(own.code()).isEqualTo("safe");
        assertThat(own.requirement()).isEqualTo(Requirement.NOTHING);
        assertThat(own.title().in(Locale.FRENCH)).isEqualTo("Sûreté");
        assertThat(own.description().in(Locale.FRENCH)).isEqualTo("Protège");
        assertThat(own.revision()).isEqualTo(2);
        Category counting = WrittenCatalogue.category(
                new Own("statistical", null, null, "Counting", Map.of(), null, Map.of(), null));
        assertThat(counting.title()).hasToString("Counting");
        assertThat(counting.description()).isEqualTo(Category.STATISTICAL.description());
        assertThat(counting.code()).isEqualTo(Category.STATISTICAL.code());
    }

    @Test
    @Rule("15")
    void everyProblemOfAListIsToldByItsPlace() {
        assertThatThrownBy(() -> new WrittenCatalogue(
                                List.of(Category.named("newsletter").build()))
                        .declarations(
                                "catalogue",
                                List.of(
                                        declared("basket", "necessary", null),
                                        declared("letter", "statistical", null),
                                        declared(null, "newsletters", " "),
                                        declared("list", "newsletters", null),
                                        declared("text", "statistical", " "))))
                .isInstanceOfSatisfying(
                        InvalidCatalogueException.class,
                        e -> assertThat(e.problems())
                                .hasSize(6)
                                .anyMatch(problem -> problem.startsWith("catalogue[0]: ")
                                        && problem.contains("without a purpose. Write"))
                                .anyMatch(
                                        problem -> problem.startsWith("catalogue[2]: ") && problem.contains("no name"))
                                .anyMatch(problem ->
                                        problem.startsWith("catalogue[3]: ") && problem.contains("newsletter]"))
                                .anyMatch(
                                        problem -> problem.startsWith("catalogue[4]: ") && problem.contains("blank")));
    }

    @Test
    void everyProblemOfADeclarationIsToldByItsKey() {
        Map<String, String> problems = new LinkedHashMap<>();
        Optional<CookieDeclaration> read = new WrittenCatalogue(List.of())
                .declaration(
                        new Declared(
                                "ab*",
                                "newsletters",
                                "Counter Ltd",
                                "counter.example",
                                " ",
                                Map.of("de_AT", "Zähler"),
                                null,
                                Map.of("de", "überall"),
                                "To count",
                                Map.of("fr", " "),
                                null,
                                Map.of(),
                                "500 days",
                                List.of(Condition.ANONYMOUS_STATISTICS_ONLY),
                                Party.THIRD,
                                List.of("example.org", "no domain"),
                                List.of("/", "shop"),
                                false,
                                false,
                                false),
                        null,
                        problems::put);
        assertThat(read).isEmpty();
        assertThat(problems)
                .containsOnlyKeys(
                        "name",
                        "category",
                        "policy-url",
                        "function",
                        "function-by-language.de_AT",
                        "location",
                        "purpose-by-language.fr",
                        "retention",
                        "exemption",
                        "domains[1]",
                        "paths[1]");
        Map<String, String> ofCategory = new LinkedHashMap<>();
        assertThat(WrittenCatalogue.category(
                        new Own("statistical", "x", Requirement.NOTHING, " ", Map.of(), null, Map.of(), 0),
                        null,
                        ofCategory::put))
                .isEmpty();
        assertThat(ofCategory).containsOnlyKeys("code", "requirement", "title", "revision");
    }

    @Test
    @Rule("14")
    void aThirdPartyWithoutAPolicyIsToldInTheWordsOfKeys() {
        Map<String, String> problems = new LinkedHashMap<>();
        new WrittenCatalogue(List.of())
                .declaration(
                        new Declared(
                                "ads",
                                "third-party",
                                "Ads Ltd",
                                null,
                                null,
                                Map.of(),
                                null,
                                Map.of(),
                                null,
                                Map.of(),
                                null,
                                Map.of(),
                                "session",
                                null,
                                null,
                                null,
                                null,
                                false,
                                false,
                                false),
                        null,
                        problems::put);
        assertThat(problems).containsOnlyKeys("provider");
        assertThat(problems.get("provider")).contains("Write policy-url:");
    }

    @ParameterizedTest
    @CsvSource({
        "session, session",
        "SESSION, session",
        "1 minute, PT1M",
        "90 minutes, PT1H30M",
        "1 hour, PT1H",
        "30 days, P30D",
        "13 months, P13M",
        "1 year, P1Y",
        "PT1H, PT1H",
        "P1M, P1M",
        "p2w, P14D"
    })
    void aRetentionIsWrittenInWordsOrAsAPeriod(String text, String retention) {
        assertThat(Retention.parse(text)).hasToString(retention);
    }

    @ParameterizedTest
    @CsvSource({"soon", "2", "-1 days", "1.5 years", "999999 days", "''", "P", "PT"})
    void whatIsNoRetentionIsToldWithWhatToWrite(String text) {
        assertThatThrownBy(() -> Retention.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' can't be read; write session, a number with");
        assertThatThrownBy(() -> Retention.parse("0 days")).hasMessageContaining("keeps nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policyurll | write 'policy-url'",
                "policyUrl | write 'policy-url'",
                "domain | write 'domains'",
                "purposeByLanguage | write 'purpose-by-language'",
                "catagory | write 'category'",
                "x | there are allow-short-prefix, allow-star, category, domains, exemption, function,",
            })
    void aKeyThatIsNotKnownIsToldWithTheOneThatWasMeant(String key, String remedy) {
        assertThat(WrittenCatalogue.unknown(key, WrittenCatalogue.DECLARATION_KEYS)
                        .orElseThrow())
                .contains("The key '" + key + "' is not known; " + remedy);
    }

    @Test
    void theKeysAreThoseThatAreRead() {
        assertThat(WrittenCatalogue.DECLARATION_KEYS).isEqualTo(keys(WrittenDeclaration.class));
        assertThat(WrittenCatalogue.CATEGORY_KEYS).isEqualTo(keys(WrittenCategory.class));
        assertThat(WrittenCatalogue.unknown("name", WrittenCatalogue.DECLARATION_KEYS))
                .isEmpty();
    }

    private static Set<String> keys(Class<?> type) {
        return Set.copyOf(Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .map(name -> name.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT))
                .toList());
    }
}
