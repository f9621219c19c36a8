package org.consent4j.example.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * The portal's own style sheet.
 */
final class StyleServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/css");
        response.setHeader("Cache-Control", "max-age=3600");
        try (InputStream style = StyleServlet.class.getResourceAsStream("/portal/portal.css")) {
            if (style == null) {
                throw new IllegalStateException("portal.css is missing from the jar");
            }
            style.transferTo(response.getOutputStream());
        }
    }
}
