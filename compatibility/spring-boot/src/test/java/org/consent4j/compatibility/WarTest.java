package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.jasper.servlet.JasperInitializer;
import org.apache.jasper.servlet.JspServlet;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.SpringServletContainerInitializer;
import org.springframework.web.bind.annotation.GetMapping;

/** An application that a Tomcat deploys at /shop, as a WAR, with the document's JSP as its page. */
class WarTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static Tomcat tomcat;

    @BeforeAll
    static void deploy(@TempDir Path folder) throws Exception {
        Path views = Files.createDirectories(folder.resolve("WEB-INF/views"));
        Files.writeString(
                views.resolve("page.jsp"),
                "<%@ page contentType=\"text/html;charset=utf-8\" %>"
                        + "<%@ taglib prefix=\"c\" uri=\"jakarta.tags.core\" %>\n" + jspOfTheDocument());
        tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(Files.createDirectories(folder.resolve("tomcat")).toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext("/shop", folder.toString());
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        Tomcat.addServlet(context, "jsp", new JspServlet()).addMapping("*.jsp");
        context.addServletContainerInitializer(new JasperInitializer(), null);
        context.addServletContainerInitializer(new SpringServletContainerInitializer(), Set.of(ShopInitializer.class));
        tomcat.start();
    }

    private static String jspOfTheDocument() throws Exception {
        List<String> examples = Pattern.compile("```jsp\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs/spring.md")))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();
        assertThat(examples).hasSize(1);
        return examples.get(0);
    }

    @AfterAll
    static void undeploy() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private static RawHttp.Response get(String path, String... headers) throws Exception {
        RawHttp request = RawHttp.get("/shop" + path);
        for (String header : headers) {
            request.header(header);
        }
        return request.send(tomcat.getConnector().getLocalPort());
    }

    private static String acceptingAll() throws Exception {
        return "Cookie: "
                + RawHttp.post("/shop/cookies/preferences", FORM, "choice=accept-all")
                        .send(tomcat.getConnector().getLocalPort())
                        .setCookies()
                        .get(0)
                        .split(";", 2)[0];
    }

    @Test
    @Rule({"1", "13"})
    void theDocumentsJspShowsTheBannerAndAsksTheVisitor() throws Exception {
        RawHttp.Response undecided = get("/");
        assertThat(undecided.status()).as(undecided.text()).isEqualTo(200);
        assertThat(undecided.text())
                .contains("href=\"/shop/cookies/choice.")
                .contains("class=\"choice-box\"", "value=accept-all")
                .contains("<a href=\"/shop/cookies/preferences\">Cookies</a>")
                .doesNotContain("count.js", "${");
        assertThat(get("/", acceptingAll()).text())
                .contains("src=\"/count.js\"")
                .doesNotContain("choice-box");
    }

    @Test
    @Rule({"1", "35"})
    void refusedCookiesLeaveADeployedApplicationOnNoWay() throws Exception {
        for (String path : List.of("/sets", "/fails", "/throws", "/")) {
            assertThat(get(path).setCookies()).as(path).noneMatch(line -> line.startsWith("visits"));
        }
        assertThat(get("/fails").text()).contains("error");
        for (String path : List.of("/sets", "/fails")) {
            assertThat(get(path, acceptingAll()).setCookies()).as(path).contains("visits=1; Path=/");
        }
        assertThat(get("/cookies").status()).isEqualTo(200);
    }

    @Test
    @Rule("3")
    void aChoiceRecordedBeforeAHandlerFailsIsKept() throws Exception {
        RawHttp.Response failed = get("/accepts-and-throws");
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.setCookies())
                .filteredOn(line -> line.startsWith("cookies_preferences="))
                .hasSize(1);
    }

    /** What a WAR has in place of a main method. */
    static class ShopInitializer extends SpringBootServletInitializer {

        @Override
        protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
            return builder.sources(Shop.class)
                    .properties("spring.mvc.view.prefix=/WEB-INF/views/", "spring.mvc.view.suffix=.jsp");
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ShopController.class)
    static class Shop {

        @Bean
        CookieCatalogue catalogue() {
            return CookieCatalogue.of(
                    CommonCookies.servletSession(),
                    CookieDeclaration.cookie("visits")
                            .category(Category.STATISTICAL)
                            .provider(Provider.SITE)
                            .purpose("To count visits")
                            .retention(Retention.months(6))
                            .build());
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    @Controller
    static class ShopController {

        @GetMapping("/")
        String page(HttpServletResponse response) {
            response.addHeader("Set-Cookie", "visits=1; Path=/");
            return "page";
        }

        @GetMapping("/sets")
        void sets(HttpServletResponse response) {
            response.addHeader("Set-Cookie", "visits=1; Path=/");
        }

        @GetMapping("/fails")
        void fails(HttpServletResponse response) throws Exception {
            response.addHeader("Set-Cookie", "visits=1; Path=/");
            response.sendError(500);
        }

        @GetMapping("/throws")
        void fails() {
            throw new IllegalStateException("the route /throws fails");
        }

        @GetMapping("/accepts-and-throws")
        void fails(ConsentExchange exchange) {
            exchange.grantAll();
            throw new IllegalStateException("the route /accepts-and-throws fails");
        }
    }
}
