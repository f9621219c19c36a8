package org.consent4j.example.spring;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The visitor's own choice of language, which makes its cookie a necessary one.
 */
@Controller
final class LanguageController {

    @GetMapping("/language/{code:[a-z]{2}(?:-[A-Za-z]{2,4})?}")
    ResponseEntity<Void> choose(@PathVariable String code) {
        ResponseCookie cookie =
                ResponseCookie.from("django_language", code).path("/").build();
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/"))
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }
}
