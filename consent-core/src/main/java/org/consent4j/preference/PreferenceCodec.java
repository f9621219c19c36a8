package org.consent4j.preference;

import java.time.LocalDate;

/**
 * Reads and writes the value of the preference cookie, whose grammar is in {@code docs/preference-cookie.md}.
 *
 * <p>Immutable and safe for use by many threads.
 */
public interface PreferenceCodec {

    /**
     * The codec of a site.
     *
     * @param scheme the categories that the cookie can speak of
     * @param cookie the cookie's name and keys, which its signature covers
     * @return the codec
     */
    static PreferenceCodec of(PreferenceScheme scheme, PreferenceCookie cookie) {
        return new VersionOneCodec(scheme, cookie);
    }

    /**
     * Reads a value. It is total: whatever is not a current, well-formed value of this site is undecided (rule 18).
     *
     * @param text a text that holds the value, such as a Cookie line
     * @param from where the value starts
     * @param to where it ends
     * @param today the present day, in UTC
     * @return the visitor's preferences
     */
    Preferences decode(String text, int from, int to, LocalDate today);

    /**
     * Writes a value.
     *
     * @param preferences preferences of this codec's scheme
     * @return the value, in the characters {@code [A-Za-z0-9._~-]}
     * @throws IllegalArgumentException if nothing is decided, which no value says
     */
    String encode(Preferences preferences);

    /**
     * The longest value that {@link #encode} can give.
     *
     * @return a number of characters
     */
    int longest();
}
