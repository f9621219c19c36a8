package org.consent4j.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
import org.consent4j.catalogue.WrittenCatalogue;
import org.consent4j.pages.ConsentPages;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentPropertiesTest {

    private static final Map<String, Object> COMPLETE = Map.of(
            "consent.catalogue[0].name", "count",
            "consent.catalogue[0].category", "statistical",
            "consent.catalogue[0].provider", "site",
            "consent.catalogue[0].retention", "session");

    private static void with(String environment, Map<String, Object> properties, Consumer<ApplicationContext> test) {
        try (ApplicationContext context = ApplicationContext.run(properties, environment)) {
            test.accept(context);
        }
    }

    private static Map<String, Object> completeWith(String property) {
        Map<String, Object> properties = new LinkedHashMap<>(COMPLETE);
        String[] pair = property.split("=", 2);
        properties.put(pair[0].strip(), pair[1]);
        return properties;
    }

    @Test
    @Rule("14")
    void aCatalogueInYamlIsTheSameAsOneInJava() {
        with("shop", Map.of(), context -> {
            CookieConsent consent = context.getBean(CookieConsent.class);
            List<CookieDeclaration> declarations = consent.catalogue().declarations();
            assertThat(declarations)
                    .extracting(CookieDeclaration::name)
                    .containsExactly("basket", "count_*", "letter", "n*", "st*r", "visits", "__Host-choices");

            CookieDeclaration basket = declarations.get(0);
            assertThat(basket.category()).isEqualTo(Category.NECESSARY);
            assertThat(basket.provider()).isEqualTo(Provider.SITE);
            assertThat(basket.function().orElseThrow()).hasToString("Shop");
            assertThat(basket.location().orElseThrow()).hasToString("/shop");
            assertThat(basket.purpose().orElseThrow()).hasToString("To keep what you put into your basket");
            assertThat(basket.function().orElseThrow().in(Locale.GERMAN)).isEqualTo("Laden");
            assertThat(basket.location().orElseThrow().in(Locale.GERMANY)).isEqualTo("/laden");
            LocalizedText purpose = basket.purpose().orElseThrow();
            assertThat(purpose.in(Locale.GERMAN)).startsWith("Um zu behalten");
            assertThat(purpose.in(Locale.forLanguageTag("pt-BR"))).startsWith("Para guardar");
            assertThat(purpose.in(Locale.forLanguageTag("no"))).startsWith("For å ta vare");
            assertThat(purpose.in(Locale.FRENCH)).startsWith("To keep");
            assertThat(basket.retention()).isEqualTo(Retention.of(Duration.ofHours(2)));
            assertThat(basket.paths()).containsExactly("/shop");
            assertThat(basket.party()).isEqualTo(Party.FIRST);

            CookieDeclaration count = declarations.get(1);
            assertThat(count.provider()).isEqualTo(Provider.of("Counter", "https://counter.example/privacy"));
            assertThat(count.domains()).containsExactly("example.org");
            assertThat(declarations.get(3).isPartitioned()).isTrue();
            assertThat(declarations.get(3).party()).isEqualTo(Party.THIRD);
            assertThat(declarations.get(4).isPrefix()).isFalse();
            assertThat(declarations.get(4).requirement()).isEqualTo(Requirement.NOTHING);
            assertThat(declarations.get(5).requirement()).isEqualTo(Requirement.NO_OBJECTION);

            assertThat(consent.catalogue().categories())
                    .extracting(Category::id)
                    .containsExactly("necessary", "statistical", "first-party", "third-party", "newsletter", "safety");
            Category statistical = consent.catalogue().category("statistical").orElseThrow();
            assertThat(statistical.title()).hasToString("Counting");
            assertThat(statistical.title().in(Locale.GERMAN)).isEqualTo("Zählung");
            assertThat(statistical.revision()).isEqualTo(3);
            assertThat(consent.catalogue()
                            .category("newsletter")
                            .orElseThrow()
                            .description()
                            .in(Locale.FRENCH))
                    .startsWith("Montre");
            assertThat(consent.catalogue().category("newsletter").orElseThrow().code())
                    .isEqualTo("news");

            assertThat(context.getBean(ConsentPages.class).preferencesPath()).isEqualTo("/privacy/cookies/preferences");
        });
    }

    @Test
    void thePreferenceCookieIsNamedScopedAndSignedAsTheKeysSay() {
        with("shop", Map.of(), context -> {
            CookieConsent consent = context.getBean(CookieConsent.class);
            List<String> lines = new ArrayList<>();
            consent.begin(name -> Collections.emptyIterator(), lines::add).grantAll();
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0)).startsWith("__Host-choices=").contains(".k2026.", "; Secure");
            assertThat(consent.begin(name -> Collections.emptyIterator(), lines::add)
                            .admits("unheard_of=1")
                            .admitted())
                    .isTrue();
        });
        with(
                "none",
                Map.of("consent.preference-cookie.domain", "example.org"),
                context -> assertThat(context.getBean(CookieConsent.class)
                                .preferenceCookie()
                                .domain())
                        .isEqualTo("example.org"));
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
        with(
                "none",
                completeWith("consent.catalogue[0].retention=" + text),
                context -> assertThat(context.getBean(CookieConsent.class)
                                .catalogue()
                                .find("count")
                                .orElseThrow()
                                .retention())
                        .isEqualTo(
                                retention.equals("session")
                                        ? Retention.session()
                                        : retention.startsWith("PT")
                                                ? Retention.of(Duration.parse(retention))
                                                : Retention.of(Period.parse(retention))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consent.base-path=cookies/ | consent.base-path | The base path 'cookies/' is not of the form",
                "consent.home-path=//evil.example | consent.home-path | The home path '//evil.example'",
                "consent.locales=en,tlh | consent.locales | no texts in 'tlh'",
                "consent.origins=https://a.example/b | consent.origins[0] | The origin 'https://a.example/b'",
                "consent.trusted-hosts=localhost | consent.trusted-hosts[0] | The trusted host 'localhost'",
                "consent.preference-cookie.name=a b | consent.preference-cookie.name | The name of the preference",
                "consent.preference-cookie.domain=org | consent.preference-cookie.domain | The domain of the",
                "consent.controller=  | consent.controller | name of the person or company that is responsible",
                "consent.class-prefix=a-b | consent.class-prefix | The class prefix 'a-b'",
                "consent.categories[0].id=Own | consent.categories[0] | try 'own'",
                "consent.categories[0].title=Own | consent.categories[0] | A category has no id",
                "consent.preference-cookie.signature-keys[0].id=a | consent.preference-cookie.signature-keys[0] |"
                        + " lacks its secret",
                "consent.catalogue[0].category=statistic | consent.catalogue[0]: | but the site has [necessary,",
                "consent.catalogue[0].retention=soon | consent.catalogue[0]: | The retention 'soon' can't be read",
                "consent.catalogue[1].name=b | consent.catalogue[1]: | has no provider. Write provider:",
                "consent.catalogue[0].purpose-by-language.de=Z | consent.catalogue[0]: | but no purpose. Write",
                "consent.catalogue[0].exemption=for-the-publisher-only | consent.catalogue[0]: |"
                        + " has an exemption that lacks solely-audience-measurement, anonymous-statistics-only",
                "consent.mode=sometimes | consent.mode | is not enforce or report-only",
                "consent.undeclared=perhaps | consent.undeclared | is not refuse or admit",
                "consent.preference-cookie.secure-always=maybe | secure-always | is not true or false",
                "consent.catalogue[0].party=second | consent.catalogue[0].party | is not first or third",
                "consent.catalogue[0].partitioned=2 | consent.catalogue[0].partitioned | is not true or false",
                "consent.categories[0].revision=two | consent.categories[0].revision | is not a whole number",
            })
    @Rule("16")
    void aKeyThatCannotBeUsedStopsTheStart(String property, String key, String problem) {
        assertThatThrownBy(() -> with("none", completeWith(property), context -> {}))
                .hasStackTraceContaining(key)
                .hasStackTraceContaining(problem);
    }

    @Test
    @Rule("14")
    void keysThatMicronautOverlooksStopTheStart() {
        Map<String, Object> properties = new LinkedHashMap<>(COMPLETE);
        properties.put("consent.catalogue[0].domain", "example.org");
        properties.put("consent.catalogue[0].policyurll", "https://site.example/policy");
        properties.put("consent.catalogue[0].paths[0]", "/shop");
        properties.put("consent.catalogue[0].paths[1]", "/till");
        properties.put("consent.catalogue[0].purpose-by-language.de", "Zählen");
        properties.put("consent.catalogue[0].Purpose", "To count");
        properties.put("consent.categories", List.of(Map.of("id", "statistical", "revison", 2, "titleByLanguage", "")));
        properties.put("consent.preference-cookie.secure", "true");
        properties.put("consent.preferenceCookie.signature-keys[0].id", "a");
        properties.put("consent.preferenceCookie.signature-keys[0].secrets", "b");
        properties.put("consent.trusted-host", "www.example.org");
        properties.put("consent.catalog[0].name", "visits");
        properties.put("consent.of-the-application.own", "1");
        assertThatThrownBy(() -> with("none", properties, context -> {})).satisfies(failure -> {
            Throwable cause = failure;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            assertThat(String.valueOf(cause.getMessage()).lines())
                    .containsExactly(
                            "These configuration keys mean nothing; change them, or leave them out.",
                            "consent.catalogue[0]: The key 'domain' is not known; write 'domains'.",
                            "consent.catalogue[0]: The key 'paths' is not read with indices; write all its values after"
                                    + " one consent.catalogue[0].paths=, separated by commas.",
                            "consent.catalogue[0]: The key 'policyurll' is not known; write 'policy-url'.",
                            "consent.categories[0]: The key 'revison' is not known; write 'revision'.",
                            "consent.categories[0]: The key 'titleByLanguage' is not known; write 'title-by-language'.",
                            "consent.preference-cookie.signature-keys[0]: The key 'secrets' is not known; write"
                                    + " 'secret'.",
                            "consent.preference-cookie: The key 'secure' is not known; write 'secure-always'.",
                            "consent: The key 'catalog' is not known; write 'catalogue'.",
                            "consent: The key 'trusted-host' is not known; write 'trusted-hosts'.");
        });
    }

    @Test
    void keysThatMicronautTakesForTheSameAreTaken() {
        Map<String, Object> properties = new LinkedHashMap<>(COMPLETE);
        properties.put("consent.catalogue[0].policyUrl", "https://site.example/policy");
        properties.put("consent.catalogue[0].allow_star", "true");
        properties.put("consent.catalogue[0].paths", "/shop,/till");
        properties.put("consent.of-the-application.own", "1");
        with("none", properties, context -> {
            CookieDeclaration count = context.getBean(CookieConsent.class)
                    .catalogue()
                    .find("count")
                    .orElseThrow();
            assertThat(count.provider()).isEqualTo(Provider.of("site", "https://site.example/policy"));
            assertThat(count.paths()).containsExactly("/shop", "/till");
        });
    }

    @Test
    void environmentVariablesAreReadAsTheyAre() {
        try (ApplicationContext context = ApplicationContext.builder("none")
                .properties(COMPLETE)
                .propertySources(PropertySource.of(
                        "variables",
                        Map.of("CONSENT_CATALOGUE_0_POLICYURLL", "x", "CONSENT_CATALOGUE_0_PURPOSE", "To count"),
                        PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE,
                        PropertySource.Origin.of("variables")))
                .start()) {
            assertThat(context.getBean(CookieConsent.class).mode()).isEqualTo(Mode.ENFORCE);
        }
    }

    @Test
    void theKnownKeysAreThoseThatAreBound() {
        assertThat(keys(ConsentProperties.class)).isEqualTo(ConsentProperties.KEYS);
        assertThat(keys(ConsentProperties.Declaration.class)).isEqualTo(WrittenCatalogue.DECLARATION_KEYS);
        assertThat(keys(ConsentProperties.CategoryText.class)).isEqualTo(WrittenCatalogue.CATEGORY_KEYS);
        assertThat(keys(ConsentProperties.Preference.class)).isEqualTo(ConsentProperties.PREFERENCE_COOKIE_KEYS);
        assertThat(keys(ConsentProperties.Key.class)).isEqualTo(ConsentProperties.SIGNATURE_KEY_KEYS);
    }

    private static Set<String> keys(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(component -> component.getName().replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals("index"))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Test
    void aSecretIsNeverQuoted() {
        String secret = "c2hvcnQtYnV0LXNlY3JldA==";
        for (String written : List.of(secret, "?" + secret)) {
            assertThatThrownBy(() -> with(
                            "none",
                            Map.of(
                                    "consent.preference-cookie.signature-keys[0].id",
                                    "a",
                                    "consent.preference-cookie.signature-keys[0].secret",
                                    written),
                            context -> {}))
                    .satisfies(failure -> {
                        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString()).doesNotContain(secret);
                        }
                    });
        }
        assertThat(new ConsentProperties.Key(0, "a", secret)).hasToString("signature key a");
    }

    // ---- Metadata, which IDEs complete and document keys with -------------------------------------------------------

    @Test
    void everyKeyHasATypeAndADescriptionAndItsDefault() throws Exception {
        Map<String, Map<?, ?>> properties = new TreeMap<>();
        try (InputStream in =
                        ConsentProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json");
                ApplicationContext context = ApplicationContext.run()) {
            Map<String, Object> metadata = context.getBean(JsonMapper.class)
                    .readValue(Objects.requireNonNull(in), Argument.mapOf(String.class, Object.class));
            for (Object property : (List<?>) Objects.requireNonNull(metadata.get("properties"))) {
                properties.put(String.valueOf(((Map<?, ?>) property).get("name")), (Map<?, ?>) property);
            }
        }
        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(keysOfTheSource());
        properties.forEach((name, property) -> {
            assertThat(String.valueOf(property.get("type"))).as(name).isNotBlank();
            assertThat(String.valueOf(property.get("description"))).as(name).endsWith(".");
        });
        Map<String, Object> defaults = new TreeMap<>();
        properties.forEach((name, property) -> {
            Object given = property.get("defaultValue");
            if (given != null) {
                defaults.put(name, given);
            }
        });
        assertThat(defaults)
                .containsEntry("consent.base-path", "/cookies")
                .containsEntry("consent.home-path", "/")
                .containsEntry("consent.undeclared", "refuse")
                .containsEntry("consent.model-attribute", "consent")
                .containsEntry("consent.preference-cookie.name", "cookies_preferences");
    }

    /** The components of the records. */
    private static List<String> keysOfTheSource() throws Exception {
        String source = Files.readString(Path.of("src/main/java/org/consent4j/micronaut/ConsentProperties.java"));
        Map<String, String> prefixes = Map.of(
                "ConsentProperties", "consent.",
                "Preference", "consent.preference-cookie.",
                "Key", "consent.preference-cookie.signature-keys[*].",
                "Declaration", "consent.catalogue[*].",
                "CategoryText", "consent.categories[*].");
        List<String> keys = new ArrayList<>();
        Matcher records =
                Pattern.compile("record (\\w+)\\(((?:[^()]|\\([^()]*\\))*)\\)").matcher(source);
        while (records.find()) {
            Matcher components =
                    Pattern.compile("(\\w+(?:<[^>]*>)?) (\\w+)(?:,|$)").matcher(records.group(2));
            while (components.find()) {
                boolean ofItsOwn = components.group(2).equals("index")
                        || components.group(1).matches("Preference|List<(Key|Declaration|CategoryText)>");
                if (!ofItsOwn) {
                    keys.add(prefixes.get(records.group(1))
                            + components.group(2).replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT));
                }
            }
        }
        return keys;
    }
}
