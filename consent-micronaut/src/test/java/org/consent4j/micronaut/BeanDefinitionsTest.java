package org.consent4j.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.inject.BeanDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.pages.ConsentPages;
import org.junit.jupiter.api.Test;

class BeanDefinitionsTest {

    private static Stream<String> compiled() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target/classes/org/consent4j/micronaut"))) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @Test
    void allThatMicronautHasToKnowIsCompiled() throws Exception {
        assertThat(compiled().filter(name -> name.matches("\\$.*\\$Definition\\.class")))
                .contains(
                        "$ConsentFilter$Definition.class",
                        "$ConsentFactory$Definition.class",
                        "$ConsentProperties$Definition.class",
                        "$ConsentProperties$Declaration$Definition.class",
                        "$ConsentServerCustomizer$Definition.class",
                        "$ConsentMetrics$Definition.class",
                        "$ConsentEndpoint$Definition.class");
        assertThat(compiled().filter(name -> name.contains("$Exec")))
                .as("what calls the filter's methods")
                .contains("$ConsentFilter$Definition$Exec.class");
    }

    @Test
    void nothingIsInjectedByReflection() {
        try (ApplicationContext context = ApplicationContext.run()) {
            List<BeanDefinition<?>> ours = context.getAllBeanDefinitions().stream()
                    .filter(definition -> definition.getName().startsWith("org.consent4j"))
                    .toList();
            assertThat(ours).hasSizeGreaterThanOrEqualTo(10);
            // Constructors, factory methods and the method that closes are called by what is compiled; fields and
            // others may
            // be private.
            for (BeanDefinition<?> definition : ours) {
                assertThat(definition.getInjectedFields())
                        .as(definition.getName())
                        .isEmpty();
                assertThat(definition.getInjectedMethods())
                        .as(definition.getName())
                        .allMatch(method -> method.getName().equals("close"));
                assertThat(definition.getPostConstructMethods())
                        .as(definition.getName())
                        .isEmpty();
            }
        }
    }

    @Test
    void theSourceAsksForNoReflection() throws Exception {
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/org/consent4j/micronaut"))) {
            for (Path source : sources.toList()) {
                assertThat(Files.readString(source))
                        .as(source.toString())
                        .doesNotContain("java.lang.reflect", "Class.forName", ".synthesize", "ServiceLoader");
            }
        }
    }

    @Test
    void atMostEightTypesAreOurs() throws Exception {
        assertThat(compiled().filter(name -> !name.contains("$") && !name.equals("package-info.class")))
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void nothingIsBroughtButTheCoreAndThePages() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        assertThat(Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL)
                        .matcher(pom.substring(pom.indexOf("</dependencyManagement>")))
                        .results()
                        .map(dependency -> dependency.group(1))
                        .filter(dependency -> !dependency.contains("<scope>")))
                .hasSize(2)
                .anyMatch(dependency -> dependency.contains("<artifactId>consent-core</artifactId>"))
                .anyMatch(dependency -> dependency.contains("<artifactId>consent-pages</artifactId>"));
    }

    @Test
    void everythingStepsBackForTheApplicationsOwn() {
        try (ApplicationContext context = ApplicationContext.builder().build()) {
            CookieConsent consent =
                    CookieConsent.builder().catalogue(CookieCatalogue.of()).build();
            ConsentPages pages = ConsentPages.builder(consent).basePath("/own").build();
            context.registerSingleton(CookieConsent.class, consent);
            context.registerSingleton(ConsentPages.class, pages);
            context.start();
            assertThat(context.getBean(CookieConsent.class)).isSameAs(consent);
            assertThat(context.getBean(ConsentPages.class)).isSameAs(pages);
        }
    }

    @Test
    void catalogueBeansAreMergedWithTheKeys() {
        try (ApplicationContext context = ApplicationContext.builder("shop").build()) {
            context.registerSingleton(CookieCatalogue.class, CookieCatalogue.of());
            context.start();
            CookieConsent consent = context.getBean(CookieConsent.class);
            assertThat(consent.mode()).isEqualTo(Mode.ENFORCE);
            assertThat(consent.catalogue().find("basket")).isPresent();
            assertThat(context.getBeansOfType(TypedRequestArgumentBinder.class))
                    .anyMatch(binder -> binder.argumentType().getType() == ConsentExchange.class);
        }
    }

    @Test
    void theCatalogueIsNotAskedOnceTheApplicationStops() {
        CookieCatalogue changing = () -> new ArrayList<>(List.of(CommonCookies.micronautSession()));
        CookieConsent consent;
        try (ApplicationContext context = ApplicationContext.builder().build()) {
            context.registerSingleton(CookieCatalogue.class, changing);
            context.start();
            consent = context.getBean(CookieConsent.class);
            assertThat(consent.refresh()).isTrue();
        }
        assertThat(consent.refresh()).isFalse();
    }

    @Test
    void anApplicationWithoutDeclarationsOnlyReports() {
        try (ApplicationContext context = ApplicationContext.run()) {
            assertThat(context.getBean(CookieConsent.class).mode()).isEqualTo(Mode.REPORT_ONLY);
            assertThat(context.getBean(CookieConsent.class).isSetUp()).isFalse();
        }
    }
}
