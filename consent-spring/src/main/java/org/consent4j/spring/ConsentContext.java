package org.consent4j.spring;

import org.consent4j.ConsentExchange;
import org.consent4j.servlet.ConsentFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The exchange of the request that this thread works for, for services that are handed neither.
 *
 * <p>On a request's own thread it is there by itself. On others, as with {@code @Async}, Micrometer's context
 * propagation brings it along: a {@code ContextPropagatingTaskDecorator} bean suffices. After the response, an exchange
 * still answers, but records nothing any more.
 */
public final class ConsentContext {

    private static final ThreadLocal<ConsentExchange> BROUGHT_ALONG = new ThreadLocal<>();

    private ConsentContext() {}

    /**
     * The exchange that this thread works for.
     *
     * @return the exchange; {@link ConsentExchange#none()} where there is none, which allows only what needs no consent
     */
    public static ConsentExchange current() {
        ConsentExchange exchange = find();
        return exchange == null ? ConsentExchange.none() : exchange;
    }

    static @Nullable ConsentExchange find() {
        ConsentExchange broughtAlong = BROUGHT_ALONG.get();
        return broughtAlong == null ? ofRequest() : broughtAlong;
    }

    private static @Nullable ConsentExchange ofRequest() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        return request != null
                        && request.getAttribute(ConsentFilter.EXCHANGE_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
                                instanceof ConsentExchange exchange
                ? exchange
                : null;
    }

    @SuppressWarnings("ReferenceEquality") // Exchanges have no other equality.
    static void set(@Nullable ConsentExchange exchange) {
        BROUGHT_ALONG.remove();
        // What the request has anyway is not kept: nobody would take it off the request's thread afterwards.
        if (exchange != null && exchange != ofRequest()) {
            BROUGHT_ALONG.set(exchange);
        }
    }
}
