package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.management.endpoint.env.EnvironmentEndpointFilter;
import io.micronaut.management.endpoint.env.EnvironmentFilterSpecification;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.session.Session;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                            "\"requirement\":\"no-objection\"",
                            "\"policyUrl\":\"https://maps.example/privacy\"",
                            "{\"name\":\"made_up\",\"origin\":\"browser\",\"stub\":\"CookieDeclaration.cookie",
                            "\"yaml\":\"- name: ",
                            "\"neverSeen\":[")
                    .doesNotContain("secret");
        }
    }

    @Test
    void withoutDeclarationsTheEndpointNamesTheModeAsTheKeyDoes() throws Exception {
        try (EmbeddedServer server = Started.in("session", null, "endpoints.consent.sensitive", false)) {
            assertThat(RawHttp.get("/consent").send(server.getPort()).text()).startsWith("{\"mode\":\"report-only\",");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSecretsOfTheSignatureAreNotShownByOtherEndpoints(boolean filtered) throws Exception {
        String secret = "c2l4IHRpbWVzIHNldmVuIGlzIGZvcnR5LXR3bywgbW9yZSBvciBsZXNz";
        try (EmbeddedServer server = Started.in(
                "session",
                null,
                "masks.by.name",
                filtered,
                "endpoints.all.enabled",
                true,
                "endpoints.all.sensitive",
                false,
                "consent.site-name",
                "The Shop",
                "consent.preference-cookie.signature-keys",
                List.of(Map.of("id", "2026", "secret", secret), Map.of("id", "2025", "secret", secret)),
                "consent.preferenceCookie.signatureKeys[2].id",
                "2024",
                "consent.preferenceCookie.signatureKeys[2].secret",
                secret)) {
            assertThat(server.getApplicationContext()
                            .getBean(CookieConsent.class)
                            .preferenceCookie())
                    .isNotNull();
            for (String endpoint : List.of("/env", "/env/context", "/beans", "/routes", "/consent")) {
                RawHttp.Response shown = RawHttp.get(endpoint).send(server.getPort());
                assertThat(shown.status()).as(endpoint).isEqualTo(200);
                assertThat(shown.text()).as(endpoint).doesNotContain(secret);
            }
            assertThat(RawHttp.get("/env").send(server.getPort()).text())
                    .contains("signature-keys")
                    .matches(text -> text.contains("The Shop") == filtered);
        }
    }

    /** What an application shows of its environment that wants to see some of it. */
    @Requires(property = "masks.by.name", value = "true")
    @Singleton
    static class ByName implements EnvironmentEndpointFilter {

        @Override
        public void specifyFiltering(EnvironmentFilterSpecification specification) {
            specification.legacyMasking();
        }
    }

    @Test
    void theEndpointIsSensitiveUnlessTheSiteSaysOtherwise() throws Exception {
        try (EmbeddedServer server = Started.in("session", null, "micronaut.security.enabled", true)) {
            assertThat(RawHttp.get("/consent").send(server.getPort()).status()).isEqualTo(401);
        }
    }
}
