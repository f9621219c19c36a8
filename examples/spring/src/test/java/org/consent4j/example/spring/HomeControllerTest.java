package org.consent4j.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** How an application tests its own controllers: without a server, and with its catalogue in force. */
@WebMvcTest(HomeController.class)
class HomeControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private CookieConsent consent;

    @Test
    void theMapWaitsForConsent() {
        assertThat(mvc.get().uri("/"))
                .hasStatusOk()
                .hasViewName("home")
                .bodyText()
                .contains("It is shown when you accept third-party cookies")
                .doesNotContain("<iframe");
    }

    @Test
    void theMapIsThereForWhoGrantedIt() {
        assertThat(mvc.get().uri("/").cookie(choose("third-party=granted")))
                .hasStatusOk()
                .bodyText()
                .contains("<iframe")
                .doesNotContain("It is shown when you accept third-party cookies");
    }

    @Test
    void statisticsAreCountedForWhoGrantedThem() {
        assertThat(mvc.get().uri("/").cookie(choose("statistical=granted")))
                .cookies()
                .containsCookie("_pk_id.1.1fff")
                .doesNotContainCookie("visitor_profile");
    }

    @Test
    void thePageSetsNothingThatIsNotDeclared() {
        assertThat(mvc.get().uri("/").cookie(choose("choice=accept-all"))).hasStatusOk();
        assertThat(consent.report().undeclared()).isEmpty();
    }

    /** The cookie of a visitor who has sent the preferences' form. */
    private Cookie choose(String form) {
        MvcTestResult saved = mvc.post()
                .uri("/cookies/preferences")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .content(form)
                .exchange();
        assertThat(saved).hasStatus(303);
        return Stream.of(saved.getResponse().getCookies())
                .filter(cookie ->
                        cookie.getName().equals(consent.preferenceCookie().name()))
                .findFirst()
                .orElseThrow();
    }
}
