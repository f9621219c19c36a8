package org.consent4j.compatibility;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.consent4j.CookieConsent;
import org.consent4j.servlet.ConsentInitializer;
import org.consent4j.servlet.ServletConsentTck;
import org.consent4j.servlet.TckApplication;
import org.consent4j.servlet.TckConfiguration;

class TomcatTest extends ServletConsentTck {

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
        tomcat.start();
        return new RunningSite(connector.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }
}
