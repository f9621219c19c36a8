package org.consent4j.spring;

import java.util.List;
import org.consent4j.catalogue.InvalidCatalogueException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Tells a start that failed for the consent's configuration in a few lines: what is wrong, and what to write.
 */
final class ConsentFailureAnalyzer implements FailureAnalyzer {

    /** A key or an annotation that can't be used. */
    static final class InvalidConfigurationException extends IllegalArgumentException {

        private final String problem;
        private final String action;

        InvalidConfigurationException(String problem, String action) {
            this(problem, action, null);
        }

        private InvalidConfigurationException(String problem, String action, @Nullable Throwable cause) {
            super(problem + " " + action, cause);
            this.problem = problem;
            this.action = action;
        }

        static InvalidConfigurationException ofKey(String key, RuntimeException cause) {
            return new InvalidConfigurationException(
                    "The configuration key " + key + " can't be used: " + cause.getMessage(),
                    "Change " + key + " in the application's configuration, or leave it out.",
                    cause);
        }
    }

    /** Called by Boot. */
    ConsentFailureAnalyzer() {}

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        Throwable cause = failure;
        // Some libraries' causes lead in a circle.
        for (int depth = 0; cause != null && depth < 100; depth++) {
            if (cause instanceof InvalidCatalogueException invalid) {
                return analysis(invalid);
            }
            if (cause instanceof InvalidConfigurationException invalid) {
                return new FailureAnalysis(invalid.problem, invalid.action, invalid);
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static FailureAnalysis analysis(InvalidCatalogueException invalid) {
        List<String> problems = invalid.problems();
        return new FailureAnalysis(
                (problems.size() == 1
                                ? "The cookie catalogue is not valid:"
                                : "The cookie catalogue has " + problems.size() + " problems:")
                        + System.lineSeparator() + System.lineSeparator() + "    "
                        + String.join(System.lineSeparator() + "    ", problems),
                "Change the declarations, in the beans of type CookieCatalogue or under consent.catalogue, as it is"
                        + " said there.",
                invalid);
    }
}
