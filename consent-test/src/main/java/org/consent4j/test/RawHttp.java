package org.consent4j.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request, sent as the very octets it is made of, and the answer as it stands on the wire.
 *
 * <p>Texts are ISO-8859-1 in both directions, so that each character is one octet. Client libraries will not do here:
 * they fold, drop, sort and correct header lines, which are what is to be tested.
 *
 * <pre>{@code
 * RawHttp.Response response = RawHttp.get("/plain").header("Host: www.example.org").header("Cookie: a=1").send(port);
 * }</pre>
 *
 * <p>Not safe for use by many threads.
 */
public final class RawHttp {

    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int MOST_OCTETS = 16 * 1024 * 1024;

    private final String method;
    private final String target;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = new byte[0];

    private RawHttp(String method, String target) {
        this.method = method;
        this.target = target;
    }

    /**
     * A request of any method.
     *
     * @param method the method
     * @param target path and query, sent as they are
     * @return a request without header lines
     */
    public static RawHttp request(String method, String target) {
        return new RawHttp(method, target);
    }

    /**
     * A GET request.
     *
     * @param target path and query, sent as they are
     * @return a request without header lines
     */
    public static RawHttp get(String target) {
        return request("GET", target);
    }

    /**
     * A POST request with a body.
     *
     * @param target path and query, sent as they are
     * @param contentType the value of {@code Content-Type}
     * @param body the body
     * @return a request with {@code Content-Type} and {@code Content-Length}
     */
    public static RawHttp post(String target, String contentType, String body) {
        RawHttp request = request("POST", target);
        request.body = body.getBytes(StandardCharsets.ISO_8859_1);
        return request.header("Content-Type: " + contentType).header("Content-Length: " + request.body.length);
    }

    /**
     * Adds a header line, sent as it is.
     *
     * @param line name, colon and value, without the line's end
     * @return this
     */
    public RawHttp header(String line) {
        headers.add(line);
        return this;
    }

