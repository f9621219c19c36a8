package org.consent4j.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.PageRequest;
import org.consent4j.pages.PageResponse;

/**
 * Translates between the container and {@link ConsentPages}.
 */
final class PagesEndpoint {

    private static final int MOST_DRAINED = 16 * 1024;

    private PagesEndpoint() {}

    static void answer(
            ConsentPages pages,
            String path,
            HttpServletRequest request,
            HttpServletResponse response,
            ConsentExchange exchange)
            throws IOException {
        String query = request.getQueryString();
        PageResponse answer = pages.handle(
                new PageRequest(
                        request.getMethod(),
                        path,
                        query == null ? "" : query,
                        new ServletHeaders(request),
                        most -> body(request, most)),
                exchange);
        if (answer.status() >= HttpServletResponse.SC_BAD_REQUEST) {
            drain(request);
        }
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        if (!request.getMethod().equals("HEAD")) {
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        }
    }

    /** Reads what a refused request still sends: over HTTP/2, some clients take an answer before it for a failure. */
    private static void drain(HttpServletRequest request) throws IOException {
        try {
            request.getInputStream().readNBytes(MOST_DRAINED);
        } catch (IllegalStateException e) {
            // Somebody has read it as text.
        }
    }

    /** The form as it was sent; a filter outside that has asked for parameters has used the body up. */
    private static byte[] body(HttpServletRequest request, int most) throws IOException {
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(most);
        } catch (IllegalStateException e) {
            body = new byte[0];
        }
        return body.length > 0 ? body : parameters(request).getBytes(StandardCharsets.US_ASCII);
    }

    private static String parameters(HttpServletRequest request) {
        StringBuilder form = new StringBuilder();
        String query = '&' + String.valueOf(request.getQueryString()) + '&';
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            String name = URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8);
            if (query.contains('&' + name + '=') || query.contains('&' + name + '&')) {
                continue;
            }
            for (String value : parameter.getValue()) {
                form.append(form.length() == 0 ? "" : "&").append(name).append('=');
                form.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return form.toString();
    }
}
