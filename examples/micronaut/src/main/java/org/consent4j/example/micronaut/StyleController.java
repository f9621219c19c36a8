package org.consent4j.example.micronaut;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.InputStream;

/**
 * The portal's own style sheet.
 */
@Controller(produces = MediaType.ALL)
final class StyleController {

    @Get("/portal.css")
    HttpResponse<byte[]> style() throws IOException {
        try (InputStream style = StyleController.class.getResourceAsStream("/portal.css")) {
            if (style == null) {
                throw new IllegalStateException("portal.css is missing from the jar");
            }
            return HttpResponse.ok(style.readAllBytes())
                    .header(HttpHeaders.CONTENT_TYPE, "text/css")
                    .header(HttpHeaders.CACHE_CONTROL, "max-age=3600");
        }
    }
}
