package org.consent4j.test.spring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsentAssertionsTest {

    private static CookieConsent site(Mode mode) {
        return CookieConsent.builder()
                .catalogue(ConsentTck.CATALOGUE)
                .mode(mode)
                .build();
    }

    private static void sets(CookieConsent site, String... lines) {
        var exchange = site.begin(name -> Collections.emptyIterator(), line -> {});
        for (String line : lines) {
            exchange.admits(line);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @Rule("14")
    void whatIsDeclaredPassesWhetherItIsAllowedOrNot(Mode mode) {
        CookieConsent site = site(mode);
        sets(site, "app_lang=de", "stat_a=1", "stat_b=; Max-Age=0");
        assertThatCode(() -> ConsentAssertions.assertNothingUndeclared(site)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @Rule("14")
    void whatIsUndeclaredFailsWithTheDeclarationsToPaste(Mode mode) {
        CookieConsent site = site(mode);
        sets(site, "app_lang=de", "made_up=1", "another=2");
        assertThatThrownBy(() -> ConsentAssertions.assertNothingUndeclared(site))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 cookies")
                .hasMessageContaining("CookieDeclaration.cookie(\"made_up\")")
                .hasMessageContaining("CookieDeclaration.cookie(\"another\")")
                .hasMessageNotContaining("app_lang");
    }

    @Test
    @Rule("37a")
    void whatABrowserSendsIsNotTheApplications() {
        CookieConsent site = site(Mode.ENFORCE);
        site.begin(
                name -> name.equals("Cookie") ? List.of("somebody_elses=1").iterator() : Collections.emptyIterator(),
                line -> {});
        assertThatCode(() -> ConsentAssertions.assertNothingUndeclared(site)).doesNotThrowAnyException();
    }
}
