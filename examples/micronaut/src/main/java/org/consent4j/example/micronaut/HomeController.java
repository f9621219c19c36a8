package org.consent4j.example.micronaut;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.cookie.Cookie;
import java.util.Map;
import java.util.UUID;
import org.consent4j.ConsentExchange;

/**
 * The home page. It sets its cookies without a thought for consent; only its view asks, for the map, as a server can't
 * hold back what another site sets.
 */
@Controller(produces = {Pages.HTML, MediaType.ALL})
final class HomeController {

    private static final int DAY = 24 * 60 * 60;

    @Get("/")
    HttpResponse<?> home(HttpRequest<?> request, ConsentExchange consent) {
        return Pages.html("home", Map.of(), consent)
                .cookie(cookie(request, "sessionid", 14 * DAY))
                .cookie(cookie(request, "csrftoken", 364 * DAY))
                .cookie(cookie(request, "_pk_id.1.1fff", 393 * DAY))
                .cookie(cookie(request, "visitor_profile", 180 * DAY));
    }

    /** A cookie again with the value that the visitor's browser sent, or with a new one. */
    private static Cookie cookie(HttpRequest<?> request, String name, int maxAge) {
        String value = request.getCookies()
                .findCookie(name)
                .map(Cookie::getValue)
                .filter(sent -> sent.matches("[0-9a-f]{32}"))
                .orElseGet(() -> UUID.randomUUID().toString().replace("-", ""));
        return Cookie.of(name, value).path("/").maxAge(maxAge).httpOnly(true).secure(request.isSecure());
    }
}
