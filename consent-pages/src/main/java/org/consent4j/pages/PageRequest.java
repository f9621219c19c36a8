package org.consent4j.pages;

import java.io.IOException;
import org.consent4j.http.RequestHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One request for a page, as an adapter hands it over.
 *
 * @param method the method, as it came
 * @param path the path within the application, without the context path and the query
 * @param query what follows the question mark, as it came, still encoded; null or empty where there is nothing
 * @param headers the raw header lines, with {@code Host} also where the protocol names it otherwise
 * @param body the body, which is read only where a form is submitted
 */
public record PageRequest(
        String method, String path, @Nullable String query, RequestHeaders headers, Body body) {

    /**
     * The body of a request.
     */
    @FunctionalInterface
    public interface Body {

        /**
         * Reads the beginning of the body. It is asked once.
         *
         * @param most the most octets to read
         * @return the body, or its first {@code most} octets; empty if there is none
         * @throws IOException if the connection fails
         */
        byte[] read(int most) throws IOException;
    }
}
