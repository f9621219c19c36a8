package org.consent4j.pages;

import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStachePath;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.Nullable;

/** How the templates write text into HTML: everything is escaped, and all attributes are in double quotes. */
@JStacheConfig(type = JStacheType.STACHE, pathing = @JStachePath(suffix = ".mustache"))
final class Html {

    /** What below U+0040 can't stand as it is: the five characters of markup, and controls but tab and line feed. */
    private static final long LOW = 1L << '&' | 1L << '<' | 1L << '>' | 1L << '"' | 1L << '\'' | 0xffff_f9ffL;

    private Html() {}

    /** The text as it can stand in an element and in a quoted attribute. */
    static String escape(String text) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        return plain == text.length() ? text : escape(text, plain);
    }

    /** Whether a character can stand as it is, whatever stands beside it. */
    private static boolean isPlain(char c) {
        return c < 64
                ? (LOW >>> c & 1) == 0
                : c < 0x7f || (c >= 0xa0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
    }

    private static String escape(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() + 32).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            String replacement = isPlain(c) ? null : replacement(text, i);
            if (replacement == null) {
                out.append(c);
            } else {
                out.append(replacement);
            }
        }
        return out.toString();
    }

    private static @Nullable String replacement(String text, int i) {
        char c = text.charAt(i);
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '\t', '\n' -> null;
            // HTML has no place for control characters and halves of surrogate pairs, not even escaped.
            default -> isNoCharacter(text, i, c) ? "\ufffd" : null;
        };
    }

    private static boolean isNoCharacter(String text, int i, char c) {
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return Character.isISOControl(c);
    }
}
