package org.consent4j.catalogue;

import java.util.List;

/**
 * A catalogue whose declarations contradict each other or the law, with every problem that it has.
 */
public final class InvalidCatalogueException extends IllegalArgumentException {

    private final transient List<String> problems;

    /**
     * The exception for a list of problems.
     *
     * @param problems each problem with the declaration, the value and what to do; not empty
     */
    public InvalidCatalogueException(List<String> problems) {
        this("The catalogue", problems);
    }

    /** The exception for the problems of one thing, with which the message begins where there are several. */
    InvalidCatalogueException(String subject, List<String> problems) {
        super(message(subject, problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Every problem found, each with the declaration, the value and what to do.
     *
     * @return the problems; not empty
     */
    public List<String> problems() {
        return problems;
    }

    private static String message(String subject, List<String> problems) {
        return problems.size() == 1
                ? problems.get(0)
                : subject + " has " + problems.size() + " problems:\n  - " + String.join("\n  - ", problems);
    }
}
