package org.consent4j.pages;

import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStachePath;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.Nullable;

/** How the templates write text into HTML: everything is escaped, and all attributes are in double quotes. */
@JStacheConfig(type = JStacheType.STACHE, pathing = @JStachePath(suffix = ".mustache"))
final class Html {

    private Html() {}

    /** The text as it can stand in an element and in a quoted attribute. */
    static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (replacement(text, i) != null) {
                return escape(text, i);
            }
        }
        return text;
    }

    private static String escape(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() + 32).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            String replacement = replacement(text, i);
            if (replacement == null) {
                out.append(text.charAt(i));
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
