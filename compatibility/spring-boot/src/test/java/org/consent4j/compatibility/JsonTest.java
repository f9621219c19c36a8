package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.json.CatalogueSource;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The catalogue in a file and the state as JSON, beside the Jackson that Boot brings: 2 with Boot 3, 3 with Boot 4. */
class JsonTest {

    @Configuration(proxyBeanMethods = false)
    static class Source {
        @Bean
        CookieCatalogue file() {
            return CatalogueSource.file(Path.of("..", "..", "docs", "cookies.json"));
        }
    }

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
        assertThat(isThere("tools.jackson.databind.ObjectMapper"))
                .isEqualTo(SpringBootVersion.getVersion().startsWith("4."));
        assertThat(isThere("com.fasterxml.jackson.databind.ObjectMapper"))
                .isEqualTo(SpringBootVersion.getVersion().startsWith("3."));
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(
                        TckApplication.class, Servers.OnTomcat.class, Source.class)
                .run("--logging.level.org.consent4j=warn")) {
            int port = SpringConsentTck.port(application);
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
