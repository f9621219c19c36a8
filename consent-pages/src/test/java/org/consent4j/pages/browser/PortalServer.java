package org.consent4j.pages.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.consent4j.ConsentExchange;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.PageRequest;
import org.consent4j.pages.PageResponse;

/** A site on the JDK's own server, with consent pages mounted as an adapter mounts them. */
final class PortalServer implements AutoCloseable {

    /** What a site of today sends with its pages, if it is strict. */
    static final String STRICT = "default-src 'self'; require-trusted-types-for 'script'";

    private record Resource(String type, Function<ConsentExchange, String> content, List<String> cookies) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConsentPages pages;
    private final Map<String, Resource> resources = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String contentSecurityPolicy = STRICT;

    PortalServer(ConsentPages pages) {
        this.pages = pages;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    ConsentPages pages() {
        return pages;
    }

    /** An address of the site. */
    String at(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    PortalServer contentSecurityPolicy(String policy) {
        contentSecurityPolicy = policy;
        return this;
    }

    /** A page of the site, as a template would render it for a request. */
    PortalServer page(String path, Function<ConsentExchange, String> content) {
        resources.put(path, new Resource("text/html", content, List.of()));
        return this;
    }

    /** A file of the site, which sets cookies as the application would, past the SDK where it can. */
    PortalServer file(String path, String type, String content, String... cookies) {
        resources.put(path, new Resource(type, exchange -> content, List.of(cookies)));
        return this;
    }

    /** Method and path of all requests since this was last asked. */
    List<String> requests() {
        List<String> all = List.copyOf(requests);
        requests.clear();
        return all;
    }

    private void answer(HttpExchange http) throws IOException {
        try {
            String path = http.getRequestURI().getRawPath();
            requests.add(http.getRequestMethod() + " " + path);
            RequestHeaders headers = new Headers(http);
            ConsentExchange exchange = pages.consent().begin(headers, new Cookies(http));
            if (pages.owns(path)) {
                send(
                        http,
                        pages.handle(
                                new PageRequest(
                                        http.getRequestMethod(),
                                        path,
                                        http.getRequestURI().getRawQuery(),
                                        headers,
                                        http.getRequestBody()::readNBytes),
                                exchange));
                return;
            }
            Resource resource = resources.get(path);
            if (resource == null) {
                http.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = resource.content().apply(exchange).getBytes(StandardCharsets.UTF_8);
            http.getResponseHeaders().add("Content-Type", resource.type() + ";charset=utf-8");
            http.getResponseHeaders().add("Content-Security-Policy", contentSecurityPolicy);
            for (String cookie : resource.cookies()) {
                if (exchange.admits(cookie).admitted()) {
                    http.getResponseHeaders().add("Set-Cookie", cookie);
                }
            }
            http.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            http.getResponseBody().write(body);
        } finally {
            http.close();
        }
    }

    private static void send(HttpExchange http, PageResponse response) throws IOException {
        response.headers().forEach(http.getResponseHeaders()::add);
        byte[] body = response.body();
        http.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        http.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Headers(HttpExchange http) implements RequestHeaders {

        @Override
        public Iterator<String> values(String name) {
            return http.getRequestHeaders().getOrDefault(name, List.of()).iterator();
        }
    }

    private record Cookies(HttpExchange http) implements ResponseCookies {

        @Override
        public void add(String line) {
            http.getResponseHeaders().add("Set-Cookie", line);
        }
    }
}
