package org.consent4j.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.PageRequest;
import org.consent4j.pages.PageResponse;
import org.consent4j.preference.Choice;

/** The application under test on the JDK's own server. */
final class JdkSite {

    private static final String SESSION = "JDKSESSION";

    private final CookieConsent consent;
    private final ConsentPages pages;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, AtomicInteger> sessions = new ConcurrentHashMap<>();

    JdkSite(CookieConsent consent) throws IOException {
        this.consent = consent;
        this.pages = ConsentPages.of(consent);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", http -> {
            Visit visit = new Visit(http);
            try {
                route(visit);
            } catch (RuntimeException e) {
                visit.fail();
            }
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void route(Visit visit) throws IOException {
        if (pages.owns(visit.http.getRequestURI().getPath())) {
            visit.answer(pages.handle(
                    new PageRequest(
                            visit.http.getRequestMethod(),
                            visit.http.getRequestURI().getPath(),
                            visit.http.getRequestURI().getRawQuery(),
                            visit,
                            most -> visit.http.getRequestBody().readNBytes(most)),
                    visit.exchange));
            return;
        }
        List<String> lines = visit.parameters.getOrDefault("line", List.of());
        switch (visit.http.getRequestURI().getPath()) {
            case "/plain" -> visit.answer(200, "plain");
            case "/set" -> {
                lines.forEach(visit::add);
                visit.answer(200, "done");
            }
            case "/cookie" -> {
                visit.add(visit.parameter("name") + '=' + visit.parameter("value") + "; Path=/");
                visit.answer(200, "done");
            }
            case "/replace" -> {
                visit.replace(lines.get(0));
                visit.answer(200, "done");
            }
            case "/redirect" -> {
                lines.forEach(visit::add);
                visit.http.getResponseHeaders().set("Location", "/plain");
                visit.answer(302, "");
            }
            case "/error" -> {
                lines.forEach(visit::add);
                throw new IllegalStateException("The route's own failure");
            }
            case "/status" -> {
                lines.forEach(visit::add);
                visit.answer(Integer.parseInt(visit.parameter("code")), "status");
            }
            case "/async" ->
                threads.execute(() -> {
                    lines.forEach(visit::add);
                    visit.answer(200, "done");
                });
            case "/async-error" ->
                threads.execute(() -> {
                    lines.forEach(visit::add);
                    visit.fail();
                });
            case "/session" -> visit.answer(200, String.valueOf(session(visit).incrementAndGet()));
            case "/seen" -> visit.answer(200, visit.seen());
            case "/state" -> visit.answer(200, visit.state());
            case "/choose" -> {
                visit.add("stat_before=1; Path=/");
                visit.exchange.record(visit.choices());
                visit.add("stat_after=1; Path=/");
                visit.answer(200, visit.seen() + visit.state());
            }
            case "/cacheable" -> {
                visit.http.getResponseHeaders().set("Cache-Control", "public, max-age=60");
                visit.answer(200, "cacheable");
            }
            case "/personal" -> {
                visit.http.getResponseHeaders().set("Cache-Control", "public, max-age=60");
                visit.http.getResponseHeaders().set("Vary", "Accept-Encoding");
                visit.answer(200, String.valueOf(visit.exchange.allows(Category.STATISTICAL)));
            }
            default -> visit.answer(404, "nothing here");
        }
    }

    private AtomicInteger session(Visit visit) {
        for (String pair : visit.pairs()) {
            if (pair.startsWith(SESSION + '=')) {
                AtomicInteger counter = sessions.get(pair.substring(SESSION.length() + 1));
                if (counter != null) {
                    return counter;
                }
            }
        }
        String id = UUID.randomUUID().toString();
        visit.add(SESSION + '=' + id + "; Path=/; HttpOnly");
        return sessions.computeIfAbsent(id, key -> new AtomicInteger());
    }

    /** One request with its response: the adapter, and the little that this framework offers its handlers. */
    private final class Visit implements RequestHeaders {

        private final HttpExchange http;
        private final Map<String, List<String>> parameters;
        private final List<String> own = new ArrayList<>();
        private final ConsentExchange exchange;
        private boolean personalised;

        Visit(HttpExchange http) {
            this.http = http;
            this.parameters = parameters(http.getRequestURI().getRawQuery());
            this.exchange = consent.begin(this, new Own());
        }

        private final class Own implements ResponseCookies {

            @Override
            public void add(String line) {
                own.add(line);
                http.getResponseHeaders().add("Set-Cookie", line);
            }

            @Override
            public void personalised() {
                personalised = true;
            }
        }

        @Override
        public Iterator<String> values(String name) {
            return http.getRequestHeaders().getOrDefault(name, List.of()).iterator();
        }

        void add(String line) {
            if (exchange.admits(line).admitted()) {
                http.getResponseHeaders().add("Set-Cookie", line);
            }
        }

        void replace(String line) {
            if (exchange.admits(line).admitted()) {
                List<String> lines = new ArrayList<>(own);
                lines.add(line);
                http.getResponseHeaders().put("Set-Cookie", lines);
            }
        }

        void fail() {
            add("err_stat=1");
            answer(500, "failed");
        }

        void answer(PageResponse page) {
            page.headers().forEach(http.getResponseHeaders()::set);
            answer(page.status(), page.body());
        }

        void answer(int status, String text) {
            http.getResponseHeaders().set("Content-Type", "text/plain; charset=ISO-8859-1");
            answer(status, text.getBytes(StandardCharsets.ISO_8859_1));
        }

        private void answer(int status, byte[] body) {
            if (personalised) {
                String control = http.getResponseHeaders().getFirst("Cache-Control");
                if (control == null || !control.contains("no-store")) {
                    http.getResponseHeaders().set("Cache-Control", "private");
                }
                String vary = http.getResponseHeaders().getFirst("Vary");
                http.getResponseHeaders().set("Vary", vary == null ? "Cookie" : vary + ", Cookie");
            }
            try (http) {
                http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                http.getResponseBody().write(body);
            } catch (IOException e) {
                // The visitor has gone; there is nobody to tell.
            }
        }

        private String parameter(String name) {
            return parameters.getOrDefault(name, List.of("")).get(0);
        }

        private Map<Category, Choice> choices() {
            Map<Category, Choice> choices = new HashMap<>();
            parameters.forEach((id, choice) ->
                    choices.put(exchange.catalogue().category(id).orElseThrow(), Choice.valueOf(choice.get(0))));
            return choices;
        }

        private List<String> pairs() {
            List<String> pairs = new ArrayList<>();
            for (String line : exchange.cookieHeaders()) {
                for (String piece : line.split(";", -1)) {
                    pairs.add(piece.strip());
                }
            }
            return pairs;
        }

        private String seen() {
            Set<String> parsed = new LinkedHashSet<>();
            for (String pair : pairs()) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parsed.add(pair.substring(0, equals).strip()
                            + '='
                            + pair.substring(equals + 1).strip());
                }
            }
            StringBuilder text = new StringBuilder("parsed\n");
            parsed.forEach(pair -> text.append(pair).append('\n'));
            text.append("raw\n");
            exchange.cookieHeaders().forEach(line -> text.append(line).append('\n'));
            return text.toString();
        }

        private String state() {
            return "statistical=" + exchange.allows(Category.STATISTICAL)
                    + "\nfirst-party=" + exchange.allows(Category.FIRST_PARTY)
                    + "\nthird-party=" + exchange.allows(Category.THIRD_PARTY)
                    + "\nprompt=" + exchange.promptNeeded()
                    + "\nexempt_visit=" + exchange.allowsCookie("exempt_visit") + '\n';
        }
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                if (equals >= 0) {
                    parameters
                            .computeIfAbsent(parameter.substring(0, equals), key -> new ArrayList<>())
                            .add(decode(parameter.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                octets.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                octets.write(text.charAt(i));
            }
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }
}
