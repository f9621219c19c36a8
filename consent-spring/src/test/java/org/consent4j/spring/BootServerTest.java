package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Applications of Boot on a real server, as it sets them up. */
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

    @RestController
    static class SiteController {

        @GetMapping("/sets")
        String sets(HttpServletResponse response) {
            response.addHeader("Set-Cookie", "JSESSIONID=own; Path=/");
            response.addHeader("Set-Cookie", "stat_a=1; Path=/");
            return "done";
        }
    }
}
