package org.consent4j.pages;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consent4j.http.RequestHeaders;
import org.jspecify.annotations.Nullable;

/** Tells whether a request comes from this site (rule 8). */
final class Origins {

    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5})?)?", Pattern.CASE_INSENSITIVE);

    private final Set<Origin> configured;

    record Origin(String scheme, String host, int port) {

        static Optional<Origin> parse(String text) {
            Matcher parts = ORIGIN.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            String scheme = parts.group(1).toLowerCase(Locale.ROOT);
            return Optional.of(
                    new Origin(scheme, parts.group(2).toLowerCase(Locale.ROOT), portOf(parts.group(3), scheme)));
        }
    }

    Origins(Set<Origin> configured) {
        this.configured = Set.copyOf(configured);
    }

    /** Whether a request is one that a page of this site sent, or that no browser sent. */
    boolean isSameOrigin(RequestHeaders headers) {
        Iterator<String> sites = headers.values("Sec-Fetch-Site");
        if (sites.hasNext()) {
            return sites.next().equals("same-origin") && !sites.hasNext();
        }
        Iterator<String> origins = headers.values("Origin");
        if (!origins.hasNext()) {
            return true;
        }
        Optional<Origin> origin = Origin.parse(origins.next());
        return !origins.hasNext() && origin.isPresent() && isOurs(origin.get(), headers);
    }

    /** The path and query of the page that a visitor comes from, if it is one of this site. */
    Optional<String> refererPath(RequestHeaders headers) {
        Iterator<String> referers = headers.values("Referer");
        if (!referers.hasNext()) {
            return Optional.empty();
        }
        String referer = referers.next();
        int afterScheme = referer.indexOf("://") + 3;
        int slash = referer.indexOf('/', Math.max(afterScheme, 3));
        if (referers.hasNext() || afterScheme < 3 || slash < 0) {
            return Optional.empty();
        }
        int fragment = referer.indexOf('#', slash);
        String path = referer.substring(slash, fragment < 0 ? referer.length() : fragment);
        return Origin.parse(referer.substring(0, slash))
                .filter(origin -> isOurs(origin, headers))
                .flatMap(origin -> SitePath.of(path));
    }

    private boolean isOurs(Origin origin, RequestHeaders headers) {
        if (configured.contains(origin)) {
            return true;
        }
        Iterator<String> hosts = headers.values("Host");
        if (!hosts.hasNext()) {
            return false;
        }
        Matcher host = HOST.matcher(hosts.next());
        return !hosts.hasNext()
                && host.matches()
                && host.group(1).toLowerCase(Locale.ROOT).equals(origin.host())
                && portOf(host.group(2), origin.scheme()) == origin.port();
    }

    private static int portOf(@Nullable String text, String scheme) {
        return text != null ? Integer.parseInt(text) : scheme.equals("https") ? 443 : 80;
    }
}
