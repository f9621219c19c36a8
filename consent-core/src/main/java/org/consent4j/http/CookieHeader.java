package org.consent4j.http;

/**
 * A cursor over the cookies of one Cookie line, as browsers mean them (rules 30 and 31).
 *
 * <p>Split on {@code ;} only; nothing is unquoted or decoded; names and values are trimmed of blanks and tabs; a piece
 * without {@code =} is a cookie without a name. The cursor looks at each character once and creates no texts: the
 * current cookie is given by positions in the line.
 *
 * <p>Not safe for use by many threads.
 */
public final class CookieHeader {

    private final String line;
    private int next;
    private int nameStart;
    private int nameEnd;
    private int nameHash;
    private int valueStart;
    private int valueEnd;

    /**
     * A cursor before the first cookie of a line.
     *
     * @param line the value of one Cookie header line; any text
     */
    public CookieHeader(String line) {
        this.line = line;
    }

    /**
     * Goes to the next cookie.
     *
     * @return false if there is none
     */
    public boolean next() {
        String text = line;
        int length = text.length();
        int i = next;
        while (i < length) {
            int start = -1;
            int end = i;
            int hash = 0;
            int hashAtEnd = 0;
            char c = 0;
            for (; i < length; i++) {
                c = text.charAt(i);
                if (c == '=' || c == ';') {
                    break;
                }
                if (start >= 0 || (c != ' ' && c != '\t')) {
                    if (start < 0) {
                        start = i;
                    }
                    hash = 31 * hash + c;
                    if (c != ' ' && c != '\t') {
                        end = i + 1;
                        hashAtEnd = hash;
                    }
                }
            }
            if (i < length && c == '=') {
                int semicolon = text.indexOf(';', i + 1);
                int pairEnd = semicolon < 0 ? length : semicolon;
                nameStart = start < 0 ? i : start;
                nameEnd = start < 0 ? i : end;
                nameHash = hashAtEnd;
                trimValue(i + 1, pairEnd);
                next = pairEnd + 1;
                if (start >= 0 || valueStart < valueEnd) {
                    return true;
                }
                i = next;
            } else {
                // The end of the line or a semicolon, and no '=' before it: a cookie without a name, or nothing.
                i++;
                if (start >= 0) {
                    nameStart = start;
                    nameEnd = start;
                    nameHash = 0;
                    valueStart = start;
                    valueEnd = end;
                    next = i;
                    return true;
                }
            }
        }
        next = i;
        return false;
    }

    private void trimValue(int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        valueStart = start;
        valueEnd = end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Where the current cookie's name starts.
     *
     * @return a position in the line
     */
    public int nameStart() {
        return nameStart;
    }

    /**
     * Where the current cookie's name ends.
     *
     * @return the position after its last character; {@link #nameStart()} for a cookie without a name
     */
    public int nameEnd() {
        return nameEnd;
    }

    /**
     * The hash of the current cookie's name.
     *
     * @return what {@link String#hashCode()} of the name is
     */
    public int nameHash() {
        return nameHash;
    }

    /**
     * Where the current cookie's value starts.
     *
     * @return a position in the line
     */
    public int valueStart() {
        return valueStart;
    }

    /**
     * Where the current cookie's value ends.
     *
     * @return the position after its last character
     */
    public int valueEnd() {
        return valueEnd;
    }

    /**
     * The current cookie's name.
     *
     * @return a new text; empty for a cookie without a name
     */
    public String name() {
        return line.substring(nameStart, nameEnd);
    }

    /**
     * The current cookie's value, for servers' views that are built from it; the SDK itself reads no value but the
     * preference cookie's.
     *
     * @return a new text
     */
    public String value() {
        return line.substring(valueStart, valueEnd);
    }
}
