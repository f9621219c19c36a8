package org.consent4j.test;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.consent4j.CookieEvent;
import org.consent4j.Mode;
import org.consent4j.Reason;
import org.consent4j.UndeclaredCookie;
import org.consent4j.catalogue.AudienceMeasurementExemption;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.preference.PreferenceScheme;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The behaviour that every adapter shares, tested from outside over raw HTTP.
 *
 * <p>An adapter's test extends this class and starts an application, with the adapter in it, that has these routes.
 * Parameters are percent-encoded octets of ISO-8859-1, never {@code +} for a blank; {@code line} may be repeated. They
 * are read from the raw query string, as frameworks decode UTF-8. All bodies are {@code text/plain} in ISO-8859-1.
 *
 * <table>
 * <caption>Routes of the application under test; all GET</caption>
 * <tr><th>route</th><th>what it does</th></tr>
 * <tr><td>{@code /plain}</td><td>200, {@code plain}; touches nothing of consent</td></tr>
 * <tr><td>{@code /set?line=L}</td><td>adds each line with the framework's general header call, such as
 *     {@code addHeader("Set-Cookie", L)}; 200, {@code done}</td></tr>
 * <tr><td>{@code /cookie?name=N&value=V}</td><td>sets a cookie with the framework's cookie class, path {@code /};
 *     200</td></tr>
 * <tr><td>{@code /replace?line=L}</td><td>adds nothing first, then sets (replaces) the Set-Cookie header to L;
 *     200</td></tr>
 * <tr><td>{@code /redirect?line=L}</td><td>adds the lines, then redirects (302) to {@code /plain}</td></tr>
 * <tr><td>{@code /error?line=L}</td><td>adds the lines, then throws; the framework's error handling answers 500, and
 *     its error page or handler adds the line {@code err_stat=1}</td></tr>
 * <tr><td>{@code /status?line=L&code=C}</td><td>adds the lines, then answers this status by the framework's error call,
 *     such as {@code sendError}</td></tr>
 * <tr><td>{@code /async?line=L}</td><td>goes asynchronous; adds the lines on another thread, then answers 200</td></tr>
 * <tr><td>{@code /async-error?line=L}</td><td>goes asynchronous, adds the lines on another thread, then fails there:
 *     500</td></tr>
 * <tr><td>{@code /session}</td><td>makes the framework create its session; the body is the number that the session's
 *     attribute {@code counter} has after it was raised by one, {@code 1} in a new session</td></tr>
 * <tr><td>{@code /seen}</td><td>a line {@code parsed}, then a line {@code name=value} for each of the framework's parsed
 *     cookies; a line {@code raw}, then each raw Cookie header line as the application sees it</td></tr>
 * <tr><td>{@code /state}</td><td>the lines {@code statistical=}, {@code first-party=}, {@code third-party=} with what
 *     {@code allows} says of the category, {@code prompt=} with {@code promptNeeded}, {@code exempt_visit=} with
 *     {@code allowsCookie}; each {@code true} or {@code false}</td></tr>
 * <tr><td>{@code /choose?category=choice}</td><td>such as {@code ?statistical=GRANTED&first-party=REFUSED}: adds
 *     {@code stat_before=1; Path=/}, records the choices, adds {@code stat_after=1; Path=/}; then the body is as of
 *     {@code /seen}, asked for now, followed by as of {@code /state}</td></tr>
 * <tr><td>{@code /cacheable}</td><td>sets {@code Cache-Control: public, max-age=60}; touches nothing of consent;
 *     200</td></tr>
 * <tr><td>{@code /personal}</td><td>sets {@code Cache-Control: public, max-age=60} and {@code Vary: Accept-Encoding}, then
 *     asks whether statistical cookies are allowed; 200</td></tr>
 * </table>
 *
 * <p>The SDK's pages are mounted at {@code /cookies} and {@code /cookies/preferences}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConsentTck {

    /** The catalogue of the application under test. */
    public static final CookieCatalogue CATALOGUE = CookieCatalogue.of(
            necessary("app_session"),
            necessary("app_lang"),
            statistical("stat_*").build(),
            statistical("err_stat").build(),
            statistical("__Host-stat").build(),
            statistical("__Secure-stat").build(),
            statistical("exempt_visit")
                    .provider(Provider.SITE)
                    .exemption(AudienceMeasurementExemption.attest()
                            .solelyAudienceMeasurement()
                            .forThePublisherOnly()
                            .anonymousStatisticsOnly()
                            .noCrossSiteTracking()
                            .noSharingOrCrossReferencing()
                            .lifetimeNotProlongedByVisits()
                            .visitorsInformedAndAbleToObject()
                            .build())
                    .build(),
            CookieDeclaration.cookie("profile")
                    .category(Category.FIRST_PARTY)
                    .provider(Provider.SITE)
                    .purpose("To show what fits what you looked at")
                    .retention(Retention.months(6))
                    .path("/shop")
                    .build(),
            CookieDeclaration.cookie("map_*")
                    .category(Category.THIRD_PARTY)
                    .provider(Provider.of("Maps Ltd", "https://maps.example/privacy"))
                    .purpose("To show maps")
                    .retention(Retention.months(6))
                    .partitioned()
                    .build());

    private static CookieDeclaration necessary(String name) {
        return CookieDeclaration.cookie(name)
                .category(Category.NECESSARY)
                .provider(Provider.SITE)
                .purpose("To keep what you asked for from one page to the next")
                .retention(Retention.session())
                .build();
    }

    private static CookieDeclaration.Builder statistical(String name) {
        return CookieDeclaration.cookie(name)
                .category(Category.STATISTICAL)
                .provider(Provider.of("Statistics Ltd"))
                .purpose("To count visits")
                .retention(Retention.months(6));
    }

    /** What not every framework can do. */
    public enum Feature {
        /** It has sessions of its own. */
        SESSION,

        /** An application can replace a response header. */
        REPLACE_HEADER,

        /** It has a class for cookies that it writes. */
        COOKIE_CLASS,

        /** A request can be answered from another thread. */
        ASYNC,

        /** Lines that were added before a failure, or before the error call, leave with the error's answer. */
        LINES_SURVIVE_ERRORS,

        /**
         * Lines are judged when they are added. Elsewhere a response is made apart from the request, and its lines are
         * judged when it leaves, by the choice that counts then.
         */
        LINES_JUDGED_WHEN_ADDED,

        /** Octets above 0x7f in a header reach the wire, and the application, unchanged. */
        LATIN_1,

        /** The SDK's pages are mounted. */
        PAGES
    }

    /**
     * An application that runs.
     *
     * @param port where it listens, a port of this machine
     * @param server stops it
     */
    public record RunningSite(int port, AutoCloseable server) implements AutoCloseable {

        /**
         * Stops the application.
         *
         * @throws IllegalStateException if it can't be stopped
         */
        @Override
        public void close() {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException("The application on port " + port + " does not stop", e);
            }
        }
    }

    private static final String HOST = "Host: www.example.org";
    private static final String NAME = "cookies_preferences";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SAME_ORIGIN = "Sec-Fetch-Site: same-origin";
    private static final String EPOCH = "Thu, 01 Jan 1970 00:00:00 GMT";

    private static final String S = "s1" + PreferenceScheme.fingerprint(1, List.of("Statistics Ltd"));
    private static final String I = "i1" + PreferenceScheme.fingerprint(1, List.of("This site"));
    private static final String T = "t1" + PreferenceScheme.fingerprint(1, List.of("Maps Ltd"));
    private static final String ALL_GRANTED = String.join("~", S, I, T);
    private static final String ALL_REFUSED = "s0~i0~t0";

    private static final List<String> NECESSARY_LINES =
            List.of("app_lang=1; Path=/", "app_session=2; Path=/; HttpOnly; SameSite=Lax");
    private static final List<String> DECLARED_LINES = List.of(
            "app_lang=1; Path=/",
            "stat_visit=a; Path=/; Max-Age=3600",
            "profile=b; Path=/shop",
            "map_zoom=c; Path=/",
            "app_session=2; Path=/; HttpOnly; SameSite=Lax");

    private final Heard heard = new Heard();
    private final SettableClock clock = new SettableClock();
    private @Nullable RunningSite site;
    private @Nullable RunningSite reportingSite;
    private @Nullable RunningSite changedSite;

    /** For adapters' tests. */
    protected ConsentTck() {}

    /**
     * Starts the application on a free port, with this consent and the context path "".
     *
     * @param consent the site's consent
     * @return the running application, which the suite closes
     * @throws Exception if it does not start
     */
    protected abstract RunningSite start(CookieConsent consent) throws Exception;

    /**
     * What the framework can't do; the tests of it are reported as skipped.
     *
     * @return a set of features, each of which the adapter's documentation explains
     */
    protected Set<Feature> unsupported() {
        return Set.of();
    }

    /**
     * Where the application listens that the suite tests, for an adapter's own tests beside it.
     *
     * @return a port of this machine
     */
    protected final int port() {
        return site().port();
    }

    @BeforeAll
    void startSite() throws Exception {
        site = start(configured(CATALOGUE).build());
    }

    @BeforeEach
    void startAnew() {
        clock.reset();
        heard.forget();
    }

    @AfterAll
    void closeSites() {
        for (RunningSite running : Arrays.asList(site, reportingSite, changedSite)) {
            if (running != null) {
                running.close();
            }
        }
    }

    private CookieConsent.Builder configured(CookieCatalogue catalogue) {
        return CookieConsent.builder()
                .catalogue(catalogue)
                .trustedHost("www.example.org")
                .listener(heard)
                .clock(clock);
    }

    /** The same site while it only reports. */
    private RunningSite reportingSite() throws Exception {
        if (reportingSite == null) {
            reportingSite = start(configured(CATALOGUE).mode(Mode.REPORT_ONLY).build());
        }
        return reportingSite;
    }

    /** The site after its maps come from another provider, and its session is declared. */
    private RunningSite changedSite() throws Exception {
        if (changedSite == null) {
            List<CookieDeclaration> declarations = new ArrayList<>();
            for (CookieDeclaration declaration : CATALOGUE.declarations()) {
                declarations.add(
                        declaration.name().equals("map_*")
                                ? declaration.toBuilder()
                                        .provider(Provider.of("Other Maps Ltd", "https://other-maps.example/privacy"))
                                        .build()
                                : declaration);
            }
            if (!unsupported().contains(Feature.SESSION)) {
                sessionCookies().forEach(name -> declarations.add(necessary(name)));
            }
            changedSite = start(configured(CookieCatalogue.of(declarations)).build());
        }
        return changedSite;
    }

    /** What the framework calls its session's cookie, found out where every cookie passes. */
    private Set<String> sessionCookies() throws Exception {
        Set<String> names = new TreeSet<>(names(send(RawHttp.get("/session"), reportingSite())));
        assertFalse(names.isEmpty(), "/session sets no cookie; is there a session?");
        return names;
    }

    // ---- Before a choice -------------------------------------------------------------------------------------------

    @Test
    @Rule("1")
    void aVisitSetsNoCookieByItself() throws Exception {
        RawHttp.Response response = get("/plain");
        assertEquals(200, response.status(), response::toString);
        assertEquals("plain", response.text());
        assertEquals(List.of(), response.setCookies());
        assertEquals(List.of(), get("/state").setCookies(), "asking for the consent writes nothing");
        assertEquals(List.of(), heard.events);
    }

    @TestFactory
    @Rule({"1", "35"})
    Stream<DynamicTest> beforeAChoiceOnlyNecessaryCookiesLeave() {
        return onEachRoute(route -> assertLines(NECESSARY_LINES, false, route, visit(route, DECLARED_LINES)));
    }

    @TestFactory
    @Rule({"3", "35"})
    Stream<DynamicTest> afterARefusalOnlyNecessaryCookiesLeave() {
        return onEachRoute(route ->
                assertLines(NECESSARY_LINES, false, route, visit(route, DECLARED_LINES, preferences(ALL_REFUSED))));
    }

    @TestFactory
    @Rule({"6", "32", "35"})
    Stream<DynamicTest> whatIsGrantedLeavesUnchangedAndInOrder() {
        return onEachRoute(route ->
                assertLines(DECLARED_LINES, true, route, visit(route, DECLARED_LINES, preferences(ALL_GRANTED))));
    }

    @TestFactory
    @Rule({"6", "35"})
    Stream<DynamicTest> eachCategoryIsDecidedOnItsOwn() {
        return onEachRoute(route -> assertLines(
                List.of(DECLARED_LINES.get(0), DECLARED_LINES.get(2), DECLARED_LINES.get(4)),
                false,
                route,
                visit(route, DECLARED_LINES, preferences("s0~" + I + "~t0"))));
    }

    @TestFactory
    @Rule({"1", "35"})
    Stream<DynamicTest> undeclaredCookiesNeverLeave() {
        List<String> lines = List.of("nobody_knows=1", "app_lang=1; Path=/", "nobody_knows2=2; Path=/");
        return onEachRoute(route ->
                assertLines(List.of(lines.get(1)), true, route, visit(route, lines, preferences(ALL_GRANTED))));
    }

    @Test
    @Rule({"1", "35"})
    void theErrorHandlersOwnCookieIsJudgedToo() throws Exception {
        assertEquals(List.of(), names(get("/error")), "before a choice");
        assertTrue(refused().contains("err_stat"), "the error handler must have tried to add err_stat=1");
        assertEquals(List.of("err_stat"), names(get("/error", preferences(ALL_GRANTED))), "once granted");
    }

    @Test
    @Rule({"1", "32"})
    void theFrameworksOwnCookieClassIsJudgedToo() throws Exception {
        needs(Feature.COOKIE_CLASS);
        String target = "/cookie?name=stat_class&value=1";
        assertEquals(List.of(), get(target).setCookies());
        assertEquals(List.of("stat_class"), refused());
        assertEquals(List.of("stat_class"), names(get(target, preferences(ALL_GRANTED))));
        assertEquals(List.of("app_lang"), names(get("/cookie?name=app_lang&value=en")));
    }

    @Test
    @Rule({"1", "32"})
    void replacingTheHeaderIsJudgedToo() throws Exception {
        needs(Feature.REPLACE_HEADER);
        String target = "/replace?line=" + encode("stat_replaced=1; Path=/");
        assertEquals(List.of(), get(target).setCookies());
        assertEquals(
                List.of("stat_replaced=1; Path=/"),
                get(target, preferences(ALL_GRANTED)).setCookies());
        assertEquals(
                List.of("app_lang=1; Path=/"),
                get("/replace?line=" + encode("app_lang=1; Path=/")).setCookies());
    }

    @Test
    @Rule("1")
    void theListenerHearsOfEachRefusedLine() throws Exception {
        get("/set?" + lines(DECLARED_LINES) + "&line=" + encode("nobody_heard=1"));
        assertEquals(List.of("stat_visit", "profile", "map_zoom", "nobody_heard"), refused());
        assertEquals(
                List.of(Reason.UNDECIDED, Reason.UNDECIDED, Reason.UNDECIDED, Reason.UNDECLARED),
                heard.events.stream().map(CookieEvent::reason).toList());
        assertTrue(heard.events.stream().allMatch(CookieEvent::enforced), "these were enforced");
        assertEquals(
                List.of(new UndeclaredCookie("nobody_heard", UndeclaredCookie.Origin.APPLICATION)), heard.undeclared);
        heard.forget();
        get("/set?line=" + encode("nobody_heard=2"));
        assertEquals(List.of(), heard.undeclared, "an undeclared cookie is told once");
    }

    // ---- Set-Cookie lines as browsers read them ---------------------------------------------------------------------

    @TestFactory
    @Rule({"33", "34", "34a", "34b"})
    Stream<DynamicTest> anOddLineOfARefusedCookieLeavesOnlyWhereEveryBrowserDeletes() {
        return Tables.oddLines().stream()
                .map(line -> onLine(line.of("stat_odd"), line.whenRefused(), preferences(ALL_REFUSED)));
    }

    @TestFactory
    @Rule({"32", "34a", "34b"})
    Stream<DynamicTest> anOddLineOfAnAdmittedCookieLeavesWhereEveryBrowserReadsItAlike() {
        return Tables.oddLines().stream().map(line -> onLine(line.of("app_lang"), line.whenAdmitted()));
    }

    @TestFactory
    @Rule({"32", "34a", "34b"})
    Stream<DynamicTest> anOddLineOfAGrantedCookieLeavesWhereEveryBrowserReadsItAlike() {
        return Tables.oddLines().stream()
                .map(line -> onLine(line.of("stat_odd"), line.whenAdmitted(), preferences(ALL_GRANTED)));
    }

    @TestFactory
    @Rule({"31", "34a"})
    Stream<DynamicTest> aNameThatIsNearlyDeclaredIsUndeclared() {
        return Tables.UNDECLARED_LINES.stream().map(line -> onLine(line, false, preferences(ALL_GRANTED)));
    }

    @TestFactory
    @Rule("32")
    Stream<DynamicTest> octetsAboveAsciiLeaveUnchanged() {
        return Tables.LATIN_1_LINES.stream().map(line -> {
            DynamicTest test = onLine(line, true);
            return dynamicTest(test.getDisplayName(), () -> {
                needs(Feature.LATIN_1);
                test.getExecutable().execute();
            });
        });
    }

    private DynamicTest onLine(String line, boolean leaves, String... headers) {
        return dynamicTest(printable(line), () -> {
            RawHttp.Response response = get("/set?line=" + encode(line), headers);
            assertEquals(200, response.status(), response::toString);
            assertEquals("done", response.text(), response::toString);
            assertEquals(leaves ? List.of(RawHttp.trim(line)) : List.of(), response.setCookies());
        });
    }

    // ---- What the request carries -----------------------------------------------------------------------------------

    @TestFactory
    @Rule({"2", "30", "30a", "31"})
    Stream<DynamicTest> refusedCookiesOfTheRequestAreHiddenFromEveryView() {
        return Tables.COOKIE_HEADERS.stream()
                .map(row -> dynamicTest(printable(row.lines().toString()), () -> {
                    RawHttp.Response response = get("/seen", cookieLines(row.lines()));
                    assertEquals(200, response.status(), response::toString);
                    Seen seen = Seen.of(response.text());
                    assertEquals(row.visible(), seen.pairs(), "the raw lines");
                    Set<String> visible = new TreeSet<>();
                    row.visible().forEach(pair -> visible.add(name(pair)));
                    assertTrue(visible.containsAll(seen.names()), () -> "parsed names " + seen.names());
                    if (row.parsed()) {
                        assertEquals(visible, seen.names(), "the parsed names");
                    }
                }));
    }

    @Test
    @Rule({"2", "30"})
    void grantedCookiesOfTheRequestAreSeen() throws Exception {
        String line = "app_lang=en; stat_a=1; profile=2; map_a=3; " + NAME + '=' + value(ALL_GRANTED);
        Seen seen = Seen.of(get("/seen", "Cookie: " + line).text());
        assertEquals(List.of(line), seen.raw(), "nothing is hidden, so the line is as it came");
        assertEquals(Set.of("app_lang", "stat_a", "profile", "map_a", NAME), seen.names());
    }

    @Test
    @Rule({"2", "31"})
    void octetsAboveAsciiHideNothing() throws Exception {
        needs(Feature.LATIN_1);
        RawHttp.Response response = get("/seen", "Cookie: app_lang=caf\u00e9; stat_\u00e9=1; stat_a=\u00e9");
        assertEquals(200, response.status(), response::toString);
        assertEquals(List.of("app_lang=caf\u00e9"), Seen.of(response.text()).pairs());
    }

    @Test
    @Rule("37a")
    void anUndeclaredCookieOfTheRequestIsHiddenAndReportedOnceButNeverExpired() throws Exception {
        for (int visit = 1; visit <= 2; visit++) {
            RawHttp.Response response = get("/seen", HOST, "Cookie: somebody_elses=1; app_lang=en");
            Seen seen = Seen.of(response.text());
            assertEquals(List.of("app_lang=en"), seen.pairs());
            assertEquals(Set.of("app_lang"), seen.names());
            assertEquals(List.of(), response.setCookies());
        }
        assertEquals(
                List.of(new UndeclaredCookie("somebody_elses", UndeclaredCookie.Origin.BROWSER)), heard.undeclared);
        assertEquals(List.of("somebody_elses", "somebody_elses"), heard.names(CookieEvent.Action.HIDDEN));
    }

    @Test
    @Rule({"36", "37", "38", "39"})
    void leftoversAreExpiredInEveryScope() throws Exception {
        RawHttp.Response response = get(
                "/plain",
                HOST,
                "Cookie: stat_a=1; profile=2; map_a=3; app_lang=en; exempt_visit=4",
                "Cookie: __Host-stat=5; __Secure-stat=6; stat_a=7; stat_gr\"\u00fc\"n=8; unknown=9");
        List<String> expected = new ArrayList<>();
        for (String domain : List.of("", "www.example.org", "example.org")) {
            expected.add(deletion("stat_a", domain, "/"));
            expected.add(deletion("stat_gr\"\u00fc\"n", domain, "/"));
            expected.add(deletion("profile", domain, "/"));
            expected.add(deletion("profile", domain, "/shop"));
            // Over http no browser takes a second line with Partitioned, as that demands Secure.
            expected.add(deletion("map_a", domain, "/"));
        }
        if (unsupported().contains(Feature.LATIN_1)) {
            assertDeletions(without(expected, "stat_gr"), without(inOneForm(response.setCookies()), "stat_gr"));
        } else {
            assertDeletions(expected, inOneForm(response.setCookies()));
        }
        assertEquals(List.of("__Host-stat", "__Secure-stat"), heard.names(CookieEvent.Action.KEPT));
        assertEquals("plain", response.text());
    }

    @TestFactory
    @Rule("37")
    Stream<DynamicTest> onlyATrustedHostIsExpiredOnParentDomains() {
        Map<String, List<String>> domains = new LinkedHashMap<>();
        domains.put("www.example.org", List.of("", "www.example.org", "example.org"));
        domains.put("www.example.org:8443", List.of("", "www.example.org", "example.org"));
        domains.put("WWW.Example.ORG", List.of("", "www.example.org", "example.org"));
        domains.put("a.www.example.org", List.of("", "a.www.example.org", "www.example.org", "example.org"));
        domains.put("example.org", List.of(""));
        domains.put("shop.example.org", List.of(""));
        domains.put("evilwww.example.org", List.of(""));
        domains.put("www.example.org.evil.example", List.of(""));
        domains.put("evil.example", List.of(""));
        domains.put("localhost", List.of(""));
        domains.put("127.0.0.1", List.of(""));
        domains.put("[::1]", List.of(""));
        return domains.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    RawHttp.Response response = get("/plain", "Host: " + entry.getKey(), "Cookie: stat_a=1");
                    List<String> expected = entry.getValue().stream()
                            .map(domain -> deletion("stat_a", domain, "/"))
                            .toList();
                    assertDeletions(expected, inOneForm(response.setCookies()));
                }));
    }

    @TestFactory
    @Rule({"35", "37"})
    Stream<DynamicTest> leftoversAreExpiredWhateverTheStatus() {
        return onEachRoute(route -> {
            RawHttp.Response response = visit(route, List.of(), "Cookie: stat_a=1", preferences(ALL_REFUSED));
            assertEquals(List.of(deletion("stat_a", "", "/")), inOneForm(response.setCookies()));
        });
    }

    @TestFactory
    @Rule("40")
    Stream<DynamicTest> aWriteAfterTheExpiryIsDropped() {
        return onEachRoute(route -> {
            RawHttp.Response response =
                    visit(route, List.of("stat_a=2; Path=/"), "Cookie: stat_a=1", preferences(ALL_REFUSED));
            assertEquals(List.of(deletion("stat_a", "", "/")), inOneForm(response.setCookies()));
        });
    }

    @Test
    @Rule({"37", "40"})
    void replacingTheHeaderKeepsTheDeletions() throws Exception {
        needs(Feature.REPLACE_HEADER);
        for (String line : List.of("app_lang=1; Path=/", "stat_a=2; Path=/")) {
            RawHttp.Response response = get("/replace?line=" + encode(line), "Cookie: stat_a=1");
            List<String> expected = new ArrayList<>(List.of(deletion("stat_a", "", "/")));
            if (line.startsWith("app_lang")) {
                expected.add(CookieLine.of(line).inOneForm());
            }
            assertDeletions(expected, inOneForm(response.setCookies()));
        }
    }

    @Test
    @Rule({"37", "45"})
    void manyLeftoversGoWithAFewResponses() throws Exception {
        CookieJar jar = new CookieJar("www.example.org");
        for (int i = 0; i < 60; i++) {
            jar.take("stat_leftover_" + i + "=1; Path=/" + (i % 2 == 0 ? "" : "; Domain=example.org"));
        }
        for (int visit = 0; visit < 10 && !jar.names().isEmpty(); visit++) {
            RawHttp.Response response = get("/plain", HOST, jar.line("/"));
            int octets = 0;
            for (String line : response.setCookies()) {
                octets += "Set-Cookie: \r\n".length() + line.length();
            }
            assertTrue(octets <= 8 * 1024, octets + " octets of deletions in one response");
            jar.take(response);
        }
        assertEquals(List.of(), jar.names());
    }

    // ---- The choice -------------------------------------------------------------------------------------------------

    @Test
    @Rule({"3", "6"})
    void aGrantCountsInTheSameResponse() throws Exception {
        RawHttp.Response response =
                get("/choose?statistical=GRANTED&first-party=GRANTED&third-party=GRANTED", "Cookie: app_lang=en");
        assertEquals(
                judgesWhenAdded() ? List.of(NAME, "stat_after") : List.of(NAME, "stat_before", "stat_after"),
                names(response),
                "what was judged before the choice must not leave");
        assertEquals(Map.of("statistical", true, "first-party", true, "third-party", true), allowed(response));
        assertEquals(1, heard.choices.size());
    }

    @Test
    @Rule({"2", "3", "37", "40"})
    void aWithdrawalCountsInTheSameResponse() throws Exception {
        RawHttp.Response response = get(
                "/choose?statistical=REFUSED&third-party=REFUSED",
                HOST,
                "Cookie: stat_a=1; profile=2; map_a=3; app_lang=en; " + NAME + '=' + value(ALL_GRANTED));
        Seen seen = Seen.of(response.text());
        assertFalse(seen.raw().toString().contains("stat_a"), () -> "raw lines " + seen.raw());
        assertEquals(Set.of("profile", "app_lang", NAME), new TreeSet<>(seen.pairNames()));
        assertEquals(Set.of("profile", "app_lang", NAME), seen.names());
        assertEquals(Map.of("statistical", false, "first-party", true, "third-party", false), allowed(response));
        List<String> expected = new ArrayList<>();
        for (String domain : List.of("", "www.example.org", "example.org")) {
            expected.add(deletion("stat_a", domain, "/"));
            expected.add(deletion("map_a", domain, "/"));
        }
        if (judgesWhenAdded()) {
            expected.add("stat_before=1; path=/");
            expected.add(deletion("stat_before", "", "/"));
        }
        expected.add(preferenceLine("s0~" + I + "~t0"));
        expected.addAll(copiesOfThePreferenceCookie());
        assertDeletions(expected, inOneForm(response.setCookies()));
        CookieJar jar = new CookieJar("www.example.org");
        List.of(
                        "stat_a=1; Path=/",
                        "map_a=3; Path=/; Domain=example.org",
                        "profile=2; Path=/shop",
                        "app_lang=en; Path=/")
                .forEach(jar::take);
        jar.take(response);
        assertEquals(List.of("app_lang", NAME, "profile"), jar.names(), "what a browser has then");
    }

    @Test
    @Rule({"8", "9", "42"})
    void thePreferenceCookieHasTheseAttributes() throws Exception {
        RawHttp.Response response = get("/choose?statistical=GRANTED&first-party=REFUSED&third-party=GRANTED", HOST);
        String line = response.setCookies().stream()
                .filter(other -> name(other).equals(NAME))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No preference cookie in " + response));
        CookieLine cookie = CookieLine.of(line);
        assertEquals(Map.of("path", "/", "max-age", "15897600", "samesite", "Lax"), cookie.attributes());
        assertEquals(value(S + "~i0~" + T), cookie.value());
        assertTrue(cookie.value().matches("[A-Za-z0-9._~-]{1,32}"), cookie.value());
    }

    @Test
    @Rule("6")
    void aRefusalOfAllIsStoredForEveryCategory() throws Exception {
        RawHttp.Response response = get("/choose?statistical=REFUSED&first-party=REFUSED&third-party=REFUSED");
        assertEquals(List.of(preferenceLine(ALL_REFUSED)), inOneForm(response.setCookies()));
    }

    @Test
    @Rule({"10", "11"})
    void thePromptGoesOnceEverythingIsDecided() throws Exception {
        assertTrue(prompts(get("/state")), "at first");
        assertTrue(prompts(get("/state", preferences(S))), "while a category is undecided");
        assertFalse(prompts(get("/state", preferences(ALL_REFUSED))), "after a refusal");
        assertFalse(prompts(get("/state", preferences(ALL_GRANTED))), "after a grant");
        assertFalse(prompts(get("/choose?statistical=REFUSED&first-party=REFUSED&third-party=REFUSED")), "at once");
    }

    @Test
    @Rule("9")
    void aChoiceLastsSixMonthsAndNoVisitExtendsIt() throws Exception {
        String august = "Cookie: " + NAME + "=1.20260831." + ALL_GRANTED;
        clock.setTo(LocalDate.of(2027, 2, 28));
        RawHttp.Response last = get("/state", august);
        assertEquals(Map.of("statistical", true, "first-party", true, "third-party", true), allowed(last));
        assertEquals(List.of(), last.setCookies());
        clock.setTo(LocalDate.of(2027, 3, 1));
        assertUndecided(get("/state", august));
        clock.setTo(LocalDate.of(2026, 9, 1));
        assertEquals(
                NAME + "=1.20260831." + S + "~i0~" + T,
                firstPart(get("/choose?first-party=REFUSED", august), NAME),
                "a decision on one category gives the others no longer life");
    }

    @Test
    @Rule("11")
    void anotherProviderMakesItsCategorysGrantStaleAndNoOther() throws Exception {
        RawHttp.Response granted = send(RawHttp.get("/state").header(preferences(ALL_GRANTED)), changedSite());
        assertEquals(Map.of("statistical", true, "first-party", true, "third-party", false), allowed(granted));
        assertTrue(prompts(granted), "the visitor is asked for the changed category");
        RawHttp.Response refused = send(RawHttp.get("/state").header(preferences(ALL_REFUSED)), changedSite());
        assertFalse(prompts(refused), "a refusal stays a refusal");
        RawHttp.Response written =
                send(RawHttp.get("/set?" + lines(DECLARED_LINES)).header(preferences(ALL_GRANTED)), changedSite());
        assertEquals(List.of("app_lang", "stat_visit", "profile", "app_session"), names(written));
    }

    @TestFactory
    @Rule("18")
    Stream<DynamicTest> aHostilePreferenceValueIsNoChoice() {
        LocalDate today = clock.today();
        List<String> values = Tables.hostilePreferences(
                day(today), day(today.minusMonths(6).minusDays(1)), day(today.plusDays(2)), S);
        return values.stream()
                .map(hostile -> dynamicTest(printable(hostile), () -> {
                    assertUndecided(get("/state", "Cookie: " + NAME + '=' + hostile));
                    RawHttp.Response written = get("/set?" + lines(DECLARED_LINES), "Cookie: " + NAME + '=' + hostile);
                    assertEquals(NECESSARY_LINES, written.setCookies());
                }));
    }

    @Test
    @Rule("18")
    void hugeCookieHeadersAreNoServerError() throws Exception {
        List<String> huge = List.of(
                "Cookie: " + NAME + '=' + "1".repeat(64 * 1024),
                "Cookie: " + "stat_a=1; ".repeat(6554),
                "Cookie: " + ";".repeat(64 * 1024),
                "Cookie: " + "=".repeat(64 * 1024),
                "Cookie: " + "a".repeat(64 * 1024));
        for (String header : huge) {
            try {
                RawHttp.Response response = get("/state", HOST, header);
                assertTrue(response.status() < 500, () -> printable(header) + ": " + response);
                if (response.status() == 200) {
                    assertUndecided(response);
                }
            } catch (IOException e) {
                // Some servers close the connection on such a header without a word, which is an answer, too.
                assertEquals("plain", get("/plain").text(), "the server must live on");
            }
        }
    }

    @Test
    @Rule("18")
    void aGoodChoiceBesideRubbishCounts() throws Exception {
        RawHttp.Response response =
                get("/state", "Cookie: ;;=; \"; app_lang; " + NAME + '=' + value(ALL_GRANTED) + " ;x");
        assertEquals(Map.of("statistical", true, "first-party", true, "third-party", true), allowed(response));
    }

    @Test
    @Rule("43")
    void twinsGrantOnlyWhatBothGrant() throws Exception {
        Map<String, Boolean> none = Map.of("statistical", false, "first-party", false, "third-party", false);
        Map<String, Boolean> statistical = Map.of("statistical", true, "first-party", false, "third-party", false);
        assertEquals(none, allowed(get("/state", preferences(ALL_GRANTED), preferences(ALL_REFUSED))));
        assertEquals(none, allowed(get("/state", preferences(ALL_REFUSED), preferences(ALL_GRANTED))));
        assertEquals(statistical, allowed(get("/state", preferences(ALL_GRANTED), preferences(S + "~i0~t0"))));
        assertEquals(none, allowed(get("/state", preferences(ALL_GRANTED), "Cookie: " + NAME + "=rubbish")));
        String one = preferences(ALL_GRANTED) + "; " + NAME + '=' + value(S + "~i0~t0");
        assertEquals(statistical, allowed(get("/state", one)), "in one line");
    }

    @Test
    @Rule("43")
    void aChoiceClearsTheTwins() throws Exception {
        RawHttp.Response response = get(
                "/choose?statistical=REFUSED&first-party=REFUSED&third-party=REFUSED",
                HOST,
                preferences(ALL_REFUSED),
                preferences(ALL_REFUSED));
        assertDeletions(
                List.of(
                        preferenceLine(ALL_REFUSED),
                        deletion(NAME, "www.example.org", "/"),
                        deletion(NAME, "example.org", "/")),
                inOneForm(response.setCookies()));
    }

    @Test
    @Rule("8")
    void theApplicationCannotWriteThePreferenceCookie() throws Exception {
        String line = NAME + '=' + value(ALL_GRANTED);
        List<String> lines = List.of(line, line + "; Path=/; Max-Age=15897600; SameSite=Lax", NAME + "=; Max-Age=0");
        assertEquals(List.of(), get("/set?" + lines(lines)).setCookies());
        assertEquals(
                List.of(), get("/set?" + lines(lines), preferences(ALL_GRANTED)).setCookies());
        assertEquals(List.of(), get("/redirect?" + lines(lines)).setCookies());
        if (!unsupported().contains(Feature.COOKIE_CLASS)) {
            assertEquals(
                    List.of(),
                    get("/cookie?name=" + NAME + "&value=" + value(ALL_GRANTED)).setCookies());
        }
        if (!unsupported().contains(Feature.REPLACE_HEADER)) {
            assertEquals(List.of(), get("/replace?line=" + encode(line)).setCookies());
        }
        assertTrue(heard.events.stream().allMatch(event -> event.reason() == Reason.RESERVED), "the reason");
    }

    @Test
    @Rule("1")
    void visitorsAtTheSameTimeDoNotMeet() throws Exception {
        ExecutorService visitors = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> visits = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                boolean grants = i % 2 == 0;
                String target = i % 4 < 2 ? "/state" : "/set?" + lines(DECLARED_LINES);
                visits.add(() -> {
                    RawHttp.Response response = get(target, preferences(grants ? ALL_GRANTED : ALL_REFUSED));
                    return target.equals("/state")
                            ? Boolean.valueOf(grants).equals(allowed(response).get("statistical"))
                            : response.setCookies().equals(grants ? DECLARED_LINES : NECESSARY_LINES);
                });
            }
            for (Future<Boolean> visit : visitors.invokeAll(visits, 60, TimeUnit.SECONDS)) {
                assertTrue(visit.get(), "one visitor's choice must not reach another's answer");
            }
        } finally {
            visitors.shutdownNow();
        }
    }

    // ---- Exemption and signal ---------------------------------------------------------------------------------------

    @Test
    @Rule("16")
    void anExemptCookieLeavesUntilTheVisitorObjects() throws Exception {
        String line = "exempt_visit=1; Path=/; Max-Age=3600";
        String target = "/set?line=" + encode(line);
        assertEquals(List.of(line), get(target).setCookies(), "before a choice");
        assertTrue(exemptAllowed(get("/state")));
        assertEquals(List.of(line), get(target, preferences(ALL_GRANTED)).setCookies(), "after a grant");
        assertEquals(List.of(), get(target, preferences(ALL_REFUSED)).setCookies(), "after an objection");
        assertFalse(exemptAllowed(get("/state", preferences(ALL_REFUSED))));
        assertEquals(
                List.of(deletion("exempt_visit", "", "/")),
                inOneForm(get("/plain", "Cookie: exempt_visit=1", preferences(ALL_REFUSED))
                        .setCookies()),
                "what is left of it goes");
    }

    @Test
    @Rule("16")
    void anExemptCookieIsNotProlonged() throws Exception {
        String carried = "Cookie: exempt_visit=1";
        assertEquals(List.of(), leaves("exempt_visit=1; Max-Age=3600", carried));
        assertEquals(List.of(), leaves("exempt_visit=2; Expires=Fri, 31 Dec 9999 23:59:59 GMT", carried));
        assertEquals(List.of("exempt_visit=1"), leaves("exempt_visit=1", carried));
        assertEquals(List.of("exempt_visit=; Max-Age=0"), leaves("exempt_visit=; Max-Age=0", carried));
        assertEquals(List.of(), leaves("exempt_visit=1; Max-Age=40000000"), "more than 13 months");
        assertEquals(List.of(), leaves("exempt_visit=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT"), "more than 13 months");
        assertTrue(heard.events.stream().allMatch(event -> event.reason() == Reason.PROLONGED), "the reason");
    }

    private List<String> leaves(String line, String... headers) throws IOException {
        return get("/set?line=" + encode(line), headers).setCookies();
    }

    @Test
    @Rule("22")
    void globalPrivacyControlGrantsAndWritesNothing() throws Exception {
        for (String signal : List.of("Sec-GPC: 1", "Sec-GPC: 0", "Sec-GPC: true", "Sec-GPC: 1, 1")) {
            RawHttp.Response undecided = get("/state", signal);
            assertUndecided(undecided);
            assertEquals(List.of(), undecided.setCookies());
            RawHttp.Response granted = get("/state", signal, preferences(ALL_GRANTED));
            assertEquals(
                    Map.of("statistical", true, "first-party", true, "third-party", true),
                    allowed(granted),
                    "an explicit choice wins");
            assertEquals(List.of(), granted.setCookies());
        }
        assertEquals(
                NECESSARY_LINES,
                get("/set?" + lines(DECLARED_LINES), "Sec-GPC: 1").setCookies());
    }

    // ---- Caches -----------------------------------------------------------------------------------------------------

    @Test
    @Rule("19")
    void aResponseThatAskedForConsentIsPrivate() throws Exception {
        for (String header : List.of("X-None: 1", preferences(ALL_GRANTED), preferences(ALL_REFUSED))) {
            assertPrivate(get("/personal", header), "accept-encoding");
            assertPrivate(get("/state", header));
        }
        assertPrivate(get("/choose?statistical=GRANTED"));
    }

    @Test
    @Rule("19")
    void aResponseThatDidNotAskStaysCacheable() throws Exception {
        for (String header : List.of("X-None: 1", preferences(ALL_GRANTED), preferences(ALL_REFUSED))) {
            RawHttp.Response response = get("/cacheable", header);
            assertEquals(List.of("max-age=60", "public"), members(response, "Cache-Control"));
            assertFalse(members(response, "Vary").contains("cookie"), response::toString);
            assertFalse(members(get("/plain", header), "Cache-Control").contains("private"), "/plain");
        }
    }

    @Test
    @Rule("19")
    void aResponseWithTheSdksOwnLinesIsPrivate() throws Exception {
        RawHttp.Response response = get("/cacheable", "Cookie: stat_a=1");
        assertEquals(List.of("stat_a"), names(response));
        assertPrivate(response);
    }

    // ---- Sessions ---------------------------------------------------------------------------------------------------

    @Test
    @Rule("1")
    void anUndeclaredSessionCookieDoesNotLeave() throws Exception {
        needs(Feature.SESSION);
        Set<String> names = sessionCookies();
        heard.forget();
        RawHttp.Response response = get("/session");
        assertEquals(200, response.status(), response::toString);
        assertEquals("1", response.text());
        for (String line : response.setCookies()) {
            // An empty line sets nothing: some containers can't take the last line of a header away.
            assertTrue(
                    line.isEmpty()
                            || (names.contains(name(line))
                                    && CookieLine.of(line).deletes()),
                    () -> "at most the framework's expiry of its own session may leave, not " + line);
        }
        assertTrue(refused().containsAll(names), () -> "the listener must hear of " + names + ", not " + heard.events);
    }

    @Test
    @Rule({"1", "15"})
    void aDeclaredSessionWorks() throws Exception {
        needs(Feature.SESSION);
        RunningSite declared = changedSite();
        CookieJar jar = new CookieJar("localhost");
        for (int visit = 1; visit <= 3; visit++) {
            RawHttp.Response response = send(RawHttp.get("/session").header(jar.line("/session")), declared);
            assertEquals(String.valueOf(visit), response.text(), response::toString);
            jar.take(response);
        }
        assertEquals(sessionCookies(), new TreeSet<>(jar.names()));
    }

    // ---- Reporting only ---------------------------------------------------------------------------------------------

    @Test
    @Rule("1")
    void whileItOnlyReportsEverythingPassesAndTheListenerHears() throws Exception {
        RunningSite reporting = reportingSite();
        heard.forget();
        List<String> lines = List.of("stat_reported=1; Path=/", "nobody_reported=2", "app_lang=3");
        RawHttp.Response written = send(
                RawHttp.get("/set?" + lines(lines)).header(HOST).header("Cookie: stat_a=1; nobody_sent=2"), reporting);
        assertEquals(lines, written.setCookies(), "nothing is dropped, and nothing expired");
        assertEquals(List.of("stat_reported", "nobody_reported"), refused());
        assertEquals(Set.of("stat_a", "nobody_sent"), new TreeSet<>(heard.names(CookieEvent.Action.HIDDEN)));
        assertTrue(heard.events.stream().noneMatch(CookieEvent::enforced), "nothing is enforced");
        Seen seen = Seen.of(send(RawHttp.get("/seen").header("Cookie: stat_a=1; nobody_sent=2"), reporting)
                .text());
        assertEquals(List.of("stat_a=1", "nobody_sent=2"), seen.pairs());
        assertEquals(Set.of("stat_a", "nobody_sent"), seen.names());
    }

    // ---- Pages ------------------------------------------------------------------------------------------------------

    @Test
    @Rule({"6", "8"})
    void acceptingAllIsOnePost() throws Exception {
        needs(Feature.PAGES);
        RawHttp.Response response = submit("choice=accept-all", SAME_ORIGIN);
        assertEquals(303, response.status(), response::toString);
        assertEquals(List.of(preferenceLine(ALL_GRANTED)), inOneForm(response.setCookies()));
        CookieJar jar = new CookieJar("localhost");
        jar.take(response);
        assertEquals(
                DECLARED_LINES,
                get("/set?" + lines(DECLARED_LINES), jar.line("/")).setCookies());
    }

    @Test
    @Rule({"4", "6", "8"})
    void refusingAllIsOnePost() throws Exception {
        needs(Feature.PAGES);
        RawHttp.Response response = submit("choice=refuse-all", SAME_ORIGIN);
        assertEquals(303, response.status(), response::toString);
        assertEquals(List.of(preferenceLine(ALL_REFUSED)), inOneForm(response.setCookies()));
        CookieJar jar = new CookieJar("localhost");
        jar.take(response);
        assertEquals(
                NECESSARY_LINES,
                get("/set?" + lines(DECLARED_LINES), jar.line("/")).setCookies());
        assertFalse(prompts(get("/state", jar.line("/"))));
    }

    @Test
    @Rule({"6", "7"})
    void anUntickedBoxIsARefusal() throws Exception {
        needs(Feature.PAGES);
        assertEquals(
                List.of(preferenceLine("s0~" + I + "~t0")),
                inOneForm(submit("first-party=granted", SAME_ORIGIN).setCookies()));
        assertEquals(
                List.of(preferenceLine(ALL_REFUSED)),
                inOneForm(submit("", SAME_ORIGIN).setCookies()));
        assertEquals(
                List.of(preferenceLine(ALL_GRANTED)),
                inOneForm(submit("third-party=granted&statistical=granted&first-party=granted", SAME_ORIGIN)
                        .setCookies()));
    }

    @Test
    @Rule({"3", "37"})
    void aWithdrawalByPostExpiresInTheSameResponse() throws Exception {
        needs(Feature.PAGES);
        RawHttp.Response response = submit(
                "choice=refuse-all",
                HOST,
                SAME_ORIGIN,
                "Cookie: stat_a=1; profile=2; app_lang=en",
                preferences(ALL_GRANTED));
        List<String> expected = new ArrayList<>(List.of(preferenceLine(ALL_REFUSED)));
        for (String domain : List.of("", "www.example.org", "example.org")) {
            expected.add(deletion("stat_a", domain, "/"));
            expected.add(deletion("profile", domain, "/"));
            expected.add(deletion("profile", domain, "/shop"));
        }
        expected.addAll(copiesOfThePreferenceCookie());
        assertDeletions(expected, inOneForm(response.setCookies()));
    }

    @TestFactory
    @Rule("8")
    Stream<DynamicTest> onlyASameOriginPostIsAChoice() {
        Map<List<String>, Boolean> table = new LinkedHashMap<>();
        table.put(List.of(), true);
        table.put(List.of(SAME_ORIGIN), true);
        table.put(List.of("Sec-Fetch-Site: cross-site"), false);
        table.put(List.of("Sec-Fetch-Site: same-site"), false);
        table.put(List.of("Sec-Fetch-Site: none"), false);
        table.put(List.of("Sec-Fetch-Site: "), false);
        table.put(List.of("Sec-Fetch-Site: same-origin, cross-site"), false);
        table.put(List.of(SAME_ORIGIN, "Sec-Fetch-Site: cross-site"), false);
        table.put(List.of("Sec-Fetch-Site: cross-site", SAME_ORIGIN), false);
        table.put(List.of("Sec-Fetch-Site: cross-site", "Origin: http://www.example.org"), false);
        table.put(List.of("Origin: http://www.example.org"), true);
        table.put(List.of("Origin: http://www.example.org:80"), true);
        table.put(List.of("Origin: http://www.example.org:8080"), false);
        table.put(List.of("Origin: http://example.org"), false);
        table.put(List.of("Origin: http://shop.example.org"), false);
        table.put(List.of("Origin: http://evil.example"), false);
        table.put(List.of("Origin: http://www.example.org.evil.example"), false);
        table.put(List.of("Origin: http://evilwww.example.org"), false);
        table.put(List.of("Origin: http://www.example.org@evil.example"), false);
        table.put(List.of("Origin: null"), false);
        table.put(List.of("Origin: "), false);
        table.put(List.of("Origin: http://www.example.org", "Origin: http://evil.example"), false);
        return table.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey().toString(), () -> {
                    needs(Feature.PAGES);
                    heard.forget();
                    List<String> headers = new ArrayList<>(entry.getKey());
                    headers.add(HOST);
                    RawHttp.Response response = submit("choice=accept-all", headers.toArray(String[]::new));
                    assertEquals(entry.getValue() ? 303 : 403, response.status(), response::toString);
                    assertEquals(entry.getValue() ? List.of(NAME) : List.of(), names(response));
                    assertEquals(entry.getValue() ? 1 : 0, heard.choices.size());
                }));
    }

    @TestFactory
    @Rule({"8", "18"})
    Stream<DynamicTest> aFormThatIsNotOursIsRefusedAndNothingRecorded() {
        Map<String, Integer> table = new LinkedHashMap<>();
        table.put("unknown=granted", 400);
        table.put("statistical=granted&unknown=granted", 400);
        table.put("Statistical=granted", 400);
        table.put("statistical=true", 400);
        table.put("statistical=GRANTED", 400);
        table.put("choice=accept", 400);
        table.put("choice=accept-all&choice=refuse-all", 400);
        table.put("choice=%", 400);
        table.put("choice=accept-all&next=%zz", 400);
        table.put("choice=accept-all&next=/" + "a".repeat(8 * 1024), 413);
        return table.entrySet().stream()
                .map(entry -> dynamicTest(printable(entry.getKey()), () -> {
                    needs(Feature.PAGES);
                    heard.forget();
                    RawHttp.Response response = submit(entry.getKey(), SAME_ORIGIN);
                    assertEquals(entry.getValue(), response.status(), response::toString);
                    assertEquals(List.of(), response.setCookies());
                    assertEquals(List.of(), heard.choices);
                }));
    }

    @Test
    @Rule("8")
    void aFormOfAnotherTypeIsRefused() throws Exception {
        needs(Feature.PAGES);
        for (String type : List.of("text/plain", "application/json", "multipart/form-data; boundary=x")) {
            RawHttp.Response response = send(
                    RawHttp.post("/cookies/preferences", type, "choice=accept-all")
                            .header(SAME_ORIGIN),
                    site());
            assertEquals(415, response.status(), response::toString);
            assertEquals(List.of(), response.setCookies());
        }
    }

    @TestFactory
    @Rule("8")
    Stream<DynamicTest> whereItLeadsIsOnThisSite() {
        return Tables.HOSTILE_NEXT.stream()
                .map(next -> dynamicTest(printable(next), () -> {
                    needs(Feature.PAGES);
                    RawHttp.Response response = submit("choice=accept-all&next=" + encode(next), HOST, SAME_ORIGIN);
                    assertTrue(response.status() == 303 || response.status() == 400, response::toString);
                    assertFalse(names(response).contains("stat_next"), response::toString);
                    for (String location : response.values("Location")) {
                        assertStaysHere(location);
                    }
                    assertTrue(response.values("Location").size() <= 1, response::toString);
                }));
    }

    @Test
    @Rule("8")
    void itLeadsBackToAPathOfThisSite() throws Exception {
        needs(Feature.PAGES);
        RawHttp.Response response = submit("choice=accept-all&next=" + encode("/shop?a=b"), HOST, SAME_ORIGIN);
        List<String> locations = response.values("Location");
        assertEquals(1, locations.size(), response::toString);
        assertEquals("/shop?a=b", locations.get(0).replaceFirst("^http://www\\.example\\.org", ""));
    }

    @Test
    @Rule("8")
    void noGetChangesAChoice() throws Exception {
        needs(Feature.PAGES);
        for (String query : List.of("", "?choice=accept-all", "?statistical=granted", "?saved", "?next=/")) {
            for (String method : List.of("GET", "HEAD")) {
                RawHttp.Response response = send(
                        RawHttp.request(method, "/cookies/preferences" + query)
                                .header(SAME_ORIGIN)
                                .header("Sec-Purpose: prefetch"),
                        site());
                assertEquals(200, response.status(), response::toString);
                assertEquals(List.of(), response.setCookies());
            }
        }
        for (String method : List.of("PUT", "DELETE", "PATCH")) {
            RawHttp.Response response = send(
                    RawHttp.request(method, "/cookies/preferences?choice=accept-all")
                            .header(SAME_ORIGIN),
                    site());
            assertEquals(405, response.status(), response::toString);
            assertEquals(List.of(), response.setCookies());
        }
        assertEquals(List.of(), heard.choices);
    }

    @Test
    @Rule("12")
    void refusingChangesNoStatusAndNoRoute() throws Exception {
        List<String> targets = new ArrayList<>(List.of("/plain", "/seen", "/state", "/cacheable", "/personal"));
        if (!unsupported().contains(Feature.PAGES)) {
            targets.addAll(List.of("/cookies", "/cookies/preferences"));
        }
        for (String target : targets) {
            for (String header : List.of(
                    "X-None: 1",
                    preferences(ALL_GRANTED),
                    preferences(ALL_REFUSED),
                    preferences(S),
                    "Cookie: " + NAME + "=rubbish",
                    "Sec-GPC: 1")) {
                RawHttp.Response response = get(target, header);
                assertEquals(200, response.status(), () -> target + " with " + header + ": " + response);
            }
        }
        for (String choices : List.of(ALL_GRANTED, ALL_REFUSED)) {
            RawHttp.Response response = get("/redirect", HOST, preferences(choices));
            assertEquals(302, response.status(), response::toString);
            assertTrue(response.values("Location").get(0).endsWith("/plain"), response::toString);
            assertEquals(404, get("/status?code=404", preferences(choices)).status());
        }
    }

    @Test
    @Rule({"4", "5", "13"})
    void theSettingsAreAlwaysThere() throws Exception {
        needs(Feature.PAGES);
        for (String header : List.of(
                "X-None: 1", preferences(ALL_GRANTED), preferences(ALL_REFUSED), "Cookie: " + NAME + "=\"\u0001")) {
            RawHttp.Response response = get("/cookies/preferences", header);
            if (header.endsWith("\u0001") && response.status() == 400) {
                continue; // The server itself does not take control characters.
            }
            assertEquals(200, response.status(), response::toString);
            String page = response.text();
            assertTrue(page.contains("accept-all") && page.contains("refuse-all"), "both buttons");
            assertEquals(header.contains(ALL_GRANTED), page.contains(" checked"), "ticked only where granted");
            assertTrue(members(response, "Cache-Control").contains("no-store"), response::toString);
        }
        RawHttp.Response policy = get("/cookies");
        assertEquals(200, policy.status(), policy::toString);
        assertTrue(policy.text().contains("/cookies/preferences"), "the policy links to the settings");
    }

    // ---- Helpers ----------------------------------------------------------------------------------------------------

    /** A route that adds lines, with the status that it answers. */
    private record Route(String target, int status, Set<Feature> needs) {

        boolean fails() {
            return status >= 400;
        }
    }

    private static final List<Route> ROUTES = List.of(
            new Route("/set?", 200, Set.of()),
            new Route("/redirect?", 302, Set.of()),
            new Route("/error?", 500, Set.of()),
            new Route("/status?code=400&", 400, Set.of()),
            new Route("/status?code=403&", 403, Set.of()),
            new Route("/status?code=404&", 404, Set.of()),
            new Route("/status?code=500&", 500, Set.of()),
            new Route("/status?code=503&", 503, Set.of()),
            new Route("/async?", 200, Set.of(Feature.ASYNC)),
            new Route("/async-error?", 500, Set.of(Feature.ASYNC)));

    private interface RouteTest {
        void run(Route route) throws Exception;
    }

    private Stream<DynamicTest> onEachRoute(RouteTest test) {
        return ROUTES.stream()
                .map(route -> dynamicTest(route.target(), () -> {
                    needs(route.needs());
                    test.run(route);
                }));
    }

    private RawHttp.Response visit(Route route, List<String> lines, String... headers) throws IOException {
        RawHttp.Response response = get(route.target() + lines(lines), headers);
        assertEquals(route.status(), response.status(), response::toString);
        return response;
    }

    private void assertLines(List<String> expected, boolean statisticsGranted, Route route, RawHttp.Response response) {
        List<String> lines = new ArrayList<>(response.setCookies());
        if (route.fails()) {
            // The error handler's own line has its own test.
            if (statisticsGranted) {
                lines.removeIf("err_stat=1"::equals);
            }
            if (lines.isEmpty() && unsupported().contains(Feature.LINES_SURVIVE_ERRORS)) {
                return;
            }
        }
        assertEquals(expected, lines);
    }

    private boolean judgesWhenAdded() {
        return !unsupported().contains(Feature.LINES_JUDGED_WHEN_ADDED);
    }

    private void needs(Feature... features) {
        needs(features.length == 0 ? Set.of() : EnumSet.copyOf(Arrays.asList(features)));
    }

    private void needs(Set<Feature> features) {
        for (Feature feature : features) {
            assumeFalse(unsupported().contains(feature), () -> "The framework can't do this: " + feature);
        }
    }

    private RunningSite site() {
        if (site == null) {
            throw new IllegalStateException("The site has not started");
        }
        return site;
    }

    private RawHttp.Response get(String target, String... headers) throws IOException {
        RawHttp request = RawHttp.get(target);
        for (String header : headers) {
            request.header(header);
        }
        return send(request, site());
    }

    private RawHttp.Response submit(String form, String... headers) throws IOException {
        RawHttp request = RawHttp.post("/cookies/preferences", FORM, form);
        for (String header : headers) {
            request.header(header);
        }
        return send(request, site());
    }

    private static RawHttp.Response send(RawHttp request, RunningSite site) throws IOException {
        RawHttp.Response response = request.send(site.port());
        // Rule 41: it would erase the preference cookie and the sub-domains' cookies.
        assertEquals(List.of(), response.values("Clear-Site-Data"));
        return response;
    }

    private static String lines(List<String> lines) {
        return String.join(
                "&", lines.stream().map(line -> "line=" + encode(line)).toList());
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
            encoded.append(String.format(Locale.ROOT, "%%%02X", octet));
        }
        return encoded.toString();
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 80); i++) {
            char c = text.charAt(i);
            printable.append(c < 0x20 || c > 0x7e ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
        }
        return text.isBlank()
                ? "(" + text.length() + " blanks)"
                : text.length() > 80 ? printable + "..." : printable.toString();
    }

    private static String[] cookieLines(List<String> lines) {
        return lines.stream().map(line -> "Cookie: " + line).toArray(String[]::new);
    }

    private static String day(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private String value(String choices) {
        return "1." + day(clock.today()) + '.' + choices;
    }

    private String preferences(String choices) {
        return "Cookie: " + NAME + '=' + value(choices);
    }

    /** The line that stores choices over http, as {@link CookieLine#inOneForm} has it. */
    private String preferenceLine(String choices) {
        return NAME + '=' + value(choices) + "; max-age=15897600; path=/; samesite=Lax";
    }

    /** A deletion over http, as {@link CookieLine#inOneForm} has it. */
    private static String deletion(String name, String domain, String path) {
        return name + '=' + (domain.isEmpty() ? "" : "; domain=" + domain) + "; expires=" + EPOCH + "; max-age=0; path="
                + path;
    }

    /** The deletions that go with a choice where the request carries an earlier one, of whichever scope (rule 43). */
    private static List<String> copiesOfThePreferenceCookie() {
        return List.of(deletion(NAME, "www.example.org", "/"), deletion(NAME, "example.org", "/"));
    }

    private static List<String> inOneForm(List<String> lines) {
        return lines.stream().map(line -> CookieLine.of(line).inOneForm()).toList();
    }

    private static void assertDeletions(List<String> expected, List<String> actual) {
        assertEquals(
                String.join("\n", expected.stream().sorted().toList()),
                String.join("\n", actual.stream().sorted().toList()));
    }

    private static List<String> without(List<String> lines, String prefix) {
        return lines.stream().filter(line -> !line.startsWith(prefix)).toList();
    }

    private static String name(String line) {
        return CookieLine.of(line).name();
    }

    private static List<String> names(RawHttp.Response response) {
        return response.setCookies().stream().map(ConsentTck::name).toList();
    }

    private static String firstPart(RawHttp.Response response, String name) {
        return response.setCookies().stream()
                .filter(line -> name(line).equals(name))
                .map(line -> line.split(";", 2)[0])
                .findFirst()
                .orElse("no " + name);
    }

    private List<String> refused() {
        return heard.names(CookieEvent.Action.REFUSED);
    }

    /** What /state says: its lines stand last. */
    private static Map<String, Boolean> state(RawHttp.Response response) {
        assertEquals(200, response.status(), response::toString);
        List<String> lines = response.text().lines().toList();
        assertTrue(lines.size() >= 5, response::toString);
        Map<String, Boolean> state = new LinkedHashMap<>();
        for (String line : lines.subList(lines.size() - 5, lines.size())) {
            assertTrue(line.matches("[a-z_-]+=(true|false)"), response::toString);
            state.put(line.substring(0, line.indexOf('=')), line.endsWith("=true"));
        }
        assertEquals(
                List.of("statistical", "first-party", "third-party", "prompt", "exempt_visit"),
                List.copyOf(state.keySet()));
        return state;
    }

    private static Map<String, Boolean> allowed(RawHttp.Response response) {
        Map<String, Boolean> allowed = state(response);
        allowed.keySet().retainAll(Set.of("statistical", "first-party", "third-party"));
        return allowed;
    }

    private static boolean prompts(RawHttp.Response response) {
        return Boolean.TRUE.equals(state(response).get("prompt"));
    }

    private static boolean exemptAllowed(RawHttp.Response response) {
        return Boolean.TRUE.equals(state(response).get("exempt_visit"));
    }

    private static void assertUndecided(RawHttp.Response response) {
        assertEquals(
                Map.of(
                        "statistical",
                        false,
                        "first-party",
                        false,
                        "third-party",
                        false,
                        "prompt",
                        true,
                        "exempt_visit",
                        true),
                state(response));
    }

    private static List<String> members(RawHttp.Response response, String header) {
        return response.values(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(member -> RawHttp.trim(member).toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    private static void assertPrivate(RawHttp.Response response, String... vary) {
        List<String> control = members(response, "Cache-Control");
        assertTrue(control.contains("private") || control.contains("no-store"), response::toString);
        assertFalse(control.contains("public"), response::toString);
        assertTrue(control.stream().noneMatch(member -> member.startsWith("s-maxage")), response::toString);
        assertTrue(members(response, "Vary").contains("cookie"), response::toString);
        assertTrue(members(response, "Vary").containsAll(List.of(vary)), response::toString);
    }

    /** Whether a browser that shows this site stays on it, read as browsers read addresses. */
    private static void assertStaysHere(String location) {
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            assertTrue(c > 0x20 && c < 0x7f, () -> "an odd character in " + printable(location));
            read.append(c == '\\' ? '/' : c);
        }
        String address = read.toString();
        if (address.startsWith("http://www.example.org/")) {
            address = address.substring("http://www.example.org".length());
        }
        String path = address;
        assertAll(
                () -> assertTrue(path.startsWith("/"), printable(location)),
                () -> assertFalse(path.startsWith("//"), printable(location)));
    }

    /** What /seen says. */
    private record Seen(Set<String> names, List<String> raw) {

        static Seen of(String text) {
            List<String> lines = text.lines().toList();
            int raw = lines.indexOf("raw");
            assertTrue(raw > 0 && lines.get(0).equals("parsed"), text);
            Set<String> names = new TreeSet<>();
            for (String pair : lines.subList(1, raw)) {
                names.add(RawHttp.trim(pair.substring(0, Math.max(0, pair.indexOf('=')))));
            }
            List<String> rest = lines.subList(raw + 1, lines.size());
            int state = rest.indexOf(rest.stream()
                    .filter(line -> line.startsWith("statistical="))
                    .findFirst()
                    .orElse(""));
            return new Seen(names, List.copyOf(state < 0 ? rest : rest.subList(0, state)));
        }

        /** The cookies of the raw lines, in order, however many lines they stand in and whatever blanks are around. */
        List<String> pairs() {
            List<String> pairs = new ArrayList<>();
            for (String line : raw) {
                for (String piece : line.split(";", -1)) {
                    String pair = RawHttp.trim(piece);
                    int equals = pair.indexOf('=');
                    if (equals >= 0) {
                        pair = RawHttp.trim(pair.substring(0, equals)) + '=' + RawHttp.trim(pair.substring(equals + 1));
                    }
                    if (!pair.isEmpty()) {
                        pairs.add(pair);
                    }
                }
            }
            return pairs;
        }

        List<String> pairNames() {
            return pairs().stream().map(ConsentTck::name).toList();
        }
    }
}
