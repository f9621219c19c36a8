package org.consent4j.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
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
        if (values != null && values.hasMoreElements()) {
            return values.asIterator();
        }
        // HTTP/2 says the host in a pseudo-header, which containers show by these methods alone.
        return name.equalsIgnoreCase("Host") && request.getServerName() != null
                ? Collections.singleton(request.getServerName() + ':' + request.getServerPort())
                        .iterator()
                : Collections.emptyIterator();
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
