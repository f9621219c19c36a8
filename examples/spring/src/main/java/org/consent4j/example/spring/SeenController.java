package org.consent4j.example.spring;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.consent4j.http.CookieHeader;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Which cookies the application can see: as its server parsed them, and in the raw header.
 */
@Controller
final class SeenController {

    static final MediaType PLAIN_TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    @GetMapping("/seen")
    ResponseEntity<String> seen(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        StringBuilder text = new StringBuilder("Parsed cookies:\n");
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                text.append(cookie.getName())
                        .append('=')
                        .append(cookie.getValue())
                        .append('\n');
            }
        }
        text.append("Raw header:\n");
        for (String line : Collections.list(request.getHeaders("Cookie"))) {
            CookieHeader raw = new CookieHeader(line);
            while (raw.next()) {
                text.append(raw.name()).append('=').append(raw.value()).append('\n');
            }
        }
        return ResponseEntity.ok().contentType(PLAIN_TEXT).body(text.toString());
    }
}
