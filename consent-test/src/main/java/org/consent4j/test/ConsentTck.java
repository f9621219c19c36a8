package org.consent4j.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.AudienceMeasurementExemption;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

        /** Octets above 0x7f in a header reach the wire, and the application, unchanged. */
        LATIN_1,

        /** The SDK's pages are mounted. */
        PAGES
    }

    /** An application that runs. */
    @SuppressWarnings("try") // Servers' stop methods throw anything, and no adapter shall have to wrap it.
    public interface RunningSite extends AutoCloseable {

        /**
         * Where it listens.
         *
         * @return a port of this machine
         */
        int port();
    }

    private @Nullable RunningSite site;

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

    @BeforeAll
    void startSite() throws Exception {
        site = start(CookieConsent.builder()
                .catalogue(CATALOGUE)
                .trustedHost("www.example.org")
                .build());
    }

    @AfterAll
    void closeSite() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Rule("1")
    void theFirstVisitSetsNoCookie() throws Exception {
        RawHttp.Response response = RawHttp.get("/plain").send(port());
        assertEquals(200, response.status());
        assertEquals("plain", response.text());
    }

    protected final int port() {
        if (site == null) {
            throw new IllegalStateException("The site did not start");
        }
        return site.port();
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
            encoded.append(String.format("%%%02X", octet));
        }
        return encoded.toString();
    }
}
