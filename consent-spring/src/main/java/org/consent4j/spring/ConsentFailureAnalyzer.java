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

    /** A key whose value can't be used. */
    static final class InvalidKeyException extends IllegalArgumentException {

        private final String key;

        InvalidKeyException(String key, RuntimeException cause) {
            super("The configuration key " + key + " can't be used: " + cause.getMessage(), cause);
            this.key = key;
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
            if (cause instanceof InvalidKeyException invalid) {
                return new FailureAnalysis(
                        invalid.getMessage(),
                        "Change " + invalid.key + " in the application's configuration, or leave it out.",
                        invalid);
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
