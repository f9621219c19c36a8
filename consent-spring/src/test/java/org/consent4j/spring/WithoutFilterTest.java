package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** A test of a user's without filters still sees the visitor's choices. */
class WithoutFilterTest {

    private static final CookieConsent CONSENT =
            CookieConsent.builder().catalogue(Site.catalogue()).build();

    private final MockMvc mvc = mvc();

    private static MockMvc mvc() {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.setServletContext(new MockServletContext());
        context.register(SiteConfiguration.class);
        context.refresh();
        return MockMvcBuilders.webAppContextSetup(context).build();
    }

    private MockHttpServletResponse get(String path, boolean granted) throws Exception {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.get(path);
        if (granted) {
            String[] cookie = Site.visitorWho(CONSENT, Category.STATISTICAL).split("=", 2);
            // MockMvc's cookies are objects without a line in the headers, which a container would have.
            request.cookie(new Cookie(cookie[0], cookie[1])).header("Cookie", cookie[0] + "=" + cookie[1]);
        }
        return mvc.perform(request).andReturn().getResponse();
    }

    @Test
    void theExchangeIsReadFromTheRequestItself() throws Exception {
        assertThat(get("/asks", false).getContentAsString()).isEqualTo("false UNDECIDED");
        assertThat(get("/asks", true).getContentAsString()).isEqualTo("true GRANTED");
        assertThat(get("/asks", true).getHeader("Cache-Control")).isEqualTo("private");
        assertThat(get("/asks", true).getHeader("Vary")).isEqualTo("Cookie");
    }

    @Test
    void consentIsRequiredAllTheSame() throws Exception {
        assertThat(get("/requires", false).getStatus()).isEqualTo(403);
        assertThat(get("/requires", true).getContentAsString()).isEqualTo("done");
    }

    @Test
    @Rule("3")
    void aRecordedChoiceIsWrittenToTheResponse() throws Exception {
        MockHttpServletResponse response = get("/refuses", true);
        assertThat(response.getContentAsString()).isEqualTo("REFUSED");
        assertThat(response.getHeaders("Set-Cookie"))
                .anyMatch(line -> line.startsWith("cookies_preferences=1.") && line.contains("s0"));
    }

    @Test
    void oneRequestHasOneExchange() throws Exception {
        assertThat(get("/twice", true).getContentAsString()).isEqualTo("same");
    }

    @Test
    void aChoiceAfterTheHeadersIsRefusedInWords() throws Exception {
        assertThat(get("/too-late", false).getContentAsString()).contains("The response's headers have been sent");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @Import(SiteController.class)
    static class SiteConfiguration {

        @Bean
        ConsentMvcConfigurer consentMvcConfigurer() {
            return new ConsentMvcConfigurer(ConsentPages.of(CONSENT));
        }
    }

    @RestController
    static class SiteController {

        @GetMapping("/asks")
        String asks(ConsentExchange exchange, Preferences preferences) {
            return exchange.allows("statistical") + " " + preferences.choice("statistical");
        }

        @GetMapping("/requires")
        @RequiresConsent("statistical")
        String requires() {
            return "done";
        }

        @GetMapping("/refuses")
        String refuses(ConsentExchange exchange) {
            exchange.record(Map.of(Category.STATISTICAL, Choice.REFUSED));
            return exchange.preferences().choice("statistical").name();
        }

        @GetMapping("/twice")
        String twice(ConsentExchange one, ConsentExchange other) {
            return one == other ? "same" : "two";
        }

        @GetMapping("/too-late")
        String tooLate(ConsentExchange exchange, HttpServletResponse response) throws Exception {
            response.flushBuffer();
            try {
                exchange.grantAll();
                return "recorded";
            } catch (IllegalStateException e) {
                return e.toString();
            }
        }
    }
}
