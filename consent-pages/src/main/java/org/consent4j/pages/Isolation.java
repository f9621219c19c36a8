package org.consent4j.pages;

import java.text.Bidi;

/**
 * Keeps the direction of a site's text, and bidi controls in it, from what stands around it (UAX 9), in attributes and
 * titles, too, where no element can.
 */
final class Isolation {

    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';
    private static final char LAST_LATIN = '\u02ff';

    private Isolation() {}

    /** The text between isolates, if the text or its surroundings are written from right to left anywhere. */
    static String of(String text, boolean rightToLeft) {
        if (!rightToLeft && isLeftToRight(text)) {
            return text;
        }
        if (!hasIsolates(text)) {
            return FIRST_STRONG_ISOLATE + text + POP_ISOLATE;
        }
        StringBuilder isolated = new StringBuilder(text.length() + 2).append(FIRST_STRONG_ISOLATE);
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '\u2066' && c <= FIRST_STRONG_ISOLATE) {
                open++;
            } else if (c == POP_ISOLATE) {
                if (open == 0) {
                    continue;
                }
                open--;
            }
            isolated.append(c);
        }
        for (; open >= 0; open--) {
            isolated.append(POP_ISOLATE);
        }
        return isolated.toString();
    }

    private static boolean hasIsolates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '\u2066' && text.charAt(i) <= POP_ISOLATE) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text has neither letters that are written from right to left, nor controls. */
    private static boolean isLeftToRight(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) <= LAST_LATIN) {
            start++;
        }
        return start == text.length()
                || (text.chars().noneMatch(Isolation::isControl)
                        && !Bidi.requiresBidi(text.toCharArray(), start, text.length()));
    }

    private static boolean isControl(int c) {
        return (c >= '\u200e' && c <= '\u200f') || (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }
}
