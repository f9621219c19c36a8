package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The behaviour suite with what only Spring has: its sessions, its security, its own ways to set a cookie. */
abstract class SpringConsentTck extends ConsentTck {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String LOCALE = CommonCookies.springLocale().name();
    private static final String LINES = "line=" + encode("app_lang=1; Path=/") + "&line=" + encode("stat_a=1; Path=/");

    private final Class<?> server;
    private RunningSite declaring;

    SpringConsentTck(Class<?> server) {
        this.server = server;
    }

    @Override
    protected RunningSite start(CookieConsent consent) {
        return start(consent, SpringSessions.class);
    }

    private RunningSite start(CookieConsent consent, Class<?>... more) {
        List<Class<?>> sources = new ArrayList<>(List.of(TckApplication.class, server));
        sources.addAll(Arrays.asList(more));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .initializers(starting -> starting.getBeanFactory().registerSingleton("consent", consent))
                .run();
        return new RunningSite(port(context), context);
    }

    static int port(ConfigurableApplicationContext context) {
        Integer port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return port;
    }

    /** The site after it declares what Spring sets: the login that is remembered needs consent, to test both. */
    private int declaringSite() {
        if (declaring == null) {
            declaring = start(site(
                    CommonCookies.springSession(),
                    CommonCookies.csrfToken(),
                    CommonCookies.springLocale(),
                    statistical(CommonCookies.rememberMe())));
        }
        return declaring.port();
    }

    private static CookieConsent site(CookieDeclaration... more) {
        List<CookieDeclaration> declarations = new ArrayList<>(CATALOGUE.declarations());
        declarations.addAll(Arrays.asList(more));
        return CookieConsent.builder()
                .catalogue(CookieCatalogue.of(declarations))
                .build();
    }

    private static CookieDeclaration statistical(CookieDeclaration declaration) {
        return declaration.toBuilder().category(Category.STATISTICAL).build();
    }

    @AfterAll
    void closeDeclaringSite() {
        if (declaring != null) {
            declaring.close();
        }
    }

