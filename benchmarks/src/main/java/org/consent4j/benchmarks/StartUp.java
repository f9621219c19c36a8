package org.consent4j.benchmarks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.pages.ConsentPages;
import org.consent4j.servlet.ConsentFilter;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * What the Servlet adapter adds to the start of an application on embedded Jetty: the time from the start of the virtual
 * machine to the first answer, and the classes that are loaded until then. The same program starts with and without it.
 */
final class StartUp {

    private static final int STARTS = 7;

    private StartUp() {}

    /** Starts both, in turns, so that what disturbs the machine disturbs both alike. */
    static List<Figure> measure() {
        List<Double> timesWithout = new ArrayList<>();
        List<Double> timesWith = new ArrayList<>();
        List<Double> classesWithout = new ArrayList<>();
        List<Double> classesWith = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            start("without", timesWithout, classesWithout);
            start("with", timesWith, classesWith);
        }
        return List.of(
                Figure.median("StartUp.without", timesWithout, "ms"),
                Figure.median("StartUp.with", timesWith, "ms"),
                Figure.median("StartUp.classesWithout", classesWithout, "classes"),
                Figure.median("StartUp.classesWith", classesWith, "classes"));
    }

    private static void start(String consent, List<Double> times, List<Double> classes) {
        List<Double> printed = FreshJvm.run(StartUp.class, consent);
        times.add(printed.get(0));
        classes.add(printed.get(1));
    }

    /**
     * Starts the application, asks for its page, and prints the milliseconds and the classes that it took.
     *
     * @param arguments {@code with} or {@code without}
     * @throws Exception if the server does not start
     */
    public static void main(String[] arguments) throws Exception {
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Page()), "/*");
        if (arguments[0].equals("with")) {
            CookieConsent consent = CookieConsent.builder()
                    .catalogue(CookieCatalogue.of(Visitors.declarations()))
                    .build();
            ConsentPages pages =
                    ConsentPages.builder(consent).siteName("Example").build();
            context.addServletContainerInitializer(
                    (classes, servletContext) -> ConsentFilter.register(servletContext, pages));
        }
        server.setHandler(context);
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        URLConnection connection =
                URI.create("http://localhost:" + port + "/").toURL().openConnection();
        connection.setRequestProperty("Cookie", "JSESSIONID=1; heatmap=2");
        connection.getInputStream().readAllBytes();
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.println(
                millis + " " + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
        System.exit(0);
    }

    private static final class Page extends HttpServlet {

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.addHeader("Set-Cookie", "JSESSIONID=1; Path=/");
            response.setContentType("text/plain");
            response.getWriter().write("Hello");
        }
    }
}
