package org.consent4j.build;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of a style sheet what browsers don't need: comments, and white space that separates nothing. */
final class Css {

    private static final Pattern STRING_OR_REST =
            Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|/\\*.*?\\*/|[^\"'/]+|/", Pattern.DOTALL);

    private Css() {}

    static String minified(String css) {
        StringBuilder out = new StringBuilder(css.length());
        StringBuilder run = new StringBuilder();
        Matcher parts = STRING_OR_REST.matcher(css);
        while (parts.find()) {
            if (parts.group(1) != null) {
                out.append(run(run)).append(parts.group());
            } else if (!parts.group().startsWith("/*")) {
                run.append(parts.group());
            }
        }
        return out.append(run(run)).toString().strip();
    }

    /** What stands between two strings. Blanks stay around plus and minus, and before a colon. */
    private static String run(StringBuilder run) {
        String shortened = run.toString()
                .replaceAll("\\s+", " ")
                .replaceAll(" ?([{};,>!/]) ?", "$1")
                .replace(": ", ":")
                .replace(";}", "}");
        run.setLength(0);
        return Pattern.compile("(?<![\\w.#-])0(?=\\.\\d)").matcher(shortened).replaceAll("");
    }
}
