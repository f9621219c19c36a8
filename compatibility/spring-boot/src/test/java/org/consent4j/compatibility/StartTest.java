package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.pages.ConsentPages;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** How an application starts that configures its consent by keys, or not at all. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    private static final List<String> VISITS = List.of(
            "consent.catalogue[0].name=visits",
            "consent.catalogue[0].category=statistical",
            "consent.catalogue[0].provider=site",
            "consent.catalogue[0].purpose=To count visits",
            "consent.catalogue[0].retention=13 months");

    private static ConfigurableApplicationContext start(List<String> keys, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--management.endpoints.web.exposure.include=consent",
                "--logging.level.org.consent4j=warn",
                "--logging.level.org.springframework.boot.diagnostics=error"));
        keys.forEach(key -> arguments.add("--" + key));
        for (String key : more) {
            arguments.add("--" + key);
        }
        return new SpringApplicationBuilder(TckApplication.class, Servers.OnTomcat.class)
                .run(arguments.toArray(String[]::new));
    }

    @Test
    @Rule("1")
    void withoutACatalogueItReportsAndSaysWhatToDo(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext application = start(List.of())) {
            int port = SpringConsentTck.port(application);
            assertThat(application.getBean(CookieConsent.class).mode()).isEqualTo(Mode.REPORT_ONLY);
            assertThat(output.toString().lines().filter(line -> line.contains("No cookie is declared")))
                    .singleElement()
                    .asString()
                    .contains("WARN", "CookieCatalogue", "consent.catalogue");
            RawHttp.Response response =
                    RawHttp.get("/set?line=made_up=1").header("Cookie: sent=1").send(port);
            assertThat(response.setCookies()).containsExactly("made_up=1");
            assertThat(RawHttp.get("/seen").header("Cookie: sent=1").send(port).text())
                    .contains("sent=1");
            assertThat(RawHttp.get("/session").send(port).setCookies())
                    .singleElement()
                    .asString()
                    .startsWith("JSESSIONID=");
            RawHttp.Response report = RawHttp.get("/actuator/consent").send(port);
            assertThat(report.status()).isEqualTo(200);
            assertThat(report.text())
                    .contains("\"mode\":\"report-only\"")
                    .contains(stub("made_up", "application"), stub("sent", "browser"))
                    .contains("\"name\":\"JSESSIONID\",\"origin\":\"application\"");
            assertThat(output).contains("CookieDeclaration.cookie(\"made_up\")");
        }
    }

    @Test
    void theSecretsOfTheSignatureAreNeverShown() throws Exception {
        String secret = "c2l4IHRpbWVzIHNldmVuIGlzIGZvcnR5LXR3bywgbW9yZSBvciBsZXNz";
        try (ConfigurableApplicationContext application = start(
                VISITS,
                "consent.preference-cookie.signature-keys[0].id=2026",
                "consent.preference-cookie.signature-keys[0].secret=" + secret,
                "consent.preferenceCookie.signatureKeys[1].id=2025",
                "consent.preferenceCookie.signatureKeys[1].secret=" + secret,
                "management.endpoints.web.exposure.include=*",
                "management.endpoint.env.show-values=always",
                "management.endpoint.configprops.show-values=always")) {
            int port = SpringConsentTck.port(application);
            for (String endpoint : List.of("env", "configprops")) {
                assertThat(RawHttp.get("/actuator/" + endpoint).send(port).text())
                        .as(endpoint)
                        .contains("To count visits", "2025", "******")
                        .doesNotContain(secret);
            }
        }
    }

    /** The beginning of what the endpoint gives to paste. */
    private static String stub(String name, String origin) {
        return "{\"name\":\"%1$s\",\"origin\":\"%2$s\",\"stub\":\"CookieDeclaration.cookie(\\\"%1$s\\\")\\n"
                .formatted(name, origin);
    }

    @Test
    @Rule({"1", "14"})
    void theCatalogueCanStandInTheConfiguration() throws Exception {
        try (ConfigurableApplicationContext application = start(VISITS, "consent.preference-cookie.name=choice")) {
            int port = SpringConsentTck.port(application);
            assertThat(RawHttp.get("/set?line=visits=1&line=made_up=1")
                            .send(port)
                            .setCookies())
                    .isEmpty();
            String choice = RawHttp.post(
                            "/cookies/preferences", "application/x-www-form-urlencoded", "choice=accept-all")
                    .send(port)
                    .setCookies()
                    .get(0);
            assertThat(choice).startsWith("choice=1.");
            assertThat(RawHttp.get("/set?line=visits=1&line=made_up=1")
                            .header("Cookie: " + choice.split(";", 2)[0])
                            .send(port)
                            .setCookies())
                    .containsExactly("visits=1");
            assertThat(RawHttp.get("/cookies").send(port).text()).contains("To count visits");
            MeterRegistry registry = application.getBean(MeterRegistry.class);
            assertThat(registry.get("consent.cookies.refused")
                            .tags("cookie", "visits", "reason", "undecided", "action", "refused")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("consent.cookies.refused")
                            .tags("cookie", "undeclared", "action", "refused")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(registry.get("consent.choices")
                            .tags("category", "statistical", "choice", "granted")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    @Rule("13")
    void thePagesAreWithinTheApplicationsPath() throws Exception {
        try (ConfigurableApplicationContext application =
                start(VISITS, "server.servlet.context-path=/shop", "consent.base-path=/privacy")) {
            int port = SpringConsentTck.port(application);
            assertThat(RawHttp.get("/shop/privacy").send(port).text()).contains("href=\"/shop/privacy/preferences\"");
            assertThat(application.getBean(ConsentPages.class).preferencesPath())
                    .isEqualTo("/shop/privacy/preferences");
        }
    }

    @Test
    void aKeyThatCanNotBeUsedStopsTheStartWithWhatToWrite(CapturedOutput output) {
        assertThatThrownBy(() -> start(VISITS, "consent.base-path=cookies/").close());
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "consent.base-path", "give one such as /cookies")
                .contains("Action:");
    }

    @Test
    @Rule("15")
    void aDeclarationThatIsNotCompleteStopsTheStartWithWhatToWrite(CapturedOutput output) {
        assertThatThrownBy(
                () -> start(VISITS, "consent.catalogue[0].category=necessary", "consent.catalogue[0].purpose=")
                        .close());
        assertThat(output).contains("APPLICATION FAILED TO START", "consent.catalogue[0]", "visits");
    }
}
