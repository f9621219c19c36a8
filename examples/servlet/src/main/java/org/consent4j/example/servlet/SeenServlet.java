package org.consent4j.example.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collections;
import org.consent4j.http.CookieHeader;

/**
 * Which cookies the application can see: as its server parsed them, and in the raw header.
 */
final class SeenServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        PrintWriter out = response.getWriter();
        out.println("Parsed cookies:");
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                out.println(cookie.getName() + "=" + cookie.getValue());
            }
        }
        out.println("Raw header:");
        for (String line : Collections.list(request.getHeaders("Cookie"))) {
            CookieHeader raw = new CookieHeader(line);
            while (raw.next()) {
                out.println(raw.name() + "=" + raw.value());
            }
        }
    }
}
