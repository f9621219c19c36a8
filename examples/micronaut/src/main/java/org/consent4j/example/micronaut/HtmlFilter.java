package org.consent4j.example.micronaut;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/**
 * Says of views that they are HTML: Micronaut gives them the type that the request accepts, which may be any.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class HtmlFilter implements Ordered {

    @Override
    public int getOrder() {
        return ServerFilterPhase.RENDERING.before();
    }

    @ResponseFilter
    void name(MutableHttpResponse<?> response) {
        if (MediaType.ALL.equals(response.getHeaders().get(HttpHeaders.CONTENT_TYPE))) {
            response.getHeaders().set(HttpHeaders.CONTENT_TYPE, Pages.HTML);
        }
    }
}
