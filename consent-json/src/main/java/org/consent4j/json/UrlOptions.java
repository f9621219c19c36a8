package org.consent4j.json;

import java.net.http.HttpRequest;
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
     * <p>Where the server redirects to another one, that is not sent them.
     *
     * @param name the header's name
     * @param value its value; never written to a log
     * @return new options
     * @throws IllegalArgumentException if no request can have such a header; the message does not have the value
     */
    public UrlOptions header(String name, String value) {
        requireSendable(name, value);
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new UrlOptions(httpAllowed, timeout, Map.copyOf(more));
    }

    private static void requireSendable(String name, String value) {
        boolean sendable;
        try {
            HttpRequest.newBuilder().setHeader(name, value);
            sendable = true;
        } catch (IllegalArgumentException e) {
            // Not kept as the cause: its message may have the value, which may be a secret.
            sendable = false;
        }
        if (!sendable) {
            throw new IllegalArgumentException("The header '" + Findings.printable(name)
                    + "' can't be sent as it is given. Is there a line's end in its value, such as at the end of a file"
                    + " with a key? Or is it one that the client sets itself, such as Host?");
        }
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
