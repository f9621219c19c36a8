package org.consent4j.example.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.consent4j.Decision;
import org.consent4j.servlet.ConsentFilter;
import org.jspecify.annotations.Nullable;

/**
 * The playground: hands a Set-Cookie line to the server and tells what became of it.
 */
final class TryServlet extends HttpServlet {

    private static final String HEADING = "<h1>Try a cookie</h1>\n";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        String line = line(request.getQueryString());
        if (line == null) {
            Page.write(request, response, "Try a cookie", HEADING + form("visitor_profile=1; Path=/"));
            return;
        }
        Decision decision = ConsentFilter.exchange(request).judge(line);
        response.addHeader("Set-Cookie", line);
        String outcome = decision.admitted()
                ? "admitted"
                : "refused: " + decision.reason().text();
        if (wantsText(request)) {
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().println(outcome);
        } else {
            String told = """
                    <p role="status"><code>%s</code><br>was <strong>%s</strong>: %s.</p>
                    """.formatted(
                            Page.escape(printable(line)),
                            decision.admitted() ? "admitted" : "refused",
                            decision.reason().text());
            Page.write(request, response, "Try a cookie", HEADING + told + form(printable(line)));
        }
    }

    private static String form(String line) {
        return """
                <form action="/try" accept-charset="ISO-8859-1">
                <label for="line">A Set-Cookie line of the application</label>
                <input id="line" name="line" value="%s" size="60" spellcheck="false" autocomplete="off">
                <button>Set it</button>
                </form>
                """.formatted(Page.escape(line));
    }

    private static boolean wantsText(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.startsWith("text/plain");
    }

    /** The parameter's octets as Latin-1 characters, which is how a server writes a header line. */
    private static @Nullable String line(@Nullable String query) {
        if (query == null) {
            return null;
        }
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("line=")) {
                try {
                    return URLDecoder.decode(parameter.substring("line=".length()), StandardCharsets.ISO_8859_1);
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private static String printable(String line) {
        return line.replaceAll("[\\x00-\\x1f\\x7f]", "\u00b7");
    }
}
