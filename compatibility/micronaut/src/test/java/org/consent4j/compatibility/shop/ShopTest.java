package org.consent4j.compatibility.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.server.cors.CorsFilter;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.consent4j.ConsentListener;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.compatibility.Started;
import org.consent4j.micronaut.ConsentMetrics;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.Preferences;
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

/** What an application of Micronaut's gets: annotations, pages before security and CORS, counters, and plain errors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Object[] VISITS = {
        "consent.catalogue[0].name", "visits",
        "consent.catalogue[0].category", "statistical",
        "consent.catalogue[0].provider", "site",
        "consent.catalogue[0].purpose", "To count visits",
        "consent.catalogue[0].retention", "13 months",
    };

    private EmbeddedServer server;
    private int port;

    @Factory
    @Requires(env = "shop")
    static class Beans {

        @Singleton
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    private static EmbeddedServer start(Object... properties) {
        return Started.in("shop", consent(), properties);
    }

    private static CookieConsent consent() {
        return CookieConsent.builder().catalogue(ConsentTck.CATALOGUE).build();
    }

    @BeforeAll
    void start() {
        server = start("micronaut.security.enabled", true, "micronaut.server.cors.enabled", true);
        port = server.getPort();
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    private String choice(String form) throws Exception {
        return "Cookie: "
                + RawHttp.post("/cookies/preferences", FORM, form)
                        .send(port)
                        .setCookies()
                        .get(0)
                        .split(";", 2)[0];
    }

    // ---- @RequiresConsent ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "/counted, statistical, 200",
        "/counted, first-party, 403",
        "/both, statistical, 403",
        "/both, first-party, 403",
        "/unknown, statistical, 403",
        "/private, statistical, 401",
        "/private, first-party, 401",
    })
    void aRouteRunsForThoseWhoAllowAllItsCategories(String path, String category, int status) throws Exception {
        RawHttp.Response response =
                RawHttp.get(path).header(choice(category + "=granted")).send(port);
        assertThat(response.status()).isEqualTo(status);
        assertThat(RawHttp.get(path).send(port).status()).isEqualTo(path.equals("/private") ? 401 : 403);
        assertThat(RawHttp.get("/both")
                        .header(choice("choice=accept-all"))
                        .send(port)
                        .text())
                .isEqualTo("both");
    }

    @Test
    @Rule({"12", "19"})
    void othersAreSentToTheFormAndBack() throws Exception {
        RawHttp.Response response = RawHttp.get("/profile?x=1&y=%2F").send(port);
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.values("Location"))
                .containsExactly("/cookies/preferences?next=%2Fprofile%3Fx%3D1%26y%3D%252F");
        assertThat(String.join(",", response.values("Cache-Control"))).contains("private");
        assertThat(RawHttp.post("/profile", "application/json", "{}").send(port).values("Location"))
                .containsExactly("/cookies/preferences");
        assertThat(RawHttp.get("/profile")
                        .header(choice("first-party=granted"))
                        .send(port)
                        .text())
                .isEqualTo("profile");
    }

    @Test
    @Rule({"2", "12"})
    void anotherRouteAnswersInstead() throws Exception {
        RawHttp.Response response = RawHttp.get("/recommendations")
                .header("Cookie: stat_a=1; app_lang=de")
                .send(port);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("bestsellers for you, [app_lang=de]");
        assertThat(response.setCookies())
                .containsExactly("stat_a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0");
        assertThat(RawHttp.get("/recommendations")
                        .header(choice("first-party=granted"))
                        .send(port)
                        .text())
                .isEqualTo("recommendations");
        assertThat(RawHttp.get("/circle").send(port).status()).isEqualTo(500);
    }

    @Test
    void aWebSocketIsOpenedForThoseWhoAllowItsCategories() throws Exception {
        assertThat(upgraded(choice("statistical=granted"))).isEqualTo("HTTP/1.1 101 Switching Protocols");
        assertThat(upgraded(choice("first-party=granted"))).isEqualTo("HTTP/1.1 403 Forbidden");
    }

    private String upgraded(String cookies) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "GET /live HTTP/1.1",
                                    "Host: localhost",
                                    "Upgrade: websocket",
                                    "Connection: Upgrade",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                    "Sec-WebSocket-Version: 13",
                                    cookies,
                                    "",
                                    "")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        }
    }

    @Test
    void aCategoryThatLetsNobodyInIsToldOnce() throws Exception {
        List<String> told = told(() -> {
            for (int i = 0; i < 2; i++) {
                RawHttp.get("/unknown").send(port);
                RawHttp.get("/counted").send(port);
            }
            try (EmbeddedServer keys = Started.in("shop", null, VISITS)) {
                RawHttp.get("/profile").send(keys.getPort());
            }
        });
        assertThat(told)
                .filteredOn(line -> line.startsWith("@RequiresConsent"))
                .hasSize(2)
                .anyMatch(line -> line.contains("the category 'nothing-of-the-kind', which the site does not have"))
                .anyMatch(line -> line.contains("the category 'first-party', in which no cookie is declared"));
        assertThat(told).contains("Cookie consent is on: 2 cookies in 2 categories, mode ENFORCE, pages at /cookies");
    }

    @Test
    void thatNothingIsEnforcedIsAWarning() throws Exception {
        assertThat(told(() -> Started.in(
                                "shop",
                                null,
                                Stream.concat(Stream.of(VISITS), Stream.of("consent.mode", "report-only"))
                                        .toArray())
                        .close()))
                .anyMatch(line -> line.startsWith("Cookie consent only reports: every cookie passes"));
        assertThat(told(() -> Started.in("shop", null).close()))
                .anyMatch(line -> line.startsWith("No cookie is declared, so all of them pass"));
    }

    private interface Action {
        void run() throws Exception;
    }

    /** What is logged meanwhile. */
    private static List<String> told(Action action) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                told.add(new SimpleFormatter().formatMessage(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.consent4j.micronaut");
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return told;
    }

    /** The document says so. */
    @Test
    void theRouteThatAnswersInsteadGetsNoBody() throws Exception {
        assertThat(RawHttp.post("/recommendations", "application/json", "{\"a\":1}")
                        .send(port)
                        .text())
                .isEqualTo("none");
        assertThat(RawHttp.post("/recommendations", "application/json", "{\"a\":1}")
                        .header(choice("first-party=granted"))
                        .send(port)
                        .text())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void whatCanNotBeMeantStopsTheStart() {
        assertThatThrownBy(() -> start("shop.without-category", true))
                .hasStackTraceContaining("names no category. Name one, such as statistical");
        assertThatThrownBy(() -> start("shop.fallback", true))
                .hasStackTraceContaining("has the fallback 'bestsellers'. Give a path");
        assertThatThrownBy(() -> start("shop.unencoded-fallback", true))
                .hasStackTraceContaining("has the fallback '/best sellers'. Give a path")
                .hasStackTraceContaining("encoded as in an address");
        assertThatThrownBy(() -> start("shop.unused-fallback", true))
                .hasStackTraceContaining("Say otherwise = Otherwise.FALLBACK, or leave the fallback out.");
    }

    // ---- Pages -----------------------------------------------------------------------------------------------------

    @Test
    @Rule({"8", "13"})
    void thePagesAreBeforeSecurityAndCors() throws Exception {
        assertThat(server.getApplicationContext().findBean(CorsFilter.class)).isPresent();
        assertThat(RawHttp.get("/elsewhere").send(port).status())
                .as("security is on")
                .isEqualTo(401);
        assertThat(RawHttp.get("/cookies").send(port).status()).isEqualTo(200);
        for (String origin : new String[] {"null", "https://evil.example"}) {
            RawHttp.Response foreign = RawHttp.post("/cookies/preferences", FORM, "choice=accept-all")
                    .header("Origin: " + origin)
                    .send(port);
            assertThat(foreign.status()).isEqualTo(403);
            assertThat(foreign.text()).as("the pages' own answer").contains("/cookies/preferences");
            assertThat(foreign.setCookies()).isEmpty();
        }
        RawHttp.Response chosen =
                RawHttp.post("/cookies/preferences", FORM, "choice=accept-all").send(port);
        assertThat(chosen.status()).isEqualTo(303);
        assertThat(chosen.values("Content-Type")).as("of nothing").isEmpty();
        RawHttp.Response head = RawHttp.request("HEAD", "/cookies").send(port);
        assertThat(head.status()).isEqualTo(200);
        String tag = RawHttp.get("/cookies/choices.js").send(port).values("ETag").stream()
                .findFirst()
                .orElse("");
        if (!tag.isEmpty()) {
            assertThat(RawHttp.get("/cookies/choices.js")
                            .header("If-None-Match: " + tag)
                            .send(port)
                            .status())
                    .isEqualTo(304);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app", "app", "/app/"})
    @Rule({"1", "13"})
    void thePagesAreBelowTheContextPath(String contextPath) throws Exception {
        try (EmbeddedServer below =
                start("micronaut.server.context-path", contextPath, "consent.base-path", "/privacy")) {
            assertThat(RawHttp.get("/app/privacy").send(below.getPort()).text())
                    .contains("href=\"/app/privacy/preferences\"");
            assertThat(RawHttp.get("/privacy").send(below.getPort()).status()).isEqualTo(404);
            assertThat(RawHttp.get("/app/recommendations").send(below.getPort()).text())
                    .startsWith("bestsellers");
            assertThat(RawHttp.get("/outside")
                            .header("Cookie: stat_a=1")
                            .send(below.getPort())
                            .setCookies())
                    .hasSize(1);
            assertThat(below.getApplicationContext().getBean(ConsentPages.class).policyPath())
                    .isEqualTo("/app/privacy");
        }
    }

    @Test
    @Rule({"8", "37"})
    void theHostThatATrustedProxyTellsIsTheSitesOwn() throws Exception {
        try (EmbeddedServer behind = start(
                "micronaut.server.host-resolution.host-header", "X-Forwarded-Host",
                "micronaut.server.host-resolution.protocol-header", "X-Forwarded-Proto")) {
            assertThat(chosenBehindAProxy(behind.getPort()).setCookies())
                    .singleElement()
                    .asString()
                    .contains("; Secure");
            assertThat(chosenBehindAProxy(behind.getPort(), "Host: a.example", "Host: b.example")
                            .status())
                    .as("a request for two hosts is for none")
                    .isEqualTo(403);
        }
        assertThat(chosenBehindAProxy(port).status())
                .as("nobody said to trust it")
                .isEqualTo(403);
    }

    private static RawHttp.Response chosenBehindAProxy(int port, String... more) throws Exception {
        RawHttp request = RawHttp.post("/cookies/preferences", FORM, "choice=accept-all");
        List.of(more).forEach(request::header);
        return request.header("X-Forwarded-Host: www.example.org")
                .header("X-Forwarded-Proto: https")
                .header("Origin: https://www.example.org")
                .send(port);
    }

    // ---- Beans -----------------------------------------------------------------------------------------------------

    @Test
    void aDependencyAloneChangesNothing() throws Exception {
        try (EmbeddedServer bare = Started.in("tck", null)) {
            assertThat(bare.getApplicationContext().getBean(CookieConsent.class).mode())
                    .isEqualTo(Mode.REPORT_ONLY);
            assertThat(RawHttp.get("/set?line=stat_a=1")
                            .header("Cookie: b=2")
                            .send(bare.getPort())
                            .setCookies())
                    .containsExactly("stat_a=1");
            assertThat(RawHttp.get("/cookies").send(bare.getPort()).status()).isEqualTo(404);
            assertThat(RawHttp.get("/seen")
                            .header("Cookie: b=2")
                            .send(bare.getPort())
                            .text())
                    .contains("b=2");
        }
    }

    @Test
    void aCatalogueInKeysIsAllThatIsNeededAndIsCounted() throws Exception {
        try (EmbeddedServer keys = Started.in("shop", null, VISITS)) {
            int at = keys.getPort();
            assertThat(RawHttp.get("/cookies").send(at).text()).contains("To count visits");
            assertThat(RawHttp.post("/cookies/preferences", FORM, "choice=accept-all")
                            .send(at)
                            .status())
                    .isEqualTo(303);
            RawHttp.get("/bestsellers").header("Cookie: visits=1; made_up=2").send(at);
            MeterRegistry registry = keys.getApplicationContext().getBean(MeterRegistry.class);
            assertThat(registry.get("consent.cookies.refused")
                            .tags("cookie", "visits", "reason", "undecided", "action", "hidden")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("consent.cookies.refused")
                            .tags("cookie", "undeclared", "action", "hidden")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("consent.choices")
                            .tags("category", "statistical", "choice", "granted")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    /** As the other beans of the kind. */
    @Requires(property = "shop.own-counters")
    @Replaces(ConsentMetrics.class)
    @Singleton
    static class OwnCounters implements ConsentListener {

        private final List<String> counted = new CopyOnWriteArrayList<>();

        @Override
        public void onChoice(Preferences before, Preferences after) {
            counted.add(after.choice("statistical").name());
        }
    }

    @Test
    void aBeanOfTheApplicationTakesThePlaceOfOurs() throws Exception {
        Object[] properties = Stream.concat(Stream.of(VISITS), Stream.of("shop.own-counters", true))
                .toArray();
        try (EmbeddedServer own = Started.in("shop", null, properties)) {
            RawHttp.post("/cookies/preferences", FORM, "choice=refuse-all").send(own.getPort());
            assertThat(own.getApplicationContext().getBean(OwnCounters.class).counted)
                    .containsExactly("REFUSED");
            assertThat(own.getApplicationContext()
                            .getBean(MeterRegistry.class)
                            .find("consent.choices")
                            .counters())
                    .isEmpty();
        }
    }

    @Test
    void aKeyThatCanNotBeUsedStopsTheStart() {
        assertThatThrownBy(() -> start("consent.base-path", "cookies/"))
                .hasStackTraceContaining("The configuration key consent.base-path can't be used")
                .hasStackTraceContaining("give one such as /cookies");
    }
}
