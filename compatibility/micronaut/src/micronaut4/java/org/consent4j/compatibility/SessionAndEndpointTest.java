package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;

/** Sessions and management, which are to be had for Micronaut 4 alone. */
class SessionAndEndpointTest {

    @Requires(env = "session")
    @Controller("/session")
    static class Counter {

        @Get
        String count(Session session) {
            int count = session.get("count", Integer.class).orElse(0) + 1;
            session.put("count", count);
            return String.valueOf(count);
        }

        @Get("/withdraw")
        String withdraw(ConsentExchange exchange, HttpRequest<?> request) {
            exchange.refuseAll();
            return request.getCookies().findCookie("stat_a").isPresent() + " "
                    + request.getHeaders().getAll("Cookie").toString().contains("stat_a");
        }
    }

    private static EmbeddedServer start(CookieDeclaration... more) {
        List<CookieDeclaration> declarations = new ArrayList<>(ConsentTck.CATALOGUE.declarations());
        declarations.addAll(List.of(more));
        return Started.in(
                "session",
                CookieConsent.builder()
                        .catalogue(CookieCatalogue.of(declarations))
                        .build(),
                "micronaut.session.http.cookie",
                true,
                "endpoints.consent.sensitive",
                false);
    }

    @Test
    @Rule({"1", "2", "15"})
    void aSessionLastsWhereItsCookieIsDeclared() throws Exception {
        try (EmbeddedServer server = start(CommonCookies.micronautSession())) {
            RawHttp.Response first = RawHttp.get("/session").send(server.getPort());
            assertThat(first.text()).isEqualTo("1");
            assertThat(first.setCookies()).singleElement().asString().startsWith("SESSION=");
            String cookie = first.setCookies().get(0).split(";", 2)[0];
            assertThat(RawHttp.get("/session")
                            .header("Cookie: stat_a=1; " + cookie)
                            .send(server.getPort())
                            .text())
                    .isEqualTo("2");
        }
    }

    @Test
    @Rule({"1", "2"})
    void anUndeclaredSessionsCookieNeitherLeavesNorIsSeen() throws Exception {
        try (EmbeddedServer server = start()) {
            assertThat(RawHttp.get("/session").send(server.getPort()).setCookies())
                    .isEmpty();
            assertThat(RawHttp.get("/session")
                            .header("Cookie: SESSION=made-up")
                            .send(server.getPort())
                            .text())
                    .isEqualTo("1");
        }
    }

    /** The document says so. */
    @Test
    @Rule("3")
    void whatSessionsHaveParsedStaysParsedInTheRequestOfTheChoice() throws Exception {
        try (EmbeddedServer server = start()) {
            String granted = RawHttp.post(
                            "/cookies/preferences", "application/x-www-form-urlencoded", "choice=accept-all")
                    .send(server.getPort())
                    .setCookies()
                    .get(0)
                    .split(";", 2)[0];
            RawHttp.Response withdrawn = RawHttp.get("/session/withdraw")
                    .header("Cookie: stat_a=1; " + granted)
                    .send(server.getPort());
            assertThat(withdrawn.text()).isEqualTo("true false");
            assertThat(withdrawn.setCookies())
                    .contains("stat_a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0");
        }
    }

    @Test
    void theEndpointTellsTheCatalogueAndWhatIsMissingInIt() throws Exception {
        try (EmbeddedServer server = start(CommonCookies.micronautSession())) {
            RawHttp.get("/session").header("Cookie: made_up=secret").send(server.getPort());
            RawHttp.Response report = RawHttp.get("/consent").send(server.getPort());
            assertThat(report.status()).isEqualTo(200);
            assertThat(report.text())
                    .startsWith("{\"mode\":\"enforce\",\"catalogue\":[{\"name\":\"app_session\"")
                    .contains(
                            "\"requirement\":\"no_objection\"",
                            "\"policyUrl\":\"https://maps.example/privacy\"",
                            "{\"name\":\"made_up\",\"origin\":\"browser\",\"stub\":\"CookieDeclaration.cookie",
                            "\"neverSeen\":[")
                    .doesNotContain("secret");
        }
    }

    @Test
    void theEndpointIsSensitiveUnlessTheSiteSaysOtherwise() throws Exception {
        try (EmbeddedServer server = Started.in("session", null, "micronaut.security.enabled", true)) {
            assertThat(RawHttp.get("/consent").send(server.getPort()).status()).isEqualTo(401);
        }
    }
}
