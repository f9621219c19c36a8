package org.consent4j.json;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a catalogue's address is asked with, and what is allowed there.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class UrlOptions {

    private static final UrlOptions STANDARD = new UrlOptions(false, Duration.ofSeconds(10), Map.of());

    private final boolean httpAllowed;
    private final Duration timeout;
    private final Map<String, String> headers;

    private UrlOptions(boolean httpAllowed, Duration timeout, Map<String, String> headers) {
        this.httpAllowed = httpAllowed;
        this.timeout = timeout;
        this.headers = headers;
    }

    /**
     * Nothing but {@code https}, 10 seconds for the whole answer, no further headers.
     *
     * @return the options
     */
    public static UrlOptions standard() {
        return STANDARD;
    }

    /**
     * Allows an address without encryption, where whoever is on the way can declare cookies.
     *
     * @return new options
     */
    public UrlOptions allowHttp() {
        return new UrlOptions(true, timeout, headers);
    }

    /**
     * Sets how long the whole answer may take.
     *
     * @param timeout a positive time
     * @return new options
     * @throws IllegalArgumentException if it is not positive
     */
    public UrlOptions timeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "An answer can't come within " + timeout + "; give a positive time such as 10 seconds.");
        }
        return new UrlOptions(httpAllowed, timeout, headers);
    }

    /**
     * Adds a header to each request, such as {@code Authorization}.
     *
     * @param name the header's name
     * @param value its value; never written to a log
     * @return new options
     */
    public UrlOptions header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new UrlOptions(httpAllowed, timeout, Map.copyOf(more));
    }

    boolean isHttpAllowed() {
        return httpAllowed;
    }

    Duration timeout() {
        return timeout;
    }

    Map<String, String> headers() {
        return headers;
    }
}
