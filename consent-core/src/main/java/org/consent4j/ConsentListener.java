package org.consent4j;

import org.consent4j.preference.Preferences;

/**
 * What an application may hear of the SDK's work, for metrics, logs and audits. Never a cookie's value.
 *
 * <p>Methods are called on the thread of the request, or of the catalogue's refresh, and return at once. What they
 * throw is logged and goes no further. Implementations are safe for use by many threads.
 */
public interface ConsentListener {

    /**
     * Something was done to a cookie.
     *
     * @param event what
     */
    default void onCookie(CookieEvent event) {}

    /**
     * A cookie was seen that the catalogue does not declare; told once for each name and origin.
     *
     * @param cookie the cookie, with a declaration to paste
     */
    default void onUndeclared(UndeclaredCookie cookie) {}

    /**
     * A visitor's choice was recorded.
     *
     * @param before the preferences until now
     * @param after the preferences from now on
     */
    default void onChoice(Preferences before, Preferences after) {}

    /**
     * Another catalogue has come into force.
     *
     * @param catalogue the catalogue
     */
    default void onCatalogue(ActiveCatalogue catalogue) {}

    /**
     * The catalogue's source failed, or gave a catalogue that is not valid; the last good one stays in force. Told
     * once for a row of the same failures.
     *
     * @param failure what the source threw, or what is wrong with its catalogue
     */
    default void onCatalogueFailure(RuntimeException failure) {}
}
