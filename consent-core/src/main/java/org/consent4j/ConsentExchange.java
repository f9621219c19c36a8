package org.consent4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Requirement;
import org.consent4j.http.CookieHeader;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.consent4j.http.SetCookie;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * One request with its response, as far as consent goes: asks, records and judges.
 *
 * <p>A choice that is recorded here is effective at once, for everything that this exchange answers afterwards.
 *
 * <p>An application may hand an exchange from thread to thread as it does the request. Questions may be asked by
 * several threads at a time; lines of one response are judged by one at a time, as they are written.
 */
public final class ConsentExchange {

    private static final int LONGEST_HOST = 253;
    private static final int EXEMPT_MONTHS = 13;
    private static final int FEW_LINES = 4;

    private static final String NOT_HERE =
            "No choice can be recorded here: this request did not pass the consent filter."
                    + " Register it for all paths and dispatches.";

    private static final AtomicIntegerFieldUpdater<ConsentExchange> PERSONALISED =
            AtomicIntegerFieldUpdater.newUpdater(ConsentExchange.class, "personalised");

    private static final ConsentExchange NONE = new ConsentExchange();

    private final CookieConsent consent;
    private final ActiveCatalogue catalogue;
    private final RequestHeaders headers;
    private final ResponseCookies out;

    private @Nullable String firstLine;
    private @Nullable List<String> moreLines;
    /** What the request carries: categories of cookies that need consent, and of those that need no objection. */
    private long consentCarried;

    private long objectionCarried;
    private boolean undeclaredCarried;
    private boolean preferencesCarried;

    private volatile Preferences preferences;
    /** One once it is; by an updater, as each request has an exchange. */
    private volatile int personalised;

    private volatile @Nullable Visible visible;

    private @Nullable Leftovers leftovers;

    /** Lines that passed for the sake of a choice, which a later choice in this exchange may take back. */
    private String @Nullable [] written;

    private int writtenCount;

    private record Visible(Preferences preferences, List<String> lines) {}

    ConsentExchange(CookieConsent consent, ActiveCatalogue catalogue, RequestHeaders headers, ResponseCookies out) {
        this.consent = consent;
        this.catalogue = catalogue;
        this.headers = headers;
        this.out = out;
        this.preferences = catalogue.undecided();
    }

    private ConsentExchange() {
        this(
                CookieConsent.builder().catalogue(CookieCatalogue.of()).build(),
                name -> Collections.emptyIterator(),
                line -> {
                    throw new IllegalStateException(NOT_HERE);
                });
    }

    private ConsentExchange(CookieConsent consent, RequestHeaders headers, ResponseCookies out) {
        this(consent, consent.catalogue(), headers, out);
    }

    /**
     * The exchange where there is none: outside a filter nothing is granted, and nothing can be recorded.
     *
     * @return an exchange in which only what needs no consent is allowed
     */
    public static ConsentExchange none() {
        return NONE;
    }

    // ---- The request comes in -------------------------------------------------------------------------------------

    ConsentExchange begin() {
        Preferences read = null;
        Iterator<String> lines = headers.values("Cookie");
        while (lines.hasNext()) {
            String line = lines.next();
            keep(line);
            CookieHeader cookies = new CookieHeader(line);
            while (cookies.next()) {
                int position = catalogue.find(line, cookies.nameStart(), cookies.nameEnd());
                if (position < 0) {
                    meetUndeclared(line, cookies.nameStart(), cookies.nameEnd());
                    continue;
                }
                catalogue.markSeen(position);
                if (catalogue.isPreferenceCookie(position)) {
                    Preferences copy =
                            catalogue.codec().decode(line, cookies.valueStart(), cookies.valueEnd(), consent.today());
                    read = read == null ? copy : read.and(copy);
                    preferencesCarried = true;
                } else {
                    consentCarried |= catalogue.consent(position);
                    objectionCarried |= catalogue.objection(position);
                }
            }
        }
        if (read != null) {
            preferences = read;
        }
        settleLeftovers();
        return this;
    }

    private void meetUndeclared(String line, int nameStart, int nameEnd) {
        undeclaredCarried = true;
        consent.undeclared(line, nameStart, nameEnd, UndeclaredCookie.Origin.BROWSER);
        if (!consent.admitsUndeclared() && consent.hasListeners()) {
            tell(CookieEvent.Action.HIDDEN, line.substring(nameStart, nameEnd), null, Reason.UNDECLARED);
        }
    }

