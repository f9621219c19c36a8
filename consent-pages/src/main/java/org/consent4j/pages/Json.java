package org.consent4j.pages;

import java.util.Locale;

/** Writes JSON that is harmless in a script, whatever the texts are. */
final class Json {

    private final StringBuilder out = new StringBuilder(1024);
    private boolean first = true;

    Json open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    Json name(String name) {
        value(name);
        out.append(':');
        first = true;
        return this;
    }

    Json field(String name, String value) {
        return name(name).value(value);
    }

    Json field(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    Json value(int number) {
        return raw(Integer.toString(number));
    }

    Json value(String text) {
        separate();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        out.append('"');
        return this;
    }

    /** Whether a character means itself wherever a script may stand, and can be read by whoever looks at it. */
    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> "\"\\<>&'".indexOf(c) < 0;
        };
    }

    private Json raw(String text) {
        separate();
        out.append(text);
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
