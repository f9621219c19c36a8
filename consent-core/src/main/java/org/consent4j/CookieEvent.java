package org.consent4j;

import java.util.Optional;
import org.consent4j.catalogue.CookieDeclaration;

/**
 * What happened, or with {@link Mode#REPORT_ONLY} would have happened, to one cookie. It never carries a value.
 *
 * @param action what was done
 * @param name the cookie's name as it came, which may be any text of a visitor's; empty for a line without a sure
 *     reading
 * @param declaration the declaration that covers it, or empty where there is none
 * @param reason why
 * @param enforced false if it was only reported
 */
public record CookieEvent(
        Action action, String name, Optional<CookieDeclaration> declaration, Reason reason, boolean enforced) {

    /**
     * What is done to cookies.
     */
    public enum Action {
        /** A Set-Cookie line of the application was dropped. */
        REFUSED,

        /** A cookie of the request was hidden from the application. */
        HIDDEN,

        /** A leftover was expired. */
        EXPIRED,

        /**
         * A leftover could not be expired in this response: its name demands https (rule 39), is no sure one (rule 34b),
         * or finds no room any more (rule 45).
         */
        KEPT
    }
}
