package org.consent4j.example.micronaut;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.cookie.Cookie;
import org.consent4j.http.CookieHeader;

/**
 * Which cookies the application can see: as its server parsed them, and in the raw header.
 */
@Controller(produces = MediaType.ALL)
final class SeenController {

    @Get("/seen")
    HttpResponse<String> seen(HttpRequest<?> request) {
        StringBuilder text = new StringBuilder("Parsed cookies:\n");
        for (Cookie cookie : request.getCookies().values()) {
            text.append(cookie.getName()).append('=').append(cookie.getValue()).append('\n');
        }
        text.append("Raw header:\n");
        for (String line : request.getHeaders().getAll(HttpHeaders.COOKIE)) {
            CookieHeader raw = new CookieHeader(line);
            while (raw.next()) {
                text.append(raw.name()).append('=').append(raw.value()).append('\n');
            }
        }
        return Pages.text(text.toString()).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
