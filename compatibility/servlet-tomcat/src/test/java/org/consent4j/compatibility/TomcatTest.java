package org.consent4j.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.consent4j.CookieConsent;
import org.consent4j.servlet.ConsentInitializer;
import org.consent4j.servlet.ServletConsentTck;
import org.consent4j.servlet.TckApplication;
import org.consent4j.servlet.TckConfiguration;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;

class TomcatTest extends ServletConsentTck {

    @Test
    @Rule({"1", "35"})
    void theCookieOfTheContainersSingleSignOnStaysInside() throws Exception {
        RawHttp.Response login = RawHttp.get("/login").send(port());
        assertEquals("visitor", login.text());
        assertTrue(login.setCookies().stream().allMatch(String::isEmpty), login.toString());
        RawHttp.Response challenge = RawHttp.get("/authenticate")
                .header("Authorization: Basic dmlzaXRvcjpzZWNyZXQ=")
                .send(port());
        assertEquals("visitor", challenge.text());
        assertTrue(challenge.setCookies().stream().allMatch(String::isEmpty), challenge.toString());
    }

    @Override
    protected RunningSite start(CookieConsent consent) throws Exception {
        Path base = Files.createTempDirectory("tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.addUpgradeProtocol(new Http2Protocol());
        connector.setProperty("maxHttpRequestHeaderSize", String.valueOf(128 * 1024));
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", base.toString());
        context.getServletContext().setAttribute(TckConfiguration.CONSENT, consent);
        context.addServletContainerInitializer(new TckApplication(), Set.of());
        context.addServletContainerInitializer(new ConsentInitializer(), Set.of());
        ErrorPage errors = new ErrorPage();
        errors.setLocation(TckApplication.ERROR_PAGE);
        context.addErrorPage(errors);
        tomcat.addUser("visitor", "secret");
        context.setLoginConfig(new LoginConfig("BASIC", "tck", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
        tomcat.getHost().getPipeline().addValve(new SingleSignOn());
        tomcat.start();
        return new RunningSite(connector.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }
}
