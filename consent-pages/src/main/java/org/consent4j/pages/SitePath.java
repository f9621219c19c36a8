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
        int plain = 0;
        while (plain < given.length() && isPlain(given.charAt(plain))) {
            plain++;
        }
        return plain == given.length() ? Optional.of(given) : inAscii(given, plain);
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }

    private static Optional<String> inAscii(String given, int plain) {
        StringBuilder path = new StringBuilder(given.length() + 32).append(given, 0, plain);
        for (int i = plain; i < given.length(); ) {
            int c = given.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\\'
                    || Character.isISOControl(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                return Optional.empty();
            }
            if (isPlain(c)) {
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
        int end = query < 0 ? given.length() : query;
        return given.startsWith("//") || isBefore(end, given.indexOf("/./")) || isBefore(end, given.indexOf("/../"));
    }

    private static boolean isBefore(int end, int found) {
        return found >= 0 && found < end;
    }
}