    private void keep(String line) {
        if (firstLine == null) {
            firstLine = line;
        } else {
            if (moreLines == null) {
                moreLines = new ArrayList<>(2);
            }
            moreLines.add(line);
        }
    }

    List<String> lines() {
        if (firstLine == null) {
            return List.of();
        }
        if (moreLines == null) {
            return List.of(firstLine);
        }
        List<String> all = new ArrayList<>(moreLines.size() + 1);
        all.add(firstLine);
        all.addAll(moreLines);
        return all;
    }

    /** Reports and expires what the request carries and the visitor does not admit. */
    private void settleLeftovers() {
        if (refusedConsent() != 0 || refusedObjection() != 0) {
            leftovers().settle(refusedConsent(), refusedObjection());
        }
    }

    private Leftovers leftovers() {
        if (leftovers == null) {
            leftovers = new Leftovers(this, consent, catalogue);
        }
        return leftovers;
    }

    private long refusedConsent() {
        return consentCarried & ~preferences.granted();
    }

    private long refusedObjection() {
        return objectionCarried & preferences.refused();
    }

    /** The request's host in lower case; empty where it is no domain name, as it is to stand in lines. */
    String host() {
        String given = headers.host();
        boolean fits = given.length() <= LONGEST_HOST;
        for (int i = 0; fits && i < given.length(); i++) {
            char c = given.charAt(i);
            fits = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '-'
                    || c == '_';
        }
        return fits ? given.toLowerCase(Locale.ROOT) : "";
    }

    static boolean isWithin(String host, String domain) {
        return host.equals(domain)
                || (host.length() > domain.length()
                        && host.endsWith(domain)
                        && host.charAt(host.length() - domain.length() - 1) == '.');
    }

    /**
     * Whether the request carries cookies that the application must not see.
     *
     * @return true if {@link #cookieHeaders()} differs from what came
     */
    public boolean hidesCookies() {
        return consent.mode() == Mode.ENFORCE
                && ((undeclaredCarried && !consent.admitsUndeclared())
                        || refusedConsent() != 0
                        || refusedObjection() != 0);
    }

    /**
     * The request's Cookie lines without what is refused at this moment (rule 2).
     *
     * @return the lines as they came where nothing is hidden; else without the hidden cookies, and without lines of
     *     which nothing is left
     */
    public List<String> cookieHeaders() {
        if (!hidesCookies()) {
            return lines();
        }
        Preferences current = preferences;
        Visible known = visible;
        if (known == null || !known.preferences.equals(current)) {
            known = new Visible(current, visibleLines());
            visible = known;
        }
        return known.lines;
    }

    List<String> visibleLines() {
        List<String> remaining = new ArrayList<>(1);
        for (String line : lines()) {
            String rest = visible(line);
            if (!rest.isEmpty()) {
                remaining.add(rest);
            }
        }
        return Collections.unmodifiableList(remaining);
    }

    /** What is left of a line: its visible cookies, and what stands between two of them as it came. */
    private String visible(String line) {
        char[] rest = new char[line.length()];
        int length = 0;
        int start = -1;
        int end = -1;
        CookieHeader cookies = new CookieHeader(line);
        while (cookies.next()) {
            int position = catalogue.find(line, cookies.nameStart(), cookies.nameEnd());
            if (position < 0 ? consent.admitsUndeclared() : reason(position).admits()) {
                start = start < 0 ? cookies.nameStart() : start;
                end = cookies.valueEnd();
            } else if (start >= 0) {
                length = append(line, start, end, rest, length);
                start = -1;
            }
        }
        return new String(rest, 0, start < 0 ? length : append(line, start, end, rest, length));
    }

    private static int append(String line, int start, int end, char[] rest, int length) {
        int at = length;
        if (at > 0) {
            rest[at++] = ';';
            rest[at++] = ' ';
        }
        // Text builders of the JDKs before 21 take a part of a text character by character.
        line.getChars(start, end, rest, at);
        return at + end - start;
    }

    // ---- The application asks -------------------------------------------------------------------------------------

