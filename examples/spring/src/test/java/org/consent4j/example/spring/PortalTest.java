package org.consent4j.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The portal as a visitor's browser meets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private ConfigurableApplicationContext portal;

    @BeforeAll
    void start() {
        portal = Portal.start(0);
    }

    @AfterAll
    void stop() {
        portal.close();
    }

    /** What a browser would keep: names and values of one host, on one path. */
    private final class Visitor {

        final Map<String, String> jar = new TreeMap<>();

        RawHttp.Response get(String target, String... headers) throws Exception {
            return send(RawHttp.get(target), headers);
        }

        RawHttp.Response post(String body, String... headers) throws Exception {
            return send(RawHttp.post("/cookies/preferences", FORM, body), headers);
        }

        private RawHttp.Response send(RawHttp request, String... headers) throws Exception {
            List<String> pairs = new ArrayList<>();
            jar.forEach((name, value) -> pairs.add(name + "=" + value));
            if (!pairs.isEmpty()) {
                request.header("Cookie: " + String.join("; ", pairs));
            }
            for (String header : headers) {
                request.header(header);
            }
            RawHttp.Response response = request.send(Portal.port(portal));
            for (String line : response.setCookies()) {
                String[] pair = line.substring(0, line.indexOf(';')).split("=", 2);
                if (line.contains("Max-Age=0")) {
                    jar.remove(pair[0]);
                } else {
                    jar.put(pair[0], pair[1]);
                }
            }
            return response;
        }

        List<String> names() {
            return List.copyOf(jar.keySet());
        }
    }

    private static List<String> namesSetBy(RawHttp.Response response) {
        return response.setCookies().stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
    }

    @Test
    @Rule("1")
    void theFirstVisitSetsOnlyWhatIsNecessary() throws Exception {
        RawHttp.Response home = new Visitor().get("/");
        assertThat(home.status()).isEqualTo(200);
        assertThat(namesSetBy(home)).containsExactlyInAnyOrder("sessionid", "csrftoken");
        assertThat(home.text()).contains("accept-all", "refuse-all").doesNotContain("<iframe");
    }

    @Test
    @Rule({"4", "6", "10"})
    void acceptingAllLetsAllCookiesOutAndShowsTheMap() throws Exception {
        Visitor visitor = new Visitor();
        visitor.get("/");
        RawHttp.Response saved = visitor.post("choice=accept-all&next=/");
        assertThat(saved.status()).isEqualTo(303);
        assertThat(saved.values("Location")).containsExactly("/");
        RawHttp.Response home = visitor.get("/");
        assertThat(namesSetBy(home))
                .containsExactlyInAnyOrder("sessionid", "csrftoken", "_pk_id.1.1fff", "visitor_profile");
        assertThat(home.text()).contains("<iframe").doesNotContain("accept-all");
        assertThat(visitor.jar.get("cookies_preferences")).hasSizeLessThanOrEqualTo(32);
    }

    @Test
    @Rule({"10", "12"})
    void refusingAllChangesNothingButTheCookies() throws Exception {
        Visitor visitor = new Visitor();
        visitor.get("/");
        assertThat(visitor.post("choice=refuse-all").status()).isEqualTo(303);
        RawHttp.Response home = visitor.get("/");
        assertThat(home.status()).isEqualTo(200);
        assertThat(namesSetBy(home)).containsExactlyInAnyOrder("sessionid", "csrftoken");
        assertThat(home.text()).doesNotContain("accept-all", "<iframe");
    }

    @Test
    @Rule({"2", "3", "37"})
    void withdrawingExpiresWhatTheBrowserHasInTheSameResponse() throws Exception {
        Visitor visitor = new Visitor();
        visitor.post("choice=accept-all");
        visitor.get("/");
        assertThat(visitor.names()).contains("_pk_id.1.1fff", "visitor_profile");
        RawHttp.Response withdrawn = visitor.post("third-party=granted");
        assertThat(withdrawn.setCookies())
                .contains(
                        "_pk_id.1.1fff=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0",
                        "visitor_profile=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0");
        assertThat(visitor.names()).containsExactly("cookies_preferences", "csrftoken", "sessionid");
        visitor.jar.put("_pk_id.1.1fff", "come-back");
        RawHttp.Response seen = visitor.get("/seen");
        assertThat(seen.text()).contains("sessionid=").doesNotContain("_pk_id", "come-back");
        assertThat(visitor.names()).doesNotContain("_pk_id.1.1fff");
        assertThat(visitor.get("/").text()).contains("<iframe");
    }

    @Test
    void seenListsParsedCookiesAndTheRawHeader() throws Exception {
        Visitor visitor = new Visitor();
        visitor.jar.put("django_language", "fr");
        visitor.jar.put("somebody_elses", "1");
        RawHttp.Response seen = visitor.get("/seen");
        assertThat(seen.values("Content-Type").get(0)).startsWith("text/plain");
        assertThat(seen.text().lines())
                .containsExactly("Parsed cookies:", "django_language=fr", "Raw header:", "django_language=fr");
        assertThat(seen.setCookies()).isEmpty();
    }

    @Test
    @Rule("15")
    void theLanguageIsTheVisitorsOwnChoice() throws Exception {
        RawHttp.Response response = new Visitor().get("/language/fr");
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.values("Location")).containsExactly("/");
        assertThat(response.setCookies()).singleElement().asString().startsWith("django_language=fr;");
        assertThat(new Visitor().get("/language/..%2f").status()).isBetween(400, 404);
        assertThat(new Visitor().get("/language/").status()).isEqualTo(404);
    }

    @Test
    @Rule("14")
    void thePolicyPageHasTheSeedsTable() throws Exception {
        String page = new Visitor().get("/cookies").text();
        assertThat(page).contains("href=\"https://osmfoundation.org/wiki/Privacy_Policy\"");
        assertThat(page.replaceAll("<[^>]*>", ""))
                .contains("Opendatasoft", "sessionid", "django_language", "csrftoken", "cookies_preferences")
                .contains("Authentication (front and back office)", "Language selection (front and back office)")
                .contains("To retrieve data via API calls", "To remember the visitor&#39;s cookie preferences");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sec-Fetch-Site: cross-site      | choice=accept-all  | 403
            Sec-Fetch-Site: same-site       | choice=accept-all  | 403
            Origin: https://evil.example    | choice=accept-all  | 403
            Origin: null                    | choice=accept-all  | 403
            Sec-Fetch-Site: same-origin     | marketing=granted  | 400
            Sec-Fetch-Site: same-origin     | choice=perhaps     | 400
            """)
    @Rule("8")
    void aBadSubmissionRecordsNothing(String header, String body, int status) throws Exception {
        RawHttp.Response response = new Visitor().post(body, header);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.setCookies()).isEmpty();
    }

    @Test
    @Rule("8")
    void aBodyOverEightKibibytesRecordsNothing() throws Exception {
        RawHttp.Response response = new Visitor().post("next=/" + "x".repeat(8 * 1024) + "&choice=accept-all");
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.setCookies()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sessionid=1; Path=/                     | admitted
            _pk_id.1.1fff=1                         | refused: the visitor has not decided on its category
            _pk_id.1.1fff=; Max-Age=0               | admitted
            _pk_id.1.1fff=; Max-Age=0; Max-Age=500  | refused: the visitor has not decided on its category
            made_up=1                               | refused: the catalogue does not declare it
            sessionid                               | refused: browsers do not agree on how to read the line
            cookies_preferences=1.20261123.s1AAAA   | refused: only a recorded choice writes the preference cookie
            """)
    @Rule({"8", "33", "34", "34a"})
    void thePlaygroundTellsWhatBecameOfALine(String line, String outcome) throws Exception {
        RawHttp.Response response = new Visitor().get("/try?line=" + encode(line), "Accept: text/plain");
        assertThat(response.text().lines()).containsExactly(outcome);
        assertThat(response.setCookies()).isEqualTo(outcome.equals("admitted") ? List.of(line) : List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sessionid=1\rSet-Cookie: _pk_id=2", "sessionid=1\n_pk_id=2", "_pk_id=\0", "sessionid=1\u007f"})
    @Rule("34b")
    void thePlaygroundsControlCharactersGoNowhere(String line) throws Exception {
        RawHttp.Response response = new Visitor().get("/try?line=" + encode(line), "Accept: text/plain");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).startsWith("refused: ");
        assertThat(response.setCookies()).isEmpty();
        assertThat(response.headers()).noneMatch(header -> header.contains("_pk_id"));
    }

    @Test
    void thePlaygroundEscapesWhatItShows() throws Exception {
        String page = new Visitor()
                .get("/try?line=" + encode("<script>=\"><img src=x>"))
                .text();
        assertThat(page).doesNotContain("<script>", "<img").contains("&lt;script&gt;=&quot;&gt;&lt;img src=x&gt;");
    }

    @Test
    @Rule("33")
    void springAddsNoCookieAndRefusesNothing() throws Exception {
        for (String target : List.of("/", "/try", "/language/fr", "/nosuch", "/login", "/logout")) {
            for (String method : List.of("GET", "HEAD", "POST")) {
                RawHttp.Response response = RawHttp.request(method, target)
                        .header("Content-Length: 0")
                        .send(Portal.port(portal));
                assertThat(response.status())
                        .as(method + " " + target)
                        .isNotIn(301, 302, 307, 400, 401, 403, 406)
                        .isLessThan(500);
                assertThat(namesSetBy(response))
                        .as(method + " " + target)
                        .isSubsetOf("sessionid", "csrftoken", "django_language");
            }
        }
    }

    @Test
    void aCookieOfOddOctetsShutsNobodyOut() throws Exception {
        Visitor visitor = new Visitor();
        visitor.jar.put("sessionid", "\u00c3\u0080");
        assertThat(visitor.get("/").status()).isEqualTo(200);
        assertThat(visitor.get("/seen").status()).isEqualTo(200);
    }

    @Test
    void whatBrowsersAcceptDoesNotDecideOnPages() throws Exception {
        for (String target : List.of("/", "/seen", "/try", "/cookies", "/portal.css")) {
            assertThat(new Visitor().get(target, "Accept: application/json").status())
                    .as(target)
                    .isEqualTo(200);
        }
        assertThat(new Visitor().get("/", "Accept-Language: fr").text()).contains("lang=\"en\"><h2 id=");
    }

    @Test
    void theStyleSheetMayBeKeptForAnHour() throws Exception {
        RawHttp.Response style = new Visitor().get("/portal.css");
        assertThat(style.values("Content-Type").get(0)).startsWith("text/css");
        assertThat(style.values("Cache-Control")).containsExactly("max-age=3600");
        assertThat(style.setCookies()).isEmpty();
    }

    @Test
    void badArgumentsSayWhatIsUnderstood() {
        assertThat(Portal.port(new String[0])).isEqualTo(8080);
        assertThat(Portal.port(new String[] {"--port", "0"})).isZero();
        assertThatThrownBy(() -> Portal.port(new String[] {"--port", "x"})).hasMessageContaining("--port N");
        assertThatThrownBy(() -> Portal.port(new String[] {"--port", "70000"})).hasMessageContaining("65535");
        assertThatThrownBy(() -> Portal.port(new String[] {"8080"})).hasMessageContaining("--port N");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.ISO_8859_1).replace("+", "%20");
    }
}
