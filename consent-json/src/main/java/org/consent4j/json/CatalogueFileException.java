package org.consent4j.json;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file that can't be used, with everything that is wrong with it.
 */
public final class CatalogueFileException extends IllegalArgumentException {

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param file the file's name or address, as it was given
     * @param line the line, from 1
     * @param column the column in characters, from 1
     * @param path the place in the structure, such as {@code catalogue[3].retention}; empty for the file as a whole
     * @param value the value that can't be used, shortened; null where there is none, or it is not a simple one
     * @param message what is wrong and what to write instead
     */
    public record Problem(
            String file,
            int line,
            int column,
            String path,
            @Nullable String value,
            String message) {

        /** File, line and column as editors and consoles know them, the path, and the message. */
        @Override
        public String toString() {
            return file + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path) + ": " + message;
        }
    }

    CatalogueFileException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Everything that is wrong, in the order of the file; after a hundred problems, or where the text is no JSON any
     * more, the rest of the file is not looked at.
     *
     * @return the problems; not empty
     */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        return problems.size() == 1
                ? problems.get(0).toString()
                : problems.get(0).file() + " has " + (problems.size() < Findings.MOST ? "" : "at least ")
                        + problems.size() + " problems:\n"
                        + problems.stream().map(problem -> "  - " + problem).collect(Collectors.joining("\n"));
    }
}
