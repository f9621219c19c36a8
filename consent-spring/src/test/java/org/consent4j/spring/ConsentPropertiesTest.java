package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
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
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

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
                            .containsExactly("basket", "count_*", "letter", "n*", "__Host-choices");

                    CookieDeclaration basket = declarations.get(0);
                    assertThat(basket.category()).isEqualTo(Category.NECESSARY);
                    assertThat(basket.provider()).isEqualTo(Provider.SITE);
                    assertThat(basket.function().orElseThrow()).hasToString("Shop");
                    assertThat(basket.location().orElseThrow()).hasToString("/shop");
                    assertThat(basket.purpose().orElseThrow()).hasToString("To keep what you put into your basket");
                    assertThat(basket.retention()).isEqualTo(Retention.of(Duration.ofHours(2)));
                    assertThat(basket.paths()).containsExactly("/shop");
                    assertThat(basket.party()).isEqualTo(Party.FIRST);

                    CookieDeclaration count = declarations.get(1);
                    assertThat(count.provider()).isEqualTo(Provider.of("Counter", "https://counter.example/privacy"));
                    assertThat(count.domains()).containsExactly("example.org");
                    assertThat(declarations.get(3).isPartitioned()).isTrue();
                    assertThat(declarations.get(3).party()).isEqualTo(Party.THIRD);

                    assertThat(consent.catalogue().categories())
                            .extracting(Category::id)
                            .containsExactly("necessary", "statistical", "first-party", "third-party", "newsletter");
                    Category statistical =
                            consent.catalogue().category("statistical").orElseThrow();
                    assertThat(statistical.title()).hasToString("Counting");
                    assertThat(statistical.revision()).isEqualTo(3);
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
                "consent.site-name=   | consent.site-name | name that visitors know",
                "consent.origins[0]=https://a.example/b | consent.origins[0] | The origin 'https://a.example/b'",
                "consent.trusted-hosts[0]=localhost | consent.trusted-hosts[0] | The trusted host 'localhost'",
                "consent.preference-cookie.name=a b | consent.preference-cookie.name | The name of the preference",
                "consent.preference-cookie.domain=org | consent.preference-cookie.domain | The domain of the",
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
                        .contains("The cookie catalogue has 10 problems:")
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
                        .hasSizeGreaterThan(10));
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