    /**
     * Sends the request to this machine, on a connection of its own. {@code Connection: close} is added, and
     * {@code Host: localhost:port} where there is no {@code Host} line. Interim answers (1xx) are skipped.
     *
     * @param port where the server listens
     * @return the answer
     * @throws IOException if there is none, or not all of it within ten seconds
     */
    public Response send(int port) throws IOException {
        List<String> lines = new ArrayList<>(headers);
        if (lines.stream().noneMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5))) {
            lines.add(0, "Host: localhost:" + port);
        }
        lines.add("Connection: close");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
        lines.forEach(line -> head.append(line).append("\r\n"));
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        try (Socket socket = new Socket()) {
            Wire wire = new Wire(socket);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT_MILLIS);
            try {
                socket.getOutputStream().write(request.toByteArray());
            } catch (IOException e) {
                // A server may answer and close before it has read everything; its answer counts.
                wire.suppressed = e;
            }
            return wire.response(method);
        }
    }

    /**
     * An answer.
     *
     * @param status the status code
     * @param headers the header lines in their order, exactly as on the wire, without their ends
     * @param body the body, without the framing of chunks
     * @param trailers the header lines after the last chunk
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
    public record Response(int status, List<String> headers, byte[] body, List<String> trailers) {

        /**
         * An answer of copies.
         *
         * @param status the status code
         * @param headers the header lines
         * @param body the body
         * @param trailers the trailers
         */
        public Response {
            headers = List.copyOf(headers);
            trailers = List.copyOf(trailers);
        }

        /**
         * The values of all lines of one header, in their order.
         *
         * @param name the header's name, in any case
         * @return what stands after the colons, without the blanks and tabs around it
         */
        public List<String> values(String name) {
            return headers.stream()
                    .filter(line -> isNamed(line, name))
                    .map(line -> trim(line.substring(line.indexOf(':') + 1)))
                    .toList();
        }

        /**
         * The Set-Cookie lines, in their order, also those among the trailers.
         *
         * @return their values
         */
        public List<String> setCookies() {
            List<String> lines = new ArrayList<>(values("Set-Cookie"));
            trailers.stream()
                    .filter(line -> isNamed(line, "Set-Cookie"))
                    .forEach(line -> lines.add(trim(line.substring(line.indexOf(':') + 1))));
            return lines;
        }

        /**
         * The body as text.
         *
         * @return one character for each octet
         */
        public String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        private static boolean isNamed(String line, String name) {
            int colon = line.indexOf(':');
            return colon >= 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
        }

        /** Status, header lines and the beginning of the body. */
        @Override
        public String toString() {
            String text = text();
            return status + " " + headers + " " + (text.length() > 200 ? text.substring(0, 200) + "..." : text);
        }
    }

    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The octets that come back, within what is left of the time. */
    private static final class Wire {

        private final Socket socket;
        private final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        private final byte[] buffer = new byte[8192];
        private int position;
        private int limit;
        private int read;

        @Nullable
        IOException suppressed;

        Wire(Socket socket) {
            this.socket = socket;
        }

        Response response(String method) throws IOException {
            try {
                while (true) {
                    int status = status(line());
                    List<String> headers = headerLines();
                    if (status >= 200 || status == 101) {
                        List<String> trailers = new ArrayList<>();
                        byte[] body = hasBody(method, status) ? body(headers, trailers) : new byte[0];
                        return new Response(status, headers, body, trailers);
                    }
                }
            } catch (IOException e) {
                if (suppressed != null) {
                    e.addSuppressed(suppressed);
                }
                throw e;
            }
        }

        private static boolean hasBody(String method, int status) {
            return !method.equals("HEAD") && status >= 200 && status != 204 && status != 304;
        }

        private static int status(String line) throws IOException {
            if (!line.matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
                throw new IOException("No status line: " + line);
            }
            return Integer.parseInt(line.substring(9, 12));
        }

        private List<String> headerLines() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                lines.add(line);
            }
            return lines;
        }

        private byte[] body(List<String> headers, List<String> trailers) throws IOException {
            Response head = new Response(200, headers, new byte[0], List.of());
            List<String> encodings = head.values("Transfer-Encoding");
            if (!encodings.isEmpty()) {
                if (!String.join(",", encodings).toLowerCase(Locale.ROOT).equals("chunked")) {
                    throw new IOException("Only chunks can be read, not " + encodings);
                }
                return chunks(trailers);
            }
            List<String> lengths = head.values("Content-Length");
            if (lengths.isEmpty()) {
                return untilClose();
            }
            if (lengths.stream().distinct().count() != 1 || !lengths.get(0).matches("[0-9]{1,9}")) {
                throw new IOException("No sure length: " + lengths);
            }
            return octets(Integer.parseInt(lengths.get(0)));
        }

        private byte[] chunks(List<String> trailers) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            while (true) {
                String size = trim(line().split(";", 2)[0]);
                if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                    throw new IOException("No size of a chunk: " + size);
                }
                int length = Integer.parseInt(size, 16);
                if (length == 0) {
                    trailers.addAll(headerLines());
                    return body.toByteArray();
                }
                body.writeBytes(octets(length));
                if (!line().isEmpty()) {
                    throw new IOException("A chunk is longer than its size");
                }
            }
        }

        private byte[] octets(int length) throws IOException {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (int i = 0; i < length; i++) {
                octets.write(octet());
            }
            return octets.toByteArray();
        }

        private byte[] untilClose() throws IOException {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (int octet = next(); octet >= 0; octet = next()) {
                octets.write(octet);
            }
            return octets.toByteArray();
        }

        /** Up to CR LF; a bare CR or LF is part of the line, and so shows in the test that meets it. */
        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int before = -1;
            while (true) {
                int octet = octet();
                if (octet == '\n' && before == '\r') {
                    byte[] octets = line.toByteArray();
                    return new String(octets, 0, octets.length - 1, StandardCharsets.ISO_8859_1);
                }
                line.write(octet);
                before = octet;
            }
        }

        private int octet() throws IOException {
            int octet = next();
            if (octet < 0) {
                throw new EOFException("The connection was closed in the midst of an answer");
            }
            return octet;
        }

        private int next() throws IOException {
            if (position == limit) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new SocketTimeoutException("No whole answer within " + TIMEOUT_MILLIS + " ms");
                }
                if (read > MOST_OCTETS) {
                    throw new IOException("The answer is longer than " + MOST_OCTETS + " octets");
                }
                socket.setSoTimeout((int) left);
                InputStream in = socket.getInputStream();
                limit = in.read(buffer);
                position = 0;
                if (limit < 0) {
                    limit = 0;
                    return -1;
                }
                read += limit;
            }
            return buffer[position++] & 0xff;
        }
    }
}
