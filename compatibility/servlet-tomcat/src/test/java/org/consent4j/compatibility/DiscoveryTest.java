package org.consent4j.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.consent4j.CookieConsent;
import org.consent4j.servlet.TckConfiguration;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application in which nothing is registered by hand, under a path of its own. */
class DiscoveryTest {

    @Test
    void theContainerFindsTheConfigurationByItself(@TempDir Path folder) throws Exception {
        Path application = Files.createDirectory(folder.resolve("application"));
        Files.writeString(application.resolve("page.txt"), "a page");
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addWebapp("/app", application.toString());
        CookieConsent consent = CookieConsent.builder()
                .catalogue(() -> new ArrayList<>(ConsentTck.CATALOGUE.declarations()))
                .build();
        context.getServletContext().setAttribute(TckConfiguration.CONSENT, consent);
        tomcat.start();
        try {
            int port = connector.getLocalPort();
            RawHttp.Response page = RawHttp.get("/app/page.txt")
                    .header("Cookie: stat_a=1; made_up=1")
                    .send(port);
            assertEquals("a page", page.text());
            assertEquals(1, page.setCookies().size(), page.toString());
            assertTrue(page.setCookies().get(0).startsWith("stat_a=; "), page.toString());
            RawHttp.Response policy = RawHttp.get("/app/cookies").send(port);
            assertEquals(200, policy.status());
            assertTrue(policy.text().contains("href=\"/app/cookies/preferences\""), policy.text());
            assertTrue(consent.refresh(), "the catalogue is followed while the application runs");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        assertFalse(consent.refresh(), "no thread of an application that has stopped asks the catalogue");
    }
}
