package org.consent4j.compatibility.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.consent4j.test.spring.ConsentRequestPostProcessors.consent;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import jakarta.servlet.http.HttpServletResponse;
import org.consent4j.catalogue.Category;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What holds for the shop however its tests are set up. */
abstract class ShopMvc {

    @Autowired
    MockMvcTester mvc;

    @Test
    @Rule("1")
    void aVisitorWhoHasNotChosenIsNotCounted() {
        assertThat(mvc.get().uri("/")).hasStatusOk().bodyText().startsWith("counted: false");
        assertThat(mvc.get().uri("/choices")).bodyText().isEqualTo("{statistical=UNDECIDED, first-party=UNDECIDED}");
    }

    @Test
    @Rule("6")
    void aVisitorIsGivenChoicesByTheTest() {
        assertThat(mvc.get().uri("/").with(consent().granting(Category.STATISTICAL)))
                .bodyText()
                .startsWith("counted: true");
        assertThat(mvc.get()
                        .uri("/choices")
                        .with(consent().granting(Category.STATISTICAL).refusing(Category.FIRST_PARTY)))
                .bodyText()
                .isEqualTo("{statistical=GRANTED, first-party=REFUSED}");
        assertThat(mvc.get().uri("/later").with(consent().granting(Category.STATISTICAL)))
                .bodyText()
                .isEqualTo("counted: true");
    }

    @Test
    void parametersOfOursAreNoModelAttributes() {
        assertThat(mvc.get().uri("/").with(consent().grantingAll()))
                .bodyText()
                .doesNotContain("consentExchange")
                .doesNotContain("preferences");
    }

    @Test
    @Rule("12")
    void aHandlerThatNeedsConsentRunsOnlyWithIt() {
        assertThat(mvc.get().uri("/recommendations")).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(mvc.get().uri("/recommendations").with(consent().refusingAll()))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(mvc.get().uri("/recommendations").with(consent().granting(Category.FIRST_PARTY)))
                .hasStatusOk()
                .hasBodyTextEqualTo("recommended");
    }

    @Test
    @Rule("3")
    void aControllerRecordsAChoice() {
        var withdrawal = assertThat(
                mvc.post().uri("/withdrawal").with(consent().grantingAll()).with(csrf()));
        withdrawal.hasStatusOk().hasBodyTextEqualTo("withdrawn: true");
        withdrawal.headers().hasValue("Vary", "Cookie");
        withdrawal.cookies().containsCookie("cookies_preferences");
    }

    HttpServletResponse response(String path) {
        return mvc.get().uri(path).exchange().getResponse();
    }
}
