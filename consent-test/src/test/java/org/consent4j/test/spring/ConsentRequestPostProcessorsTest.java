package org.consent4j.test.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.consent4j.test.spring.ConsentRequestPostProcessors.consent;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.SignatureKey;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.StaticWebApplicationContext;

class ConsentRequestPostProcessorsTest {

    private static final CookieConsent SITE = site(PreferenceCookie.standard());

    private static CookieConsent site(PreferenceCookie cookie) {
        return CookieConsent.builder()
                .catalogue(ConsentTck.CATALOGUE)
                .preferenceCookie(cookie)
                .build();
    }

    /** What the site reads of a request. */
    private static Map<String, Choice> choices(CookieConsent site, MockHttpServletRequest request) {
        ConsentExchange exchange =
                site.begin(name -> Collections.list(request.getHeaders(name)).iterator(), line -> {});
        return exchange.preferences().choices();
    }

    private static Map<String, Choice> choices(Choice statistical, Choice firstParty, Choice thirdParty) {
        return Map.of("statistical", statistical, "first-party", firstParty, "third-party", thirdParty);
    }

    @Test
    @Rule({"1", "5"})
    void nothingIsChosenUntilATestSaysSo() {
        MockHttpServletRequest request = consent(SITE).postProcessRequest(new MockHttpServletRequest());
        assertThat(request.getCookies()).isNull();
        assertThat(request.getHeader("Cookie")).isNull();
    }

    @Test
    @Rule("6")
    void theSiteReadsWhatIsGrantedAndRefused() {
        MockHttpServletRequest request = consent(SITE)
                .granting(Category.STATISTICAL)
                .refusing(Category.THIRD_PARTY)
                .postProcessRequest(new MockHttpServletRequest());
        assertThat(choices(SITE, request)).isEqualTo(choices(Choice.GRANTED, Choice.UNDECIDED, Choice.REFUSED));
    }

    @Test
    @Rule("6")
    void allStandsForWhatIsNotNamed() {
        for (var visitor : new ConsentRequestPostProcessors.ConsentRequestPostProcessor[] {
            consent(SITE).grantingAll().refusing(Category.THIRD_PARTY),
            consent(SITE).refusing(Category.THIRD_PARTY).grantingAll()
        }) {
            assertThat(choices(SITE, visitor.postProcessRequest(new MockHttpServletRequest())))
                    .isEqualTo(choices(Choice.GRANTED, Choice.GRANTED, Choice.REFUSED));
        }
        assertThat(choices(SITE, consent(SITE).refusingAll().postProcessRequest(new MockHttpServletRequest())))
                .isEqualTo(choices(Choice.REFUSED, Choice.REFUSED, Choice.REFUSED));
    }

    @Test
    void aPostProcessorCanBeSharedByTests() {
        var nobody = consent(SITE);
        nobody.granting(Category.STATISTICAL);
        assertThat(nobody.postProcessRequest(new MockHttpServletRequest()).getCookies())
                .isNull();
    }

    @Test
    @Rule("43")
    void theCookieIsNamedAndSignedAsTheSiteDoes() {
        CookieConsent site = site(PreferenceCookie.standard()
                .withName("choice")
                .withHostPrefix()
                .signedWith(
                        SignatureKey.of("k1", "01234567890123456789012345678901".getBytes(StandardCharsets.US_ASCII))));
        MockHttpServletRequest request = consent(site).grantingAll().postProcessRequest(new MockHttpServletRequest());
        assertThat(request.getCookies()).extracting(Cookie::getName).containsExactly("__Host-choice");
        assertThat(choices(site, request)).isEqualTo(choices(Choice.GRANTED, Choice.GRANTED, Choice.GRANTED));
    }

    @Test
    @Rule("9")
    void choicesCanBeOfAnotherDay() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertThat(choices(
                        SITE,
                        consent(SITE)
                                .grantingAll()
                                .on(today.minusMonths(7))
                                .postProcessRequest(new MockHttpServletRequest())))
                .containsValues(Choice.UNDECIDED)
                .doesNotContainValue(Choice.GRANTED);
        LocalDate past = LocalDate.of(2020, 2, 29);
        CookieConsent sleeping = CookieConsent.builder()
                .catalogue(ConsentTck.CATALOGUE)
                .clock(Clock.fixed(Instant.parse("2020-02-29T12:00:00Z"), ZoneOffset.UTC))
                .build();
        assertThat(choices(
                        sleeping,
                        consent(sleeping).grantingAll().on(past).postProcessRequest(new MockHttpServletRequest())))
                .doesNotContainValue(Choice.UNDECIDED);
    }

    @Test
    @Rule({"30", "43"})
    void otherCookiesStayAndAnEarlierChoiceGoes() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new Cookie("app_lang", "de"));
        consent(SITE).refusingAll().postProcessRequest(request);
        consent(SITE).grantingAll().postProcessRequest(request);
        assertThat(Arrays.stream(request.getCookies()).map(Cookie::getName))
                .containsExactly("app_lang", "cookies_preferences");
        assertThat(Collections.list(request.getHeaders("Cookie")))
                .singleElement()
                .asString()
                .startsWith("app_lang=de;");
        assertThat(choices(SITE, request)).isEqualTo(choices(Choice.GRANTED, Choice.GRANTED, Choice.GRANTED));
    }

    @Test
    @Rule("30")
    void aRawHeaderOfTheTestStays() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Cookie", "app_lang=de; odd=\"");
        consent(SITE).grantingAll().postProcessRequest(request);
        assertThat(Collections.list(request.getHeaders("Cookie"))).hasSize(2).contains("app_lang=de; odd=\"");
        assertThat(choices(SITE, request)).doesNotContainValue(Choice.UNDECIDED);
    }

    @Test
    void theApplicationsBeanSaysHowTheCookieLooks() {
        CookieConsent site = site(PreferenceCookie.standard().withName("beans_choice"));
        MockHttpServletRequest request = requestTo(site);
        consent().grantingAll().postProcessRequest(request);
        assertThat(request.getCookies()).extracting(Cookie::getName).containsExactly("beans_choice");
    }

    @Test
    void whereTheSiteIsNotKnownItSaysWhatToDo() {
        var visitor = consent().grantingAll();
        assertThatThrownBy(() -> visitor.postProcessRequest(new MockHttpServletRequest()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no application context")
                .hasMessageContaining("consent(CookieConsent)");
        MockHttpServletRequest toNoSite = requestTo();
        assertThatThrownBy(() -> visitor.postProcessRequest(toNoSite))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no single bean of type CookieConsent");
        MockHttpServletRequest toTwoSites = requestTo(SITE, SITE);
        assertThatThrownBy(() -> visitor.postProcessRequest(toTwoSites)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Rule("15")
    void aCategoryWithoutAChoiceCanNotBeGranted() {
        var visitor = consent(SITE).granting(Category.NECESSARY);
        assertThatThrownBy(() -> visitor.postProcessRequest(new MockHttpServletRequest()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("necessary");
    }

    private static MockHttpServletRequest requestTo(CookieConsent... sites) {
        StaticWebApplicationContext application = new StaticWebApplicationContext();
        for (int i = 0; i < sites.length; i++) {
            application.getBeanFactory().registerSingleton("site" + i, sites[i]);
        }
        application.refresh();
        MockServletContext context = new MockServletContext();
        context.setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, application);
        return new MockHttpServletRequest(context);
    }
}
