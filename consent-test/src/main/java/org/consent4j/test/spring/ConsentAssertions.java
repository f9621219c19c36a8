package org.consent4j.test.spring;

import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.UndeclaredCookie;

/**
 * Assertions on what an application did with cookies.
 */
public final class ConsentAssertions {

    private ConsentAssertions() {}

    /**
     * Fails where the application has tried to set a cookie that its catalogue does not declare, since it started and
     * until now: best asserted after all other tests have run. What browsers sent does not count.
     *
     * @param consent the application's consent
     * @throws AssertionError with the declarations to paste into the catalogue
     */
    public static void assertNothingUndeclared(CookieConsent consent) {
        List<String> stubs = consent.report().undeclared().stream()
                .filter(cookie -> cookie.origin() == UndeclaredCookie.Origin.APPLICATION)
                .map(UndeclaredCookie::stub)
                .toList();
        if (!stubs.isEmpty()) {
            throw new AssertionError("The application sets "
                    + (stubs.size() == 1 ? "a cookie" : stubs.size() + " cookies")
                    + " that the catalogue does not declare. Declare what it needs, and take the rest out:\n"
                    + String.join(",\n", stubs));
        }
    }
}
