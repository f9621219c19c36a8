package org.consent4j.http;

/**
 * The Set-Cookie lines of one response: the port through which the SDK writes.
 */
@FunctionalInterface
public interface ResponseCookies {

    /**
     * Adds one Set-Cookie line to the response, at once and beside those that are there.
     *
     * @param line the header's value; printable ASCII
     * @throws IllegalStateException if the response's headers have been sent already
     */
    void add(String line);

    /**
     * Told once per request, when the response has become one visitor's own: because the application asked for consent,
     * or because the SDK adds a line. An adapter then keeps shared caches from storing it, with
     * {@code Cache-Control: private} and {@code Vary: Cookie} (rule 19).
     */
    default void personalised() {}

    /**
     * Told when a choice has been recorded, so that other cookies of the request are to be seen than before. It is for
     * adapters that hide cookies by changing the request, and not each time that the request is asked.
     */
    default void decided() {}
}