    /**
     * Whether the visitor allows a category now.
     *
     * @param category the category
     * @return true if it needs nothing, or the visitor granted it; for a category that is exempt as a whole, true
     *     unless the visitor objected
     */
    public boolean allows(Category category) {
        int position = catalogue.scheme().position(category.id());
        if (position < 0) {
            return catalogue.category(category.id()).orElse(category).requirement() == Requirement.NOTHING;
        }
        personalise();
        long bit = 1L << position;
        return (catalogue.asked() & bit) != 0 ? (preferences.granted() & bit) != 0 : (preferences.refused() & bit) == 0;
    }

    /**
     * Whether the visitor allows a category now, by its id, as templates ask.
     *
     * @param categoryId the category's id
     * @return as {@link #allows(Category)}; false where the site has no category of that id
     */
    public boolean allows(String categoryId) {
        Optional<Category> category = catalogue.category(categoryId);
        return category.isPresent() && allows(category.get());
    }

    /**
     * Whether a cookie may be set and read now.
     *
     * @param cookieName the cookie's name
     * @return true if it is admitted; false where the catalogue does not declare it, unless the site admits such
     *     cookies
     */
    public boolean allowsCookie(String cookieName) {
        int position = catalogue.position(cookieName);
        if (position < 0) {
            return consent.admitsUndeclared();
        }
        Reason reason = reason(position);
        if (reason != Reason.NECESSARY) {
            personalise();
        }
        return reason.admits();
    }

    /**
     * The visitor's choices.
     *
     * @return the preferences as they are now
     */
    public Preferences preferences() {
        personalise();
        return preferences;
    }

    /**
     * Whether the visitor is to be asked: some category is undecided, or was decided too long ago, or has changed since
     * it was granted (rules 9 to 11).
     *
     * @return true if {@link #undecided()} is not empty
     */
    public boolean promptNeeded() {
        if (catalogue.asked() == 0) {
            return false;
        }
        Preferences current = preferences();
        return (catalogue.asked() & ~(current.granted() | current.refused())) != 0;
    }

    /**
     * The categories that the visitor is to be asked for.
     *
     * @return the asked categories without a choice that counts, in the site's order
     */
    public List<Category> undecided() {
        Preferences current = preferences();
        return catalogue.categories().stream()
                .filter(category -> catalogue.asksFor(category) && current.choice(category.id()) == Choice.UNDECIDED)
                .toList();
    }

    /**
     * The catalogue that this exchange goes by, also when another comes into force meanwhile.
     *
     * @return the catalogue
     */
    public ActiveCatalogue catalogue() {
        return catalogue;
    }

    /**
     * Whether the visitor's browser sends the Global Privacy Control signal (rule 22). It grants and refuses nothing
     * here: what it opts out of needs consent anyway, and a visitor's explicit choice wins.
     *
     * @return true for exactly one {@code Sec-GPC: 1}
     */
    public boolean globalPrivacyControl() {
        Iterator<String> values = headers.values("Sec-GPC");
        return values.hasNext() && values.next().equals("1") && !values.hasNext();
    }

    // ---- The visitor decides --------------------------------------------------------------------------------------

    /**
     * Records what the visitor said to some or all categories: writes the preference cookie and expires what is no
     * longer admitted, in this response.
     *
     * @param choices choices by category; other categories keep theirs; where none of them declares a cookie, nothing is
     *     recorded
     * @throws IllegalArgumentException if a category is unknown to the site, or can't be chosen as it needs no consent
     * @throws IllegalStateException if the response's headers have been sent, or there is no exchange; nothing is
     *     recorded then
     */
    public synchronized void record(Map<Category, Choice> choices) {
        if (this == NONE) {
            throw new IllegalStateException(NOT_HERE);
        }
        Map<String, Choice> byId = new HashMap<>();
        choices.forEach((category, choice) -> {
            Category known = catalogue
                    .category(category.id())
                    .orElseThrow(() -> new IllegalArgumentException("The site has no category '" + category.id()
                            + "'; it has " + catalogue.categories() + "."));
            if (known.requirement() == Requirement.NOTHING) {
                throw new IllegalArgumentException(
                        "Category '" + category.id() + "' needs no consent, so there is nothing to record for it.");
            }
            if (catalogue.offersChoice(known)) {
                byId.put(known.id(), choice);
            }
        });
        if (byId.isEmpty()) {
            return;
        }
        Preferences before = preferences;
        Preferences after = before.with(byId, consent.today());
        write(after);
        preferences = after;
        takeBack();
        out.decided();
        consent.tell(listener -> listener.onChoice(before, after));
    }

