package org.consent4j.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RawHttpTest {

    /** A server that answers one connection with the octets given, {@code |} for CR LF, whatever it is asked. */
    private static final class Wire implements AutoCloseable {

        private final ServerSocket server;
        private final CompletableFuture<String> request;

        Wire(String answer) throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            request = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = server.accept()) {
                    String head = head(socket.getInputStream());
                    socket.getOutputStream().write(answer.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    return head;
                } catch (IOException e) {
                    return e.toString();
                }
            });
        }

        private static String head(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    break;
                }
                head.write(octet);
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        RawHttp.Response ask(RawHttp request) throws IOException {
            return request.send(server.getLocalPort());
        }

        String request() throws Exception {
            return request.get(10, TimeUnit.SECONDS).replace("\r\n", "|");
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Test
    void aRequestIsSentAsItIs() throws Exception {
        try (Wire wire = new Wire("HTTP/1.1 204 No Content||")) {
            wire.ask(RawHttp.get("/a?b=%00")
                    .header("Host: x")
                    .header("cookie:  \u00e9=\u00ff ;\ta\"")
                    .header("Cookie: b"));
            assertThat(wire.request())
                    .isEqualTo("GET /a?b=%00 HTTP/1.1|Host: x|cookie:  \u00e9=\u00ff ;\ta\"|Cookie: b|"
                            + "Connection: close||");
        }
    }

    @Test
    void headerLinesComeBackAsTheyAre() throws Exception {
        try (Wire wire = new Wire("HTTP/1.1 200 OK|set-COOKIE:a=\u00e9, b=2 |X: y|Set-Cookie: a=1\rb=2\nc=3|"
                + "Content-Length: 2||ok and more")) {
            RawHttp.Response response = wire.ask(RawHttp.get("/"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers())
                    .containsExactly(
                            "set-COOKIE:a=\u00e9, b=2 ", "X: y", "Set-Cookie: a=1\rb=2\nc=3", "Content-Length: 2");
            assertThat(response.setCookies()).containsExactly("a=\u00e9, b=2", "a=1\rb=2\nc=3");
            assertThat(response.text()).isEqualTo("ok");
        }
    }

    @Test
    void chunksAreJoinedAndTrailersKeptApart() throws Exception {
        try (Wire wire = new Wire("HTTP/1.1 103 Early Hints|Link: x||HTTP/1.1 200 OK|"
                + "Transfer-Encoding: chunked||3|abc|A;x=y|0123456789|0|Set-Cookie: late=1||")) {
            RawHttp.Response response = wire.ask(RawHttp.get("/"));
            assertThat(response.text()).isEqualTo("abc0123456789");
            assertThat(response.headers()).containsExactly("Transfer-Encoding: chunked");
            assertThat(response.trailers()).containsExactly("Set-Cookie: late=1");
            assertThat(response.setCookies()).containsExactly("late=1");
        }
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws Exception {
        try (Wire wire = new Wire("HTTP/1.0 500 ||to the end")) {
            RawHttp.Response response = wire.ask(RawHttp.get("/"));
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).isEqualTo("to the end");
        }
    }

    @Test
    void theAnswerToHeadHasNoBody() throws Exception {
        try (Wire wire = new Wire("HTTP/1.1 200 OK|Content-Length: 100||")) {
            assertThat(wire.ask(RawHttp.request("HEAD", "/")).body()).isEmpty();
        }
    }

    @Test
    void aBrokenAnswerIsAnError() throws Exception {
        for (String answer : new String[] {
            "",
            "no status||",
            "HTTP/1.1 200 OK|X: y|",
            "HTTP/1.1 200 OK|Content-Length: 9||short",
            "HTTP/1.1 200 OK|Content-Length: 1|Content-Length: 2||ok",
            "HTTP/1.1 200 OK|Transfer-Encoding: chunked||1|ab|0||",
        }) {
            try (Wire wire = new Wire(answer)) {
                assertThatThrownBy(() -> wire.ask(RawHttp.get("/"))).as(answer).isInstanceOf(IOException.class);
            }
        }
    }
}
