package org.consent4j.example.servlet;

import jakarta.servlet.ServletContainerInitializer;
import org.consent4j.CookieConsent;
import org.consent4j.pages.ConsentPages;
import org.consent4j.servlet.ConsentFilter;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Starts the portal on an embedded Jetty.
 */
public final class Portal {

    private static final int STANDARD_PORT = 8080;

    private Portal() {}

    /**
     * Starts the portal and stays until the process is ended.
     *
     * @param arguments {@code --port N}; 8080 if left out
     * @throws Exception if the server can't start, as when the port is taken
     */
    public static void main(String[] arguments) throws Exception {
        Server server;
        try {
            server = start(port(arguments), consent());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.out.println("The portal is at http://localhost:" + port(server) + "/");
        server.join();
    }

    static int port(String[] arguments) {
        if (arguments.length == 0) {
            return STANDARD_PORT;
        }
        if (arguments.length == 2 && arguments[0].equals("--port") && arguments[1].matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(arguments[1]);
            if (port <= 65_535) {
                return port;
            }
        }
        throw new IllegalArgumentException("Usage: --port N, with N from 0 (any free port) to 65535.");
    }

    static Server start(int port, CookieConsent consent) throws Exception {
        Server server = new Server(port);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(filter(consent));
        context.addServlet(new ServletHolder(new HomeServlet()), "");
        context.addServlet(new ServletHolder(new LanguageServlet()), "/language/*");
        context.addServlet(new ServletHolder(new SeenServlet()), "/seen");
        context.addServlet(new ServletHolder(new TryServlet()), "/try");
        context.addServlet(new ServletHolder(new StyleServlet()), "/portal.css");
        server.setHandler(context);
        server.start();
        return server;
    }

    static int port(Server server) {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    static CookieConsent consent() {
        return CookieConsent.builder().catalogue(new PortalCatalogue()).build();
    }

    /** All that the portal has to do for consent, once it is configured. */
    private static ServletContainerInitializer filter(CookieConsent consent) {
        ConsentPages pages =
                ConsentPages.builder(consent).siteName("Jersey City Open Data").build();
        return (classes, context) -> ConsentFilter.register(context, pages);
    }
}
