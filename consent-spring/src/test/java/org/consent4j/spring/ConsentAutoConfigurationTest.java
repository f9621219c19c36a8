package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.consent4j.ConsentListener;
import org.consent4j.CookieConsent;
import org.consent4j.CookieEvent;
import org.consent4j.Mode;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.pages.ConsentPages;
import org.consent4j.servlet.ConsentFilter;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.mock.web.MockFilterConfig;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

class ConsentAutoConfigurationTest {

    private final WebApplicationContextRunner runner =
            new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(ConsentAutoConfiguration.class));

    @Test
    @Rule("1")
    void aCatalogueBeanIsAllThatASiteGives() {
        runner.withUserConfiguration(OneCatalogue.class).run(context -> {
            assertThat(context).hasSingleBean(CookieConsent.class);
            assertThat(context).hasSingleBean(ConsentPages.class);
            assertThat(context).hasSingleBean(ConsentMvcConfigurer.class);
            CookieConsent consent = context.getBean(CookieConsent.class);
            assertThat(consent.mode()).isEqualTo(Mode.ENFORCE);
            assertThat(names(consent)).containsExactly("JSESSIONID", "stat_*", "advert", "cookies_preferences");
            assertThat(context.getBean(ConsentPages.class).consent()).isSameAs(consent);
        });
    }

    @Test
    void theFilterStandsBeforeSessionsAndSecurityOnEveryDispatch() {
        runner.withUserConfiguration(OneCatalogue.class).run(context -> {
            FilterRegistrationBean<?> filter = context.getBean(FilterRegistrationBean.class);
            assertThat(filter.getFilter()).isInstanceOf(ConsentFilter.class);
            assertThat(filter.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE + 20);
            assertThat(filter.determineDispatcherTypes()).isEqualTo(EnumSet.allOf(DispatcherType.class));
            assertThat(filter.getUrlPatterns()).containsExactly("/*");
            assertThat(filter.isAsyncSupported()).isTrue();
        });
    }

    @Test
    void itStartsInReportOnlyModeWithOneLineOfLogWithoutAnyBeanOrKey() {
        List<String> lines = logOf(() -> runner.run(context -> {
            CookieConsent consent = context.getBean(CookieConsent.class);
            assertThat(consent.mode()).isEqualTo(Mode.REPORT_ONLY);
            assertThat(consent.begin(name -> Collections.emptyIterator(), line -> {})
                            .admits("anything=1")
                            .admitted())
                    .isTrue();
            context.getBean(FilterRegistrationBean.class)
                    .getFilter()
                    .init(new MockFilterConfig(context.getServletContext()));
        }));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("No cookie is declared, so all of them pass and are only reported. Declare")
                .contains("a bean of type CookieCatalogue", "consent.catalogue", "endpoint 'consent'");
        assertThat(lines.get(1)).contains("CookieDeclaration.cookie(\"anything\")");
    }

    @Test
    void aModeThatIsSetWinsOverAnEmptyCatalogue() {
        assertThat(logOf(() -> runner.withPropertyValues("consent.mode=enforce")
                        .run(context -> assertThat(
                                        context.getBean(CookieConsent.class).mode())
                                .isEqualTo(Mode.ENFORCE))))
                .hasSize(1)
                .allMatch(line -> line.startsWith("No cookie is declared, so none is let through."));
        assertThat(logOf(() -> runner.withUserConfiguration(OneCatalogue.class)
                        .withPropertyValues("consent.mode=report-only")
                        .run(context -> assertThat(
                                        context.getBean(CookieConsent.class).mode())
                                .isEqualTo(Mode.REPORT_ONLY))))
                .isEmpty();
    }

    /** What the SDK logs from warnings on, by a handler of its own, as Boot's runners set up no logging. */
    private static List<String> logOf(Runnable task) {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                    lines.add(new SimpleFormatter().formatMessage(line));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.consent4j");
        logger.addHandler(handler);
        try {
            task.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }

    @Test
    void severalCataloguesAreMergedInTheirOrderAndThoseOfTheKeysComeLast() {
        runner.withUserConfiguration(TwoCatalogues.class)
                .withPropertyValues(
                        "consent.catalogue[0].name=keyed",
                        "consent.catalogue[0].category=statistical",
                        "consent.catalogue[0].provider=site",
                        "consent.catalogue[0].retention=30 days")
                .run(context -> assertThat(names(context.getBean(CookieConsent.class)))
                        .containsExactly("first", "second", "keyed", "cookies_preferences"));
    }

    @Test
    void aMergedCatalogueChangesWhenOneOfItsPartsDoes() {
        runner.withUserConfiguration(TwoCatalogues.class).run(context -> {
            CookieConsent consent = context.getBean(CookieConsent.class);
            assertThat(consent.refresh()).isFalse();
            context.getBean(TwoCatalogues.class)
                    .live
                    .set(List.of(Site.declaration("another", Category.STATISTICAL), Site.ADVERTS));
            assertThat(consent.refresh()).isTrue();
            assertThat(names(consent)).containsExactly("another", "advert", "second", "cookies_preferences");
            assertThat(consent.refresh()).isFalse();
        });
    }

    @Test
    void theCatalogueIsNotAskedOnceTheApplicationStops() {
        List<CookieConsent> stopped = new ArrayList<>();
        CookieCatalogue changing = () -> new ArrayList<>(List.of(Site.ADVERTS));
        runner.withBean(CookieCatalogue.class, () -> changing).run(context -> {
            CookieConsent consent = context.getBean(CookieConsent.class);
            assertThat(consent.refresh()).isTrue();
            stopped.add(consent);
        });
        assertThat(stopped).singleElement().matches(consent -> !consent.refresh());
    }

    @Test
    void everyListenerBeanHears() {
        runner.withUserConfiguration(OneCatalogue.class, TwoListeners.class).run(context -> {
            context.getBean(CookieConsent.class)
                    .begin(name -> Collections.emptyIterator(), line -> {})
                    .admits("stat_a=1");
            assertThat(context.getBean(TwoListeners.class).heard).containsExactly("1 stat_a", "2 stat_a");
        });
    }

    @Test
    void itBacksOffForEachBeanOfTheUsers() {
        CookieConsent own = CookieConsent.builder().catalogue(Site.catalogue()).build();
        runner.withBean("own", CookieConsent.class, () -> own)
                .run(context -> assertThat(context.getBean(ConsentPages.class).consent())
                        .isSameAs(own));

        ConsentPages pages = ConsentPages.builder(own).basePath("/own").build();
        runner.withBean("own", ConsentPages.class, () -> pages).run(context -> {
            assertThat(context.getBean(ConsentPages.class)).isSameAs(pages);
            assertThat(context.getBeanNamesForType(ConsentPages.class)).containsExactly("own");
        });

        runner.withUserConfiguration(OwnFilter.class)
                .run(context -> assertThat(context.getBeanNamesForType(FilterRegistrationBean.class))
                        .containsExactly("own"));
        ConsentFilter filter = new ConsentFilter(own);
        runner.withBean("own", ConsentFilter.class, () -> filter).run(context -> {
            FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
            assertThat(registration.getFilter()).isSameAs(filter);
            assertThat(registration.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE + 20);
        });

        runner.withBean("own", ConsentMvcConfigurer.class, () -> new ConsentMvcConfigurer(pages))
                .run(context -> assertThat(context.getBeanNamesForType(ConsentMvcConfigurer.class))
                        .containsExactly("own"));

        runner.withBean(SimpleMeterRegistry.class)
                .withBean("own", ConsentMetrics.class, () -> new ConsentMetrics(new SimpleMeterRegistry()))
                .run(context -> assertThat(context.getBeanNamesForType(ConsentMetrics.class))
                        .containsExactly("own"));

        runner.withPropertyValues("management.endpoints.web.exposure.include=consent")
                .withBean("own", ConsentEndpoint.class, () -> new ConsentEndpoint(own))
                .run(context -> assertThat(context.getBeanNamesForType(ConsentEndpoint.class))
                        .containsExactly("own"));
    }

    @Test
    void anApplicationMayHaveBeansOfSuchNames() {
        WebApplicationContextRunner application = runner.withUserConfiguration(OneCatalogue.class);
        for (String name : new String[] {
            "consent", "cookieConsent", "consentPages", "consentFilter", "consentMvcConfigurer", "consentEndpoint"
        }) {
            application = application.withBean(name, String.class, () -> "the application's own");
        }
        application.run(context -> assertThat(context).hasNotFailed().hasSingleBean(CookieConsent.class));
    }

    @Test
    void itIsAbsentOutsideServletApplications() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ConsentAutoConfiguration.class))
                .run(context -> assertThat(context).doesNotHaveBean(CookieConsent.class));
    }

    @Test
    @Rule("1")
    void onWebFluxACatalogueStopsTheStartAsNothingWouldBeEnforced() throws Exception {
        ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ConsentAutoConfiguration.class, ConsentAutoConfiguration.Reactive.class));
        reactive.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CookieConsent.class));
        reactive.withUserConfiguration(OneCatalogue.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("on Spring WebFlux, where consent-spring enforces nothing. Run it on"));
        reactive.withPropertyValues("consent.catalogue[0].name=count")
                .run(context -> assertThat(context).hasFailed());
        runner.withConfiguration(AutoConfigurations.of(ConsentAutoConfiguration.Reactive.class))
                .withUserConfiguration(OneCatalogue.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(new String(
                        Objects.requireNonNull(
                                        ConsentAutoConfiguration.class.getResourceAsStream(
                                                "/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
                                .readAllBytes(),
                        StandardCharsets.UTF_8))
                .contains(ConsentAutoConfiguration.Reactive.class.getName());
    }

    @Test
    void itHasAtMostADozenTypesAndBringsNothingButTheServletAdapter() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/consent4j/spring"))) {
            assertThat(files.filter(file -> !file.endsWith("package-info.java")))
                    .hasSizeLessThanOrEqualTo(12);
        }
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL)
                        .matcher(pom.substring(pom.indexOf("</dependencyManagement>")))
                        .results()
                        .map(dependency -> dependency.group(1))
                        .filter(dependency -> !dependency.contains("<scope>")))
                .singleElement()
                .asString()
                .contains("<artifactId>consent-servlet</artifactId>");
    }

    @Test
    void whatIsOptionalMayBeAbsent() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.actuate"))
                .withUserConfiguration(OneCatalogue.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(ConsentMvcConfigurer.class);
                    assertThat(context).doesNotHaveBean("consent4jMetrics").doesNotHaveBean("consent4jEndpoint");
                });
        runner.withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
                .withUserConfiguration(OneCatalogue.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(FilterRegistrationBean.class);
                    assertThat(context).doesNotHaveBean("consent4jMvcConfigurer");
                });
    }

    @Test
    void countersAreThereWhereTheApplicationCounts() {
        runner.withUserConfiguration(OneCatalogue.class)
                .run(context -> assertThat(context).doesNotHaveBean(ConsentMetrics.class));
        runner.withUserConfiguration(OneCatalogue.class)
                .withBean(SimpleMeterRegistry.class)
                .run(context -> {
                    context.getBean(CookieConsent.class)
                            .begin(name -> Collections.emptyIterator(), line -> {})
                            .admits("stat_a=1");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("consent.cookies.refused")
                                    .counter()
                                    .count())
                            .isEqualTo(1);
                });
        runner.withUserConfiguration(OneCatalogue.class)
                .withBean("a", SimpleMeterRegistry.class)
                .withBean("b", SimpleMeterRegistry.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsentMetrics.class));
    }

    @Test
    void theEndpointIsThereWhereItIsExposed() {
        runner.withUserConfiguration(OneCatalogue.class)
                .run(context -> assertThat(context).doesNotHaveBean(ConsentEndpoint.class));
        runner.withUserConfiguration(OneCatalogue.class)
                .withPropertyValues("management.endpoints.web.exposure.include=consent")
                .run(context -> assertThat(context).hasSingleBean(ConsentEndpoint.class));
    }

    @Test
    void thePagesLinksStartWithTheContextPath() {
        MockServletContext servletContext = new MockServletContext();
        servletContext.setContextPath("/shop");
        try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
            context.setServletContext(servletContext);
            context.register(ConsentAutoConfiguration.class, OneCatalogue.class);
            context.refresh();
            assertThat(context.getBean(ConsentPages.class).preferencesPath()).isEqualTo("/shop/cookies/preferences");
        }
    }

    private static List<String> names(CookieConsent consent) {
        return consent.catalogue().declarations().stream()
                .map(CookieDeclaration::name)
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class OneCatalogue {

        @Bean
        CookieCatalogue catalogue() {
            return Site.catalogue();
        }
    }

    @Configuration
    static class TwoCatalogues {

        final AtomicReference<List<CookieDeclaration>> live =
                new AtomicReference<>(List.of(Site.declaration("first", Category.STATISTICAL)));

        @Bean
        @Order(2)
        CookieCatalogue second() {
            return CookieCatalogue.of(Site.declaration("second", Category.STATISTICAL));
        }

        @Bean
        @Order(1)
        CookieCatalogue first() {
            return () -> Objects.requireNonNull(live.get());
        }
    }

    @Configuration
    static class TwoListeners {

        final List<String> heard = new ArrayList<>();

        @Bean
        @Order(2)
        ConsentListener second() {
            return listener("2 ");
        }

        @Bean
        @Order(1)
        ConsentListener first() {
            return listener("1 ");
        }

        private ConsentListener listener(String prefix) {
            return new ConsentListener() {
                @Override
                public void onCookie(CookieEvent event) {
                    heard.add(prefix + event.name());
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFilter {

        @Bean
        FilterRegistrationBean<ConsentFilter> own(ApplicationContext context) {
            return new FilterRegistrationBean<>(new ConsentFilter(context.getBean(ConsentPages.class)));
        }
    }
}
