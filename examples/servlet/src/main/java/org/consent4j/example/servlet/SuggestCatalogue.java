package org.consent4j.example.servlet;

import java.nio.file.Path;
import java.util.Arrays;
import org.consent4j.json.OpenCookieDatabase;

/**
 * Drafts a catalogue file from the names of cookies that were seen on a site, to be reviewed entry by entry:
 *
 * <pre>{@code
 * java -cp consent-example-servlet.jar org.consent4j.example.servlet.SuggestCatalogue open-cookie-database.csv _ga lang
 * }</pre>
 *
 * <p>A running application hands over its own report instead of names: {@code draft(consent.report())}.
 */
public final class SuggestCatalogue {

    private SuggestCatalogue() {}

    /**
     * Prints the draft.
     *
     * @param arguments the CSV or JSON file of the Open Cookie Database, and the names
     */
    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("Give the file of the Open Cookie Database, and the names of cookies.");
            System.exit(2);
        }
        System.out.print(OpenCookieDatabase.read(Path.of(arguments[0]))
                .draft(Arrays.asList(arguments).subList(1, arguments.length)));
    }
}
