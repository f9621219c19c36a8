package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.version.VersionUtils;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import org.consent4j.CookieConsent;
import org.consent4j.json.CatalogueSource;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;

/** The catalogue in a file and the state as JSON, beside the Jackson that Micronaut brings: 2 with 4, 3 with 5. */
class JsonTest {

    private static boolean isThere(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    @Rule("8")
    void aFileIsInForceAndTheStateIsJson() throws Exception {
        assertThat(isThere("tools.jackson.core.JsonParser"))
                .isEqualTo(String.valueOf(VersionUtils.getMicronautVersion()).startsWith("5."));
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CatalogueSource.file(Path.of("..", "..", "docs", "cookies.json")))
                .build();
        try (EmbeddedServer server = Started.in("json", consent)) {
            int port = server.getPort();
            RawHttp.Response state = RawHttp.get("/cookies/state?lang=fr").send(port);
            assertThat(state.status()).as(state.text()).isEqualTo(200);
            assertThat(state.values("Content-Type")).containsExactly("application/json");
            assertThat(state.values("Cache-Control")).containsExactly("no-store");
            assertThat(state.text())
                    .contains("\"language\":\"fr\"", "\"promptNeeded\":false", "\"id\":\"necessary\"", "portail");
            RawHttp.Response foreign = RawHttp.post("/cookies/state", "application/json", "{}")
                    .header("Sec-Fetch-Site: cross-site")
                    .send(port);
            assertThat(foreign.status()).isEqualTo(403);
            assertThat(foreign.values("Content-Type")).containsExactly("application/problem+json");
            assertThat(RawHttp.get("/cookies").send(port).text()).contains("django_language");
        }
    }
}