    // ---- Ways to set a cookie -----------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/deferred?",
                "/deferred-timeout?",
                "/sse?",
                "/streaming?",
                "/forward?",
                "/handled?",
                "/native?",
                "/entity?",
                "/entity-after-choice?",
            })
    @Rule({"1", "35"})
    void onlyAdmittedLinesLeaveEachWay(String route) throws Exception {
        RawHttp.Response response = RawHttp.get(route + LINES).send(port());
        assertThat(response.status()).isEqualTo(route.equals("/handled?") ? 409 : 200);
        assertThat(response.setCookies()).contains("app_lang=1; Path=/").noneMatch(line -> line.startsWith("stat"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deferred?", "/sse?", "/streaming?", "/forward?", "/handled?", "/native?", "/entity?"})
    @Rule({"6", "35"})
    void whatIsGrantedLeavesEachWay(String route) throws Exception {
        RawHttp.Response response =
                RawHttp.get(route + LINES).header(granted(port())).send(port());
        assertThat(response.setCookies()).contains("app_lang=1; Path=/", "stat_a=1; Path=/");
    }

    @Test
    @Rule({"1", "32"})
    void springsOwnCookieClassIsJudgedToo() throws Exception {
        assertThat(RawHttp.get("/response-cookie?name=stat_a").send(port()).setCookies())
                .isEmpty();
        assertThat(RawHttp.get("/response-cookie?name=app_lang").send(port()).setCookies())
                .containsExactly("app_lang=1; Path=/; SameSite=Lax");
    }

    @Test
    @Rule({"37", "40"})
    void anEntityThatReplacesTheHeaderKeepsTheDeletions() throws Exception {
        RawHttp.Response response =
                RawHttp.get("/entity?" + LINES).header("Cookie: stat_a=1").send(port());
        assertThat(response.setCookies())
                .contains("app_lang=1; Path=/")
                .filteredOn(line -> line.startsWith("stat_a"))
                .singleElement()
                .asString()
                .contains("Max-Age=0");
    }

    @Test
    @Rule({"3", "19"})
    void anEntityThatReplacesTheHeadersKeepsTheChoiceAndItsPrivacy() throws Exception {
        RawHttp.Response response = RawHttp.get("/entity-after-choice?" + LINES).send(port());
        assertThat(response.setCookies())
                .anyMatch(line -> line.startsWith("cookies_preferences=1."))
                .contains("app_lang=1; Path=/")
                .hasSize(2);
        assertThat(String.join(",", response.values("Cache-Control")))
                .contains("private")
                .doesNotContain("public");
        assertThat(String.join(",", response.values("Vary"))).contains("Accept", "Cookie");
    }

    // ---- Ways to read a cookie ----------------------------------------------------------------------------------

    @Test
    @Rule("2")
    void refusedCookiesAreHiddenFromEveryViewOfSpring() throws Exception {
        String cookies = "Cookie: app_lang=de; stat_a=secret; made_up=secret";
        assertThat(RawHttp.get("/seen-by-spring").header(cookies).send(port()).text())
                .isEqualTo("none de app_lang=de [app_lang=de]");
        assertThat(RawHttp.get("/forward-seen").header(cookies).send(port()).text())
                .isEqualTo("parsed\napp_lang=de\nraw\napp_lang=de\n");
    }

    // ---- Spring Security ----------------------------------------------------------------------------------------

    @Test
    @Rule("19")
    void whatSpringSecuritySaysOnCachingStaysAsItIs() throws Exception {
        List<String> ofSpringSecurity = RawHttp.get("/plain").send(port()).values("Cache-Control");
        assertThat(ofSpringSecurity).singleElement().asString().contains("no-store");
        assertThat(RawHttp.get("/state").send(port()).values("Cache-Control")).isEqualTo(ofSpringSecurity);
        assertThat(RawHttp.get("/plain").header("Cookie: stat_a=1").send(port()).values("Cache-Control"))
                .isEqualTo(ofSpringSecurity);
    }

    @Test
    @Rule({"1", "15"})
    void theTokenAgainstForgeryLeavesWhereItIsDeclared() throws Exception {
        RawHttp.Response undeclared = RawHttp.get("/login").send(port());
        assertThat(undeclared.text()).hasSizeGreaterThan(30);
        assertThat(undeclared.setCookies()).isEmpty();
        String token = token();
        assertThat(RawHttp.post("/posted", FORM, "")
                        .header("Cookie: XSRF-TOKEN=" + token)
                        .header("X-XSRF-TOKEN: " + token)
                        .send(declaringSite())
                        .text())
                .isEqualTo("posted");
    }

    @Test
    @Rule("8")
    void aChoiceNeedsNoTokenOfSpringSecurity() throws Exception {
        assertThat(RawHttp.post("/posted", FORM, "").send(port()).status()).isEqualTo(403);
        RawHttp.Response response = RawHttp.post("/cookies/preferences", FORM, "choice=accept-all")
                .header("Sec-Fetch-Site: same-origin")
                .send(port());
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.setCookies()).singleElement().asString().startsWith("cookies_preferences=1.");
    }

    @Test
    @Rule({"1", "35", "37"})
    void theWayToTheLoginIsJudgedToo() throws Exception {
        RawHttp.Response response =
                RawHttp.get("/private").header("Cookie: stat_a=1").send(port());
        assertThat(response.status()).isEqualTo(302);
        assertThat(response.values("Location")).singleElement().asString().endsWith("/login");
        // Spring Security keeps the request in a session, whose cookie is not declared here.
        assertThat(response.setCookies()).singleElement().asString().startsWith("stat_a=;");
        assertThat(names(RawHttp.get("/private").send(declaringSite()))).containsExactly("SESSION");
    }

    @Test
    @Rule({"1", "2", "15"})
    void aLoginIsRememberedOnceThatIsGranted() throws Exception {
        RawHttp.Response refused = login();
        assertThat(refused.status()).isEqualTo(302);
        assertThat(names(refused)).contains("SESSION").doesNotContain("remember-me");
        assertThat(openPrivate(cookie(refused, "SESSION"))).isEqualTo(200);
        RawHttp.Response granted = login(granted(declaringSite()));
        assertThat(names(granted)).contains("SESSION", "remember-me");
        String remembered = cookie(granted, "remember-me");
        assertThat(openPrivate(remembered, granted(declaringSite()))).isEqualTo(200);
        assertThat(openPrivate(remembered)).as("hidden without consent").isEqualTo(302);
    }

    private RawHttp.Response login(String... headers) throws Exception {
        String token = token();
        RawHttp request = RawHttp.post("/login", FORM, "username=ada&password=secret&remember-me=on&_csrf=" + token)
                .header("Cookie: XSRF-TOKEN=" + token);
        for (String header : headers) {
            request.header(header);
        }
        RawHttp.Response response = request.send(declaringSite());
        assertThat(response.values("Location")).singleElement().asString().doesNotContain("error");
        return response;
    }

    private String token() throws Exception {
        String cookie = cookie(RawHttp.get("/login").send(declaringSite()), "XSRF-TOKEN");
        return cookie.substring(cookie.indexOf('=') + 1);
    }

    private int openPrivate(String... headers) throws Exception {
        RawHttp request = RawHttp.get("/private");
        for (String header : headers) {
            request.header(header);
        }
        return request.send(declaringSite()).status();
    }

    // ---- Sessions and language ----------------------------------------------------------------------------------

    @Test
    @Rule({"1", "15"})
    void springSessionsCookieLeavesAndLeadsBackWhereItIsDeclared() throws Exception {
        assertThat(names(RawHttp.get("/session").send(port()))).isEmpty();
        String session = cookie(RawHttp.get("/session").send(declaringSite()), "SESSION");
        assertThat(RawHttp.get("/session").header(session).send(declaringSite()).text())
                .isEqualTo("2");
    }

    @Test
    @Rule({"1", "2", "15"})
    void theContainersSessionCookieLeavesOnceItIsGranted() throws Exception {
        try (RunningSite site = start(site(statistical(CommonCookies.servletSession())), new Class<?>[0])) {
            assertThat(RawHttp.get("/session").send(site.port()).setCookies()).allMatch(String::isEmpty);
            RawHttp.Response response =
                    RawHttp.get("/session").header(granted(site.port())).send(site.port());
            String session = cookie(response, "JSESSIONID");
            assertThat(RawHttp.get("/session")
                            .header(session)
                            .header(granted(site.port()))
                            .send(site.port())
                            .text())
                    .isEqualTo("2");
        }
    }

    @Test
    @Rule({"1", "2", "15"})
    void theLanguageIsKeptWhereItsCookieIsDeclared() throws Exception {
        RawHttp.Response undeclared = RawHttp.get("/locale?to=fr").send(port());
        assertThat(undeclared.text()).isEqualTo("fr");
        assertThat(undeclared.setCookies()).isEmpty();
        assertThat(RawHttp.get("/locale")
                        .header("Cookie: " + LOCALE + "=fr")
                        .send(port())
                        .text())
                .isNotEqualTo("fr");
        String cookie = cookie(RawHttp.get("/locale?to=fr").send(declaringSite()), LOCALE);
        assertThat(RawHttp.get("/locale").header(cookie).send(declaringSite()).text())
                .isEqualTo("fr");
    }

    // ---- Threads ------------------------------------------------------------------------------------------------

    @Test
    @Rule("1")
    void asynchronousMethodsHaveTheirRequestsExchange() throws Exception {
        for (int i = 0; i < 20; i++) {
            boolean grants = i % 2 == 0;
            RawHttp request = RawHttp.get("/task");
            if (grants) {
                request.header(granted(port()));
            }
            assertThat(request.send(port()).text()).isEqualTo("on another thread: " + grants);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void theSuiteRunsOnVirtualThreads() throws Exception {
        assertThat(RawHttp.get("/thread").send(port()).text()).startsWith("VirtualThread");
    }

    // ---- Helpers ------------------------------------------------------------------------------------------------

    /** The Cookie line of a visitor who has granted everything, as the site itself stores it. */
    private static String granted(int port) throws Exception {
        return cookie(
                RawHttp.post("/cookies/preferences", FORM, "choice=accept-all").send(port), "cookies_preferences");
    }

    private static String cookie(RawHttp.Response response, String name) {
        return "Cookie: "
                + response.setCookies().stream()
                        .filter(line -> line.startsWith(name + "="))
                        .reduce((first, second) -> second)
                        .orElseThrow(() -> new AssertionError("no " + name + " in " + response))
                        .split(";", 2)[0];
    }

    private static List<String> names(RawHttp.Response response) {
        return response.setCookies().stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .distinct()
                .toList();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.ISO_8859_1).replace("+", "%20");
    }
}
