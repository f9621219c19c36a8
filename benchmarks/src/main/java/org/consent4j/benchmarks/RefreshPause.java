package org.consent4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.consent4j.CookieConsent;
import org.consent4j.benchmarks.Visitors.Carries;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.json.CatalogueJson;
import org.consent4j.json.CatalogueSource;
import org.consent4j.preference.PreferenceCookie;

/**
 * What requests notice of a catalogue of 100,000 declarations whose file is read, compiled and put in force all the time.
 *
 * <p>Requests come at an even pace and are timed from the moment at which each was due, so that those that wait behind
 * another one count, too.
 */
final class RefreshPause {

    static final int DECLARATIONS = 100_000;

    /** What changes of the file, each time. */
    enum Change {
        NOTHING("stays as it is"),
        ONE("changes in one declaration, all the time"),
        ALL("changes in every declaration, all the time");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** The percentages of requests that are answered within a time. */
    static final List<String> PERCENTAGES = List.of("50", "99", "99.9", "100");

    private static final int ROUNDS = 3;
    static final int SECONDS = 15;
    private static final int SECONDS_TO_WARM_UP = 5;
    private static final int REQUESTS_A_SECOND = 10_000;

    private RefreshPause() {}

    static List<Figure> measure() {
        Map<Change, List<List<Double>>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            for (Change change : Change.values()) {
                rounds.computeIfAbsent(change, c -> new ArrayList<>())
                        .add(FreshJvm.run(RefreshPause.class, change.name()));
            }
        }
        List<Figure> figures = new ArrayList<>();
        rounds.forEach((change, measured) -> {
            for (int i = 0; i < PERCENTAGES.size(); i++) {
                int column = i;
                figures.add(Figure.median(
                        name(change, PERCENTAGES.get(i)),
                        measured.stream().map(numbers -> numbers.get(column)).toList(),
                        "us"));
            }
            figures.add(Figure.median(
                    name(change, "refreshes"),
                    measured.stream()
                            .map(numbers -> numbers.get(PERCENTAGES.size()))
                            .toList(),
                    "refreshes"));
        });
        return figures;
    }

    static String name(Change change, String what) {
        return "RefreshPause." + change.name() + "." + what;
    }

    /**
     * Prints the microseconds within which so many requests are answered, and the number of refreshes meanwhile.
     *
     * @param arguments what changes
     * @throws Exception if a file can't be written
     */
    public static void main(String[] arguments) throws Exception {
        Change change = Change.valueOf(arguments[0]);
        Path directory = Files.createTempDirectory("consent");
        Path[] versions = {directory.resolve("first.json"), directory.resolve("second.json")};
        Path file = directory.resolve("cookies.json");
        writeVersions(change, versions);
        Files.copy(versions[0], file);
        CookieConsent consent =
                CookieConsent.builder().catalogue(CatalogueSource.file(file)).build();
        String[] headers = Visitors.cookieHeaders(Visitors.site(PreferenceCookie.standard()), Carries.ONLY_ADMITTED, 4);
        // What the start has created is moved now, and not while somebody measures what a refresh costs.
        System.gc();
        request(consent, headers, SECONDS_TO_WARM_UP);

        Refresher refresher = new Refresher(consent, file, versions);
        if (change != Change.NOTHING) {
            refresher.start();
        }
        long[] nanos = request(consent, headers, SECONDS);
        refresher.stopped = true;
        Arrays.sort(nanos);
        StringBuilder line = new StringBuilder();
        for (String percentage : PERCENTAGES) {
            int within = (int) Math.ceil(Double.parseDouble(percentage) / 100 * nanos.length);
            line.append(nanos[within - 1] / 1e3).append(' ');
        }
        System.out.println(line.append(refresher.refreshes));
        refresher.join();
        for (Path written : List.of(versions[0], versions[1], file, directory)) {
            Files.deleteIfExists(written);
        }
        System.exit(0);
    }

    private static void writeVersions(Change change, Path[] versions) {
        List<CookieDeclaration> first = Declarations.toBeRead(DECLARATIONS);
        List<CookieDeclaration> second = new ArrayList<>(first);
        for (int i = change == Change.ALL ? 0 : DECLARATIONS - 1; i < DECLARATIONS; i++) {
            second.set(
                    i,
                    first.get(i).toBuilder()
                            .purpose("Another purpose, number " + i)
                            .build());
        }
        CatalogueJson.write(CookieCatalogue.of(first), versions[0]);
        CatalogueJson.write(CookieCatalogue.of(second), versions[1]);
    }

    /** The time of each request, from when it was due. */
    private static long[] request(CookieConsent consent, String[] headers, int seconds) {
        long[] nanos = new long[seconds * REQUESTS_A_SECOND];
        long pace = 1_000_000_000L / REQUESTS_A_SECOND;
        long due = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            due += pace;
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            consent.begin(new Visitors.Request(headers[i & (Visitors.COUNT - 1)]), new Visitors.Response());
            nanos[i] = System.nanoTime() - due;
        }
        return nanos;
    }

    /** Replaces the file and has it put in force, again and again; the file is copied by the system, not in this heap. */
    private static final class Refresher extends Thread {

        private final CookieConsent consent;
        private final Path file;
        private final Path[] versions;
        private volatile boolean stopped;
        private final AtomicInteger refreshes = new AtomicInteger();

        Refresher(CookieConsent consent, Path file, Path[] versions) {
            this.consent = consent;
            this.file = file;
            this.versions = versions;
        }

        @Override
        public void run() {
            Path next = file.resolveSibling("next.json");
            try {
                for (int version = 1; !stopped; version ^= 1) {
                    Files.copy(versions[version], next, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    // The consent's own thread may have been first.
                    consent.refresh();
                    refreshes.incrementAndGet();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
