package org.consent4j.compatibility;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.cookie.Cookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;

/** The routes that the behaviour suite asks of every adapter's application. */
@Requires(env = "tck")
@Controller(produces = "text/plain; charset=iso-8859-1")
class TckRoutes {

    private static final Executor OTHER_THREAD = task -> new Thread(task).start();

    private static MutableHttpResponse<byte[]> text(String text) {
        return HttpResponse.ok(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Get("/plain")
    HttpResponse<byte[]> plain() {
        return text("plain");
    }

    @Get("/set")
    HttpResponse<byte[]> set(HttpRequest<?> request) {
        return Query.add(text("done"), Query.lines(request));
    }

    @Get("/cookie")
    HttpResponse<byte[]> cookie(@QueryValue String name, @QueryValue String value) {
        return text("done").cookie(Cookie.of(name, value).path("/"));
    }

    @Get("/replace")
    HttpResponse<byte[]> replace(HttpRequest<?> request) {
        MutableHttpResponse<byte[]> response = text("done");
        response.getHeaders().set("Set-Cookie", Query.lines(request).get(0));
        return response;
    }

    @Get("/redirect")
    HttpResponse<?> redirect(HttpRequest<?> request) {
        return Query.add(HttpResponse.status(HttpStatus.FOUND), Query.lines(request))
                .headers(headers -> headers.location(URI.create("/plain")));
    }

    @Get("/error")
    HttpResponse<byte[]> error(HttpRequest<?> request) {
        Query.add(text("done"), Query.lines(request));
        throw new IllegalStateException("the route /error fails");
    }

    @Error(global = true)
    HttpResponse<byte[]> failed(IllegalStateException failure) {
        return text("failed").status(HttpStatus.INTERNAL_SERVER_ERROR).header("Set-Cookie", "err_stat=1");
    }

    @Get("/status")
    HttpResponse<?> status(@QueryValue int code, HttpRequest<?> request) {
        return Query.add(HttpResponse.status(HttpStatus.valueOf(code)), Query.lines(request));
    }

    @Get("/async")
    CompletableFuture<HttpResponse<byte[]>> async(HttpRequest<?> request) {
        List<String> lines = Query.lines(request);
        return CompletableFuture.supplyAsync(() -> Query.add(text("done"), lines), OTHER_THREAD);
    }

    @Get("/async-error")
    CompletableFuture<HttpResponse<byte[]>> asyncError(HttpRequest<?> request) {
        List<String> lines = Query.lines(request);
        return CompletableFuture.supplyAsync(
                () -> {
                    Query.add(text("done"), lines);
                    throw new IllegalStateException("the route /async-error fails");
                },
                OTHER_THREAD);
    }

    @Get("/seen")
    HttpResponse<byte[]> seen(HttpRequest<?> request) {
        return text(seenIn(request));
    }

    @Get("/state")
    HttpResponse<byte[]> state(ConsentExchange exchange) {
        return text(stateOf(exchange));
    }

    @Get("/choose")
    HttpResponse<byte[]> choose(ConsentExchange exchange, HttpRequest<?> request) {
        MutableHttpResponse<byte[]> response = HttpResponse.ok();
        response.header("Set-Cookie", "stat_before=1; Path=/");
        Map<Category, Choice> choices = new HashMap<>();
        for (Category category : exchange.catalogue().categories()) {
            for (String choice : Query.all(request, category.id())) {
                choices.put(category, Choice.valueOf(choice));
            }
        }
        exchange.record(choices);
        response.header("Set-Cookie", "stat_after=1; Path=/");
        return response.body((seenIn(request) + stateOf(exchange)).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Get("/cacheable")
    HttpResponse<byte[]> cacheable() {
        return text("done").header("Cache-Control", "public, max-age=60");
    }

    @Get("/personal")
    HttpResponse<byte[]> personal(ConsentExchange exchange) {
        return text(String.valueOf(exchange.allows(Category.STATISTICAL)))
                .header("Cache-Control", "public, max-age=60")
                .header("Vary", "Accept-Encoding");
    }

    static String seenIn(HttpRequest<?> request) {
        StringBuilder seen = new StringBuilder("parsed\n");
        for (Cookie cookie : request.getCookies().getAll()) {
            seen.append(cookie.getName()).append('=').append(cookie.getValue()).append('\n');
        }
        seen.append("raw\n");
        for (String line : request.getHeaders().getAll("Cookie")) {
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
}
