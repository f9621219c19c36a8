package org.consent4j.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.consent4j.test.spring.ConsentAssertions.assertNothingUndeclared;
import static org.consent4j.test.spring.ConsentRequestPostProcessors.consent;

import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** How an application tests its own controllers: without a server, and with its catalogue in force. */
@WebMvcTest(HomeController.class)
class HomeControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private CookieConsent site;

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
        assertThat(mvc.get().uri("/").with(consent().granting(Category.THIRD_PARTY)))
                .hasStatusOk()
                .bodyText()
                .contains("<iframe")
                .doesNotContain("It is shown when you accept third-party cookies");
    }

    @Test
    void statisticsAreCountedForWhoGrantedThem() {
        assertThat(mvc.get().uri("/").with(consent().granting(Category.STATISTICAL)))
                .cookies()
                .containsCookie("_pk_id.1.1fff")
                .doesNotContainCookie("visitor_profile");
    }

    @Test
    void thePageSetsNothingThatIsNotDeclared() {
        assertThat(mvc.get().uri("/").with(consent().grantingAll())).hasStatusOk();
        assertNothingUndeclared(site);
    }
}
