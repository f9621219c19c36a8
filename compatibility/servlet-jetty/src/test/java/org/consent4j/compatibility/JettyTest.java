package org.consent4j.compatibility;

import org.consent4j.CookieConsent;
import org.consent4j.servlet.ConsentInitializer;
import org.consent4j.servlet.ServletConsentTck;
import org.consent4j.servlet.TckApplication;
import org.consent4j.servlet.TckConfiguration;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

class JettyTest extends ServletConsentTck {

    @Override
    protected RunningSite start(CookieConsent consent) throws Exception {
        Server server = new Server();
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(128 * 1024);
        ServerConnector connector = new ServerConnector(
                server, new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
        context.setContextPath("/");
        context.setAttribute(TckConfiguration.CONSENT, consent);
        context.addServletContainerInitializer(new TckApplication());
        context.addServletContainerInitializer(new ConsentInitializer());
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, TckApplication.ERROR_PAGE);
        context.setErrorHandler(errors);
        server.setHandler(context);
        server.start();
        return new RunningSite(connector.getLocalPort(), server::stop);
    }
}
