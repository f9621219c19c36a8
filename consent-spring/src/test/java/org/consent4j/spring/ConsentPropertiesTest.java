package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
import org.consent4j.catalogue.WrittenCatalogue;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

@ExtendWith(OutputCaptureExtension.class)
class ConsentPropertiesTest {

    private static final String[] COMPLETE = {
        "consent.catalogue[0].name=count",
        "consent.catalogue[0].category=statistical",
        "consent.catalogue[0].provider=site",
        "consent.catalogue[0].retention=session"
    };

    private final WebApplicationContextRunner runner =
            new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(ConsentAutoConfiguration.class));

    @Test
    @Rule("14")
    void aCatalogueInYamlIsTheSameAsOneInJava() {
        runner.withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.name=shop")
                .run(context -> {
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
                    assertThat(basket.function().orElseThrow().in(Locale.GERMAN))
                            .isEqualTo("Laden");
                    assertThat(basket.location().orElseThrow().in(Locale.GERMANY))
                            .isEqualTo("/laden");
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
                            .containsExactly(
                                    "necessary", "statistical", "first-party", "third-party", "newsletter", "safety");
                    Category statistical =
                            consent.catalogue().category("statistical").orElseThrow();
                    assertThat(statistical.title()).hasToString("Counting");
                    assertThat(statistical.title().in(Locale.GERMAN)).isEqualTo("Zählung");
                    assertThat(statistical.revision()).isEqualTo(3);
                    assertThat(consent.catalogue()
                                    .category("newsletter")
                                    .orElseThrow()
                                    .description()
                                    .in(Locale.FRENCH))
                            .startsWith("Montre");
                    assertThat(consent.catalogue()
                                    .category("newsletter")
                                    .orElseThrow()
                                    .code())
                            .isEqualTo("news");

                    assertThat(context.getBean(ConsentPages.class).preferencesPath())
                            .isEqualTo("/privacy/cookies/preferences");
                });
    }

    @Test
    void theExamplesOfTheDocumentCanBePasted() throws Exception {
        String document = Files.readString(Path.of("../docs/spring.md"));
        List<String> examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(document)
                .results()
                .map(example -> example.group(1))
                .toList();
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            Resource yaml = new ByteArrayResource(example.getBytes(StandardCharsets.UTF_8));
            PropertySource<?> source =
                    new YamlPropertySourceLoader().load("example", yaml).get(0);
            runner.withInitializer(context ->
                            context.getEnvironment().getPropertySources().addFirst(source))
                    .run(context -> assertThat(context.getBean(CookieConsent.class)
                                    .catalogue()
                                    .find("_pk_id"))
                            .isPresent());
        }
    }

    @Test
    void thePreferenceCookieIsNamedScopedAndSignedAsTheKeysSay() {
        runner.withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues("spring.config.name=shop")
                .run(context -> {
                    CookieConsent consent = context.getBean(CookieConsent.class);
                    List<String> lines = new ArrayList<>();
                    consent.begin(name -> Collections.emptyIterator(), lines::add)
                            .grantAll();
                    assertThat(lines).hasSize(1);
                    assertThat(lines.get(0)).startsWith("__Host-choices=").contains(".k2026.", "; Secure");
                    assertThat(consent.begin(name -> Collections.emptyIterator(), lines::add)
                                    .admits("unheard_of=1")
                                    .admitted())
                            .isTrue();
                });
        runner.withPropertyValues("consent.preference-cookie.domain=example.org")
                .run(context -> {
                    PreferenceCookie cookie =
                            context.getBean(CookieConsent.class).preferenceCookie();
                    assertThat(cookie.domain()).isEqualTo("example.org");
                    assertThat(cookie.name()).isEqualTo("cookies_preferences");
                });
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
        runner.withPropertyValues(COMPLETE)
                .withPropertyValues("consent.catalogue[0].retention=" + text)
                .run(context -> assertThat(context.getBean(CookieConsent.class)
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
                "consent.locales=en,tlh | consent.locales | no texts in 'tlh'; choose from en",
                "consent.site-name=   | consent.site-name | name that visitors know",
                "consent.origins[0]=https://a.example/b | consent.origins[0] | The origin 'https://a.example/b'",
                "consent.trusted-hosts[0]=localhost | consent.trusted-hosts[0] | The trusted host 'localhost'",
                "consent.preference-cookie.name=a b | consent.preference-cookie.name | The name of the preference",
                "consent.preference-cookie.domain=org | consent.preference-cookie.domain | The domain of the",
                "consent.controller= | consent.controller | name of the person or company that is responsible",
                "consent.class-prefix=a-b | consent.class-prefix | The class prefix 'a-b'",
                "consent.categories[0].id=Own | consent.categories[0] | try 'own'",
                "consent.categories[0].title=Own | consent.categories[0] | A category has no id",
                "consent.preference-cookie.signature-keys[0].id=a | consent.preference-cookie.signature-keys[0] |"
                        + " lacks its secret",
            })
    void aKeyThatCannotBeUsedStopsTheStartAndIsExplained(String property, String key, String description) {
        runner.withPropertyValues(COMPLETE).withPropertyValues(property).run(context -> {
            FailureAnalysis analysis = analysis(context);
            assertThat(analysis.getDescription()).contains(key).contains(description);
            assertThat(analysis.getAction()).contains("Change " + key);
        });
    }

    @Test
    @Rule("14")
    void keysThatBootOverlooksStopTheStart() {
        runner.withPropertyValues(COMPLETE)
                .withPropertyValues(
                        "consent.catalogue[0].domain=example.org",
                        "consent.catalogue[0].policyurll=https://site.example/policy",
                        "consent.catalogue[0].purpose-by-language.de=Zählen",
                        "consent.catalogue[0].Purpose=To count",
                        "consent.categories[0].id=statistical",
                        "consent.categories[0].revison=2",
                        "consent.preference-cookie.secure=true",
                        "consent.preference-cookie.signature-keys[0].id=a",
                        "consent.preference-cookie.signature-keys[0].secrets=b",
                        "consent.of-the-application.own=1")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context);
                    assertThat(analysis.getDescription().lines())
                            .containsExactlyInAnyOrder(
                                    "consent.catalogue[0]: The key 'domain' is not known; write 'domains'.",
                                    "consent.catalogue[0]: The key 'policyurll' is not known; write 'policy-url'.",
                                    "consent.categories[0]: The key 'revison' is not known; write 'revision'.",
                                    "consent.preference-cookie: The key 'secure' is not known; write 'secure-always'.",
                                    "consent.preference-cookie.signature-keys[0]: The key 'secrets' is not known; write"
                                            + " 'secret'.");
                    assertThat(analysis.getAction()).startsWith("Change these keys");
                });
        runner.withPropertyValues(COMPLETE)
                .withPropertyValues(
                        "consent.catalogue[0].policyUrl=https://site.example/policy",
                        "consent.catalogue[0].allow_star=true",
                        "consent.catalogue[0].paths[0]=/shop",
                        "consent.of-the-application.own=1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    @Rule("14")
    void keysThatAreAlmostOursStopTheStart() {
        runner.withPropertyValues(
                        "consent.catalog[0].name=visits",
                        "consent.catalog[0].category=statistical",
                        "consent.trustedHost=www.example.org",
                        "consent.of-the-application.own=1",
                        "consent.secret=1")
                .run(context -> assertThat(analysis(context).getDescription().lines())
                        .containsExactlyInAnyOrder(
                                "consent: The key 'catalog' is not known; write 'catalogue'.",
                                "consent: The key 'trustedHost' is not known; write 'trusted-hosts'."));
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
                .collect(Collectors.toUnmodifiableSet());
    }

    @Test
    void keysThatContradictEachOtherAreExplained() {
        runner.withPropertyValues(
                        "consent.preference-cookie.host-prefix=true", "consent.preference-cookie.domain=example.org")
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("consent.preference-cookie.domain", "leave one of the two out"));
    }

    @Test
    void aSecretIsNeverQuoted(CapturedOutput output) {
        String secret = "c2hvcnQtYnV0LXNlY3JldA==";
        runner.withPropertyValues(
                        "consent.preference-cookie.signature-keys[0].id=a",
                        "consent.preference-cookie.signature-keys[0].secret=" + secret)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("give at least 32 random ones")
                        .extracting(Throwable::toString)
                        .asString()
                        .doesNotContain(secret));
        runner.withPropertyValues(
                        "consent.preference-cookie.signature-keys[0].id=a",
                        "consent.preference-cookie.signature-keys[0].secret=?" + secret)
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("is not in base64"));
        assertThat(new ConsentProperties.Key("a", secret)).hasToString("signature key a");
        assertThat(output).doesNotContain(secret);
    }

    @Test
    void everyProblemOfTheCatalogueIsToldAtOnceByItsKey() {
        runner.withPropertyValues(
                        "consent.catalogue[0].name=a",
                        "consent.catalogue[0].category=necessary",
                        "consent.catalogue[1].name=bcde",
                        "consent.catalogue[1].category=statistic",
                        "consent.catalogue[1].provider=site",
                        "consent.catalogue[1].retention=session",
                        "consent.catalogue[2].name=fghi",
                        "consent.catalogue[2].category=third-party",
                        "consent.catalogue[2].provider=Ads",
                        "consent.catalogue[2].retention=soon",
                        "consent.catalogue[3].name=jklm",
                        "consent.catalogue[3].category=third-party",
                        "consent.catalogue[3].provider=Ads",
                        "consent.catalogue[3].retention=3 years",
                        "consent.catalogue[4].category=statistical")
                .run(context -> assertThat(
                                analysis(context).getDescription().lines().map(String::strip))
                        .contains("The cookie catalogue has 11 problems:")
                        .anyMatch(line -> line.startsWith("consent.catalogue[0]: ") && line.contains("no provider"))
                        .anyMatch(line -> line.startsWith("consent.catalogue[0]: ") && line.contains("no retention"))
                        .anyMatch(line -> line.startsWith("consent.catalogue[0]: ")
                                && line.contains("necessary without a purpose. Write purpose:"))
                        .anyMatch(line -> line.startsWith("consent.catalogue[1]: ")
                                && line.contains("'statistic', but the site has [necessary, statistical"))
                        .anyMatch(line -> line.startsWith("consent.catalogue[2]: ")
                                && line.contains("The retention 'soon' can't be read"))
                        .anyMatch(line -> line.startsWith("consent.catalogue[3]: ") && line.contains("policy URL"))
                        .anyMatch(line -> line.startsWith("consent.catalogue[3]: ") && line.contains("400 days"))
                        .anyMatch(line -> line.startsWith("consent.catalogue[4]: ") && line.contains("has no name"))
                        .hasSizeGreaterThan(11));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "purpose-by-language.german=Zähler | There is purpose-by-language, but no purpose. Write purpose: too",
                "function-by-language.german=Zähler | function-by-language.german does not end with the tag of a"
                        + " language; write one such as de or pt-BR.",
                "function-by-language.false=Teller | or \"no\" in quotes for Norwegian",
                "function-by-language.de= | The text of function-by-language.de is blank",
                "function= | The text of function is blank; write one, or leave the key out",
                "exemption= | has an exemption that lacks solely-audience-measurement, for-the-publisher-only,",
                "exemption=solely-audience-measurement,for-the-publisher-only,anonymous-statistics-only,"
                        + "no-cross-site-tracking,no-sharing-or-cross-referencing,lifetime-not-prolonged-by-visits |"
                        + " lacks visitors-informed-and-able-to-object. Add each one that is true under exemption:",
            })
    @Rule("16")
    void whatIsIncompleteIsToldInTheWordsOfKeys(String property, String problem) {
        runner.withPropertyValues(COMPLETE)
                .withPropertyValues("consent.catalogue[0].function=Counter", "consent.catalogue[0]." + property)
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("consent.catalogue[0]: ")
                        .contains(problem));
    }

    @Test
    void otherFailuresAreLeftToOthers() {
        assertThat(new ConsentFailureAnalyzer().analyze(new IllegalStateException("another's")))
                .isNull();
    }

    @Test
    void bootPrintsTheAnalysis(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        try {
            application.run("--server.port=0", "--consent.base-path=Cookies").close();
        } catch (RuntimeException e) {
            // What Boot says of it is in its log.
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "The configuration key consent.base-path can't be used")
                .contains("Change consent.base-path in the application's configuration");
    }

    private static FailureAnalysis analysis(AssertableWebApplicationContext context) {
        return Objects.requireNonNull(new ConsentFailureAnalyzer().analyze(context.getStartupFailure()));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ConsentAutoConfiguration.class,
        org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration.class
    })
    static class Application {}
}
