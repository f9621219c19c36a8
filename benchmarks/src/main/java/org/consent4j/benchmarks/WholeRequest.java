package org.consent4j.benchmarks;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.consent4j.CookieConsent;
import org.consent4j.benchmarks.Visitors.Carries;
import org.consent4j.benchmarks.Visitors.Line;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.servlet.ConsentFilter;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * What a whole HTTP request through Jetty allocates, with and without the consent filter: everything that the server's
 * threads create, while an application reads its cookies and sets three.
 */
final class WholeRequest {

    private static final int WARM_UP = 20_000;
    private static final int REQUESTS = 20_000;
    private static final int ROUNDS = 5;

    private WholeRequest() {}

    static List<Figure> measure() throws Exception {
        CookieConsent site = Visitors.site(PreferenceCookie.standard());
        List<Figure> figures = new ArrayList<>();
        for (Carries carries : List.of(Carries.ONLY_ADMITTED, Carries.AN_UNDECLARED)) {
            byte[][] requests = requests(Visitors.cookieHeaders(site, carries, 12));
            boolean mixed = carries == Carries.AN_UNDECLARED;
            String what = mixed ? "Mixed" : "NothingToDo";
            for (boolean filtered : new boolean[] {false, true}) {
                figures.add(Figure.median(
                        "WholeRequest." + (filtered ? "with" : "without") + what,
                        octets(filtered ? site : null, mixed, requests),
                        "B"));
            }
        }
        return figures;
    }

    private static byte[][] requests(String[] headers) {
        byte[][] requests = new byte[headers.length][];
        for (int i = 0; i < headers.length; i++) {
            String request = "GET / HTTP/1.1\r\nHost: www.example.org\r\nCookie: " + headers[i] + "\r\n\r\n";
            requests[i] = request.getBytes(StandardCharsets.ISO_8859_1);
        }
        return requests;
    }

    /** The octets that a request allocates, in some rounds. */
    private static List<Double> octets(
            @org.jspecify.annotations.Nullable CookieConsent site, boolean mixed, byte[][] requests) throws Exception {
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Page(mixed)), "/*");
        if (site != null) {
            ConsentPages pages = ConsentPages.builder(site).siteName("Example").build();
            context.addServletContainerInitializer(
                    (classes, servletContext) -> ConsentFilter.register(servletContext, pages));
        }
        server.setHandler(context);
        server.start();
        List<Double> rounds = new ArrayList<>();
        try (Socket socket = new Socket("localhost", ((ServerConnector) server.getConnectors()[0]).getLocalPort())) {
            socket.setTcpNoDelay(true);
            ask(socket, requests, WARM_UP);
            for (int i = 0; i < ROUNDS; i++) {
                long before = allocatedByOthers();
                ask(socket, requests, REQUESTS);
                rounds.add((double) (allocatedByOthers() - before) / REQUESTS);
            }
        } finally {
            server.stop();
        }
        return rounds;
    }

    private static long allocatedByOthers() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            if (id != Thread.currentThread().getId()) {
                sum += Math.max(0, threads.getThreadAllocatedBytes(id));
            }
        }
        return sum;
    }

    private static void ask(Socket socket, byte[][] requests, int times) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        for (int i = 0; i < times; i++) {
            out.write(requests[i % requests.length]);
            // The body's last character occurs nowhere else in an answer.
            int read;
            do {
                read = in.read(buffer);
                if (read < 0) {
                    throw new IOException("The server closed the connection.");
                }
            } while (buffer[read - 1] != Page.END);
        }
    }

    private static final class Page extends HttpServlet {

        static final char END = '!';

        private final transient AtomicInteger visitor = new AtomicInteger();
        private final transient Map<Line, String[]> lines = Visitors.setCookieLines(13);
        private final boolean mixed;

        Page(boolean mixed) {
            this.mixed = mixed;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            int i = visitor.getAndIncrement() & (Visitors.COUNT - 1);
            add(response, Line.ADMITTED, i);
            add(response, mixed ? Line.REFUSED : Line.ADMITTED, i + 1);
            add(response, mixed ? Line.UNDECLARED : Line.ADMITTED, i + 2);
            response.setContentType("text/plain");
            response.getWriter().write("" + request.getCookies().length + END);
        }

        private void add(HttpServletResponse response, Line line, int i) {
            response.addHeader("Set-Cookie", lines.get(line)[i & (Visitors.COUNT - 1)]);
        }
    }
}
