package org.consent4j.json;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue that lives outside the application and may change while it runs.
 *
 * <pre>{@code
 * CatalogueSource.url(URI.create("https://legal.example.org/cookies.json"))
 *         .refreshing(Duration.ofMinutes(10), Duration.ofMinutes(1))
 *         .cached(Path.of("/var/cache/shop/cookies.json"))
 * }</pre>
 *
 * <p>A source has no thread and needs no closing. {@link org.consent4j.CookieConsent} asks it about once a second on its
 * one daemon thread, never on a request, and only while requests come; the source looks only as often as it was told.
 * Where it fails, the last good catalogue stays in force, listeners are told, and it tries again after 5 seconds, then
 * after twice as long each time, up to the longer of 5 minutes and its own pace.
 *
 * <p>Safe for use by many threads.
 */
public final class CatalogueSource implements CookieCatalogue {

    private static final System.Logger LOG = System.getLogger("org.consent4j.json");
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration JITTER = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** Two of them are less than nanoseconds can count. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final Origin origin;
    private final Duration every;
    private final Duration jitter;
    private final @Nullable Path copy;
    private final LongSupplier nanos;

    private @Nullable Version last;
    /** What the copy has. */
    private @Nullable List<CookieDeclaration> copied;

    private @Nullable RuntimeException failure;
    private int failures;
    private long next;

    /** Where a catalogue comes from. */
    interface Origin {

        /**
         * Reads the catalogue.
         *
         * @param last what was read last, or null
         * @return the same instance where nothing has changed
         */
        Version read(@Nullable Version last) throws Exception;

        /** What messages call it. */
        String name();
    }

    /** A catalogue, with what tells whether it is still the present one. */
    record Version(CookieCatalogue catalogue, List<CookieDeclaration> declarations, Object stamp) {

        static Version of(CookieCatalogue catalogue, Object stamp) {
            return new Version(catalogue, catalogue.declarations(), stamp);
        }

        /** The same catalogue, of which something else tells now whether it is the present one. */
        Version stamped(Object other) {
            return new Version(catalogue, declarations, other);
        }
    }

    CatalogueSource(Origin origin, Duration every, Duration jitter, @Nullable Path copy, LongSupplier nanos) {
        this.origin = origin;
        this.every = every;
        this.jitter = jitter;
        this.copy = copy;
        this.nanos = nanos;
    }

    private static CatalogueSource of(Origin origin, Duration every, Duration jitter) {
        return new CatalogueSource(origin, every, jitter, null, System::nanoTime);
    }

    /**
     * A JSON file that is watched: it is read again within about a second after it has changed.
     *
     * @param file the file; best replaced as a whole, as a half-written one is an error
     * @return the source
     */
    public static CatalogueSource file(Path file) {
        return of(new FileOrigin(file), Duration.ZERO, Duration.ZERO);
    }

    /**
     * A JSON file on the class path, which is read once.
     *
     * @param name the resource's name without a slash at its beginning, such as {@code cookies.json}; it is looked for
     *     with the thread's context class loader
     * @return the source
     * @throws IllegalArgumentException if there is none of that name
     */
    public static CatalogueSource classpath(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return classpath(name, loader != null ? loader : CatalogueSource.class.getClassLoader());
    }

    /**
     * A JSON file on the class path, which is read once.
     *
     * @param name the resource's name without a slash at its beginning, such as {@code cookies.json}
     * @param loader the class loader that looks for it
     * @return the source
     * @throws IllegalArgumentException if there is none of that name
     */
    public static CatalogueSource classpath(String name, ClassLoader loader) {
        return of(new ClasspathOrigin(name, loader), Duration.ZERO, Duration.ZERO);
    }

    /**
     * A JSON file at an {@code https} address, which is asked for every 5 minutes, and only transferred where it has
     * changed.
     *
     * @param address the address
     * @return the source
     * @throws IllegalArgumentException if it is of another kind
     */
    public static CatalogueSource url(URI address) {
        return url(address, UrlOptions.standard());
    }

    /**
     * A JSON file at an address, which is asked for every 5 minutes, and only transferred where it has changed.
     *
     * @param address the address
     * @param options what is sent and allowed
     * @return the source
     * @throws IllegalArgumentException if it is not an {@code https} address, or one that the options allow
     */
    public static CatalogueSource url(URI address, UrlOptions options) {
        return of(new UrlOrigin(address, options), EVERY, JITTER);
    }

    /**
     * The table {@code cookie_declaration} of a database, which is read every 5 minutes, in the order of its column
     * {@code position}. Its other columns are named like the keys of a file, with {@code _} for {@code -}; see
     * {@code docs/catalogues.md}.
     *
     * @param dataSource the database
     * @param categories the categories that the table names beside the built-in ones
     * @return the source
     */
    public static CatalogueSource database(DataSource dataSource, Category... categories) {
        return database(dataSource, TableOrigin.QUERY, categories);
    }

