package org.consent4j.example.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.consent4j.ConsentExchange;
import org.consent4j.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/**
 * The playground: hands a Set-Cookie line to the server and tells what became of it.
 */
@Controller
final class TryController {

    @GetMapping("/try")
    Object tryLine(
            HttpServletRequest request,
            HttpServletResponse response,
            ConsentExchange consent,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept,
            Model model) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String line = line(request.getQueryString());
        if (line == null) {
            model.addAttribute("line", "visitor_profile=1; Path=/");
            return "try";
        }
        Decision decision = consent.judge(line);
        set(line, response);
        String outcome = decision.admitted() ? "admitted" : "refused";
        String reason = decision.reason().text();
        if (accept.startsWith("text/plain")) {
            return ResponseEntity.ok()
                    .contentType(SeenController.PLAIN_TEXT)
                    .body((decision.admitted() ? outcome : outcome + ": " + reason) + '\n');
        }
        model.addAttribute("line", printable(line));
        model.addAttribute("outcome", outcome);
        model.addAttribute("reason", reason);
        return "try";
    }

    private static void set(String line, HttpServletResponse response) {
        try {
            response.addHeader(HttpHeaders.SET_COOKIE, line);
        } catch (IllegalArgumentException e) {
            // Spring Security's firewall throws for line breaks, before consent could refuse them.
        }
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
