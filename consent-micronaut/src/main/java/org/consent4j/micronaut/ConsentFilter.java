package org.consent4j.micronaut;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.http.server.util.HttpHostResolver;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.Category;
import org.consent4j.http.RequestHeaders;
import org.consent4j.micronaut.RequiresConsent.Otherwise;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.PageRequest;
import org.consent4j.pages.PageResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The outermost filter of an application: begins an exchange for each request, lets only admitted cookies through in
 * both directions, answers the consent pages, and keeps {@link RequiresConsent}.
 *
 * <p>Its first half runs before a route is looked for, so before the filters of security and of CORS.
 *
 * <p>Safe for use by many threads.
 */
@ServerFilter(patterns = Filter.MATCH_ALL_PATTERN, appendContextPath = false)
public final class ConsentFilter implements Ordered, ApplicationEventListener<StartupEvent> {

    /** The request attribute that holds the {@link ConsentExchange}. */
    public static final String EXCHANGE_ATTRIBUTE = "org.consent4j.ConsentExchange";

    private static final String GUARD_ATTRIBUTE = "org.consent4j.micronaut.ResponseGuard";
    private static final int MOST_READ = 16 * 1024;
    private static final System.Logger LOG = System.getLogger("org.consent4j.micronaut");

    private final CookieConsent consent;
    private final ConsentPages pages;
    private final Router router;
    private final HttpHostResolver hosts;
    private final String contextPath;
    private final boolean trustsProxy;
    private final Set<String> hopelessCategories = ConcurrentHashMap.newKeySet();
    private boolean fallsBack;

    /**
     * A filter for a site.
     *
     * @param pages the site's pages, which hold its consent
     * @param router finds the routes that need consent
     * @param hosts tells the host and the scheme that a visitor's browser uses
     * @param server tells the context path, and whether a proxy's headers are trusted
     */
    public ConsentFilter(ConsentPages pages, Router router, HttpHostResolver hosts, HttpServerConfiguration server) {
        this.consent = pages.consent();
        this.pages = pages;
        this.router = router;
        this.hosts = hosts;
        this.contextPath = ConsentFactory.contextPath(server);
        this.trustsProxy =
                server.getHostResolution() != null && server.getHostResolution().getHostHeader() != null;
    }

    /**
     * The exchange of a request.
     *
     * @param request the request
     * @return its exchange; where no filter ran, {@link ConsentExchange#none()}, which allows only what needs no consent
     */
    public static ConsentExchange exchange(HttpRequest<?> request) {
        return guard(request).map(ResponseGuard::exchange).orElse(ConsentExchange.none());
    }

