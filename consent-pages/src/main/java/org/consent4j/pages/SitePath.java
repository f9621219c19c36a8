package org.consent4j.pages;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A place on this site to which a browser can be sent, and never one on another. */
final class SitePath {

    private static final int LONGEST = 2_000;
    /** What may stand in an address as it is (RFC 3986), beside letters and digits. */
    private static final String PLAIN = "-._~:/?#[]@!$&'()*+,;=%";

    private SitePath() {}

    /**
     * Checks a path with query and fragment that somebody gave.
     *
     * @return the path in ASCII, or empty if it could lead elsewhere
     */
    static Optional<String> of(String given) {
        // Browsers read a backslash as a slash, and drop tabs and line breaks before they look.
        if (given.length() > LONGEST || !given.startsWith("/") || isAmbiguous(given)) {
            return Optional.empty();
        }
        StringBuilder path = new StringBuilder(given.length());
        for (int i = 0; i < given.length(); ) {
            int c = given.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\\'
                    || Character.isISOControl(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                return Optional.empty();
            }
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                path.append((char) c);
            } else {
                for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    path.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
                }
            }
        }
        return Optional.of(path.toString());
    }

    /** Whether somebody who tidies the path up might find two slashes at its start, and so another host. */
    private static boolean isAmbiguous(String given) {
        int query = given.indexOf('?');
        String path = query < 0 ? given : given.substring(0, query);
        return path.startsWith("//") || path.contains("/./") || path.contains("/../");
    }
}
