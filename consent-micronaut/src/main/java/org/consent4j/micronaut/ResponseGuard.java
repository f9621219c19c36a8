package org.consent4j.micronaut;

import io.micronaut.core.propagation.PropagatedContextElement;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.netty.NettyHttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.http.CacheHeaders;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.jspecify.annotations.Nullable;

/**
 * What one request lets in and its response lets out: hides cookies in the request, keeps the SDK's own lines until there
 * is a response, and judges all others when it leaves.
 *
 * <p>A route makes its response apart from the request, and filters make others of it, so that lines can't be judged as
 * they are added. They are judged by all whom the response passes on its way out; to do so again changes nothing.
 */
final class ResponseGuard implements ResponseCookies, PropagatedContextElement {

    private final HttpHeaders request;
    private final ConsentExchange exchange;
    private final List<String> own = new ArrayList<>(2);

    /** The application's lines that have been judged and let out; to judge them again would report them twice. */
    private final List<String> judged = new ArrayList<>(4);

    private boolean hides;
    private boolean personal;
    private boolean returned;

    /** The response's headers from the moment it was returned to the one when they are written. */
    private @Nullable MutableHttpHeaders leaving;

    ResponseGuard(CookieConsent consent, HttpHeaders request, RequestHeaders headers) {
        this.request = request;
        this.exchange = consent.begin(headers, this);
        hide();
    }

    ConsentExchange exchange() {
        return exchange;
    }

    /** Changes the request itself: Micronaut binds bodies to no other object than the server's. */
    private void hide() {
        if ((hides || exchange.hidesCookies()) && request instanceof MutableHttpHeaders headers) {
            hides = true;
            List<String> visible = exchange.cookieHeaders();
            // In one line, as Micronaut parses no other.
            replace(headers, HttpHeaders.COOKIE, visible.isEmpty() ? visible : List.of(String.join("; ", visible)));
        }
    }

    @Override
    public synchronized void decided() {
        hide();
    }

    @Override
    public synchronized void add(String line) {
        if (returned) {
            throw new IllegalStateException(
                    "The response has been returned; record the choice before that, not while its body is written.");
        }
        own.add(line);
    }

    @Override
    public synchronized void personalised() {
        personal = true;
        if (leaving != null) {
            restorePrivacy(leaving);
        }
    }

    /**
     * The response has passed the filter.
     *
     * @param headers its headers
     * @param rendered whether the body is written later, but in one piece: who asks for consent meanwhile, as views do,
     *     still finds the headers unsent
     */
    synchronized void returned(MutableHttpHeaders headers, boolean rendered) {
        sweep(headers);
        returned = true;
        leaving = rendered ? headers : null;
    }

    /** The headers are about to be written. */
    synchronized void written(MutableHttpHeaders headers) {
        sweep(headers);
        returned = true;
        leaving = null;
    }

    private void sweep(MutableHttpHeaders headers) {
        List<String> lines = headers.getAll(HttpHeaders.SET_COOKIE);
        if (!own.isEmpty() || !lines.isEmpty()) {
            List<String> kept = new ArrayList<>(own);
            for (String line : lines) {
                if (!own.contains(line) && (judged.contains(line) || admits(line))) {
                    kept.add(line);
                }
            }
            if (!kept.equals(lines)) {
                replace(headers, HttpHeaders.SET_COOKIE, kept);
            }
        }
        if (personal) {
            restorePrivacy(headers);
        }
    }

    /** Writes lines as they are: Micronaut would refuse some that Netty has taken from the wire. */
    private static void replace(MutableHttpHeaders headers, String name, List<String> lines) {
        if (headers instanceof NettyHttpHeaders netty) {
            netty.getNettyHeaders().set(name, lines);
        } else {
            headers.remove(name);
            lines.forEach(line -> headers.add(name, line));
        }
    }

    private boolean admits(String line) {
        boolean admitted = exchange.admits(line).admitted();
        if (admitted) {
            judged.add(line);
        }
        return admitted;
    }

    /** Keeps shared caches away from a personal response, after whatever the application has said on caching. */
    private static void restorePrivacy(MutableHttpHeaders headers) {
        headers.set(HttpHeaders.CACHE_CONTROL, CacheHeaders.cacheControl(headers.getAll(HttpHeaders.CACHE_CONTROL)));
        headers.set(HttpHeaders.VARY, CacheHeaders.vary(headers.getAll(HttpHeaders.VARY)));
    }
}