    /**
     * Records that the visitor grants every category that can be chosen.
     *
     * @throws IllegalStateException as {@link #record}
     */
    public void grantAll() {
        recordAll(Choice.GRANTED);
    }

    /**
     * Records that the visitor refuses every category that can be chosen, which also withdraws every grant.
     *
     * @throws IllegalStateException as {@link #record}
     */
    public void refuseAll() {
        recordAll(Choice.REFUSED);
    }

    /**
     * Records that the visitor withdraws one category (rule 3).
     *
     * @param category the category
     * @throws IllegalArgumentException as {@link #record}
     * @throws IllegalStateException as {@link #record}
     */
    public void withdraw(Category category) {
        record(Map.of(category, Choice.REFUSED));
    }

    private void recordAll(Choice choice) {
        Map<Category, Choice> choices = new LinkedHashMap<>();
        for (Category category : catalogue.categories()) {
            if (catalogue.offersChoice(category)) {
                choices.put(category, choice);
            }
        }
        record(choices);
    }

    private void write(Preferences after) {
        PreferenceCookie cookie = consent.preferenceCookie();
        boolean decided = after.granted() != 0 || after.refused() != 0;
        add(
                decided
                        ? cookie.line(catalogue.codec().encode(after), headers.secure())
                        : SetCookie.deletion(cookie.name(), cookie.domain(), "/", false));
        if (preferencesCarried) {
            // Copies of other scopes would go on overruling what the visitor just said (rule 43). A single one may be
            // such a copy: its scope is not to be seen.
            CookieDeclaration declaration = catalogue.find(cookie.name()).orElseThrow();
            leftovers().deleteElsewhere(cookie.name(), declaration, cookie.domain() == null ? "" : cookie.domain());
        }
    }

