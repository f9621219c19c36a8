package org.consent4j.example.spring;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The home page. It sets its cookies without a thought for consent; only its view asks, for the map, as a server can't
 * hold back what another site sets.
 */
@Controller
final class HomeController {

    private static final int DAY = 24 * 60 * 60;

    @GetMapping("/")
    String home(HttpServletRequest request, HttpServletResponse response) {
        set(request, response, "sessionid", 14 * DAY);
        set(request, response, "csrftoken", 364 * DAY);
        set(request, response, "_pk_id.1.1fff", 393 * DAY);
        set(request, response, "visitor_profile", 180 * DAY);
        return "home";
    }

    /** Sets a cookie again with the value that the visitor's browser sent, or with a new one. */
    private static void set(HttpServletRequest request, HttpServletResponse response, String name, int maxAge) {
        Cookie cookie = new Cookie(name, value(request, name));
        cookie.setPath("/");
        cookie.setMaxAge(maxAge);
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        response.addCookie(cookie);
    }

    private static String value(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name) && cookie.getValue().matches("[0-9a-f]{32}")) {
                    return cookie.getValue();
                }
            }
        }
        return UUID.randomUUID().toString().replace("-", "");
    }
}
