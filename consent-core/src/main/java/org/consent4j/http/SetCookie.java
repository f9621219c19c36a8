package org.consent4j.http;

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
    private static final int USUAL_ATTRIBUTES = "; Path=; Domain=; Secure".length();
    private static final long LATEST = Long.MAX_VALUE / 4;

    /** Browsers overlook an attribute with a longer value, and go by what else the line says (rule 44). */
    private static final int LONGEST_ATTRIBUTE = 1024;

    /** The digits of a Max-Age beyond which a browser's counter may run over. */
    private static final int LONGEST_NUMBER = 19;

    /** How far a visitor's clock may be behind, in seconds, without keeping what is to be deleted. */
    private static final long CLOCK_TOLERANCE = 3_600;

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
        int equals = line.indexOf('=');
        int semicolon = line.indexOf(';');
        if (equals < 0 || (semicolon >= 0 && semicolon < equals) || hasUnsureCharacter(line)) {
            return UNREADABLE;
        }
        int start = skipBlanks(line, 0, equals);
        int end = dropBlanks(line, start, equals);
        return start == end ? UNREADABLE : (long) start << 32 | end;
    }

    private static boolean hasUnsureCharacter(String line) {
        int length = line.length();
        // Negative as soon as one character is none of printable ASCII: without a branch for each of them.
        int sign = 0;
        for (int i = 0; i < length; i++) {
            char c = line.charAt(i);
            sign |= (c - ' ') | ('~' - c);
        }
        for (int i = 0; sign < 0 && i < length; i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return true;
            }
        }
        return false;
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
        boolean limited = false;
        long latest = Long.MIN_VALUE;
        for (int from = line.indexOf(';'); from >= 0; from = line.indexOf(';', from + 1)) {
            int end = attributeEnd(line, from);
            int equals = find(line, '=', from + 1, end);
            int nameStart = skipBlanks(line, from + 1, equals);
            int nameEnd = dropBlanks(line, nameStart, equals);
            int valueStart = skipBlanks(line, Math.min(equals + 1, end), end);
            int valueEnd = dropBlanks(line, valueStart, end);
            boolean counts = valueEnd - valueStart <= LONGEST_ATTRIBUTE;
            if (is("max-age", line, nameStart, nameEnd)) {
                limited = true;
                latest = Math.max(latest, expiryOfMaxAge(line, valueStart, valueEnd, now));
            } else if (is("expires", line, nameStart, nameEnd)) {
                limited = true;
                long date = CookieDate.parse(line, valueStart, valueEnd);
                latest = Math.max(latest, date == CookieDate.NONE ? LATEST : date);
            } else if (is("domain", line, nameStart, nameEnd)) {
                domain = counts ? line.substring(valueStart, valueEnd) : domain;
            } else if (is("path", line, nameStart, nameEnd)) {
                path = counts ? line.substring(valueStart, valueEnd) : path;
            } else if (is("partitioned", line, nameStart, nameEnd)) {
                partitioned = true;
            }
        }
        boolean deletion = limited && deletes(line, now);
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
     * Whether every browser deletes the cookie on a line: one {@code Max-Age} that is not positive, or one
     * {@code Expires} in the past in a plain form, or one of each, and no other of them beside (rule 34). Creates no
     * objects.
     *
     * @param line the value of one Set-Cookie header line with a sure reading
     * @param now the present moment, in seconds since 1970
     * @return true if the line only deletes
     */
    public static boolean deletes(String line, long now) {
        int maxAges = 0;
        int expiries = 0;
        int dateStart = 0;
        int dateEnd = 0;
        for (int from = line.indexOf(';'); from >= 0; from = line.indexOf(';', from + 1)) {
            int end = attributeEnd(line, from);
            int equals = find(line, '=', from + 1, end);
            int nameStart = skipBlanks(line, from + 1, equals);
            int nameEnd = dropBlanks(line, nameStart, equals);
            int valueStart = skipBlanks(line, Math.min(equals + 1, end), end);
            int valueEnd = dropBlanks(line, valueStart, end);
            if (is("max-age", line, nameStart, nameEnd)) {
                maxAges++;
                if (!isNotPositive(line, valueStart, valueEnd)) {
                    return false;
                }
            } else if (is("expires", line, nameStart, nameEnd)) {
                expiries++;
                dateStart = valueStart;
                dateEnd = valueEnd;
            } else if (!isAscii(line, nameStart, nameEnd)) {
                // A browser that trims more than blanks and tabs might find one of the two here.
                return false;
            }
        }
        // The date last: most lines that are no deletion tell it by their Max-Age, which costs less.
        return maxAges <= 1
                && expiries <= 1
                && maxAges + expiries > 0
                && (expiries == 0 || isPlainPast(line, dateStart, dateEnd, now));
    }

    private static boolean isPlainPast(String line, int from, int to, long now) {
        return CookieDate.isPlain(line, from, to) && isPast(CookieDate.parse(line, from, to), now);
    }

    private static int attributeEnd(String line, int semicolon) {
        int end = line.indexOf(';', semicolon + 1);
        return end < 0 ? line.length() : end;
    }

    /** Where a character stands first in a part of a line; the part's end where it does not. */
    private static int find(String line, char sought, int from, int to) {
        int i = from;
        while (i < to && line.charAt(i) != sought) {
            i++;
        }
        return i;
    }

    private static boolean is(String attribute, String line, int from, int to) {
        return to - from == attribute.length() && line.regionMatches(true, from, attribute, 0, attribute.length());
    }

    private static boolean isAscii(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
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
     * The domain that the line sets the cookie for.
     *
     * @return the value of {@code Domain} as it stands; empty for a host-only cookie
     */
    public String domain() {
        return domain == null ? "" : domain;
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
     * When the cookie ends at the latest, whichever of its attributes a browser goes by; an attribute whose value does
     * not parse counts as without end.
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
        int scope = (path == null ? 0 : path.length()) + (domain == null ? 0 : domain.length());
        StringBuilder line = new StringBuilder(name.length() + scope + EXPIRED.length() + USUAL_ATTRIBUTES);
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

    /** Zero, or a negative number without leading zeros that any counter holds: what no browser takes for a time. */
    private static boolean isNotPositive(String line, int from, int to) {
        if (to - from == 1) {
            return line.charAt(from) == '0';
        }
        return to - from >= 2
                && to - from <= LONGEST_NUMBER
                && line.charAt(from) == '-'
                && line.charAt(from + 1) != '0'
                && isDigits(line, from + 1, to);
    }

    /** Well before now, as clocks differ, but not before 1970: how browsers count from there on is their own affair. */
    private static boolean isPast(long date, long now) {
        return date >= 0 && date < now - CLOCK_TOLERANCE;
    }

    /** The end that a Max-Age gives; a value that some browser may read in its own way counts as without end. */
    private static long expiryOfMaxAge(String line, int from, int to, long now) {
        boolean negative = from < to && line.charAt(from) == '-';
        int start = negative ? from + 1 : from;
        if (start == to || !isDigits(line, start, to)) {
            return LATEST;
        }
        if (negative) {
            return 0;
        }
        long seconds = 0;
        for (int i = start; i < to && seconds < LATEST / 10; i++) {
            seconds = seconds * 10 + line.charAt(i) - '0';
        }
        return seconds == 0 ? 0 : now + Math.min(seconds, LATEST);
    }

    private static boolean isDigits(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int skipBlanks(String line, int from, int to) {
        int i = from;
        while (i < to && isBlank(line.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int dropBlanks(String line, int from, int to) {
        int i = to;
        while (i > from && isBlank(line.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
