package org.consent4j.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.http.CacheHeaders;
import org.consent4j.http.ResponseCookies;
import org.jspecify.annotations.Nullable;

/**
 * What one response lets out: judges the application's Set-Cookie lines, and keeps the SDK's own in it whatever the
 * application does to its headers.
 *
 * <p>It works on the container's response as it was on the way in, because containers put wrappers of their own below
 * the application's in includes and error dispatches.
 */
final class ResponseGuard implements ResponseCookies {

    static final String SET_COOKIE = "Set-Cookie";
    private static final String MAX_AGE = "Max-Age";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String VARY = "Vary";

    private final CookieConsent consent;
    private final HttpServletResponse response;
    private final ConsentExchange exchange;
    /** The SDK's lines; most responses have none. */
    private List<String> own = List.of();

    /** The application's lines that have been judged and let out; to judge them again would report them twice. */
    private final List<String> judged = new ArrayList<>(4);

    private boolean personal;

    /** Whether all that the response says on caching is the SDK's. */
    private boolean cachingIsOwn;

    ResponseGuard(CookieConsent consent, HttpServletRequest request, HttpServletResponse response) {
        this.consent = consent;
        this.response = response;
        this.exchange = consent.begin(new ServletHeaders(request), this);
    }

    CookieConsent consent() {
        return consent;
    }

    ConsentExchange exchange() {
        return exchange;
    }

    @Override
    public synchronized void add(String line) {
        if (response.isCommitted()) {
            throw new IllegalStateException(
                    "The response's headers have been sent; record the choice before anything is written.");
        }
        if (own.isEmpty()) {
            own = new ArrayList<>(2);
        }
        own.add(line);
        response.addHeader(SET_COOKIE, line);
    }

    @Override
    public synchronized void personalised() {
        personal = true;
        restorePrivacy();
    }

    synchronized boolean admits(String line) {
        boolean admitted = exchange.admits(line).admitted();
        if (admitted) {
            judged.add(line);
        }
        return admitted;
    }

    /**
     * Judges a cookie object beforehand, by the line that containers are expected to make of it. What they really make
     * of it is judged by the {@link #sweep} that follows, where they show it.
     */
    boolean admits(Cookie cookie) {
        StringBuilder line = new StringBuilder(96);
        line.append(cookie.getName()).append('=').append(cookie.getValue() == null ? "" : cookie.getValue());
        for (Map.Entry<String, String> attribute : cookie.getAttributes().entrySet()) {
            // Containers leave a negative age out.
            if (!attribute.getKey().equalsIgnoreCase(MAX_AGE) || cookie.getMaxAge() >= 0) {
                line.append("; ").append(attribute.getKey()).append('=').append(attribute.getValue());
            }
        }
        String expected = line.toString();
        return exchange.judge(expected).admitted() || admits(expected);
    }

    /** The SDK's lines, in their order. */
    List<String> own() {
        return own;
    }

    /** Puts the SDK's lines back after the application has cleared the response's headers. */
    synchronized void restoreOwn() {
        if (!own.isEmpty()) {
            Collection<String> present = response.getHeaders(SET_COOKIE);
            for (String line : own) {
                if (!present.contains(line)) {
                    response.addHeader(SET_COOKIE, line);
                }
            }
        }
        restorePrivacy();
    }

    /** Keeps shared caches away from a personal response. */
    private void restorePrivacy() {
        if (personal && !response.isCommitted()) {
            cachingIsOwn |= !response.containsHeader(CACHE_CONTROL);
            merge(CACHE_CONTROL, CacheHeaders::cacheControl);
            merge(VARY, CacheHeaders::vary);
        }
    }

    /** Mostly nothing is said so far, and containers look through all headers to replace one that is not there. */
    private void merge(String name, Function<Iterable<String>, String> merged) {
        if (response.containsHeader(name)) {
            response.setHeader(name, merged.apply(response.getHeaders(name)));
        } else {
            response.addHeader(name, merged.apply(List.of()));
        }
    }

    /**
     * Whether the application finds nothing under a header's name, as it would without the SDK: Spring Security adds its
     * no-store only where nothing is said.
     */
    synchronized boolean hides(@Nullable String name) {
        return cachingIsOwn && CACHE_CONTROL.equalsIgnoreCase(name) && !response.isCommitted();
    }

    /** Keeps a personal response private after what the application has said under a header's name. */
    synchronized void restorePrivacyAfter(@Nullable String name, @Nullable String value) {
        boolean caching = CACHE_CONTROL.equalsIgnoreCase(name);
        if (caching && value != null) {
            cachingIsOwn = false;
        }
        if (caching || VARY.equalsIgnoreCase(name)) {
            restorePrivacy();
        }
    }

    private boolean areKnown(Collection<String> lines) {
        for (String line : lines) {
            if (!isKnown(line)) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(String line) {
        return own.contains(line) || judged.contains(line);
    }

    /** Takes out what others have added to the response beside its wrapper: the container, and filters outside. */
    synchronized void sweep() {
        if (response.isCommitted()) {
            return;
        }
        Collection<String> lines = response.getHeaders(SET_COOKIE);
        if (areKnown(lines)) {
            return;
        }
        List<String> kept = new ArrayList<>(lines.size());
        for (String line : lines) {
            if (isKnown(line) || admits(line)) {
                kept.add(line);
            }
        }
        if (kept.size() == lines.size()) {
            return;
        }
        if (kept.isEmpty()) {
            response.setHeader(SET_COOKIE, null);
            if (response.containsHeader(SET_COOKIE)) {
                // Servlet 6.0 leaves the meaning of null open, and Tomcat 10.1 ignores it; an empty line sets nothing.
                response.setHeader(SET_COOKIE, "");
            }
            return;
        }
        response.setHeader(SET_COOKIE, kept.get(0));
        for (String line : kept.subList(1, kept.size())) {
            response.addHeader(SET_COOKIE, line);
        }
    }
}
