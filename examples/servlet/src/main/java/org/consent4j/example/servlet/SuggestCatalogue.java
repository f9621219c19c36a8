package org.consent4j.example.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.json.CatalogueDraft;
import org.consent4j.json.OpenCookieDatabase;
import org.eclipse.jetty.server.Server;

/**
 * Drafts a catalogue file, to be reviewed entry by entry, from what the portal has seen while somebody used it:
 *
 * <pre>{@code
 * java -cp consent-example-servlet.jar org.consent4j.example.servlet.SuggestCatalogue open-cookie-database.csv --port 8080
 * }</pre>
 *
 * <p>or from the names of cookies that were seen elsewhere:
 *
 * <pre>{@code
 * java -cp consent-example-servlet.jar org.consent4j.example.servlet.SuggestCatalogue open-cookie-database.csv _ga lang
 * }</pre>
 */
public final class SuggestCatalogue {

    private SuggestCatalogue() {}

    /**
     * Prints the draft.
     *
     * @param arguments the CSV or JSON file of the Open Cookie Database, and the names, or {@code --port N} to start the
     *     portal there
     * @throws Exception if the portal can't start
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println(
                    "Give the file of the Open Cookie Database, and the names of cookies or --port N for the portal.");
            System.exit(2);
        }
        try {
            OpenCookieDatabase database = OpenCookieDatabase.read(Path.of(arguments[0]));
            List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
            System.out.print(
                    names.get(0).equals("--port")
                            ? live(database, Portal.port(names.toArray(String[]::new)))
                            : database.draft(names));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static CatalogueDraft live(OpenCookieDatabase database, int port) throws Exception {
        CookieConsent consent = Portal.consent();
        Server server = Portal.start(port, consent);
        try {
            System.err.println("Use the portal at http://localhost:" + Portal.port(server)
                    + "/ with a browser, then press Enter for a draft of what it has seen.");
            waitForEnter();
            return database.draft(consent.report());
        } finally {
            server.stop();
        }
    }

    private static void waitForEnter() throws IOException {
        int read = System.in.read();
        while (read >= 0 && read != '\n') {
            read = System.in.read();
        }
    }
}
