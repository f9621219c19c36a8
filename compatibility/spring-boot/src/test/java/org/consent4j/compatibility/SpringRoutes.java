package org.consent4j.compatibility;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.spring.ConsentContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Async;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.WebUtils;

/** The ways to set and to read a cookie that only Spring has. */
@Controller
class SpringRoutes {

    /** A service that is handed no exchange. */
    static class Task {

        @Async
        CompletableFuture<String> run(Thread caller) {
            return CompletableFuture.completedFuture(
                    (Thread.currentThread() == caller ? "on the same thread: " : "on another thread: ")
                            + ConsentContext.current().allows(Category.STATISTICAL));
        }
    }

    private final Task task;

    SpringRoutes(Task task) {
        this.task = task;
    }

    /** Where Spring Security sends whoever has to log in; a form would hold the token. */
    @GetMapping("/login")
    @ResponseBody
    String login(CsrfToken token) {
        return token.getToken();
    }

    @PostMapping("/posted")
    @ResponseBody
    String posted() {
        return "posted";
    }

    @GetMapping("/private")
    @ResponseBody
    String secret() {
        return "private";
    }

    @GetMapping("/locale")
    @ResponseBody
    String locale(
            @RequestParam(value = "to", required = false) String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        LocaleResolver resolver = Objects.requireNonNull(RequestContextUtils.getLocaleResolver(request));
        if (to != null) {
            resolver.setLocale(request, response, Locale.forLanguageTag(to));
        }
        return resolver.resolveLocale(request).toLanguageTag();
    }

    @GetMapping("/entity")
    ResponseEntity<String> entity(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(HttpHeaders.SET_COOKIE, "app_session=0; Path=/");
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, Query.lines(request).toArray(String[]::new))
                .body("done");
    }

    @GetMapping("/entity-after-choice")
    ResponseEntity<String> entityAfterChoice(ConsentExchange exchange, HttpServletRequest request) {
        exchange.refuseAll();
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, Query.lines(request).toArray(String[]::new))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .body("done");
    }

    @GetMapping("/response-cookie")
    ResponseEntity<String> responseCookie(@RequestParam("name") String name) {
        ResponseCookie cookie =
                ResponseCookie.from(name, "1").path("/").sameSite("Lax").build();
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .body("done");
    }

    @GetMapping("/deferred")
    @ResponseBody
    DeferredResult<String> deferred(HttpServletRequest request, HttpServletResponse response) {
        List<String> lines = Query.lines(request);
        DeferredResult<String> result = new DeferredResult<>();
        new Thread(() -> {
                    Query.add(response, lines);
                    result.setResult("done");
                })
                .start();
        return result;
    }

    @GetMapping("/deferred-timeout")
    @ResponseBody
    DeferredResult<String> deferredTimeout(HttpServletRequest request, HttpServletResponse response) {
        List<String> lines = Query.lines(request);
        DeferredResult<String> result = new DeferredResult<>(50L);
        result.onTimeout(() -> {
            Query.add(response, lines);
            result.setResult("late");
        });
        return result;
    }

    @GetMapping("/sse")
    SseEmitter sse(HttpServletRequest request, HttpServletResponse response) {
        Query.add(response, Query.lines(request));
        SseEmitter emitter = new SseEmitter();
        new Thread(() -> {
                    try {
                        emitter.send("one");
                        emitter.send("two");
                        emitter.complete();
                    } catch (IOException e) {
                        emitter.completeWithError(e);
                    }
                })
                .start();
        return emitter;
    }

    @GetMapping("/streaming")
    ResponseEntity<StreamingResponseBody> streaming(HttpServletRequest request, HttpServletResponse response) {
        List<String> lines = Query.lines(request);
        return ResponseEntity.ok().body(out -> {
            Query.add(response, lines);
            out.write("streamed".getBytes(StandardCharsets.US_ASCII));
        });
    }

    @GetMapping("/forward")
    String forward(HttpServletRequest request) {
        return "forward:/set?" + request.getQueryString();
    }

    @GetMapping("/forward-seen")
    String forwardSeen() {
        return "forward:/seen";
    }

    @GetMapping("/handled")
    String handled() {
        throw new UnsupportedOperationException("the route /handled fails");
    }

    @ExceptionHandler(UnsupportedOperationException.class)
    ResponseEntity<String> handle(HttpServletRequest request, HttpServletResponse response) {
        Query.add(response, Query.lines(request));
        return ResponseEntity.status(409).body("handled");
    }

    @GetMapping("/native")
    @ResponseBody
    String nativeResponse(HttpServletRequest request, HttpServletResponse response) {
        HttpServletResponse inner =
                Objects.requireNonNull(WebUtils.getNativeResponse(response, HttpServletResponse.class));
        Query.add(inner, Query.lines(request));
        return "done";
    }

    @GetMapping("/seen-by-spring")
    @ResponseBody
    String seenBySpring(
            @CookieValue(value = "stat_a", defaultValue = "none") String statistical,
            @CookieValue(value = "app_lang", defaultValue = "none") String language,
            @RequestHeader(value = "Cookie", defaultValue = "none") String header,
            @RequestHeader HttpHeaders headers) {
        return statistical + " " + language + " " + header + " " + headers.get(HttpHeaders.COOKIE);
    }

    @GetMapping("/task")
    @ResponseBody
    CompletableFuture<String> task() {
        return task.run(Thread.currentThread());
    }

    @GetMapping("/thread")
    @ResponseBody
    String thread() {
        return Thread.currentThread().toString();
    }
}
