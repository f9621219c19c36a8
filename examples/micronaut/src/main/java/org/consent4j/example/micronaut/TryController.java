package org.consent4j.example.micronaut;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The playground: hands a Set-Cookie line to the server and tells what became of it.
 */
@Controller(produces = {Pages.HTML, MediaType.ALL})
final class TryController {

    @Get("/try")
    HttpResponse<?> tryLine(HttpRequest<?> request, ConsentExchange consent) {
        String line = line(request.getUri().getRawQuery());
        if (line == null) {
            return page(Map.of("line", "visitor_profile=1; Path=/"), consent);
        }
        Decision decision = consent.judge(line);
        String outcome = decision.admitted() ? "admitted" : "refused";
        String reason = decision.reason().text();
        String accept = request.getHeaders().get(HttpHeaders.ACCEPT);
        MutableHttpResponse<?> response = accept != null && accept.startsWith("text/plain")
                ? Pages.text((decision.admitted() ? outcome : outcome + ": " + reason) + '\n')
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                : page(Map.of("line", printable(line), "outcome", outcome, "reason", reason), consent);
        set(line, response);
        return response;
    }

    private static MutableHttpResponse<?> page(Map<String, Object> model, ConsentExchange consent) {
        return Pages.html("try", model, consent).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static void set(String line, MutableHttpResponse<?> response) {
        try {
            response.header(HttpHeaders.SET_COOKIE, line);
        } catch (IllegalArgumentException e) {
            // Micronaut's headers throw for control characters, before consent could refuse them.
        }
    }

    /** The parameter's octets as Latin-1 characters, which is how a server reads a header line. */
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
