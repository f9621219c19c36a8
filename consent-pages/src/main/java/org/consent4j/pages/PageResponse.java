package org.consent4j.pages;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an adapter sends for a {@link PageRequest}. Cookies are not in it: the exchange has written them already.
 *
 * @param status the status
 * @param headers the headers in order, the content's type included; an adapter sets the content's length
 * @param body the content; empty for HEAD and for redirects
 */
@SuppressWarnings("ArrayRecordComponent") // Adapters write the octets as they are; nobody compares responses.
public record PageResponse(int status, Map<String, String> headers, byte[] body) {

    /**
     * A response with a copy of the headers.
     *
     * @param status the status
     * @param headers the headers
     * @param body the content
     */
    public PageResponse {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    PageResponse withoutBody() {
        return new PageResponse(status, headers, new byte[0]);
    }

    /** The status and the headers. */
    @Override
    public String toString() {
        return status + " " + headers + " " + new String(body, StandardCharsets.UTF_8).length() + " characters";
    }
}
