package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.consent4j.Exchanges.Request;
import org.consent4j.Exchanges.Response;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.Provider;
import org.consent4j.http.RequestHeaders;
import org.consent4j.preference.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {

    private static final String EXPIRED = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0";

    private final Site.Heard heard = new Site.Heard();
    private final CookieConsent consent = Site.builder().listener(heard).build();
    private final CookieConsent trusting =
            Site.builder().trustedHost("www.example.org").listener(heard).build();
    private final Response response = new Response();

    @Test
    @Rule({"37", "38"})
    void aLeftoverIsExpiredForTheHostAloneWhereNoneIsTrusted() {
        consent.begin(Request.of("_ga=1"), response);

        assertThat(response.lines).containsExactly("_ga=; Path=/" + EXPIRED);
        assertThat(heard.told()).containsExactly("HIDDEN _ga UNDECIDED", "EXPIRED _ga UNDECIDED");
    }

    @Test
    @Rule({"36", "37"})
    void aTrustedHostIsExpiredDownToTwoLabels() {
        trusting.begin(Request.of("_ga=1").to("a.www.example.org"), response);

        assertThat(response.lines)
                .containsExactly(
                        "_ga=; Path=/" + EXPIRED,
                        "_ga=; Path=/; Domain=a.www.example.org" + EXPIRED,
                        "_ga=; Path=/; Domain=www.example.org" + EXPIRED,
                        "_ga=; Path=/; Domain=example.org" + EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "www.example.org.evil.example",
                "xwww.example.org",
                "example.org",
                "192.0.2.1",
                "[2001:db8::1]",
                "localhost",
                "x;Domain=evil.example;.www.example.org",
                "x, y.www.example.org",
                "x\r\n.www.example.org",
                "\u00fc.www.example.org",
                "www.example.org.",
            })
    @Rule("37")
    void anUntrustedHostGivesHostOnlyAlone(String host) {
        trusting.begin(Request.of("_ga=1").to(host), response);

        assertThat(response.lines).containsExactly("_ga=; Path=/" + EXPIRED);
    }

    @Test
    @Rule("37")
    void aHostLongerThanADomainNameIsNotTrusted() {
        trusting.begin(Request.of("_ga=1").to("a.".repeat(120) + "www.example.org"), response);

        assertThat(response.lines).containsExactly("_ga=; Path=/" + EXPIRED);
    }

    @Test
    @Rule("37")
    void theCaseOfAHostSaysNothing() {
        trusting.begin(Request.of("_ga=1").to("WWW.Example.ORG"), response);

        assertThat(response.lines).contains("_ga=; Path=/; Domain=example.org" + EXPIRED);
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.org:8443, www.example.org",
        "www.example.org, www.example.org",
        "[::1]:8080, [::1]",
        "[::1], [::1]",
        "localhost:80, localhost",
    })
    @Rule("37")
    void aPortIsNoPartOfTheHost(String header, String host) {
        RequestHeaders headers = name -> List.of(header).iterator();

        assertThat(headers.host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "192.0.2.1", "https://example.org", "example.org:80", "a b.org"})
    void aTrustedHostThatIsNoDomainNameIsAnError(String host) {
        assertThatThrownBy(() -> CookieConsent.builder().trustedHost(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + host + "' is not a domain name");
    }

    @Test
    @Rule({"36", "37"})
    void declaredPathsAndDomainsAreExpiredToo() {
        consent.begin(Request.of("seen=1").to("eu.shop.example.org"), response);
        assertThat(response.lines)
                .containsExactly(
                        "seen=; Path=/" + EXPIRED,
                        "seen=; Path=/shop" + EXPIRED,
                        "seen=; Path=/; Domain=shop.example.org" + EXPIRED,
                        "seen=; Path=/shop; Domain=shop.example.org" + EXPIRED);

        // A browser would refuse the domain of another host.
        Response other = new Response();
        consent.begin(Request.of("seen=1"), other);
        assertThat(other.lines).hasSize(2).noneMatch(line -> line.contains("Domain"));
    }

    @Test
    @Rule({"36", "38"})
    void aPartitionedCookieIsExpiredInBothPartitions() {
        consent.begin(Request.of("ads=1"), response);

        assertThat(response.lines)
                .containsExactly(
                        "ads=; Path=/" + EXPIRED, "ads=; Path=/" + EXPIRED + "; Secure; SameSite=None; Partitioned");
    }

    @Test
    @Rule({"38", "39"})
    void overHttpNoPartitionIsTried() {
        consent.begin(Request.of("ads=1").overHttp(), response);

        assertThat(response.lines).containsExactly("ads=; Path=/" + EXPIRED);
    }

    @Test
    @Rule("38")
    void prefixedNamesAreExpiredAsTheirPrefixDemands() {
        trusting.begin(Request.of("__Host-track=1; __Secure-track=2"), response);

        assertThat(response.lines)
                .containsExactly(
                        "__Host-track=; Path=/" + EXPIRED + "; Secure",
                        "__Secure-track=; Path=/" + EXPIRED + "; Secure",
                        "__Secure-track=; Path=/; Domain=www.example.org" + EXPIRED + "; Secure",
                        "__Secure-track=; Path=/; Domain=example.org" + EXPIRED + "; Secure");
    }

    @Test
    @Rule("45")
    void leftoversThatStayDoNotKeepOthersFromTheirTurn() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            line.append("_ga_").append(i).append("=x; ");
        }
        Site.SetClock clock = new Site.SetClock();
        CookieConsent site =
                Site.builder().trustedHost("www.example.org").clock(clock).build();
        Set<String> expired = new HashSet<>();
        for (int second = 0; second < 151; second++) {
            Response next = new Response();
            site.begin(Request.of(line + "ads=1").to("a.b.c.www.example.org"), next);
            next.lines.forEach(deletion -> expired.add(deletion.substring(0, deletion.indexOf('='))));
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(expired).hasSize(151).contains("ads");
    }

    @Test
    @Rule("39")
    void prefixedNamesAreKeptAndReportedOverHttp() {
        ConsentExchange exchange =
                trusting.begin(Request.of("__Host-track=1; __Secure-track=2").overHttp(), response);

        assertThat(response.lines).isEmpty();
        assertThat(exchange.cookieHeaders()).isEmpty();
        assertThat(heard.told())
                .containsExactly(
                        "HIDDEN __Host-track UNDECIDED",
                        "HIDDEN __Secure-track UNDECIDED",
                        "KEPT __Host-track UNDECIDED",
                        "KEPT __Secure-track UNDECIDED");
    }

    @Test
    @Rule("37")
    void onlyNamesThatTheRequestCarriesAreExpired() {
        consent.begin(Request.of("JSESSIONID=1; _ga_A=1; _ga_A=2"), response);

        assertThat(response.lines).containsExactly("_ga_A=; Path=/" + EXPIRED);
        assertThat(heard.told().stream().filter(told -> told.startsWith("EXPIRED")))
                .hasSize(1);
    }

    @Test
    @Rule("37a")
    void anUndeclaredCookieIsHiddenAndReportedAndNeverExpired() {
        ConsentExchange exchange = consent.begin(Request.of("other=1; JSESSIONID=2"), response);

        assertThat(response.lines).isEmpty();
        assertThat(exchange.cookieHeaders()).containsExactly("JSESSIONID=2");
        assertThat(heard.undeclared).containsExactly(new UndeclaredCookie("other", UndeclaredCookie.Origin.BROWSER));
        assertThat(heard.told()).containsExactly("HIDDEN other UNDECLARED");
    }

    @Test
    @Rule("16")
    void anExemptCookieIsALeftoverOnlyAfterAnObjection() {
        consent.begin(Request.of("_pk_id.1=1"), response);
        assertThat(response.lines).isEmpty();

        consent.begin(Request.of("_pk_id.1=1; " + Site.chose(consent, "s-")), response);
        assertThat(response.lines).containsExactly("_pk_id.1=; Path=/" + EXPIRED);
    }

    @Test
    @Rule("11")
    void aStaleGrantLeavesALeftover() {
        consent.begin(Request.of("_ga=1; cookies_preferences=1.20261123.s1AAAA~i0~t0"), response);

        assertThat(response.lines).containsExactly("_ga=; Path=/" + EXPIRED);
        assertThat(heard.told()).contains("EXPIRED _ga STALE");
    }

    @Test
    @Rule("41")
    void nothingIsEverClearedAsAWhole() {
        consent.begin(Request.of("_ga=1; seen=2; ads=3"), response).refuseAll();

        assertThat(response.lines)
                .allMatch(line -> line.matches("(_ga|seen|ads|cookies_preferences)=.*"))
                .noneMatch(line -> line.contains("Clear-Site-Data"));
    }

    @Test
    @Rule("45")
    void deletionsStayUnderEightKibibytesAndTheRestGoesWithTheNextOnes() {
        Set<String> jar =
                IntStream.range(0, 500).mapToObj(i -> "_ga_" + i).collect(Collectors.toCollection(HashSet::new));
        int requests = 0;
        while (!jar.isEmpty()) {
            Response own = new Response();
            String line = jar.stream().map(name -> name + "=1").collect(Collectors.joining("; "));

            ConsentExchange exchange = trusting.begin(Request.of(line), own);
            exchange.refuseAll();

            List<String> deletions = own.lines.stream()
                    .filter(added -> !added.startsWith("cookies_preferences="))
                    .toList();
            assertThat(octets(deletions)).isBetween(1, 8 * 1024);
            assertThat(exchange.cookieHeaders()).isEmpty();
            int before = jar.size();
            deletions.forEach(deletion -> jar.remove(deletion.substring(0, deletion.indexOf('='))));
            assertThat(jar).hasSizeLessThan(before);
            requests++;
        }
        assertThat(requests).isGreaterThan(1);
        assertThat(heard.told()).contains("KEPT _ga_1 UNDECIDED");
    }

    @Test
    @Rule({"43", "45"})
    void leftoversLeaveRoomForCopiesOfThePreferenceCookie() {
        String line = IntStream.range(0, 500).mapToObj(i -> "_ga_" + i + "=1").collect(Collectors.joining("; "));

        trusting.begin(Request.of(line + "; cookies_preferences=x; cookies_preferences=y"), response)
                .refuseAll();

        assertThat(response.lines)
                .contains(
                        "cookies_preferences=; Path=/; Domain=www.example.org" + EXPIRED,
                        "cookies_preferences=; Path=/; Domain=example.org" + EXPIRED);
        assertThat(octets(response.lines.stream()
                        .filter(added -> added.contains("Max-Age=0"))
                        .toList()))
                .isLessThanOrEqualTo(8 * 1024);
    }

    private static int octets(List<String> lines) {
        return lines.stream()
                .mapToInt(line -> "Set-Cookie: ".length() + line.length() + 2)
                .sum();
    }

    @Test
    @Rule("34b")
    void namesThatContainersWouldRewriteAreKept() {
        consent.begin(Request.of("_ga_\u0001=1; _ga_\u3000=2"), response);

        assertThat(response.lines).isEmpty();
        assertThat(heard.told()).contains("KEPT _ga_\u0001 UNDECIDED", "KEPT _ga_\u3000 UNDECIDED");
    }

    @Test
    @Rule({"3", "16"})
    void anObjectionInThisExchangeExpiresTheExemptCookies() {
        CookieConsent exemptOnly = CookieConsent.builder()
                .catalogue(CookieCatalogue.of(Site.EXEMPT))
                .build();
        ConsentExchange exchange = exemptOnly.begin(Request.of("_pk_id.1=1"), response);
        assertThat(exchange.cookieHeaders()).containsExactly("_pk_id.1=1");

        exchange.record(Map.of(Category.STATISTICAL, Choice.REFUSED));

        assertThat(response.lines).hasSize(2).contains("_pk_id.1=; Path=/" + EXPIRED);
        assertThat(exchange.cookieHeaders()).isEmpty();
        assertThat(exchange.admits("_pk_id.1=2").reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    @Rule("2")
    void aMixedCategoryHidesItsConsentCookiesAndShowsTheExempt() {
        CookieConsent mixed = CookieConsent.builder()
                .catalogue(CookieCatalogue.of(
                        Site.EXEMPT,
                        Site.declare("heat", Category.STATISTICAL)
                                .provider(Provider.of("Example Heatmaps"))
                                .build()))
                .build();

        ConsentExchange exchange = mixed.begin(Request.of("heat=1; _pk_id.1=2"), response);

        assertThat(exchange.cookieHeaders()).containsExactly("_pk_id.1=2");
        assertThat(response.lines).containsExactly("heat=; Path=/" + EXPIRED);
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
        assertThat(exchange.allowsCookie("_pk_id.1")).isTrue();
    }
}
