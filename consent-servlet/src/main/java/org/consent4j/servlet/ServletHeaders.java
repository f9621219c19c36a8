package org.consent4j.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import org.consent4j.http.RequestHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A request's headers, as the container took them from the wire.
 *
 * @param request the container's request
 */
record ServletHeaders(HttpServletRequest request) implements RequestHeaders {

    @Override
    public Iterator<String> values(String name) {
        @Nullable Enumeration<String> values = request.getHeaders(name);
        Iterator<String> lines = values == null ? Collections.emptyIterator() : values.asIterator();
        return name.equalsIgnoreCase("Host") ? hosts(lines) : lines;
    }

    /**
     * The host that the visitor asked for. HTTP/2 tells it in a pseudo-header, and a proxy that the container or a filter
     * trusts may tell another one than the header has: these are known to the request's methods alone.
     */
    private Iterator<String> hosts(Iterator<String> lines) {
        @Nullable String server = request.getServerName();
        if (server == null) {
            return lines;
        }
        String first = lines.hasNext() ? lines.next() : "";
        if (lines.hasNext()) {
            return List.of(first, lines.next()).iterator();
        }
        String host = withoutBrackets(first.replaceFirst(":[0-9]*$", ""));
        return List.of(host.equalsIgnoreCase(withoutBrackets(server)) ? first : server + ':' + request.getServerPort())
                .iterator();
    }

    private static String withoutBrackets(String address) {
        return address.replace("[", "").replace("]", "");
    }

    @Override
    public boolean secure() {
        return request.isSecure();
    }

    @Override
    public String host() {
        String host = request.getServerName();
        return host == null ? "" : host;
    }
}
