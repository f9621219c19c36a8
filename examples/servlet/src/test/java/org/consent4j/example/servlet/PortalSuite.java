package org.consent4j.example.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.consent4j.test.ConsentTck.RunningSite;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The portal as a visitor's browser meets it, for the example of each framework: what it has to do, and that it answers
 * as the one on Servlet does.
 *
 * <p>The test of an example extends it, and starts that example.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PortalSuite {

    private static final String FORM = "application/x-www-form-urlencoded";

    /** Headers that say how a response was sent, not what; Jetty adds Expires to each that sets a cookie. */
    private static final Set<String> TRANSPORT = Set.of(
            "date",
            "server",
            "connection",
            "keep-alive",
            "content-length",
            "transfer-encoding",
            "last-modified",
            "accept-ranges",
            "expires");

    private RunningSite portal;
    private RunningSite servlet;

    /** For the examples' tests. */
    protected PortalSuite() {}

    /**
     * Starts the example on a free port.
     *
     * @return the running example, which the suite closes
     * @throws Exception if it does not start
     */
    protected abstract RunningSite start() throws Exception;

    /**
     * The port that the example's arguments ask for.
     *
     * @param arguments those of its {@code main}
     * @return the port
     * @throws IllegalArgumentException if they can't be understood
     */
    protected abstract int port(String[] arguments);

    static RunningSite servletExample() throws Exception {
        Server server = Portal.start(0, Portal.consent());
        return new RunningSite(Portal.port(server), server::stop);
    }

    /**
     * The names of the headers that the framework adds by itself, which docs/frameworks.md explains.
     *
     * @return names in lower case
     */
    protected Set<String> addedHeaders() {
        return Set.of();
    }

    /**
     * Whether the framework itself answers a request otherwise, which docs/frameworks.md explains.
     *
     * @param target the request's path and query
     * @return true for a request that is not compared
     */
    protected boolean answersOtherwise(String target) {
        return false;
    }

    /**
     * Where the example listens that the suite tests, for an example's own tests beside it.
     *
     * @return the port
     */
    protected final int port() {
        return portal.port();
    }

    @BeforeAll
    final void startPortal() throws Exception {
        portal = start();
        servlet = servletExample();
    }

    @AfterAll
    final void stopPortal() {
        portal.close();
        servlet.close();
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
            RawHttp.Response response = request.send(portal.port());
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
        assertThat(page).doesNotContain("<script>", "<img");
        assertThat(page.replace("&gt;", ">")).contains("&lt;script>=&quot;>&lt;img src=x>");
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
    }

    @Test
    void theStyleSheetMayBeKeptForAnHour() throws Exception {
        RawHttp.Response style = new Visitor().get("/portal.css");
        assertThat(style.values("Content-Type").get(0)).startsWith("text/css");
        assertThat(style.values("Cache-Control")).containsExactly("max-age=3600");
        assertThat(style.setCookies()).isEmpty();
    }

    /** Requests with which the examples could differ: a method, a target, and what else the request has. */
    private static Stream<Arguments> requests() {
        Stream.Builder<Arguments> requests = Stream.builder();
        for (String target : List.of(
                "/",
                "/?a=b",
                "/seen",
                "/try",
                "/try?line=sessionid%3D1%3B%20Path%3D%2F",
                "/try?line=_pk_id%3D1",
                "/try?line=made_up%3D1",
                "/try?line=%E4%F6%3D1",
                "/try?line=%zz",
                "/try?line=",
                "/try?other=1",
                "/portal.css",
                "/language/fr",
                "/language/pt-BR",
                "/language/FR",
                "/language/fr/",
                "/language/",
                "/language",
                "/nosuch",
                "/SEEN",
                "/seen/",
                "/cookies",
                "/cookies/",
                "/cookies/preferences",
                "/cookies/preferences?next=/seen",
                "/cookies/preferences?saved",
                "/cookies/preferences/",
                "/cookies/banner",
                "/cookies/choices.js",
                "/cookies/nosuch")) {
            requests.add(Arguments.of("GET", target, "", ""));
            requests.add(Arguments.of("HEAD", target, "", ""));
            requests.add(Arguments.of("GET", target, "", "Accept: */*"));
            requests.add(Arguments.of("GET", target, "", "Accept: text/plain"));
            requests.add(Arguments.of("GET", target, "", "Accept: application/json"));
        }
        for (String target : List.of("/", "/try", "/cookies", "/cookies/preferences")) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                requests.add(Arguments.of(method, target, "", ""));
            }
        }
        for (String body : List.of(
                "choice=accept-all",
                "choice=accept-all&next=/seen",
                "choice=accept-all&next=//evil.example",
                "choice=refuse-all",
                "third-party=granted",
                "choice=",
                "choice=%zz",
                "next=/")) {
            for (String header : List.of(
                    "Sec-Fetch-Site: same-origin",
                    "Sec-Fetch-Site: cross-site",
                    "Origin: https://evil.example",
                    "Referer: http://localhost/seen",
                    "Sec-GPC: 1")) {
                requests.add(Arguments.of("POST", "/cookies/preferences", body, header));
            }
        }
        return requests.build();
    }

    /** What a browser may bring along; the second holds what another site of the domain could have set. */
    private static List<String> cookies(int port) throws Exception {
        String granted = RawHttp.post("/cookies/preferences", FORM, "choice=accept-all")
                .send(port)
                .setCookies()
                .get(0)
                .split(";", 2)[0];
        return List.of(
                "",
                "sessionid=0123456789abcdef0123456789abcdef; _pk_id.1.1fff=1; made_up=1; \u00c3=\u0080; =x; bare",
                granted + "; sessionid=\"quoted\"; visitor_profile=a=b; _osm_session=1");
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @MethodSource("requests")
    void itAnswersAsTheExampleOnServletDoes(String method, String target, String body, String header) throws Exception {
        assumeFalse(answersOtherwise(target), "The framework itself answers this otherwise");
        for (String cookies : cookies(portal.port())) {
            RawHttp request = body.isEmpty() ? RawHttp.request(method, target) : RawHttp.post(target, FORM, body);
            if (body.isEmpty() && !method.equals("GET") && !method.equals("HEAD")) {
                request.header("Content-Length: 0");
            }
            Stream.of(header, cookies.isEmpty() ? "" : "Cookie: " + cookies)
                    .filter(line -> !line.isEmpty())
                    .forEach(request::header);
            assertThat(answer(request.send(portal.port()), addedHeaders()))
                    .as("with the cookies: " + cookies)
                    .isEqualTo(answer(request.send(servlet.port()), addedHeaders()));
        }
    }

    /** A response as a browser takes it; of error pages other than ours only the status and the cookies. */
    private static String answer(RawHttp.Response response, Set<String> added) {
        boolean comparable = response.status() < 400 || response.text().contains("choice-");
        String headers = response.headers().stream()
                .filter(line -> comparable || name(line).equals("set-cookie"))
                .filter(line -> !TRANSPORT.contains(name(line)) && !added.contains(name(line)))
                .map(line -> name(line) + inOneForm(name(line), line.substring(line.indexOf(':'))))
                .map(PortalSuite::withoutChance)
                .sorted()
                .collect(Collectors.joining("\n"));
        return response.status() + "\n" + headers + "\n\n"
                + (comparable ? withoutChance(withoutLayout(withoutOrder(response.text()))) : "");
    }

    private static String name(String header) {
        return header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** A value as browsers read it: charsets in any case, and a cookie's attributes in any case and order. */
    private static String inOneForm(String name, String value) {
        if (name.equals("content-type")) {
            return value.toLowerCase(Locale.ROOT);
        }
        if (!name.equals("set-cookie")) {
            return value;
        }
        String[] parts = value.split("; ", -1);
        return parts[0]
                + Stream.of(parts)
                        .skip(1)
                        .map(attribute -> attribute
                                        .substring(0, (attribute + '=').indexOf('='))
                                        .toLowerCase(Locale.ROOT)
                                + attribute.substring(Math.min(attribute.length(), (attribute + '=').indexOf('='))))
                        .sorted()
                        .map(attribute -> "; " + attribute)
                        .collect(Collectors.joining());
    }

    private static String withoutChance(String text) {
        return text.replaceAll("=[0-9a-f]{32}(?=;|$)", "=random")
                .replaceAll("expires=(?!Thu, 01 Jan 1970)[^;]*", "expires=later");
    }

    /** Some servers hand out parsed cookies as a set. */
    private static String withoutOrder(String text) {
        String parsed = "Parsed cookies:\n";
        int end = text.indexOf("Raw header:");
        if (!text.startsWith(parsed) || end < 0) {
            return text;
        }
        return parsed
                + text.substring(parsed.length(), end).lines().sorted().collect(Collectors.joining("\n")) + "\n"
                + text.substring(end);
    }

    private static String withoutLayout(String html) {
        return html.replace("&gt;", ">").replaceAll("\\s*\\R\\s*", "\n").strip();
    }

    @Test
    void badArgumentsSayWhatIsUnderstood() {
        assertThat(port(new String[0])).isEqualTo(8080);
        assertThat(port(new String[] {"--port", "0"})).isZero();
        assertThatThrownBy(() -> port(new String[] {"--port", "x"})).hasMessageContaining("--port N");
        assertThatThrownBy(() -> port(new String[] {"--port", "70000"})).hasMessageContaining("65535");
        assertThatThrownBy(() -> port(new String[] {"8080"})).hasMessageContaining("--port N");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.ISO_8859_1).replace("+", "%20");
    }
}
