package org.consent4j.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.pages.ConsentPages;
import org.consent4j.servlet.ConsentFilter;
import org.consent4j.test.ConsentTck;
import org.consent4j.test.RawHttp;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application is told that is starting, or that forgot the filter. */
class StartTest {

    private static final Logger LOG = Logger.getLogger("org.consent4j.servlet");

    private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Server server = new Server(0);
    private final ServletContextHandler context = new ServletContextHandler("/shop");

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
        server.setHandler(context);
    }

    @AfterEach
    void stop() throws Exception {
        LOG.removeHandler(handler);
        server.stop();
    }

    private static CookieConsent.Builder consent() {
        return CookieConsent.builder().catalogue(ConsentTck.CATALOGUE);
    }

    private static ConsentPages pages() {
        return ConsentPages.of(consent().build());
    }

    private List<String> loggedAt(Level level) {
        return logged.stream()
                .filter(line -> line.startsWith(level.getName()) && !line.contains("session cookie"))
                .toList();
    }

    @Test
    void anApplicationThatStartsSaysThatConsentIsOn() throws Exception {
        CookieConsent consent = consent().build();
        ConsentFilter.register(context.getServletContext(), ConsentPages.of(consent));
        server.start();

        List<String> lines = loggedAt(Level.INFO);
        assertEquals(1, lines.size(), logged.toString());
        assertTrue(
                lines.get(0)
                        .matches("INFO Cookie consent is on: "
                                + consent.catalogue().declarations().size()
                                + " cookies in [1-9] categories, mode ENFORCE, pages at /shop/cookies"),
                lines.get(0));
    }

    @Test
    void anApplicationThatOnlyReportsIsWarnedThatNothingIsEnforced() throws Exception {
        ConsentFilter.register(
                context.getServletContext(),
                ConsentPages.of(consent().mode(Mode.REPORT_ONLY).build()));
        server.start();

        assertEquals(List.of(), loggedAt(Level.INFO));
        List<String> lines = loggedAt(Level.WARNING);
        assertEquals(1, lines.size(), logged.toString());
        assertTrue(lines.get(0).contains("every cookie passes"), lines.get(0));
        assertTrue(lines.get(0).contains("mode REPORT_ONLY"), lines.get(0));
    }

    @Test
    void anUndeclaredSessionCookieIsWarnedOfWhereItIsRefused() throws Exception {
        context.setSessionHandler(new SessionHandler());
        ConsentFilter.register(
                context.getServletContext(), ConsentPages.of(undeclaredSession().build()));
        server.start();

        assertTrue(
                logged.stream().anyMatch(line -> line.contains("session cookie JSESSIONID, so sessions will not last")),
                logged.toString());
    }

    @Test
    void anUndeclaredSessionCookieThatIsAdmittedIsNotWarnedOf() throws Exception {
        context.setSessionHandler(new SessionHandler());
        ConsentFilter.register(
                context.getServletContext(),
                ConsentPages.of(undeclaredSession().admitUndeclared().build()));
        server.start();

        assertTrue(logged.stream().noneMatch(line -> line.contains("session cookie")), logged.toString());
    }

    private static CookieConsent.Builder undeclaredSession() {
        return CookieConsent.builder().catalogue(CookieCatalogue.of(CommonCookies.csrfToken()));
    }

    @Test
    void aSiteThatDeclaresNothingAndOnlyReportsHasNoPages() throws Exception {
        ConsentFilter.register(
                context.getServletContext(),
                ConsentPages.of(CookieConsent.builder()
                        .catalogue(CookieCatalogue.of())
                        .mode(Mode.REPORT_ONLY)
                        .build()));
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();

        assertEquals(404, RawHttp.get("/shop/cookies").send(port).status());
        assertEquals(List.of(), loggedAt(Level.INFO));
        assertEquals(List.of(), loggedAt(Level.WARNING));
    }

    @Test
    void whoeverAsksWithoutAFilterIsToldOnceWhatToDo() throws Exception {
        context.addServlet(
                new ServletHolder(new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.getWriter()
                                .print(ConsentFilter.exchange(request).allows(Category.STATISTICAL));
                    }
                }),
                "/ask");
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();

        assertEquals("false", RawHttp.get("/shop/ask").send(port).text());
        assertEquals("false", RawHttp.get("/shop/ask").send(port).text());

        List<String> lines = loggedAt(Level.WARNING);
        assertEquals(1, lines.size(), logged.toString());
        assertTrue(lines.get(0).contains("ConsentFilter.register(servletContext, pages)"), lines.get(0));
        assertTrue(lines.get(0).contains("no cookie is held back"), lines.get(0));
    }

    @Test
    void thePagesOfAnApplicationWithoutAFilterAreAnErrorThatSaysWhatToDo() throws Exception {
        server.start();

        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> ConsentFilter.pages(context.getServletContext()));

        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.startsWith("No consent filter runs in the application at '/shop'."), message);
        assertTrue(message.contains("ConsentFilter.register(servletContext, pages)"), message);
        assertTrue(message.contains("Jetty's ServletContextHandler"), message);
    }

    @Test
    void aSecondFilterIsRefused() {
        ConsentFilter.register(context.getServletContext(), pages());

        IllegalStateException thrown = assertThrows(
                IllegalStateException.class, () -> ConsentFilter.register(context.getServletContext(), pages()));

        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("two consent filters: ConsentFilter.register is called twice"), message);
        assertTrue(message.contains("META-INF/services"), message);
    }

    @Test
    void aFilterThatComesTooLateIsRefusedWithTheContainersReason() throws Exception {
        server.start();

        IllegalStateException thrown = assertThrows(
                IllegalStateException.class, () -> ConsentFilter.register(context.getServletContext(), pages()));

        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("'/shop' has started already"), message);
        assertTrue(message.contains("ServletContainerInitializer"), message);
        assertNotNull(assertInstanceOf(IllegalStateException.class, thrown.getCause()));
    }
}
