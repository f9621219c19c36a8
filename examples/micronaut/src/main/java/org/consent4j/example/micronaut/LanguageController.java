package org.consent4j.example.micronaut;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.cookie.Cookie;
import java.net.URI;

/**
 * The visitor's own choice of language, which makes its cookie a necessary one.
 */
@Controller(produces = MediaType.ALL)
final class LanguageController {

    @Get("/language/{code}")
    HttpResponse<?> choose(String code) {
        return code.matches("[a-z]{2}(-[A-Za-z]{2,4})?")
                ? HttpResponse.seeOther(URI.create("/"))
                        .cookie(Cookie.of("django_language", code).path("/"))
                : HttpResponse.notFound();
    }
}
