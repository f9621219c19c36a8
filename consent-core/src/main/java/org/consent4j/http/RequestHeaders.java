package org.consent4j.http;

import java.util.Iterator;

/**
 * The headers of one request, as they came: the port through which the SDK reads.
 *
 * <p>An adapter hands over the raw lines of its server, never parsed cookies, on which servers disagree (rule 30a).
 */
@FunctionalInterface
public interface RequestHeaders {

    /**
     * All lines of a header, in the order in which they came.
     *
     * @param name the header's name, in any case
     * @return the values, one for each line; empty if there is none; never null
     */
    Iterator<String> values(String name);

    /**
     * Whether the visitor's connection is encrypted, as far as the server knows.
     *
     * @return true for https; false if the adapter does not say
     */
    default boolean secure() {
        return false;
    }

    /**
     * The host that the request is for, without a port. It is not trusted: it only selects among the domains that the
     * site has configured (rule 37).
     *
     * @return the host name, or an empty text if there is none
     */
    default String host() {
        Iterator<String> hosts = values("Host");
        if (!hosts.hasNext()) {
            return "";
        }
        String host = hosts.next();
        int port = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        return port < 0 ? host : host.substring(0, port);
    }
}