    /** The guard of a request, also of one that a filter has put in the place of the visitor's. */
    private static Optional<ResponseGuard> guard(HttpRequest<?> request) {
        Optional<ResponseGuard> own = request.getAttribute(GUARD_ATTRIBUTE, ResponseGuard.class);
        // The server's own may be received in the context of the one before it, whose guard is another visitor's.
        return own.isPresent() || ConsentServerCustomizer.isReceived(request)
                ? own
                : PropagatedContext.getOrEmpty().find(ResponseGuard.class);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    // ---- The application starts -----------------------------------------------------------------------------------

    /**
     * Tells of the start, and checks each {@link RequiresConsent} of the application.
     *
     * @throws IllegalArgumentException if one names no category, or its fallback is not as its {@code otherwise} is
     */
    @Override
    public void onApplicationEvent(StartupEvent event) {
        router.uriRoutes().forEach(this::check);
        if (!consent.isSetUp()) {
            return;
        }
        ActiveCatalogue catalogue = consent.catalogue();
        long categories = catalogue.categories().stream()
                .filter(category -> !catalogue.declarations(category).isEmpty())
                .count();
        boolean enforces = consent.mode() == Mode.ENFORCE;
        LOG.log(
                enforces ? INFO : WARNING,
                (enforces
                                ? "Cookie consent is on: "
                                : "Cookie consent only reports: every cookie passes, whatever the visitor chose: ")
                        + catalogue.declarations().size() + " cookies in " + categories + " categories, mode "
                        + consent.mode() + ", pages at " + pages.policyPath());
    }

    /** Stops the start where an annotation can't be meant. */
    private void check(UriRouteInfo<?, ?> route) {
        AnnotationValue<RequiresConsent> required = requirement(route.getAnnotationMetadata());
        if (required == null) {
            return;
        }
        String place = "@RequiresConsent on " + route.getUriMatchTemplate() + " of "
                + route.getDeclaringType().getName();
        String fallback = fallback(required);
        if (required.stringValues().length == 0) {
            throw new IllegalArgumentException(
                    place + " names no category. Name one, such as statistical, or take the annotation away.");
        }
        if (otherwise(required) == Otherwise.FALLBACK) {
            if (!isPath(fallback)) {
                throw new IllegalArgumentException(place + " has the fallback '" + fallback
                        + "'. Give a path within the application that starts with a slash, encoded as in an address.");
            }
            fallsBack = true;
        } else if (!fallback.isEmpty()) {
            throw new IllegalArgumentException(place + " has the fallback '" + fallback + "', which its otherwise = "
                    + otherwise(required) + " does not use. Say otherwise = Otherwise.FALLBACK, or leave the fallback"
                    + " out.");
        }
    }

    private static boolean isPath(String fallback) {
        try {
            return fallback.startsWith("/") && new URI(fallback).getRawAuthority() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    // ---- A request comes in ---------------------------------------------------------------------------------------

    /** Begins the exchange before anybody else sees the request, and answers where a page is asked for. */
    @RequestFilter
    @PreMatching
    @Nullable
    CompletionStage<@Nullable MutableHttpResponse<?>> receive(
            HttpRequest<?> request, MutablePropagatedContext context) {
        ResponseGuard guard = begin(request);
        context.add(guard);
        String path = request.getPath();
        if (!path.startsWith(contextPath) || !consent.isSetUp()) {
            return null;
        }
        String within = path.substring(contextPath.length());
        return pages.owns(within) ? answer(within, request, guard.exchange()) : null;
    }

    /** Begins it for what Micronaut matches no route for: WebSockets, and requests that fail before. */
    @RequestFilter
    void receiveUnmatched(HttpRequest<?> request, MutablePropagatedContext context) {
        if (guard(request).isEmpty()) {
            context.add(begin(request));
        }
    }

    private ResponseGuard begin(HttpRequest<?> request) {
        ResponseGuard guard =
                new ResponseGuard(consent, request.getHeaders(), new Headers(request, hosts, trustsProxy));
        request.setAttribute(GUARD_ATTRIBUTE, guard);
        request.setAttribute(EXCHANGE_ATTRIBUTE, guard.exchange());
        ConsentServerCustomizer.expect(request, guard);
        return guard;
    }

    private CompletionStage<@Nullable MutableHttpResponse<?>> answer(
            String path, HttpRequest<?> request, ConsentExchange exchange) {
        return body(request).thenApply(body -> {
            String query = request.getUri().getRawQuery();
            PageResponse answer = pages.handle(
                    new PageRequest(
                            request.getMethodName(),
                            path,
                            query == null ? "" : query,
                            new Headers(request, hosts, trustsProxy),
                            most -> Arrays.copyOf(body, Math.min(most, body.length))),
                    exchange);
            MutableHttpResponse<byte[]> response = HttpResponse.status(HttpStatus.valueOf(answer.status()));
            answer.headers().forEach(response::header);
            // To an empty body Micronaut would add a type.
            return answer.body().length == 0 ? response : response.body(answer.body());
        });
    }

    /** The form as it was sent, and of what is too long for one its beginning. */
    private static CompletionStage<byte[]> body(HttpRequest<?> request) {
        if (request.getMethod() != HttpMethod.POST
                || !(ConsentServerCustomizer.received(request) instanceof ServerHttpRequest<?> posted)) {
            return CompletableFuture.completedFuture(new byte[0]);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        return Flux.from(posted.byteBody().toByteArrayPublisher())
                .takeUntil(piece -> {
                    body.writeBytes(piece);
                    return body.size() >= MOST_READ;
                })
                .then(Mono.fromSupplier(body::toByteArray))
                .toFuture();
    }

    // ---- Routes that need consent ---------------------------------------------------------------------------------

    /** Leads to another route while none is matched yet, as Micronaut has no forward. */
    @RequestFilter
    @PreMatching
    @Order(LOWEST_PRECEDENCE)
    @Nullable
    HttpRequest<?> fallBack(HttpRequest<?> request) {
        if (!fallsBack) {
            return null;
        }
        List<? extends RouteMatch<?>> routes = router.findAllClosest(request);
        AnnotationValue<RequiresConsent> required =
                routes.size() == 1 ? requirement(routes.get(0).getAnnotationMetadata()) : null;
        if (required == null
                || otherwise(required) != Otherwise.FALLBACK
                || isMet(required, exchange(request), routes.get(0))) {
            return null;
        }
        String fallback = fallback(required);
        return request.mutate().uri(URI.create(contextPath + fallback));
    }

    /** Lets a matched route run, or answers in its place; after all that may keep the visitor away for other reasons. */
    @RequestFilter
    @Order(LOWEST_PRECEDENCE)
    @Nullable
    MutableHttpResponse<?> require(HttpRequest<?> request) {
        RouteMatch<?> route = RouteAttributes.getRouteMatch(request).orElse(null);
        AnnotationValue<RequiresConsent> required = route == null ? null : requirement(route.getAnnotationMetadata());
        if (route == null || required == null || isMet(required, exchange(request), route)) {
            return null;
        }
        return switch (otherwise(required)) {
            case FORBIDDEN -> HttpResponse.status(HttpStatus.FORBIDDEN);
            case PREFERENCES ->
                HttpResponse.status(HttpStatus.SEE_OTHER).header(HttpHeaders.LOCATION, preferences(request));
            case FALLBACK ->
                throw new IllegalStateException("@RequiresConsent on " + route
                        + " stands on a fallback itself, which the visitor does not allow either; fall back to a route that"
                        + " needs no consent.");
        };
    }

    private static @Nullable AnnotationValue<RequiresConsent> requirement(AnnotationMetadata route) {
        return route.getAnnotation(RequiresConsent.class);
    }

    private static Otherwise otherwise(AnnotationValue<RequiresConsent> required) {
        return required.enumValue("otherwise", Otherwise.class).orElse(Otherwise.FORBIDDEN);
    }

    private static String fallback(AnnotationValue<RequiresConsent> required) {
        return required.stringValue("fallback").orElse("");
    }

    private boolean isMet(AnnotationValue<RequiresConsent> required, ConsentExchange exchange, RouteMatch<?> route) {
        boolean met = true;
        for (String category : required.stringValues()) {
            if (!exchange.allows(category)) {
                met = false;
                warnIfNobodyIsLetIn(category, exchange.catalogue(), route);
            }
        }
        return met;
    }

    private void warnIfNobodyIsLetIn(String id, ActiveCatalogue catalogue, RouteMatch<?> route) {
        Optional<Category> category = catalogue.category(id);
        if (category.filter(catalogue::offersChoice).isPresent() || !hopelessCategories.add(id)) {
            return;
        }
        if (category.isEmpty()) {
            LOG.log(
                    WARNING,
                    "@RequiresConsent on {0} names the category ''{1}'', which the site does not have, so nobody is let"
                            + " in. Name one of {2}.",
                    route,
                    id,
                    catalogue.categories());
        } else {
            LOG.log(
                    WARNING,
                    "@RequiresConsent on {0} names the category ''{1}'', in which no cookie is declared, so visitors"
                            + " are not asked for it and nobody is let in. Declare what needs it, or take the"
                            + " annotation away.",
                    route,
                    id);
        }
    }

    private String preferences(HttpRequest<?> request) {
        // The form's answer leads back by GET, which would not repeat another method's request.
        return request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD
                ? pages.preferencesPath() + "?next="
                        + URLEncoder.encode(request.getUri().toString(), StandardCharsets.UTF_8)
                : pages.preferencesPath();
    }

    // ---- The response goes out ------------------------------------------------------------------------------------

    /** Judges what leaves, after all other filters. */
    @ResponseFilter
    @Nullable
    MutableHttpResponse<?> release(HttpRequest<?> request, HttpResponse<?> response) {
        MutableHttpResponse<?> mutable = response.toMutableResponse();
        guard(request)
                .ifPresent(guard ->
                        guard.returned(mutable.getHeaders(), !Publishers.isConvertibleToPublisher(response.body())));
        return mutable.equals(response) ? null : mutable;
    }

    /** The same for filters that answer before a route is looked for, as no others run then. */
    @ResponseFilter
    @PreMatching
    @Nullable
    MutableHttpResponse<?> releaseUnmatched(HttpRequest<?> request, HttpResponse<?> response) {
        return release(request, response);
    }

    /**
     * A request's headers, as Netty took them from the wire.
     *
     * @param request the request
     * @param hosts tells the host and the scheme that a visitor's browser uses
     * @param trustsProxy whether the site has said which header of its proxy's tells the host
     */
    private record Headers(HttpRequest<?> request, HttpHostResolver hosts, boolean trustsProxy)
            implements RequestHeaders {

        @Override
        public Iterator<String> values(String name) {
            List<String> lines = request.getHeaders().getAll(name);
            boolean told = trustsProxy && lines.size() <= 1 && name.equalsIgnoreCase(HttpHeaders.HOST);
            return told ? List.of(authority(origin())).iterator() : lines.iterator();
        }

        @Override
        public boolean secure() {
            return request.isSecure() || origin().startsWith("https://");
        }

        private static String authority(String origin) {
            return origin.substring(origin.indexOf("://") + 3);
        }

        /** Scheme, host and perhaps port, as {@code micronaut.server.host-resolution} has them found. */
        private String origin() {
            try {
                return hosts.resolve(request);
            } catch (RuntimeException e) {
                // A proxy's header of a form that Micronaut does not expect, which visitors can send, too.
                String host = request.getHeaders().get(HttpHeaders.HOST);
                return "http://" + (host == null ? "" : host);
            }
        }
    }
}
