package org.consent4j.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.consent4j.example.servlet.PortalSuite;
import org.consent4j.test.ConsentTck.RunningSite;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The portal on Spring, beside the one on Servlet. */
class PortalTest extends PortalSuite {

    @Override
    protected RunningSite start() {
        return started();
    }

    static RunningSite started() {
        ConfigurableApplicationContext portal = Portal.start(0);
        return new RunningSite(Portal.port(portal), portal);
    }

    @Override
    protected int port(String[] arguments) {
        return Portal.port(arguments);
    }

    /** Those of Spring Security, and of views. */
    @Override
    protected Set<String> addedHeaders() {
        return Set.of("content-language", "x-content-type-options", "x-frame-options", "x-xss-protection");
    }

    @Test
    @Rule("33")
    void springAddsNoCookieAndRefusesNothing() throws Exception {
        for (String target : List.of("/", "/try", "/language/fr", "/nosuch", "/login", "/logout")) {
            for (String method : List.of("GET", "HEAD", "POST")) {
                RawHttp.Response response = RawHttp.request(method, target)
                        .header("Content-Length: 0")
                        .send(port());
                assertThat(response.status())
                        .as(method + " " + target)
                        .isNotIn(301, 302, 307, 400, 401, 403, 406)
                        .isLessThan(500);
                assertThat(response.setCookies())
                        .as(method + " " + target)
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .isSubsetOf("sessionid", "csrftoken", "django_language");
            }
        }
    }

    @Test
    void pagesSpeakTheLanguageOfTheirSite() throws Exception {
        assertThat(RawHttp.get("/").header("Accept-Language: fr").send(port()).text())
                .contains("aria-label=\"Cookies on Jersey City Open Data\" lang=\"en\" dir=\"ltr\"");
    }
}
