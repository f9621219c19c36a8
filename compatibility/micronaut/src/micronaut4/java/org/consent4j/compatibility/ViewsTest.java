package org.consent4j.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.views.ModelAndView;
import java.util.Map;
import org.consent4j.CookieConsent;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Views, which are to be had for Micronaut 4 alone. */
class ViewsTest {

    @Requires(env = "views")
    @Controller(value = "/views", produces = MediaType.TEXT_HTML)
    static class Routes {

        @Get("/empty")
        ModelAndView<Map<String, Object>> empty() {
            return new ModelAndView<>("asks", Map.of());
        }

        @Get("/own")
        ModelAndView<Map<String, Object>> own() {
            return new ModelAndView<>("shows", Map.of("consent", "own"));
        }

        @Get("/typed")
        ModelAndView<Model> typed() {
            return new ModelAndView<>("shows", new Model("typed"));
        }
    }

    /**
     * A model of another type.
     *
     * @param consent what the view shows
     */
    @Introspected
    record Model(String consent) {

        public String getConsent() {
            return consent;
        }
    }

    private static String view(@Nullable CookieConsent consent, String path, Object... properties) throws Exception {
        try (EmbeddedServer server = Started.in("views", consent, properties)) {
            String page = RawHttp.get(path).send(server.getPort()).text();
            return page.substring(page.indexOf("<body>") + "<body>".length(), page.indexOf("</body>"));
        }
    }

    private static CookieConsent consent() {
        return CookieConsent.builder().catalogue(ConsentTck.CATALOGUE).build();
    }

    @Test
    void aModelThatIsAMapHasTheExchangeAndThePages() throws Exception {
        assertThat(view(consent(), "/views/empty")).isEqualTo("false /cookies true");
        assertThat(view(consent(), "/views/empty", "consent.model-attribute", "privacy"))
                .isEqualTo("none none false");
    }

    @Test
    void whatTheApplicationPutsThereStays() throws Exception {
        assertThat(view(consent(), "/views/own")).isEqualTo("own");
        assertThat(view(consent(), "/views/typed")).isEqualTo("typed");
    }

    @Test
    void nothingIsPutThereWithoutANameOrADeclaration() throws Exception {
        assertThat(view(consent(), "/views/empty", "consent.model-attribute", ""))
                .isEqualTo("none none true");
        assertThat(view(null, "/views/empty")).isEqualTo("none none true");
    }

    @Test
    @Rule("19")
    void aPageIsPrivateThatAsksWhileItIsWritten() throws Exception {
        try (EmbeddedServer server = Started.in("views", consent())) {
            assertThat(RawHttp.get("/views/empty").send(server.getPort()).values("Cache-Control"))
                    .containsExactly("private");
            assertThat(RawHttp.get("/views/own").send(server.getPort()).values("Cache-Control"))
                    .isEmpty();
        }
    }
}
