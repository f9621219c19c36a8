package org.consent4j.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.http.CacheHeaders;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.consent4j.preference.Preferences;
import org.consent4j.servlet.ConsentFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives handler methods the request's exchange, or the visitor's preferences.
 */
final class ConsentArgumentResolver implements HandlerMethodArgumentResolver {

    private static final String SET_COOKIE = "Set-Cookie";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String VARY = "Vary";

    private final CookieConsent consent;

    ConsentArgumentResolver(CookieConsent consent) {
        this.consent = consent;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == ConsentExchange.class || type == Preferences.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest httpRequest = request.getNativeRequest(HttpServletRequest.class);
        HttpServletResponse httpResponse = request.getNativeResponse(HttpServletResponse.class);
        ConsentExchange exchange = httpRequest == null || httpResponse == null
                ? ConsentExchange.none()
                : exchange(httpRequest, httpResponse, consent);
        return parameter.getParameterType() == Preferences.class ? exchange.preferences() : exchange;
    }

    /** The filter's exchange, or where it did not run, as in tests without filters, one that begins here. */
    static ConsentExchange exchange(HttpServletRequest request, HttpServletResponse response, CookieConsent consent) {
        if (request.getAttribute(ConsentFilter.EXCHANGE_ATTRIBUTE) instanceof ConsentExchange exchange) {
            return exchange;
        }
        ConsentExchange exchange = consent.begin(new Headers(request), new Cookies(response));
        request.setAttribute(ConsentFilter.EXCHANGE_ATTRIBUTE, exchange);
        return exchange;
    }

    private record Headers(HttpServletRequest request) implements RequestHeaders {

        @Override
        public Iterator<String> values(String name) {
            @Nullable Enumeration<String> values = request.getHeaders(name);
            return values == null ? Collections.emptyIterator() : values.asIterator();
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

    private record Cookies(HttpServletResponse response) implements ResponseCookies {

        @Override
        public void add(String line) {
            if (response.isCommitted()) {
                throw new IllegalStateException(
                        "The response's headers have been sent; record the choice before anything is written.");
            }
            response.addHeader(SET_COOKIE, line);
        }

        @Override
        public void personalised() {
            if (!response.isCommitted()) {
                response.setHeader(CACHE_CONTROL, CacheHeaders.cacheControl(response.getHeaders(CACHE_CONTROL)));
                response.setHeader(VARY, CacheHeaders.vary(response.getHeaders(VARY)));
            }
        }
    }
}