    /**
     * What a query finds in a database, every 5 minutes.
     *
     * @param dataSource the database
     * @param query a query whose columns are named as in {@link #database(DataSource, Category...)}, in the order in
     *     which pages show the cookies
     * @param categories the categories that the rows name beside the built-in ones
     * @return the source
     */
    public static CatalogueSource database(DataSource dataSource, String query, Category... categories) {
        return of(new TableOrigin(dataSource, query, List.of(categories)), EVERY, JITTER);
    }

    /**
     * Any other catalogue, to give it a pace or a copy.
     *
     * @param catalogue the catalogue, which is asked every 5 minutes
     * @return the source
     */
    public static CatalogueSource of(CookieCatalogue catalogue) {
        return of(new OtherOrigin(catalogue), EVERY, JITTER);
    }

    /**
     * The same source at another pace.
     *
     * @param every how long to wait before looking again; zero for each time that the source is asked
     * @param jitter at most how much longer, by chance, so that many servers don't look at once; zero for none
     * @return a new source
     * @throws IllegalArgumentException if one of them is negative or longer than 100 years
     */
    public CatalogueSource refreshing(Duration every, Duration jitter) {
        if (every.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("A source can't look every " + every + " and up to " + jitter
                    + " later; give durations of zero or more.");
        }
        if (every.compareTo(LONGEST) > 0 || jitter.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A source can't look every " + every + " and up to " + jitter
                    + " later; give durations of at most 100 years.");
        }
        return new CatalogueSource(origin, every, jitter, copy, nanos);
    }

    /**
     * The same source with a copy of its last good catalogue in a file, so that the application can start while the
     * source can't be reached. Where it starts from the copy, the log says so.
     *
     * @param copy the file, in a directory that the application may write or make; it is replaced whenever another catalogue of
     *     this source has come into force
     * @return a new source
     */
    public CatalogueSource cached(Path copy) {
        return new CatalogueSource(origin, every, jitter, copy, nanos);
    }

    @Override
    public synchronized List<CookieDeclaration> declarations() {
        Version known = last;
        long now = nanos.getAsLong();
        if (known != null && now - next < 0) {
            if (failure != null) {
                throw failure;
            }
            return known.declarations();
        }
        Version read;
        try {
            read = origin.read(known);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failure = told(e);
            failures++;
            next = now + pause().toNanos();
            if (known == null) {
                return fromCopy(failure).declarations();
            }
            throw failure;
        }
        failure = null;
        failures = 0;
        next = now + every.toNanos() + chance(jitter);
        last = read;
        return read.declarations();
    }

    /** The categories of what {@link #declarations} returned last. */
    @Override
    public synchronized List<Category> categories() {
        Version known = last;
        return known == null ? List.of() : known.catalogue().categories();
    }

    /** Keeps the copy, if there is to be one of these declarations and is none yet. */
    @Override
    @SuppressWarnings("ReferenceEquality") // Another instance is another catalogue.
    public synchronized void onInForce(List<CookieDeclaration> declarations) {
        Version known = last;
        if (known == null || known.declarations() != declarations) {
            return;
        }
        known.catalogue().onInForce(declarations);
        if (copy != null && copied != declarations) {
            copied = declarations;
            keep(copy, known.catalogue());
        }
    }

    private RuntimeException told(Exception e) {
        return e instanceof CatalogueFileException problems
                ? problems
                : new IllegalStateException(
                        "The catalogue of " + origin.name() + " could not be read: "
                                + (e instanceof UncheckedIOException io ? io.getCause() : e),
                        e);
    }

    private Version fromCopy(RuntimeException reason) {
        if (copy == null) {
            throw reason;
        }
        if (!Files.exists(copy)) {
            throw new IllegalStateException(reason.getMessage() + " There is no copy in " + copy + " either.", reason);
        }
        Version version;
        try {
            version = Version.of(CatalogueJson.read(copy), "");
        } catch (CatalogueFileException | UncheckedIOException e) {
            reason.addSuppressed(e);
            throw reason;
        }
        LOG.log(WARNING, reason.getMessage() + " The application goes by the copy in " + copy + " meanwhile.");
        last = version;
        copied = version.declarations();
        return version;
    }

    private void keep(Path file, CookieCatalogue catalogue) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            CatalogueJson.write(catalogue, file);
        } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
            LOG.log(
                    WARNING,
                    "The catalogue of " + origin.name() + " could not be copied to " + file
                            + ", so that the application can't start while its source can't be reached.",
                    e);
        }
    }

    private Duration pause() {
        if (every.isZero()) {
            return Duration.ZERO;
        }
        Duration longest = every.compareTo(LONGEST_PAUSE) > 0 ? every : LONGEST_PAUSE;
        // Sixteen doublings are longer than any pace.
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 16));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    private static long chance(Duration jitter) {
        return jitter.isZero() ? 0 : ThreadLocalRandom.current().nextLong(jitter.toNanos());
    }

    /** Where the catalogue comes from. */
    @Override
    public String toString() {
        return origin.name();
    }
}
