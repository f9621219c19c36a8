package org.consent4j.compatibility;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** The routes that the behaviour suite asks of every adapter's application. */
@RestController
@RequestMapping(produces = "text/plain;charset=iso-8859-1")
class TckRoutes {

    private static final byte[] DONE = text("done");

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @GetMapping("/plain")
    byte[] plain() {
        return text("plain");
    }

    @GetMapping("/set")
    byte[] set(HttpServletRequest request, HttpServletResponse response) {
        Query.add(response, Query.lines(request));
        return DONE;
    }

    @GetMapping("/cookie")
    byte[] cookie(
            @RequestParam("name") String name, @RequestParam("value") String value, HttpServletResponse response) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath("/");
        response.addCookie(cookie);
        return DONE;
    }

    @GetMapping("/replace")
    byte[] replace(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Set-Cookie", Query.lines(request).get(0));
        return DONE;
    }

    @GetMapping("/error")
    byte[] error(HttpServletRequest request, HttpServletResponse response) {
        Query.add(response, Query.lines(request));
        throw new IllegalStateException("the route /error fails");
    }

    @GetMapping("/status")
    void status(@RequestParam("code") int code, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Query.add(response, Query.lines(request));
        response.sendError(code);
    }

    @GetMapping("/async")
    Callable<byte[]> async(HttpServletRequest request, HttpServletResponse response) {
        List<String> lines = Query.lines(request);
        return () -> {
            Query.add(response, lines);
            return DONE;
        };
    }

    @GetMapping("/async-error")
    DeferredResult<byte[]> asyncError(HttpServletRequest request, HttpServletResponse response) {
        List<String> lines = Query.lines(request);
        DeferredResult<byte[]> result = new DeferredResult<>();
        new Thread(() -> {
                    Query.add(response, lines);
                    result.setErrorResult(new IllegalStateException("the route /async-error fails"));
                })
                .start();
        return result;
    }

    @GetMapping("/session")
    byte[] session(HttpSession session) {
        int counter = session.getAttribute("counter") instanceof Integer earlier ? earlier + 1 : 1;
        session.setAttribute("counter", counter);
        return text(String.valueOf(counter));
    }

    @GetMapping("/seen")
    byte[] seen(HttpServletRequest request) {
        return text(seenIn(request));
    }

    @GetMapping("/state")
    byte[] state(ConsentExchange exchange) {
        return text(stateOf(exchange));
    }

    @GetMapping("/choose")
    byte[] choose(ConsentExchange exchange, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader("Set-Cookie", "stat_before=1; Path=/");
        Map<Category, Choice> choices = new HashMap<>();
        for (Category category : exchange.catalogue().categories()) {
            for (String choice : Query.all(request, category.id())) {
                choices.put(category, Choice.valueOf(choice));
            }
        }
        exchange.record(choices);
        response.addHeader("Set-Cookie", "stat_after=1; Path=/");
        return text(seenIn(request) + stateOf(exchange));
    }

    @GetMapping("/cacheable")
    ResponseEntity<byte[]> cacheable() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(60, TimeUnit.SECONDS).cachePublic())
                .body(DONE);
    }

    @GetMapping("/personal")
    ResponseEntity<byte[]> personal(ConsentExchange exchange) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .body(text(String.valueOf(exchange.allows(Category.STATISTICAL))));
    }

    static String seenIn(HttpServletRequest request) {
        StringBuilder seen = new StringBuilder("parsed\n");
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                seen.append(cookie.getName())
                        .append('=')
                        .append(cookie.getValue())
                        .append('\n');
            }
        }
        seen.append("raw\n");
        for (String line : Collections.list(request.getHeaders(HttpHeaders.COOKIE))) {
            seen.append(line).append('\n');
        }
        return seen.toString();
    }

    private static String stateOf(ConsentExchange exchange) {
        return "statistical=" + exchange.allows(Category.STATISTICAL)
                + "\nfirst-party=" + exchange.allows("first-party")
                + "\nthird-party=" + exchange.allows("third-party")
                + "\nprompt=" + exchange.promptNeeded()
                + "\nexempt_visit=" + exchange.allowsCookie("exempt_visit") + "\n";
    }

    /** Redirects are views' business. */
    @Controller
    static class Redirects {

        @GetMapping("/redirect")
        String redirect(HttpServletRequest request, HttpServletResponse response) {
            Query.add(response, Query.lines(request));
            return "redirect:/plain";
        }
    }
}
