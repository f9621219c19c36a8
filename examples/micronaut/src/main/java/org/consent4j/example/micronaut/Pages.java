package org.consent4j.example.micronaut;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.views.ModelAndView;
import java.util.Map;
import org.consent4j.ConsentExchange;

/**
 * Answers with the type that they have, whatever a browser accepts.
 */
final class Pages {

    static final String HTML = "text/html;charset=utf-8";

    private Pages() {}

    /** A view that may show the banner. It is asked for here, too, as no view is written for HEAD. */
    static MutableHttpResponse<?> html(String view, Map<String, Object> model, ConsentExchange consent) {
        consent.promptNeeded();
        return HttpResponse.ok(new ModelAndView<>(view, model)).header(HttpHeaders.CONTENT_TYPE, HTML);
    }

    static MutableHttpResponse<String> text(String text) {
        return HttpResponse.ok(text).header(HttpHeaders.CONTENT_TYPE, "text/plain;charset=utf-8");
    }
}
