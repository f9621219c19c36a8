package org.consent4j.http;

/**
 * A cursor over the cookies of one Cookie line, as browsers mean them (rules 30 and 31).
 *
 * <p>Split on {@code ;} only; nothing is unquoted or decoded; names and values are trimmed of blanks and tabs; a piece
 * without {@code =} is a cookie without a name. The cursor goes once along the line and creates no texts: the current
 * cookie is given by positions in the line.
 *
 * <p>Not safe for use by many threads.
 */
public final class CookieHeader {

    private final String line;
    private int next;
    private int nameStart;
    private int nameEnd;
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
        int length = line.length();
        while (next < length) {
            int start = skipBlanks(next, length);
            int delimiter = start;
            while (delimiter < length && line.charAt(delimiter) != '=' && line.charAt(delimiter) != ';') {
                delimiter++;
            }
            int end = delimiter;
            nameStart = start;
            nameEnd = start;
            valueStart = start;
            if (delimiter < length && line.charAt(delimiter) == '=') {
                // Names are short and looked at one by one; values are long, and left to what the processor does best.
                int semicolon = line.indexOf(';', delimiter + 1);
                end = semicolon < 0 ? length : semicolon;
                nameEnd = dropBlanks(start, delimiter);
                valueStart = skipBlanks(delimiter + 1, end);
            }
            valueEnd = dropBlanks(valueStart, end);
            next = end + 1;
            if (nameStart < nameEnd || valueStart < valueEnd) {
                return true;
            }
        }
        return false;
    }

    private int skipBlanks(int from, int to) {
        int i = from;
        while (i < to && isBlank(line.charAt(i))) {
            i++;
        }
        return i;
    }

    private int dropBlanks(int from, int to) {
        int i = to;
        while (i > from && isBlank(line.charAt(i - 1))) {
            i--;
        }
        return i;
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
