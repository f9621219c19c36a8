package org.consent4j;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.consent4j.preference.PreferenceCookie;
import org.jspecify.annotations.Nullable;

/**
 * A site's configured consent: the one object from which every request's {@link ConsentExchange} begins.
 *
 * <pre>{@code
 * CookieConsent consent = CookieConsent.builder()
 *         .catalogue(CookieCatalogue.of(CommonCookies.servletSession(), ...))
 *         .build();
 * }</pre>
 *
 * <p>Safe for use by any number of threads, virtual ones included. It holds no visitor's state. Where the application
 * ends with its process, it needs no closing: the one daemon thread on which it asks its catalogue ends by itself when no
 * requests come.
 */
public final class CookieConsent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("org.consent4j");
    private static final long REFRESH_MILLIS = 1_000;
    private static final long IDLE_SECONDS = 10;
    private static final int MOST_UNDECLARED_OF_APPLICATION = 512;
    private static final int MOST_UNDECLARED_OF_BROWSERS = 128;

    private final CookieCatalogue source;
    private final List<Category> categories;
    private final Mode mode;
    private final boolean admitsUndeclared;
    private final List<String> trustedHosts;
    private final PreferenceCookie preferenceCookie;
    private final List<ConsentListener> listeners;
    private final Clock clock;

    private final NameSet undeclaredOfApplication = new NameSet(MOST_UNDECLARED_OF_APPLICATION);
    private final NameSet undeclaredOfBrowsers = new NameSet(MOST_UNDECLARED_OF_BROWSERS);
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final ThreadPoolExecutor refresher;

    private volatile ActiveCatalogue catalogue;
    private volatile long nextRefresh;
    private volatile Today today;

    /** What the source returned last, good or not; only touched by whoever refreshes. */
    private @Nullable List<CookieDeclaration> lastReturned;
    /** What the source returned when it last came into force; only touched by whoever refreshes. */
    private List<CookieDeclaration> inForce;

    private @Nullable String lastFailure;

    private record Today(long epochDay, LocalDate date) {}

    private CookieConsent(Builder builder, CookieCatalogue source) {
        this.source = source;
        this.categories = List.copyOf(builder.categories.values());
        this.mode = builder.mode;
        this.admitsUndeclared = builder.admitsUndeclared;
        this.trustedHosts = List.copyOf(builder.trustedHosts);
        this.preferenceCookie = builder.preferenceCookie;
        this.listeners = List.copyOf(builder.listeners);
        this.clock = builder.clock;
        this.today = new Today(Long.MIN_VALUE, LocalDate.EPOCH);
        Returned returned = returnedAtStart(source);
        this.lastReturned = returned.declarations;
        this.inForce = returned.declarations;
        this.catalogue = compile(returned);
        tellSource(source, returned.declarations);
        this.nextRefresh = clock.millis() + REFRESH_MILLIS;
        this.refresher = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "consent-catalogue");
                    thread.setDaemon(true);
                    thread.setContextClassLoader(null);
                    return thread;
                },
                // Nothing is asked for once this is closed.
                new ThreadPoolExecutor.DiscardPolicy());
        refresher.allowCoreThreadTimeOut(true);
    }

    private static Returned returnedAtStart(CookieCatalogue source) {
        try {
            return Returned.of(source.declarations(), source);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError e) {
            throw new IllegalStateException(
                    "The cookie catalogue " + source.getClass().getName() + " failed at start: " + e
                            + ". Without it no cookie could be decided on, so the application must not start.",
                    e);
        }
    }

    private ActiveCatalogue compile(Returned returned) {
        return ActiveCatalogue.compile(returned.declarations, returned.categories, categories, preferenceCookie);
    }

    /** What a source returned at one moment. */
    private record Returned(List<CookieDeclaration> declarations, List<Category> categories) {

        static Returned of(List<CookieDeclaration> declarations, CookieCatalogue source) {
            return new Returned(requireList(declarations), List.copyOf(source.categories()));
        }

        @SuppressWarnings("NullAway") // A source is users' code, which may break the contract of its interface.
        private static List<CookieDeclaration> requireList(List<CookieDeclaration> declarations) {
            Objects.requireNonNull(
                    declarations, "the catalogue returned null; return an empty list if there are no cookies");
            for (CookieDeclaration declaration : declarations) {
                Objects.requireNonNull(declaration, "the catalogue returned a list with a null in it; leave it out");
            }
            return declarations;
        }
    }

    /**
     * Starts a configuration.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins one request: reads its choices and expires its leftovers.
     *
     * @param headers the request's headers, which stay readable as long as the exchange is used
     * @param out where Set-Cookie lines go
     * @return the request's exchange
     */
    public ConsentExchange begin(RequestHeaders headers, ResponseCookies out) {
        long now = clock.millis();
        // The second half is for a clock that was set back.
        if (now >= nextRefresh || now < nextRefresh - REFRESH_MILLIS) {
            refreshLater(now);
        }
        return new ConsentExchange(this, catalogue, headers, out).begin();
    }

    private void refreshLater(long now) {
        nextRefresh = now + REFRESH_MILLIS;
        if (refreshing.compareAndSet(false, true)) {
            try {
                refresher.execute(this::refreshInBackground);
            } catch (OutOfMemoryError e) {
                // So the virtual machine says that the system gives it no more threads: a later request tries again.
                refreshing.set(false);
                LOG.log(ERROR, "The cookie catalogue could not be refreshed, as no thread can be started.", e);
            }
        }
    }

    private void refreshInBackground() {
        // The thread may outlive the application for some seconds: meanwhile it holds no loader of its.
        Thread.currentThread().setContextClassLoader(source.getClass().getClassLoader());
        try {
            refresh();
        } finally {
            Thread.currentThread().setContextClassLoader(null);
            refreshing.set(false);
        }
    }

    /**
     * Asks the catalogue's source now, on this thread, and puts what it returns in force if it is new and valid. There
     * is no need to call it: requests have it done in the background about once a second.
     *
     * @return true if another catalogue has come into force; false if nothing has changed, if this is closed, or if the
     *     source failed, which listeners are told
     */
    @SuppressWarnings("ReferenceEquality") // The same instance is how a source says that nothing has changed.
    public synchronized boolean refresh() {
        if (refresher.isShutdown()) {
            return false;
        }
        try {
            List<CookieDeclaration> declarations = source.declarations();
            if (declarations == lastReturned) {
                if (lastFailure != null && declarations == inForce) {
                    LOG.log(INFO, "The cookie catalogue can be read again, and is the one in force.");
                    lastFailure = null;
                }
                return false;
            }
            Returned returned = Returned.of(declarations, source);
            lastReturned = declarations;
            ActiveCatalogue next = compile(returned);
            requireSomeLeft(next);
            next.markSeenAsIn(catalogue);
            if (refresher.isShutdown()) {
                return false;
            }
            LOG.log(
                    INFO,
                    "Another cookie catalogue is in force: {0} cookies in {1} categories, {2} before.",
                    next.declarations().size(),
                    next.categories().size(),
                    catalogue.declarations().size());
            catalogue = next;
            inForce = declarations;
            lastFailure = null;
            tellSource(source, declarations);
            tell(listener -> listener.onCatalogue(next));
            return true;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError e) {
            String failure = e.toString();
            if (!refresher.isShutdown() && !failure.equals(lastFailure)) {
                lastFailure = failure;
                String what = "The cookie catalogue could not be refreshed; the last good one stays in force.";
                if (e instanceof IllegalArgumentException) {
                    // Tells its place by itself; where it was found in this library helps nobody.
                    LOG.log(ERROR, what + " " + e.getMessage());
                } else {
                    LOG.log(ERROR, what, e);
                }
                RuntimeException told = e instanceof RuntimeException same ? same : new IllegalStateException(e);
                tell(listener -> listener.onCatalogueFailure(told));
            }
            return false;
        }
    }

    /** A table that is emptied to be filled anew would have every cookie refused, that of the session included. */
    private void requireSomeLeft(ActiveCatalogue next) {
        int before = catalogue.declarations().size();
        // The preference cookie is always declared.
        if (next.declarations().size() == 1 && before > 1) {
            throw new IllegalArgumentException("It declares no cookie any more, and declared " + (before - 1)
                    + " before: is it being written anew? Where it is meant, start the application again.");
        }
    }

    private static void tellSource(CookieCatalogue source, List<CookieDeclaration> declarations) {
        try {
            source.onInForce(declarations);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            LOG.log(ERROR, "The catalogue's source failed when it was told that its declarations are in force.", e);
        }
    }

    /**
     * Stops to ask the catalogue, for good: the one thread ends at once, or when the read ends that it is at, of which
     * nothing comes into force any more. Requests go on with the catalogue that is. Adapters that were not given it by hand
     * call it when the application stops; a second call does nothing.
     */
    @Override
    public void close() {
        refresher.shutdown();
    }

    /**
     * The catalogue in force.
     *
     * @return the catalogue
     */
    public ActiveCatalogue catalogue() {
        return catalogue;
    }

    /**
     * How the catalogue and life differ, as far as this application has seen since its start.
     *
     * @return cookies that are not declared, and declarations of which no cookie was seen
     */
    public CatalogueReport report() {
        ActiveCatalogue current = catalogue;
        List<UndeclaredCookie> undeclared = new ArrayList<>();
        Consumer<UndeclaredCookie> keep = cookie -> {
            String name = cookie.name();
            if (current.find(name, 0, name.length()) < 0) {
                undeclared.add(cookie);
            }
        };
        undeclaredOfApplication
                .names()
                .forEach(name -> keep.accept(new UndeclaredCookie(name, UndeclaredCookie.Origin.APPLICATION)));
        undeclaredOfBrowsers
                .names()
                .forEach(name -> keep.accept(new UndeclaredCookie(name, UndeclaredCookie.Origin.BROWSER)));
        return new CatalogueReport(undeclared, current.neverSeen());
    }

    /**
     * Whether decisions are enforced.
     *
     * @return the mode
     */
    public Mode mode() {
        return mode;
    }

    /**
     * Whether there is anything to tell or to ask visitors: the site declares a cookie, or enforces that it has none.
     * Where an adapter has only been added, there is nothing yet, and the application is to work as before.
     *
     * @return false if no cookie is declared and decisions are only reported
     */
    public boolean isSetUp() {
        // The preference cookie is always declared.
        return mode == Mode.ENFORCE || catalogue.declarations().size() > 1;
    }

    /**
     * How the preference cookie is named, scoped and signed.
     *
     * @return the cookie
     */
    public PreferenceCookie preferenceCookie() {
        return preferenceCookie;
    }

    boolean admitsUndeclared() {
        return admitsUndeclared;
    }

    List<String> trustedHosts() {
        return trustedHosts;
    }

    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    /** The present moment, in seconds since 1970. */
    long now() {
        return Math.floorDiv(clock.millis(), 1000L);
    }

    LocalDate today() {
        long epochDay = Math.floorDiv(clock.millis(), 86_400_000L);
        Today known = today;
        if (known.epochDay != epochDay) {
            known = new Today(
                    epochDay,
                    Instant.ofEpochSecond(epochDay * 86_400L)
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDate());
            today = known;
        }
        return known.date;
    }

    void undeclared(String text, int start, int end, UndeclaredCookie.Origin origin) {
        boolean ofApplication = origin == UndeclaredCookie.Origin.APPLICATION;
        NameSet known = ofApplication ? undeclaredOfApplication : undeclaredOfBrowsers;
        if (start == end || known.isSettled(text, start, end)) {
            return;
        }
        String name = text.substring(start, end);
        if (known.add(name)) {
            UndeclaredCookie cookie = new UndeclaredCookie(name, origin);
            if (ofApplication) {
                LOG.log(
                        WARNING,
                        "The application sets a cookie that the catalogue does not declare; it is {0}."
                                + " Paste this into CookieCatalogue.of(...), or wherever the catalogue lists its"
                                + " declarations, and complete it:\n{1}",
                        mode == Mode.ENFORCE && !admitsUndeclared ? "refused" : "let pass",
                        cookie.stub());
            } else {
                LOG.log(DEBUG, "A browser sent a cookie that the catalogue does not declare:\n{0}", cookie.stub());
            }
            tell(listener -> listener.onUndeclared(cookie));
        }
    }

    void tell(Consumer<ConsentListener> event) {
        for (ConsentListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                LOG.log(
                        ERROR,
                        "A consent listener failed: " + listener.getClass().getName(),
                        e);
            }
        }
    }

    /**
     * Configures a site's consent; all its errors are told at the latest by {@link #build()}.
     *
     * <p>Not safe for use by many threads.
     */
    public static final class Builder {

        private @Nullable CookieCatalogue source;
        private final Map<String, Category> categories = new LinkedHashMap<>();
        private Mode mode = Mode.ENFORCE;
        private boolean admitsUndeclared;
        private final List<String> trustedHosts = new ArrayList<>();
        private PreferenceCookie preferenceCookie = PreferenceCookie.standard();
        private final List<ConsentListener> listeners = new ArrayList<>();
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets the source of the site's declarations; required.
         *
         * @param source the catalogue
         * @return this
         * @throws IllegalStateException if one was set already
         */
        public Builder catalogue(CookieCatalogue source) {
            if (this.source != null) {
                throw new IllegalStateException("The catalogue was already set to "
                        + this.source.getClass().getName() + "; a site has one, so merge the two.");
            }
            this.source =
                    Objects.requireNonNull(source, "No catalogue is given; say catalogue(CookieCatalogue.of(...)).");
            return this;
        }

        /**
         * Defines categories: built-in ones with other texts or revisions, and own ones, which stay known here also
         * while no cookie is declared in them.
         *
         * @param categories the categories; they go before what declarations say
         * @return this
         */
        public Builder categories(Category... categories) {
            for (Category category : categories) {
                this.categories.put(category.id(), category);
            }
            return this;
        }

        /**
         * Sets whether decisions are enforced; without it they are.
         *
         * @param mode the mode
         * @return this
         */
        public Builder mode(Mode mode) {
            this.mode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Lets cookies pass that are not declared. Listeners still hear of them. No rule is satisfied for such cookies.
         *
         * @return this
         */
        public Builder admitUndeclared() {
            this.admitsUndeclared = true;
            return this;
        }

        /**
         * Adds a host name of the site. Only for it and the names below it are leftovers expired on parent domains, too
         * (rule 37); without any, leftovers are expired for the request's host alone and for declared domains.
         *
         * @param host a domain name of two labels or more, such as {@code www.example.org}
         * @return this
         * @throws IllegalArgumentException if it is not a domain name
         */
        public Builder trustedHost(String host) {
            String lower = host.toLowerCase(Locale.ROOT);
            if (lower.length() > 253
                    || !lower.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
                    || lower.matches("[0-9.]+")) {
                throw new IllegalArgumentException("The trusted host '" + host
                        + "' is not a domain name; give one of two labels or more, such as www.example.org, without"
                        + " scheme and port.");
            }
            trustedHosts.add(lower);
            return this;
        }

        /**
         * Sets how the preference cookie is named, scoped and signed.
         *
         * @param cookie the cookie
         * @return this
         */
        public Builder preferenceCookie(PreferenceCookie cookie) {
            this.preferenceCookie = Objects.requireNonNull(cookie, "cookie");
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener the listener
         * @return this
         */
        public Builder listener(ConsentListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Sets the clock that says what day it is; without it, the system's. Days are counted in UTC.
         *
         * @param clock the clock
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * The site's consent, once the catalogue is read and valid.
         *
         * @return a new consent
         * @throws IllegalStateException if no catalogue is set, or its source fails
         * @throws org.consent4j.catalogue.InvalidCatalogueException if the catalogue is not valid
         */
        public CookieConsent build() {
            if (source == null) {
                throw new IllegalStateException("No catalogue is set; say catalogue(CookieCatalogue.of(...)).");
            }
            return new CookieConsent(this, source);
        }
    }
}
