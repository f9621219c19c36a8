package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.consent4j.catalogue.CookieDeclaration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlSourceTest {

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> statuses = Collections.synchronizedList(new ArrayList<>());
    private volatile Answer answer = exchange -> send(exchange, 200, FileSourceTest.one("first"));
    private HttpServer server = start();

    private HttpServer start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.setExecutor(threads);
            return started;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            try {
                answer.to(exchange);
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answerWith(Answer next) {
        answer = next;
    }

    private void send(HttpExchange exchange, int status, String body) throws IOException {
        statuses.add(status + " " + exchange.getRequestHeaders().getFirst("If-None-Match"));
        byte[] octets = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
    }

    private CatalogueSource source(UrlOptions options) {
        return CatalogueSource.url(
                        URI.create("http://localhost:" + server.getAddress().getPort() + "/cookies.json?token=secret"),
                        options.allowHttp())
                .refreshing(Duration.ZERO, Duration.ZERO);
    }

    private CatalogueSource source() {
        return source(UrlOptions.standard());
    }

    @Test
    void whatHasNotChangedIsNotTransferredAgain() {
        answerWith(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            boolean known = "\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            send(exchange, known ? 304 : 200, known ? "" : FileSourceTest.one("first"));
        });
        CatalogueSource source = source();
        List<CookieDeclaration> first = source.declarations();
        assertThat(source.declarations()).isSameAs(first);
        assertThat(statuses).containsExactly("200 null", "304 \"v1\"");

        answerWith(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v2\"");
            send(exchange, 200, FileSourceTest.one("second"));
        });
        assertThat(source.declarations().get(0).name()).isEqualTo("second");
    }

    @Test
    void whatIsTransferredAgainUnchangedIsTheSame() {
        CatalogueSource source = source();
        List<CookieDeclaration> first = source.declarations();
        assertThat(source.declarations()).isSameAs(first);
        assertThat(statuses).hasSize(2);
    }

    @Test
    void headersGoAlongAndAddressesAreToldWithoutTheirQuery() {
        answerWith(exchange -> send(
                exchange,
                "Bearer abc".equals(exchange.getRequestHeaders().getFirst("Authorization")) ? 500 : 401,
                "x"));
        assertThatThrownBy(source(UrlOptions.standard().header("Authorization", "Bearer abc"))::declarations)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/cookies.json could not be read")
                .hasMessageContaining("the server answered 500")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("abc");
    }

    @Test
    void headersThatAreNoneAreToldAtOnceAndWithoutTheirValue() {
        assertThatThrownBy(() -> UrlOptions.standard().header("Authorization", "Bearer abc\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Authorization")
                .hasMessageNotContaining("abc")
                .hasNoCause();
        assertThatThrownBy(() -> UrlOptions.standard().header("No name", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UrlOptions.standard().header("Host", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressesThatAreNoneAreToldWithoutTheirSecrets() {
        assertThatThrownBy(() -> CatalogueSource.url(URI.create("http://me:abc@example.org/cookies.json?token=secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'http://example.org/cookies.json'")
                .hasMessageContaining("allowHttp()")
                .hasMessageNotContaining("abc")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> CatalogueSource.url(URI.create("cookies.json")))
                .hasMessageContaining("'cookies.json'");
    }

    @Test
    void headersStayWithTheServerThatTheyAreFor() {
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        redirect(sent, "/second", "http://127.0.0.1:" + server.getAddress().getPort() + "/third");
        assertThat(source(UrlOptions.standard().header("Authorization", "Bearer abc"))
                        .declarations())
                .hasSize(1);
        assertThat(sent).containsExactly("/cookies.json Bearer abc", "/second Bearer abc", "/third null");
    }

    @Test
    void redirectsThatLeadNowhereAreLeft() {
        answerWith(exchange -> {
            exchange.getResponseHeaders().set("Location", "/cookies.json");
            send(exchange, 302, "");
        });
        assertThatThrownBy(source()::declarations).hasMessageContaining("redirected more than 5 times");
        assertThat(statuses).hasSize(6);
        for (String location : List.of("ftp://localhost/", "file:///etc/hosts", "http://[", "https:///x")) {
            answerWith(exchange -> {
                exchange.getResponseHeaders().set("Location", location);
                send(exchange, 301, "");
            });
            assertThatThrownBy(source()::declarations).hasMessageContaining("redirected to an address");
        }
    }

    private void redirect(List<String> sent, String second, String third) {
        answerWith(exchange -> {
            String path = exchange.getRequestURI().getPath();
            sent.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            if (path.equals("/third")) {
                send(exchange, 200, FileSourceTest.one("first"));
                return;
            }
            exchange.getResponseHeaders().set("Location", path.equals("/second") ? third : second);
            send(exchange, 302, "");
        });
    }

    @Test
    void aFileThatIsNoneNamesItsAddress() {
        answerWith(exchange -> send(exchange, 200, "<html>"));
        assertThatThrownBy(source()::declarations)
                .isInstanceOf(CatalogueFileException.class)
                .hasMessageMatching("(?s)http://localhost:[0-9]+/cookies\\.json:1:1: This is no JSON.*");
    }

    @Test
    void aBodyWithoutEndIsCutOff() {
        answerWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = new byte[64 * 1024];
            Arrays.fill(blanks, (byte) ' ');
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(blanks);
                }
            }
        });
        assertThatThrownBy(source(UrlOptions.standard().timeout(Duration.ofMinutes(1)))::declarations)
                .hasMessageContaining("more than 32 MiB");
    }

    @Test
    void aServerThatDripsIsLeft() {
        answerWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            for (int i = 0; i < 1_000; i++) {
                out.write(' ');
                out.flush();
                if (awaitEnd(50)) {
                    return;
                }
            }
        });
        long start = System.nanoTime();
        assertThatThrownBy(source(UrlOptions.standard().timeout(Duration.ofSeconds(1)))::declarations)
                .hasMessageContaining("took longer than 1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThatThrownBy(() -> UrlOptions.standard().timeout(Duration.ZERO)).hasMessageContaining("positive");
    }

    @Test
    void aServerThatSaysNothingIsLeft() {
        answerWith(exchange -> awaitEnd(30_000));
        assertThatThrownBy(source(UrlOptions.standard().timeout(Duration.ofMillis(500)))::declarations)
                .isInstanceOf(IllegalStateException.class);
    }

    private boolean awaitEnd(long millis) {
        try {
            return end.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Test
    void theClientsThreadsEndWithIt() throws InterruptedException {
        source().declarations();
        for (int i = 0; i < 100 && clients() > 0; i++) {
            System.gc();
            Thread.sleep(100);
        }
        assertThat(clients()).isZero();
    }

    private static long clients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("HttpClient")
                        && thread.getName().contains("Selector"))
                .count();
    }
}
