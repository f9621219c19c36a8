package org.consent4j.example.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The visitor's own choice of language, which makes its cookie a necessary one.
 */
final class LanguageServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String code = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        if (!code.matches("[a-z]{2}(-[A-Za-z]{2,4})?")) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Cookie cookie = new Cookie("django_language", code);
        cookie.setPath("/");
        response.addCookie(cookie);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/");
    }
}
