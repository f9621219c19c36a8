package org.consent4j.example.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.consent4j.catalogue.Category;
import org.consent4j.servlet.ConsentFilter;

/**
 * The home page. It sets its cookies without a thought for consent; only the map is asked for, as a server can't hold
 * back what another site sets.
 */
final class HomeServlet extends HttpServlet {

    private static final int DAY = 24 * 60 * 60;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        set(request, response, "sessionid", 14 * DAY);
        set(request, response, "csrftoken", 364 * DAY);
        set(request, response, "_pk_id.1.1fff", 393 * DAY);
        set(request, response, "visitor_profile", 180 * DAY);
        boolean map = ConsentFilter.exchange(request).allows(Category.THIRD_PARTY);
        Page.write(
                request, response, "Jersey City Open Data", """
                <h1>Open data of Jersey City</h1>
                <p>Datasets on streets, parks and public works, free to use.</p>
                <ul>
                <li>Bicycle counters, daily since 2019</li>
                <li>Street trees: species, age and condition</li>
                <li>Building permits by ward</li>
                </ul>
                <h2>The city</h2>
                %s
                <h2>Language</h2>
                <p class="portal-languages"><a href="/language/en" lang="en">English</a> <a href="/language/es" lang="es">Español</a> \
                <a href="/language/fr" lang="fr">Français</a></p>
                """.formatted(map ? embeddedMap() : placeholder(request)));
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

    private static String embeddedMap() {
        return """
                <iframe class="portal-map" title="Map of Jersey City" loading="lazy" \
                src="https://www.openstreetmap.org/export/embed.html?bbox=-74.117%2C40.661%2C-74.021%2C40.769"></iframe>""";
    }

    private static String placeholder(HttpServletRequest request) {
        return """
                <div class="portal-map portal-placeholder"><p>The map comes from OpenStreetMap. \
                It is shown when you accept third-party cookies.</p>
                <p><a href="%s">Cookie preferences</a></p></div>""".formatted(ConsentFilter.pages(request.getServletContext()).preferencesPath());
    }
}
