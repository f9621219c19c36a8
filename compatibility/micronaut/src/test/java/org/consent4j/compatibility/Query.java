package org.consent4j.compatibility;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The raw query, whose octets Micronaut would read as UTF-8. */
final class Query {

    private Query() {}

    static List<String> all(HttpRequest<?> request, String name) {
        String query = request.getUri().getRawQuery();
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

    static List<String> lines(HttpRequest<?> request) {
        return all(request, "line");
    }

    static <T> MutableHttpResponse<T> add(MutableHttpResponse<T> response, List<String> lines) {
        for (String line : lines) {
            try {
                // Micronaut's headers take no blanks around a value, which no browser sees, and no control characters.
                response.getHeaders().add("Set-Cookie", line.replaceAll("^[ \\t]+|[ \\t]+$", ""));
            } catch (IllegalArgumentException e) {
                if (line.chars().noneMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
                    throw e;
                }
            }
        }
        return response;
    }
}
