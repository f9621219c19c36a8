package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommonCookiesTest {

    private static final Retention SESSION = Retention.session();
    private static final Retention HOUR = Retention.of(Duration.ofHours(1));

    /** Each with the name and the lifetime that its framework gives it by default. */
    static Stream<Arguments> cookies() {
        return Stream.of(
                arguments(CommonCookies.servletSession(), "JSESSIONID", SESSION),
                arguments(CommonCookies.tomcatSingleSignOn(), "JSESSIONIDSSO", SESSION),
                arguments(CommonCookies.springSession(), "SESSION", SESSION),
                arguments(CommonCookies.csrfToken(), "XSRF-TOKEN", SESSION),
                arguments(CommonCookies.rememberMe(), "remember-me", Retention.days(14)),
                arguments(CommonCookies.savedRequest(), "REDIRECT_URI", SESSION),
                arguments(
                        CommonCookies.springLocale(),
                        "org.springframework.web.servlet.i18n.CookieLocaleResolver.LOCALE",
                        SESSION),
                arguments(CommonCookies.micronautSession(), "SESSION", SESSION),
                arguments(CommonCookies.micronautCsrfToken(), "__Host-csrfToken", HOUR),
                arguments(CommonCookies.micronautJwt(), "JWT", HOUR),
                arguments(CommonCookies.micronautJwtRefreshToken(), "JWT_REFRESH_TOKEN", Retention.days(30)),
                arguments(CommonCookies.preferences("choices"), "choices", Retention.months(6)));
    }

    @Rule({"14", "15"})
    @ParameterizedTest
    @MethodSource("cookies")
    void eachIsNecessaryForAReasonThatVisitorsAreTold(CookieDeclaration cookie, String name, Retention retention) {
        assertThat(cookie.name()).isEqualTo(name);
        assertThat(cookie.retention()).isEqualTo(retention);
        assertThat(cookie.category()).isEqualTo(Category.NECESSARY);
        assertThat(cookie.requirement()).isEqualTo(Requirement.NOTHING);
        assertThat(cookie.purpose()).isPresent();
        assertThat(cookie.function()).isPresent();
        assertThat(cookie.provider()).isEqualTo(Provider.SITE);
        assertThat(cookie.party()).isEqualTo(Party.FIRST);
        assertThat(cookie.isPrefix()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("cookies")
    void eachIsFoundByItsName(CookieDeclaration cookie, String name) {
        // The preference cookie is called as the site says, and the SDK declares it by itself.
        if (!name.equals("choices")) {
            assertThat(CommonCookies.named(name).values())
                    .usingRecursiveFieldByFieldElementComparator()
                    .contains(cookie);
        }
    }

    @Test
    void aNameOfTwoIsFoundForBothAndAnUnknownOneForNobody() {
        assertThat(CommonCookies.named("SESSION")).containsOnlyKeys("Micronaut", "Spring Session");
        assertThat(CommonCookies.named("JSESSIONID")).containsOnlyKeys("Servlet containers");
        assertThat(CommonCookies.named("jsessionid")).isEmpty();
        assertThat(CommonCookies.named("choices")).isEmpty();
    }

    @Test
    void noneIsLeftOutHere() {
        assertThat(cookies()).hasSize((int) Arrays.stream(CommonCookies.class.getDeclaredMethods())
                .filter(method ->
                        Modifier.isPublic(method.getModifiers()) && method.getReturnType() == CookieDeclaration.class)
                .count());
    }
}
