package org.consent4j.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.consent4j.json.CatalogueFileException.Problem;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file, as far as it is known. */
final class Findings {

    static final int MOST = 100;
    private static final int LONGEST_VALUE = 80;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void add(int line, int column, String path, @Nullable String value, String message) {
        Problem problem = new Problem(
                file, line, column, printable(path), value == null ? null : printable(value), printable(message));
        if (!isFull() && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    void add(Node node, String path, String message) {
        add(node.line(), node.column(), path, node.isSimple() ? node.text() : null, message);
    }

    boolean isFull() {
        return problems.size() >= MOST;
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    CatalogueFileException exception() {
        problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return new CatalogueFileException(problems);
    }

    /** Text of a file, which may be anything, in a form that is harmless in a log. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean plain = switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
            if (plain) {
                printable.appendCodePoint(c);
            } else {
                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return printable.toString();
    }

    /** A value as a message shows it. */
    static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }
}
