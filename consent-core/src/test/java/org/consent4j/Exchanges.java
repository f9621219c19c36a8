package org.consent4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;

/** Requests and responses of plain lists, for tests of the core. */
final class Exchanges {

    private Exchanges() {}

    /** A response that keeps what is added. */
    static final class Response implements ResponseCookies {

        final List<String> lines = new ArrayList<>();
        int personalised;

        @Override
        public void add(String line) {
            lines.add(line);
        }

        @Override
        public void personalised() {
            personalised++;
        }
    }

    /** A request for a host. */
    record Request(boolean secure, String host, Map<String, List<String>> headers) implements RequestHeaders {

        static Request of(String... cookieLines) {
            return new Request(true, "www.example.org", Map.of("Cookie", List.of(cookieLines)));
        }

        Request overHttp() {
            return new Request(false, host, headers);
        }

        Request to(String otherHost) {
            return new Request(secure, otherHost, headers);
        }

        @Override
        public Iterator<String> values(String name) {
            return headers.getOrDefault(name, List.of()).iterator();
        }
    }
}
