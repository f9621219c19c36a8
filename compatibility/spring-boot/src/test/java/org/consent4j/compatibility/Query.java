package org.consent4j.compatibility;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The raw query, whose octets Spring would read as UTF-8. */
final class Query {

    private Query() {}

    static List<String> all(HttpServletRequest request, String name) {
        String query = request.getQueryString();
        List<String> values = new ArrayList<>();
        if (query != null) {
            for (String parameter : query.split("&")) {
                if (parameter.startsWith(name + "=")) {
                    values.add(URLDecoder.decode(
                            parameter.substring(name.length() + 1).replace("+", "%2B"), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return values;
    }

    static List<String> lines(HttpServletRequest request) {
        return all(request, "line");
    }

    static void add(HttpServletResponse response, List<String> lines) {
        for (String line : lines) {
            try {
                response.addHeader("Set-Cookie", line);
            } catch (IllegalArgumentException e) {
                // Spring Security's firewall stands inside the filter and takes no line with a line break, as little
                // as the filter does.
                if (line.indexOf('\r') < 0 && line.indexOf('\n') < 0) {
                    throw e;
                }
            }
        }
    }
}
