package org.consent4j.compatibility.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.consent4j.test.spring.ConsentRequestPostProcessors.consent;

import org.consent4j.CookieConsent;
import org.consent4j.test.Rule;
import org.consent4j.test.spring.ConsentAssertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;

@Mvc.Whole
class ShopTest extends ShopMvc {

    @Autowired
    CookieConsent site;

    @Test
    @Rule({"1", "35"})
    void theFilterRunsInTheWholeApplication() {
        for (String path : new String[] {"/", "/later"}) {
            assertThat(mvc.get().uri(path)).cookies().doesNotContainCookie("visits");
            assertThat(mvc.get().uri(path).with(consent().grantingAll()))
                    .cookies()
                    .containsCookie("visits");
        }
    }

    @Test
    @Rule({"8", "13"})
    void thePagesAnswerBeforeSpringSecurity() {
        assertThat(mvc.get().uri("/cookies")).hasStatusOk().bodyText().contains("visits", "looked_at");
        assertThat(mvc.post()
                        .uri("/cookies/preferences")
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .param("choice", "accept-all"))
                .hasStatus(HttpStatus.SEE_OTHER)
                .cookies()
                .containsCookie("cookies_preferences");
        assertThat(mvc.post().uri("/withdrawal")).hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    @DirtiesContext
    @Rule("14")
    void anUndeclaredCookieFailsTheAssertionAfterAllTests() {
        mvc.get().uri("/").with(consent().grantingAll()).exchange();
        ConsentAssertions.assertNothingUndeclared(site);
        assertThat(response("/undeclared").getHeaders("Set-Cookie")).isEmpty();
        assertThatThrownBy(() -> ConsentAssertions.assertNothingUndeclared(site))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CookieDeclaration.cookie(\"made_up\")");
    }
}
