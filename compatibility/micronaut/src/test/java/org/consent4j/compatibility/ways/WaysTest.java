package org.consent4j.compatibility.ways;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.consent4j.CookieConsent;
import org.consent4j.compatibility.Started;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever way a response takes through Micronaut, only admitted cookies leave, and only admitted ones come in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysTest {

    private static final String ADMITTED = "app_lang=1; Path=/";
    private static final String REFUSED = "stat_a=1; Path=/";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .executor(Runnable::run)
            .build();
    private EmbeddedServer one;
    private EmbeddedServer two;
    private EmbeddedServer streams;
    private HttpServer upstream;

    @BeforeAll
    void start() throws Exception {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", answer -> {
            for (String line : List.of(ADMITTED, REFUSED, "upstream=1")) {
                answer.getResponseHeaders().add("Set-Cookie", line);
            }
            answer.sendResponseHeaders(200, -1);
            answer.close();
        });
        upstream.start();
        one = start("1.1", false);
        two = start("2.0", false);
        streams = start("2.0", true);
        // The first request upgrades the connection.
        get2("/ways/sync");
        get2(streams, "/ways/sync");
    }

    private EmbeddedServer start(String version, boolean handlersPerStream) {
        CookieConsent consent =
                CookieConsent.builder().catalogue(ConsentTck.CATALOGUE).build();
        return Started.in(
                "ways",
                consent,
                "micronaut.server.http-version",
                version,
                "micronaut.server.netty.legacy-multiplex-handlers",
                handlersPerStream,
                "micronaut.http.services.upstream.url",
                "http://localhost:" + upstream.getAddress().getPort(),
                "micronaut.router.static-resources.texts.paths",
                "classpath:texts",
                "micronaut.server.cors.enabled",
                true,
                "micronaut.router.static-resources.texts.mapping",
                "/texts/**");
    }

    @AfterAll
    void stop() {
        one.stop();
        two.stop();
        streams.stop();
        upstream.stop(0);
    }

    private HttpResponse<String> get2(String path, String... headers) throws Exception {
        return get2(two, path, headers);
    }

    private HttpResponse<String> get2(EmbeddedServer server, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + path));
        for (String header : headers) {
            request.header(
                    header.substring(0, header.indexOf(':')),
                    header.substring(header.indexOf(':') + 1).strip());
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String granted() throws Exception {
        RawHttp.Response response =
                RawHttp.post("/cookies/preferences", FORM, "choice=accept-all").send(one.getPort());
        return "Cookie: " + response.setCookies().get(0).split(";", 2)[0];
    }

    // ---- What leaves -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "/ways/sync, none, 200",
        "/ways/future, none, 200",
        "/ways/mono, none, 200",
        "/ways/flux, none, 200",
        "/ways/sse, none, 200",
        "/ways/file, none, 200",
        "/ways/writable, none, 200",
        "/ways/blocking, none, 200",
        "/ways/scheduled, none, 200",
        "/ways/handled, none, 409",
        "/ways/nowhere, none, 404",
        "/ways/redirect, none, 301",
        "/ways/not-modified, none, 304",
        "/ways/proxied, none, 200",
        "/ways/fetched, none, 200",
        "/texts/hello.txt, plain, 200",
        "/ways/json, plain, 405",
        "/ways/sync, plain, 200",
        "/ways/sync, plain-answer, 200",
        "/ways/sync, plain-replacement, 200",
        "/ways/sync, early-replacement, 200",
        "/ways/sync, plain-failure, 409",
        "/ways/sync, plain-late-failure, 409",
        "/ways/sync, early-answer, 200",
        "/ways/sync, early-failure, 409",
        "/ways/handled, plain, 409",
    })
    @Rule({"1", "6", "32", "35"})
    void onlyAdmittedLinesLeaveOverBothVersions(String path, String by, int status) throws Exception {
        RawHttp.Response first = RawHttp.get(path).header("X-By: " + by).send(one.getPort());
        assertThat(first.status()).isEqualTo(status);
        assertThat(first.setCookies()).contains(ADMITTED).containsOnly(ADMITTED);

        HttpResponse<String> second = get2(path, "X-By: " + by);
        assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(second.statusCode()).isEqualTo(status);
        assertThat(second.headers().allValues("set-cookie")).contains(ADMITTED).containsOnly(ADMITTED);

        RawHttp.Response allowed =
                RawHttp.get(path).header("X-By: " + by).header(granted()).send(one.getPort());
        assertThat(allowed.setCookies()).contains(ADMITTED, REFUSED);
        assertThat(get2(path, "X-By: " + by, granted()).headers().allValues("set-cookie"))
                .contains(ADMITTED, REFUSED)
                .doesNotContain("upstream=1");
    }

    /** What HTTP/2 has no guard against unless each stream has handlers of its own, which the document says. */
    @ParameterizedTest
    @CsvSource({
        "/ways/late, none, 200",
        "/ways/unwritable, none, 500",
        "/ways/sync, tied, 200",
        "/ways/sync, tied-answer, 200",
        "/ways/sync, tied-replacement, 200",
        "/ways/sync, tied-failure, 409",
        "/ways/sync, tied-wrapper, 200",
        "/ways/sync, tied-mutation, 200",
        "/ways/sync, legacy, 200",
    })
    @Rule({"1", "35"})
    void nothingGetsPastTheLastGuard(String path, String by, int status) throws Exception {
        RawHttp.Response first = RawHttp.get(path)
                .header("X-By: " + by)
                .header("Cookie: stat_b=2")
                .send(one.getPort());
        assertThat(first.status()).isEqualTo(status);
        HttpResponse<String> second = get2(streams, path, "X-By: " + by, "Cookie: stat_b=2");
        assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(second.statusCode()).isEqualTo(status);
        for (List<String> lines : List.of(first.setCookies(), second.headers().allValues("set-cookie"))) {
            assertThat(lines)
                    .as("the leftover's deletion is kept, and nothing refused let out")
                    .contains("stat_b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")
                    .filteredOn(line -> !line.startsWith("stat_b=;"))
                    .isSubsetOf(ADMITTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "tied-wrapper", "tied-mutation", "plain-replacement"})
    @Rule({"3", "6"})
    void aChoiceIsKeptWhicheverRequestOthersPutInThePlaceOfTheVisitors(String by) throws Exception {
        String preferences = granted().substring("Cookie: ".length()) + ";";
        for (List<String> lines : List.of(
                RawHttp.post("/cookies/preferences", FORM, "choice=accept-all")
                        .header("X-By: " + by)
                        .send(one.getPort())
                        .setCookies(),
                RawHttp.get("/ways/grant")
                        .header("X-By: " + by)
                        .send(one.getPort())
                        .setCookies(),
                get2("/ways/grant", "X-By: " + by).headers().allValues("set-cookie"))) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("cookies_preferences="))
                    .singleElement()
                    .asString()
                    .startsWith(preferences);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    @Rule({"1", "35"})
    void otherMethodsAreJudgedToo(String method) throws Exception {
        RawHttp.Response response = RawHttp.request(method, "/ways/sync")
                .header("X-By: plain")
                .header("Cookie: stat_b=2")
                .send(one.getPort());
        assertThat(response.setCookies())
                .contains("stat_b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")
                .doesNotContain(REFUSED, "stat_netty=1");
    }

    @Test
    @Rule({"1", "35"})
    void whatCorsAnswersIsJudgedToo() throws Exception {
        for (String origin : List.of("https://elsewhere.example", "null")) {
            RawHttp.Response response = RawHttp.request("OPTIONS", "/ways/sync")
                    .header("Origin: " + origin)
                    .header("Access-Control-Request-Method: GET")
                    .header("X-By: plain")
                    .header("Cookie: stat_b=2")
                    .send(one.getPort());
            assertThat(response.values("Access-Control-Allow-Origin"))
                    .as("it is CORS")
                    .isNotEmpty();
            assertThat(response.setCookies())
                    .contains("stat_b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")
                    .doesNotContain(REFUSED, "stat_netty=1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ways/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
                "GARBAGE\r\n\r\n",
                "GET /ways/sync HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST /cookies/preferences HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 99999999\r\n\r\n",
            })
    @Rule({"1", "18", "35"})
    void whatIsNoRequestSetsNothing(String request) throws Exception {
        assertThat(exchange(request)).matches("(?s)HTTP/1\\.[01] 4.*").doesNotContainIgnoringCase("set-cookie");
    }

    @Test
    @Rule({"8", "18"})
    void aFormWithoutAnEndIsAnsweredAllTheSame() throws Exception {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), one.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /cookies/preferences HTTP/1.1\r\nHost: x\r\nContent-Type: " + FORM
                                    + "\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\nchoice=accept-all&x="
                                    + "x".repeat(0x8000 - 20) + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
            assertThat(new String(start, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    @Rule("1")
    void requestsOfOneConnectionDoNotMeet() throws Exception {
        String granted = granted();
        String with = "GET /ways/mono HTTP/1.1\r\nHost: x\r\n" + granted + "\r\n\r\n";
        String without = "GET /ways/sync HTTP/1.1\r\nHost: x\r\nCookie: stat_b=1\r\n\r\n";
        String expecting = "POST /ways/form HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: " + FORM
                + "\r\nContent-Length: 3\r\n\r\na=b";
        String last = "GET /ways/sync HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + granted + "\r\n\r\n";
        String[] responses = exchange(with + without + expecting + with + last).split("HTTP/1.1 200");
        assertThat(responses).hasSize(6);
        assertThat(responses[1]).contains(REFUSED).doesNotContain("stat_b");
        assertThat(responses[2]).doesNotContain(REFUSED).contains("stat_b=; Path=/; Expires");
        assertThat(responses[3]).doesNotContain(REFUSED, "stat_b");
        assertThat(responses[4]).contains(REFUSED).doesNotContain("stat_b");
        assertThat(responses[5]).contains(REFUSED).doesNotContain("stat_b");
    }

    private String exchange(String requests) throws Exception {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), one.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(requests.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    @Rule({"1", "2", "35"})
    void aWebSocketsUpgradeIsJudgedToo() throws Exception {
        String upgrade = exchange(String.join(
                "\r\n",
                "GET /socket HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "X-By: plain",
                "Cookie: stat_b=2; app_lang=1",
                "",
                ""));
        assertThat(upgrade)
                .startsWith("HTTP/1.1 101")
                .contains(ADMITTED, "stat_b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")
                .doesNotContain(REFUSED, "stat_netty");

        CompletableFuture<String> told = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", "stat_b=2; app_lang=1")
                .buildAsync(URI.create("ws://localhost:" + one.getPort() + "/socket"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        told.complete(data.toString());
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo("false [app_lang=1]");
        socket.abort();
    }

    @Test
    @Rule({"1", "35"})
    void anInterimAnswerIsNotTheOneThatIsJudged() throws Exception {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), one.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            String head = "POST /ways/form HTTP/1.1\r\nHost: x\r\nX-By: plain\r\nConnection: close\r\n" + granted()
                    + "\r\nExpect: 100-continue\r\nContent-Type: " + FORM + "\r\nContent-Length: 3\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            String interim = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(new String(socket.getInputStream().readNBytes(interim.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(interim);
            out.write("a=b".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200")
                    .contains(REFUSED);
        }
    }

    /** Nor those whose answer it overtakes. */
    @ParameterizedTest
    @ValueSource(strings = {"/ways/sync", "/ways/mono"})
    @Rule({"1", "2"})
    void aWebSocketDoesNotMeetTheRequestsBeforeIt(String path) throws Exception {
        String before = "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + granted() + "\r\n\r\n";
        String upgrade = String.join(
                "\r\n",
                "GET /socket HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "X-By: plain",
                "Cookie: stat_b=2; app_lang=1",
                "",
                "");
        String responses = exchange(before + before + upgrade);
        assertThat(responses.substring(responses.indexOf("HTTP/1.1 101")))
                .contains(ADMITTED, "stat_b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")
                .doesNotContain(REFUSED, "stat_netty");
    }

    // ---- What a route sees -----------------------------------------------------------------------------------------

    @Test
    @Rule("2")
    void refusedCookiesAreHiddenFromEveryViewOfMicronaut() throws Exception {
        String cookies = "Cookie: stat_a=secret; app_lang=de; made_up=secret";
        String seen = "de null [app_lang=de] false";
        assertThat(RawHttp.get("/ways/cookies")
                        .header(cookies)
                        .send(one.getPort())
                        .text())
                .isEqualTo(seen);
        assertThat(get2("/ways/cookies", cookies).body()).isEqualTo(seen);
        assertThat(RawHttp.get("/ways/cookies")
                        .header(cookies)
                        .header("X-By: early-read")
                        .send(one.getPort())
                        .text())
                .isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0001b", "a\u007fb", "a\tb", "\u00e4", "\"a b\"", "a,b", ""})
    @Rule({"2", "18", "30"})
    void cookiesBesideAHiddenOneStayAsNettyTookThem(String value) throws Exception {
        RawHttp.Response response = RawHttp.get("/ways/cookies")
                .header("Cookie: stat_a=secret; app_lang=" + value)
                .send(one.getPort());
        assertThat(response.status()).isIn(200, 400);
        assertThat(response.text()).doesNotContain("secret");
        assertThat(response.status())
                .as("as without a hidden one")
                .isEqualTo(RawHttp.get("/ways/cookies")
                        .header("Cookie: app_lang=" + value)
                        .send(one.getPort())
                        .status());
    }

    @Test
    @Rule("2")
    void bodiesAreIntactWhereCookiesAreHidden() throws Exception {
        String cookies = "Cookie: stat_a=secret; app_lang=de";
        assertThat(RawHttp.post("/ways/json", "application/json", "{\"a\":\"b\"}")
                        .header(cookies)
                        .send(one.getPort())
                        .text())
                .isEqualTo("b null");
        assertThat(RawHttp.post("/ways/form", FORM, "a=b")
                        .header(cookies)
                        .send(one.getPort())
                        .text())
                .isEqualTo("b null");
        String multipart = String.join(
                "\r\n",
                "--x",
                "Content-Disposition: form-data; name=\"file\"; filename=\"f.txt\"",
                "",
                "content",
                "--x",
                "Content-Disposition: form-data; name=\"a\"",
                "",
                "b",
                "--x--",
                "");
        assertThat(RawHttp.post("/ways/multipart", "multipart/form-data; boundary=x", multipart)
                        .header(cookies)
                        .send(one.getPort())
                        .text())
                .isEqualTo("content b null");
    }

    @Test
    void theExchangeAndThePreferencesAreParameters() throws Exception {
        assertThat(RawHttp.get("/ways/preferences").send(one.getPort()).text()).isEqualTo("true true UNDECIDED");
        assertThat(RawHttp.get("/ways/preferences")
                        .header(granted())
                        .send(one.getPort())
                        .text())
                .isEqualTo("true true GRANTED");
    }

    @Test
    @Rule({"3", "6"})
    void aChoiceIsRecordedUntilTheResponseIsReturned() throws Exception {
        assertThat(RawHttp.get("/ways/grant").send(one.getPort()).setCookies())
                .first()
                .asString()
                .startsWith("cookies_preferences=1.");
        RawHttp.Response late = RawHttp.get("/ways/grant-late").send(one.getPort());
        assertThat(late.status()).isEqualTo(500);
        assertThat(late.setCookies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ways/asks-while-written", "/ways/asks-in-stream"})
    @Rule("19")
    void aResponseIsPrivateWhereConsentIsAskedForWhileItsBodyIsWritten(String path) throws Exception {
        RawHttp.Response response = RawHttp.get(path).send(one.getPort());
        assertThat(response.text()).isEqualTo("false");
        assertThat(response.values("Cache-Control")).containsExactly("max-age=60, private");
        assertThat(response.values("Vary")).containsExactly("Cookie");
        HttpResponse<String> second = get2(path);
        assertThat(second.headers().allValues("cache-control"))
                .containsExactly(path.endsWith("stream") ? "public, max-age=60" : "max-age=60, private");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: host=a:b",
                "Forwarded: host=:",
                "Forwarded: host=\"",
                "Forwarded: ;;==,",
                "X-Forwarded-Host: :",
                "X-Forwarded-Host: a:b:c",
                "X-Forwarded-Port: x",
                "X-Forwarded-Proto: https",
                "Host: [::1]:8080",
                "Host: :",
                "Host: ",
                "Host: \u00ff%00",
            })
    @Rule("18")
    void oddHostsAreNoError(String header) throws Exception {
        List<String> lines = new ArrayList<>(List.of("Cookie: stat_a=1; __Host-stat=2"));
        lines.add(header);
        RawHttp request = RawHttp.get("/ways/sync");
        lines.forEach(request::header);
        assertThat(request.send(one.getPort()).status()).isLessThan(500);
    }
}
