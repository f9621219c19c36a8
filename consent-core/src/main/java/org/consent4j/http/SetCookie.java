package org.consent4j.http;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a browser does on one Set-Cookie line: which cookie it touches, for how long, and whether it deletes (rules 31
 * to 34b).
 *
 * <p>A value is never read or kept. A line that browsers could read in more than one way has no name here, so that it
 * can't be taken for a harmless one.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SetCookie {

    /** The result of {@link #name(String)} for a line without a sure reading. */
    public static final long UNREADABLE = -1;

    private static final String EXPIRED = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0";
    private static final long LATEST = Long.MAX_VALUE / 4;

    /** Browsers overlook an attribute with a longer value, and go by what else the line says (rule 44). */
    private static final int LONGEST_ATTRIBUTE = 1024;

    private final String name;
    private final @Nullable String domain;
    private final @Nullable String path;
    private final boolean partitioned;
    private final boolean deletion;
    private final boolean persistent;
    private final long expiry;

    private SetCookie(
            String name,
            @Nullable String domain,
            @Nullable String path,
            boolean partitioned,
            boolean deletion,
            boolean persistent,
            long expiry) {
        this.name = name;
        this.domain = domain;
        this.path = path;
        this.partitioned = partitioned;
        this.deletion = deletion;
        this.persistent = persistent;
        this.expiry = expiry;
    }

    /**
     * Where the cookie's name stands in a line, if all browsers agree on it. Creates no objects.
     *
     * <p>There is no sure reading where the line has no name or no {@code =} before its first {@code ;}, or has a
     * control character or one above U+00FF anywhere, which containers change on the way out (rules 34a, 34b).
     *
     * @param line the value of one Set-Cookie header line; any text
     * @return the name's region, to be taken apart by {@link #start(long)} and {@link #end(long)}, or
     *     {@link #UNREADABLE}
     */
    public static long name(String line) {
        int length = line.length();
        int equals = -1;
        int semicolon = -1;
        for (int i = 0; i < length; i++) {
            char c = line.charAt(i);
            if (c == '=') {
                if (equals < 0) {
                    equals = i;
                }
            } else if (c == ';') {
                if (semicolon < 0) {
                    semicolon = i;
                }
            } else if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) {
                return UNREADABLE;
            }
        }
        if (equals < 0 || (semicolon >= 0 && semicolon < equals)) {
            return UNREADABLE;
        }
        int start = 0;
        int end = equals;
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return start == end ? UNREADABLE : (long) start << 32 | end;
    }

    /**
     * Where a region starts.
     *
     * @param region what {@link #name(String)} returned
     * @return a position in the line
     */
    public static int start(long region) {
        return (int) (region >>> 32);
    }

    /**
     * Where a region ends.
     *
     * @param region what {@link #name(String)} returned
     * @return the position after its last character
     */
    public static int end(long region) {
        return (int) region;
    }

    /**
     * Reads a line with its attributes.
     *
     * @param line the value of one Set-Cookie header line; any text
     * @param now the present moment, in seconds since 1970
     * @return what a browser would do on it, or null for a line without a sure reading
     */
    public static @Nullable SetCookie read(String line, long now) {
        long region = name(line);
        if (region == UNREADABLE) {
            return null;
        }
        String domain = null;
        String path = null;
        boolean partitioned = false;
        int maxAges = 0;
        int expiries = 0;
        boolean allDelete = true;
        long latest = Long.MIN_VALUE;
        int from = line.indexOf(';');
        while (from >= 0) {
            int to = line.indexOf(';', from + 1);
            String attribute = line.substring(from + 1, to < 0 ? line.length() : to);
            int equals = attribute.indexOf('=');
            String attributeName = trim(equals < 0 ? attribute : attribute.substring(0, equals))
                    .toLowerCase(Locale.ROOT);
            String attributeValue = equals < 0 ? "" : trim(attribute.substring(equals + 1));
            boolean counts = attributeValue.length() <= LONGEST_ATTRIBUTE;
            switch (attributeName) {
                case "max-age" -> {
                    maxAges++;
                    allDelete &= counts && isNotPositive(attributeValue);
                    latest = Math.max(latest, expiryOfMaxAge(attributeValue, now));
                }
                case "expires" -> {
                    expiries++;
                    OptionalLong date = CookieDate.parse(attributeValue);
                    allDelete &= counts
                            && date.isPresent()
                            && isPast(date.getAsLong(), now)
                            && CookieDate.isPlain(attributeValue);
                    latest = Math.max(latest, date.orElse(Long.MIN_VALUE));
                }
                case "domain" -> domain = counts ? attributeValue : domain;
                case "path" -> path = counts ? attributeValue : path;
                case "partitioned" -> partitioned = true;
                default -> {
                    // Says nothing on which cookie is meant or how long it stays.
                }
            }
            from = to;
        }
        boolean limited = maxAges + expiries > 0;
        boolean deletion = limited && maxAges <= 1 && expiries <= 1 && allDelete;
        return new SetCookie(
                line.substring(start(region), end(region)),
                domain,
                path,
                partitioned,
                deletion,
                limited && !deletion,
                latest);
    }

    /**
     * The name of the cookie.
     *
     * @return the name, never empty
     */
    public String name() {
        return name;
    }

    /**
     * Whether every browser deletes the cookie on this line: one {@code Max-Age} that is not positive, or one
     * {@code Expires} in the past in a plain form, or one of each, and no other of them beside (rule 34).
     *
     * @return true if the line only deletes
     */
    public boolean isDeletion() {
        return deletion;
    }

    /**
     * Whether some browser might keep the cookie after it is closed.
     *
     * @return true if the line has a {@code Max-Age} or {@code Expires}, but is no deletion
     */
    public boolean isPersistent() {
        return persistent;
    }

    /**
     * When the cookie ends at the latest, whichever of its attributes a browser goes by.
     *
     * @return seconds since 1970; {@link Long#MIN_VALUE} where no attribute says
     */
    public long latestExpiry() {
        return expiry;
    }

    /**
     * The line that deletes the very cookie which this line writes (rule 36).
     *
     * @return a Set-Cookie line
     */
    public String toDeletion() {
        return deletion(name, domain, path, partitioned);
    }

    /**
     * The line that deletes one cookie, with the attributes that its name's prefix demands (rule 38).
     *
     * @param name the cookie's name
     * @param domain its {@code Domain}, or null for a host-only cookie
     * @param path its {@code Path}, or null for the browser's default
     * @param partitioned whether it is a partitioned cookie
     * @return a Set-Cookie line
     */
    public static String deletion(String name, @Nullable String domain, @Nullable String path, boolean partitioned) {
        boolean http = hasPrefix(name, "__Http-") || hasPrefix(name, "__Host-Http-");
        StringBuilder line = new StringBuilder(name.length() + 128);
        line.append(name).append('=');
        if (isHostBound(name)) {
            line.append("; Path=/");
        } else {
            if (path != null && !path.isEmpty()) {
                line.append("; Path=").append(path);
            }
            if (domain != null && !domain.isEmpty()) {
                line.append("; Domain=").append(domain);
            }
        }
        line.append(EXPIRED);
        if (partitioned || needsSecure(name)) {
            line.append("; Secure");
        }
        if (http) {
            line.append("; HttpOnly");
        }
        if (partitioned) {
            line.append("; SameSite=None; Partitioned");
        }
        return line.toString();
    }

    /**
     * Whether a name's prefix makes browsers refuse lines without {@code Secure}, and over http (rule 39).
     *
     * @param name a cookie's name
     * @return true for {@code __Secure-}, {@code __Host-}, {@code __Http-} and {@code __Host-Http-}, in any case
     */
    public static boolean needsSecure(String name) {
        return hasPrefix(name, "__Secure-") || hasPrefix(name, "__Host-") || hasPrefix(name, "__Http-");
    }

    /**
     * Whether a name's prefix binds the cookie to one host and the path {@code /}.
     *
     * @param name a cookie's name
     * @return true for {@code __Host-} and {@code __Host-Http-}, in any case
     */
    public static boolean isHostBound(String name) {
        return hasPrefix(name, "__Host-");
    }

    private static boolean hasPrefix(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** Zero, or a negative number without leading zeros: what no browser reads as a lifetime. */
    private static boolean isNotPositive(String value) {
        if (value.equals("0")) {
            return true;
        }
        if (value.length() < 2 || value.charAt(0) != '-' || value.charAt(1) == '0') {
            return false;
        }
        return isDigits(value, 1);
    }

    /** Before now, but not before 1970: how browsers count from there on back is their own affair. */
    private static boolean isPast(long date, long now) {
        return date >= 0 && date < now;
    }

    private static long expiryOfMaxAge(String value, long now) {
        boolean negative = value.startsWith("-");
        int from = negative ? 1 : 0;
        if (value.length() == from || !isDigits(value, from)) {
            return Long.MIN_VALUE;
        }
        if (negative) {
            return 0;
        }
        long seconds = 0;
        for (int i = from; i < value.length() && seconds < LATEST / 10; i++) {
            seconds = seconds * 10 + value.charAt(i) - '0';
        }
        return seconds == 0 ? 0 : now + Math.min(seconds, LATEST);
    }

    private static boolean isDigits(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