    /** Expires what a choice has just made inadmissible: leftovers, and what this response wrote before it. */
    private void takeBack() {
        settleLeftovers();
        if (written == null || consent.mode() == Mode.REPORT_ONLY) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < writtenCount; i++) {
            SetCookie cookie = SetCookie.read(written[i], consent.now());
            if (cookie != null && !allowsWriteOf(cookie.name())) {
                // Beyond the room for deletions, if need be: the application wrote as many lines in this response.
                add(cookie.toDeletion());
            } else {
                written[kept++] = written[i];
            }
        }
        writtenCount = kept;
    }

    private boolean allowsWriteOf(String name) {
        int position = catalogue.find(name, 0, name.length());
        return position >= 0 && reason(position).admits();
    }

    // ---- The application writes -----------------------------------------------------------------------------------

    /**
     * Judges a Set-Cookie line of the application, its framework or its container, as browsers would read it. The line
     * leaves unchanged or not at all; listeners hear of the latter.
     *
     * @param line the header's value; any text
     * @return admitted or not, with the reason
     */
    public Decision admits(String line) {
        long region = SetCookie.name(line);
        int position = position(line, region);
        Reason reason = reason(line, region, position);
        if (position >= 0) {
            catalogue.markSeen(position);
        } else if (reason == Reason.UNDECLARED || reason == Reason.UNDECLARED_ADMITTED) {
            consent.undeclared(
                    line, SetCookie.start(region), SetCookie.end(region), UndeclaredCookie.Origin.APPLICATION);
        }
        if (reason == Reason.GRANTED || reason == Reason.NOT_OBJECTED) {
            // Another visitor's choice would keep the line back, so no shared cache may hand it on (rule 19).
            personalise();
            remember(line);
        }
        if (!reason.admits() && consent.hasListeners()) {
            tell(
                    CookieEvent.Action.REFUSED,
                    region == SetCookie.UNREADABLE
                            ? ""
                            : line.substring(SetCookie.start(region), SetCookie.end(region)),
                    position < 0 ? null : catalogue.declaration(position),
                    reason);
        }
        return decision(reason);
    }

    /**
     * What {@link #admits} would answer now, for those who only want to know: nobody hears of it, and it leaves no
     * trace.
     *
     * @param line the header's value; any text
     * @return admitted or not, with the reason
     */
    public Decision judge(String line) {
        long region = SetCookie.name(line);
        return decision(reason(line, region, position(line, region)));
    }

    private Decision decision(Reason reason) {
        return Decision.of(reason, reason.admits() || consent.mode() == Mode.ENFORCE);
    }

    private int position(String line, long region) {
        return region == SetCookie.UNREADABLE
                ? -1
                : catalogue.find(line, SetCookie.start(region), SetCookie.end(region));
    }

    private Reason reason(String line, long region, int position) {
        if (region == SetCookie.UNREADABLE) {
            return Reason.UNREADABLE;
        }
        if (position < 0) {
            if (deletes(line)) {
                return Reason.DELETION;
            }
            return consent.admitsUndeclared() ? Reason.UNDECLARED_ADMITTED : Reason.UNDECLARED;
        }
        if (catalogue.isPreferenceCookie(position)) {
            return Reason.RESERVED;
        }
        Reason reason = reason(position);
        if (reason == Reason.NECESSARY || reason == Reason.GRANTED) {
            return reason;
        }
        if (deletes(line)) {
            return Reason.DELETION;
        }
        return reason == Reason.NOT_OBJECTED && prolongs(line) ? Reason.PROLONGED : reason;
    }

    /**
     * Whether browsers delete on a line that comes from here (rule 34): one for another domain they overlook. They do so
     * with a secure one over http as well, but a server behind a proxy often does not know what its visitor uses.
     */
    private boolean deletes(String line) {
        if (!SetCookie.deletes(line, consent.now())) {
            return false;
        }
        SetCookie cookie = SetCookie.read(line, consent.now());
        return cookie != null && isOurs(cookie.domain());
    }

    private boolean isOurs(String domain) {
        String bare = (domain.startsWith(".") ? domain.substring(1) : domain).toLowerCase(Locale.ROOT);
        if (bare.isEmpty() || isWithin(host(), bare)) {
            return true;
        }
        // Behind a proxy, the request may name another host than the visitor's browser does.
        for (String trusted : consent.trustedHosts()) {
            if (isWithin(trusted, bare)) {
                return true;
            }
        }
        return false;
    }

    boolean secure() {
        return headers.secure() || consent.preferenceCookie().isAlwaysSecure();
    }

    /** Whether a line would give an exempt cookie a later end than its exemption allows (rule 16). */
    private boolean prolongs(String line) {
        SetCookie cookie = SetCookie.read(line, consent.now());
        if (cookie == null || !cookie.isPersistent()) {
            return false;
        }
        long limit = consent.today().plusMonths(EXEMPT_MONTHS).plusDays(1).toEpochDay() * 86_400L;
        return cookie.latestExpiry() >= limit || isCarried(cookie.name());
    }

    private boolean isCarried(String name) {
        for (String line : lines()) {
            CookieHeader cookies = new CookieHeader(line);
            while (cookies.next()) {
                if (cookies.nameEnd() - cookies.nameStart() == name.length()
                        && line.startsWith(name, cookies.nameStart())) {
                    return true;
                }
            }
        }
        return false;
    }

    Reason reason(int position) {
        Preferences current = preferences;
        long consentBit = catalogue.consent(position);
        long bit = consentBit | catalogue.objection(position);
        if (bit == 0) {
            return Reason.NECESSARY;
        }
        if ((current.granted() & bit) != 0) {
            return Reason.GRANTED;
        }
        if ((current.refused() & bit) != 0) {
            return Reason.REFUSED;
        }
        if (consentBit == 0) {
            return Reason.NOT_OBJECTED;
        }
        return (current.stale() & bit) != 0 ? Reason.STALE : Reason.UNDECIDED;
    }

    /** Keeps a line once, however often an adapter has it judged. */
    private void remember(String line) {
        if (written == null) {
            written = new String[FEW_LINES];
        }
        for (int i = 0; i < writtenCount; i++) {
            if (written[i].equals(line)) {
                return;
            }
        }
        if (writtenCount == written.length) {
            written = Arrays.copyOf(written, 2 * writtenCount);
        }
        written[writtenCount++] = line;
    }

    void add(String line) {
        personalise();
        out.add(line);
    }

    private void personalise() {
        if (personalised == 0 && PERSONALISED.compareAndSet(this, 0, 1)) {
            out.personalised();
        }
    }

    void tell(CookieEvent.Action action, String name, @Nullable CookieDeclaration declaration, Reason reason) {
        if (consent.hasListeners()) {
            CookieEvent event = new CookieEvent(
                    action, name, Optional.ofNullable(declaration), reason, consent.mode() == Mode.ENFORCE);
            consent.tell(listener -> listener.onCookie(event));
        }
    }
}
