package org.consent4j.example.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.consent4j.ConsentExchange;
import org.consent4j.pages.ConsentPages;
import org.consent4j.servlet.ConsentFilter;

/**
 * The frame of the portal's pages.
 */
final class Page {

    private Page() {}

    /** Writes a page; the content is HTML whose variable parts went through {@link #escape}. */
    static void write(HttpServletRequest request, HttpServletResponse response, String title, String content)
            throws IOException {
        ConsentExchange exchange = ConsentFilter.exchange(request);
        ConsentPages pages = ConsentFilter.pages(request.getServletContext());
        String banner = pages.banner(exchange, Locale.ENGLISH, "/");
        response.setContentType("text/html;charset=utf-8");
        response.getWriter()
                .write("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="stylesheet" href="/portal.css">
                </head>
                <body>
                %s<header class="portal-header"><a href="/">Jersey City Open Data</a>
                <nav aria-label="Portal"><a href="/seen">What the server sees</a> <a href="/try">Try a cookie</a></nav>
                </header>
                <main>
                %s</main>
                <footer><a href="%s">Cookie policy</a> <a href="%s">Cookie preferences</a></footer>
                </body>
                </html>
                """.formatted(escape(title), banner, content, pages.policyPath(), pages.preferencesPath()));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
