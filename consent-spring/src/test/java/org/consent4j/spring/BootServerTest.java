package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.servlet.ConsentFilter;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Applications of Boot on a real server, as it sets them up. */
@ExtendWith(OutputCaptureExtension.class)
class BootServerTest {

    private static ServletWebServerApplicationContext start(Class<?> application, String... properties) {
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(application)
                .properties("server.port=0", "spring.main.banner-mode=off")
                .properties(properties)
                .run();
    }

    private static RawHttp.Response get(ServletWebServerApplicationContext context, String path) throws Exception {
        return RawHttp.get(path).send(context.getWebServer().getPort());
    }

    @Test
    @Rule("1")
    void oneBeanEnforcesAndExplains() throws Exception {
        try (var context = start(SiteApplication.class)) {
            assertThat(get(context, "/sets").setCookies()).containsExactly("JSESSIONID=own; Path=/");
            RawHttp.Response policy = get(context, "/cookies");
            assertThat(policy.status()).isEqualTo(200);
            assertThat(policy.text()).contains("stat_*", "/cookies/preferences");
        }
    }

    @Test
    void withoutAnyBeanEverythingWorksAsBefore() throws Exception {
        try (var context = start(EmptyApplication.class)) {
            assertThat(get(context, "/sets").setCookies())
                    .containsExactly("JSESSIONID=own; Path=/", "stat_a=1; Path=/");
            assertThat(get(context, "/sets").status()).isEqualTo(200);
            assertThat(get(context, "/cookies").text()).isEqualTo("the application's own page");
            assertThat(get(context, "/cookies/preferences").status()).isEqualTo(404);
        }
    }

    @Test
    @Rule("1")
    void aHandlerThatRequiresConsentAsksTheVisitorInEveryMode(CapturedOutput output) throws Exception {
        try (var context = start(SiteApplication.class, "consent.mode=report-only")) {
            assertThat(get(context, "/counts").status()).isEqualTo(403);
            String visitor = Site.visitorWho(context.getBean(CookieConsent.class), Category.STATISTICAL);
            assertThat(RawHttp.get("/counts")
                            .header("Cookie: " + visitor)
                            .send(context.getWebServer().getPort())
                            .text())
                    .isEqualTo("counted");
        }
        assertThat(output).doesNotContain("nobody is let in");
        try (var context = start(EmptyApplication.class)) {
            assertThat(get(context, "/counts").status()).isEqualTo(403);
            assertThat(get(context, "/counts").status()).isEqualTo(403);
        }
        assertThat(output.toString().lines().filter(line -> line.contains("nobody is let in")))
                .singleElement()
                .asString()
                .contains("WARN", "SiteController#counts()", "'statistical', in which no cookie is declared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"framework", "native"})
    @Rule("8")
    void behindAProxyTheVisitorsOwnAddressCounts(String strategy) throws Exception {
        try (var context = start(SiteApplication.class, "server.forward-headers-strategy=" + strategy)) {
            RawHttp.Response saved = RawHttp.post(
                            "/cookies/preferences", "application/x-www-form-urlencoded", "choice=refuse-all")
                    .header("X-Forwarded-Proto: https")
                    .header("X-Forwarded-Host: shop.example.org")
                    .header("Origin: https://shop.example.org")
                    .send(context.getWebServer().getPort());
            assertThat(saved.status()).isEqualTo(303);
            assertThat(saved.setCookies()).singleElement().asString().contains("; Secure");
            assertThat(RawHttp.post("/cookies/preferences", "application/x-www-form-urlencoded", "choice=accept-all")
                            .header("X-Forwarded-Proto: https")
                            .header("X-Forwarded-Host: shop.example.org")
                            .header("Origin: https://evil.example")
                            .send(context.getWebServer().getPort())
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void beansThatAreMadeLazilyEnforceFromTheFirstRequest() throws Exception {
        try (var context = start(SiteApplication.class, "spring.main.lazy-initialization=true")) {
            assertThat(get(context, "/sets").setCookies()).containsExactly("JSESSIONID=own; Path=/");
            assertThat(get(context, "/counts").status()).isEqualTo(403);
        }
    }

    @Test
    @Rule({"1", "35"})
    void aFilterThatIsABeanIsStillTheFirst() throws Exception {
        try (var context = start(OwnFilterApplication.class)) {
            assertThat(get(context, "/sets").setCookies()).containsExactly("early=1", "JSESSIONID=own; Path=/");
            assertThat(get(context, "/fails").setCookies()).containsExactly("early=1");
        }
    }

    @Test
    void thePagesKnowTheContextPath() throws Exception {
        try (var context = start(SiteApplication.class, "server.servlet.context-path=/app")) {
            assertThat(get(context, "/app/cookies").text()).contains("\"/app/cookies/preferences\"");
        }
    }

    @Test
    void besideADispatcherOnAnotherPathThePagesNeedTheDefaultServlet() throws Exception {
        try (var context = start(
                SiteApplication.class,
                "spring.mvc.servlet.path=/api",
                "server.servlet.register-default-servlet=true")) {
            assertThat(get(context, "/cookies").status()).isEqualTo(200);
            assertThat(get(context, "/api/sets").setCookies()).containsExactly("JSESSIONID=own; Path=/");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(SiteController.class)
    static class EmptyApplication {}

    @Configuration(proxyBeanMethods = false)
    static class SiteApplication extends EmptyApplication {

        @Bean
        CookieCatalogue catalogue() {
            return Site.catalogue();
        }
    }

    /** Declares its filter as a plain bean, beside one that sets cookies early and on errors. */
    @Configuration(proxyBeanMethods = false)
    static class OwnFilterApplication extends EmptyApplication {

        @Bean
        ConsentFilter own() {
            return new ConsentFilter(CookieConsent.builder()
                    .catalogue(CookieCatalogue.of(
                            Site.SESSION, Site.declaration("early", Category.NECESSARY), Site.STATISTICS))
                    .build());
        }

        @Bean
        FilterRegistrationBean<Filter> early() {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                ((HttpServletResponse) response).addHeader("Set-Cookie", "early=1");
                ((HttpServletResponse) response).addHeader("Set-Cookie", "stat_early=1");
                chain.doFilter(request, response);
            });
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 50);
            return registration;
        }
    }

    @RestController
    static class SiteController {

        @GetMapping("/cookies")
        String cookies() {
            return "the application's own page";
        }

        @GetMapping("/counts")
        @RequiresConsent("statistical")
        String counts() {
            return "counted";
        }

        @GetMapping("/fails")
        void fails(HttpServletResponse response) throws IOException {
            response.addHeader("Set-Cookie", "stat_a=1; Path=/");
            response.sendError(500);
        }

        @GetMapping("/sets")
        String sets(HttpServletResponse response) {
            response.addHeader("Set-Cookie", "JSESSIONID=own; Path=/");
            response.addHeader("Set-Cookie", "stat_a=1; Path=/");
            return "done";
        }
    }
}
