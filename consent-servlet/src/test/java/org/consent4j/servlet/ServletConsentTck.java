package org.consent4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The behaviour suite with what only Servlet has: dispatches, sessions, resets and the ways round a wrapper.
 */
public abstract class ServletConsentTck extends ConsentTck {

    private static final String LINES =
            "line=" + encode("app_session=1; Path=/") + "&line=" + encode("stat_a=1; Path=/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/forward?",
                "/filtered?",
                "/outer?",
                "/async-dispatch?",
                "/async?bare=1&",
                "/async-timeout?",
                "/unwrap?",
            })
    @Rule({"1", "35"})
    void onlyAdmittedLinesLeaveOnEveryDispatch(String route) throws Exception {
        assertAdmittedOnly(RawHttp.get(route + LINES).send(port()));
        assertAdmittedOnly(RawHttp.get("/async-error?bare=1&" + LINES).send(port()));
    }

    private static void assertAdmittedOnly(RawHttp.Response response) {
        List<String> lines = response.setCookies();
        assertTrue(lines.contains("app_session=1; Path=/"), response.toString());
        assertTrue(lines.stream().noneMatch(line -> line.contains("stat")), response.toString());
    }

    @Test
    @Rule({"1", "35"})
    void anIncludeSetsNothingThatIsNotAdmitted() throws Exception {
        RawHttp.Response response = RawHttp.get("/include?" + LINES).send(port());
        assertEquals(200, response.status());
        assertTrue(
                response.setCookies().stream()
                        .noneMatch(line -> line.startsWith("stat") || line.startsWith("JSESSIONID")),
                response.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/session", "/session-reset", "/session-change", "/session-error"})
    @Rule({"1", "35"})
    void anUndeclaredSessionCookieStaysInside(String route) throws Exception {
        RawHttp.Response response = RawHttp.get(route).send(port());
        // Tomcat 10.1 can't take a header away: it leaves an empty line, which sets nothing.
        assertTrue(response.setCookies().stream().allMatch(String::isEmpty), response.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/session", "/session-change", "/session-error"})
    @Rule("15")
    void aDeclaredSessionCookieLeavesAndLeadsBack(String route) throws Exception {
        List<CookieDeclaration> declarations = new ArrayList<>(CATALOGUE.declarations());
        declarations.add(CommonCookies.servletSession());
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CookieCatalogue.of(declarations))
                .build();
        try (RunningSite site = start(consent)) {
            List<String> lines = RawHttp.get(route).send(site.port()).setCookies();
            String session = lines.stream()
                    .filter(line -> line.startsWith("JSESSIONID="))
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new AssertionError("no session cookie among " + lines));
            String cookie = session.substring(0, session.indexOf(';'));
            assertEquals(
                    "2",
                    RawHttp.get("/session")
                            .header("Cookie: " + cookie)
                            .send(site.port())
                            .text());
        }
    }

    @Test
    @Rule("2")
    void hidingHoldsInForwardsAndAsynchronousDispatches() throws Exception {
        for (String route : List.of("/forward-seen", "/async-dispatch-seen", "/seen")) {
            String seen = RawHttp.get(route)
                    .header("Cookie: app_lang=de; stat_a=secret; made_up=secret; map_x=secret")
                    .send(port())
                    .text();
            assertEquals("parsed\napp_lang=de\nraw\napp_lang=de\n", seen, route);
        }
    }

    @Test
    @Rule("2")
    void theIdOfAHiddenSessionCookieIsNotTold() throws Exception {
        String cookie = "Cookie: app_lang=de; JSESSIONID=0123456789abcdef";
        assertEquals(
                "null false",
                RawHttp.get("/requested-session").header(cookie).send(port()).text());
        List<CookieDeclaration> declarations = new ArrayList<>(CATALOGUE.declarations());
        declarations.add(CommonCookies.servletSession());
        try (RunningSite site = start(CookieConsent.builder()
                .catalogue(CookieCatalogue.of(declarations))
                .build())) {
            assertEquals(
                    "0123456789abcdef true",
                    RawHttp.get("/requested-session")
                            .header(cookie + "; made_up=1")
                            .send(site.port())
                            .text());
        }
    }

    @Test
    @Rule("2")
    void aQuoteDoesNotCarryAHiddenCookieIntoAnother() throws Exception {
        String seen = RawHttp.get("/seen")
                .header("Cookie: app_lang=\"de; stat_a=secret; app_session=\"x")
                .send(port())
                .text();
        assertFalse(seen.contains("secret"), seen);
    }

    @Test
    @Rule({"3", "8"})
    void aResetAfterAChoiceKeepsTheChoice() throws Exception {
        RawHttp.Response response = RawHttp.get("/reset?" + LINES).send(port());
        assertEquals(1, response.setCookies().size(), response.toString());
        assertTrue(response.setCookies().get(0).startsWith("cookies_preferences=1."), response.toString());
        assertTrue(response.values("Cache-Control").contains("private"), response.toString());
    }

    @Test
    @Rule({"3", "19"})
    void replacingHeadersAfterAChoiceKeepsTheChoiceAndItsPrivacy() throws Exception {
        RawHttp.Response response =
                RawHttp.get("/replace-after-choice?line=" + encode("stat_a=1")).send(port());
        assertEquals(2, response.setCookies().size(), response.toString());
        assertTrue(response.setCookies().contains("stat_a=1"), response.toString());
        assertTrue(
                response.setCookies().stream().anyMatch(line -> line.startsWith("cookies_preferences=1.")),
                response.toString());
        assertEquals(List.of("private"), response.values("Cache-Control"));
        assertEquals("Accept, Cookie", String.join(", ", response.values("Vary")));
    }

    @Test
    @Rule("19")
    void whoeverSaysNoStoreWhereNothingIsSaidStillDoes() throws Exception {
        RawHttp.Response response = RawHttp.get("/caching-by-default").send(port());
        assertEquals(200, response.status());
        assertEquals(List.of("no-cache, no-store"), response.values("Cache-Control"));
        assertEquals(
                List.of("max-age=60, private, must-revalidate"),
                RawHttp.get("/caching-twice").send(port()).values("Cache-Control"));
    }

    @Test
    @Rule("35")
    void aRefusedReplacementLeavesWhatIsThere() throws Exception {
        RawHttp.Response response =
                RawHttp.get("/replace-after-choice?line=" + encode("made_up=1")).send(port());
        assertEquals(1, response.setCookies().size(), response.toString());
    }

    @Test
    @Rule("18")
    void aChoiceAfterTheHeadersAreSentIsNotRecorded() throws Exception {
        RawHttp.Response response = RawHttp.get("/choose-late").send(port());
        assertEquals("done, not recorded false", response.text());
        assertEquals(List.of(), response.setCookies());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/numbers", "/odd-names", "/trailers"})
    @Rule({"1", "34b", "35"})
    void noOtherMethodOfTheResponseSetsACookie(String route) throws Exception {
        RawHttp.Response response = RawHttp.get(route).header("TE: trailers").send(port());
        assertEquals(200, response.status());
        assertEquals(List.of(), response.setCookies(), response.toString());
        assertTrue(response.headers().stream().noneMatch(line -> line.contains("stat_")), response.toString());
        assertTrue(response.trailers().stream().noneMatch(line -> line.contains("stat_")), response.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "-1", "-5"})
    @Rule({"1", "33"})
    void aCookieObjectWithAnyAgeButZeroIsAWrite(String age) throws Exception {
        RawHttp.Response response =
                RawHttp.get("/cookie?name=stat_a&value=1&age=" + age).send(port());
        assertEquals(List.of(), response.setCookies());
    }

    @Test
    @Rule({"1", "33", "34a"})
    void aCookieObjectIsJudgedByTheLineThatComesOfIt() throws Exception {
        RawHttp.Response response = RawHttp.get("/odd-cookies").send(port());
        assertEquals(200, response.status());
        for (String line : response.setCookies()) {
            // What is left are deletions, as the container wrote them, or necessary cookies.
            boolean deletes = line.contains("Max-Age=0") || line.contains("Expires=Thu, 01 Jan 1970");
            assertTrue(
                    line.isEmpty() || line.startsWith("app_lang=") || (deletes && !line.contains("500")),
                    response.toString());
        }
    }

    @Test
    @Rule("2")
    void noNumberTellsAHiddenCookie() throws Exception {
        String told = RawHttp.get("/numbers-seen")
                .header("Cookie: stat_a=secret")
                .send(port())
                .text();
        assertEquals("-1\n-1\n", told);
    }

    @Test
    @Rule({"3", "40"})
    void aGrantedCookieOutlivesTheDeletionBeforeItsGrant() throws Exception {
        RawHttp.Response response = RawHttp.get("/replace-after-choice?line=" + encode("stat_a=1; Path=/"))
                .header("Cookie: stat_a=0")
                .send(port());
        List<String> ofIt = response.setCookies().stream()
                .filter(line -> line.startsWith("stat_a="))
                .toList();
        assertEquals("stat_a=1; Path=/", ofIt.get(ofIt.size() - 1), response.toString());
    }

    @Test
    @Rule("34")
    void aCookieObjectOfAgeZeroDeletes() throws Exception {
        List<String> lines =
                RawHttp.get("/cookie?name=stat_a&value=&age=0").send(port()).setCookies();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("stat_a=;"), lines.toString());
        assertTrue(lines.get(0).contains("01 Jan 1970"), lines.toString());
    }

    @Test
    @Rule({"1", "2", "35"})
    void holdsOverHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI base = URI.create("http://localhost:" + port());
        HttpResponse<String> set = client.send(
                HttpRequest.newBuilder(base.resolve("/async?bare=1&" + LINES)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, set.version());
        assertEquals(List.of("app_session=1; Path=/"), set.headers().allValues("set-cookie"));
        HttpResponse<String> seen = client.send(
                HttpRequest.newBuilder(base.resolve("/seen"))
                        .header("Cookie", "app_lang=de; stat_a=secret")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals("parsed\napp_lang=de\nraw\napp_lang=de\n", seen.body());
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:%d, 303", "http://localhost:1, 403", "https://evil.example, 403", "null, 403"})
    @Rule("8")
    void theOriginIsCheckedOverHttp2(String origin, int status) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI base = URI.create("http://localhost:" + port());
        client.send(HttpRequest.newBuilder(base.resolve("/plain")).build(), HttpResponse.BodyHandlers.discarding());
        HttpResponse<Void> answer = client.send(
                HttpRequest.newBuilder(base.resolve("/cookies/preferences"))
                        .header("Origin", origin.replace("%d", String.valueOf(port())))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("choice=accept-all"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertEquals(status, answer.statusCode());
    }

    @Test
    @Rule("2")
    void reportOnlyLetsEverythingPass() throws Exception {
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CATALOGUE)
                .mode(Mode.REPORT_ONLY)
                .build();
        try (RunningSite site = start(consent)) {
            RawHttp.Response response = RawHttp.get("/session").send(site.port());
            assertEquals(1, response.setCookies().size(), response.toString());
            String seen = RawHttp.get("/seen")
                    .header("Cookie: made_up=1; stat_a=2")
                    .send(site.port())
                    .text();
            assertEquals("parsed\nmade_up=1\nstat_a=2\nraw\nmade_up=1; stat_a=2\n", seen);
        }
    }

    @Test
    @Rule("8")
    void aFormWhoseBodyAFilterHasReadIsStillAForm() throws Exception {
        RawHttp.Response response = RawHttp.post(
                        "/cookies/preferences?read-form=1", "application/x-www-form-urlencoded", "choice=accept-all")
                .send(port());
        assertEquals(303, response.status());
        Matcher value = Pattern.compile("cookies_preferences=1\\.\\d{8}\\.([^;]+);.*")
                .matcher(response.setCookies().get(0));
        assertTrue(value.matches(), response.toString());
        assertFalse(value.group(1).contains("0~"), "accept-all must grant: " + value.group(1));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.ISO_8859_1).replace("+", "%20");
    }
}
