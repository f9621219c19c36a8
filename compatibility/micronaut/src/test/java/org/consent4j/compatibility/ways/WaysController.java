package org.consent4j.compatibility.ways;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.io.Writable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.CookieValue;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Part;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.ProxyHttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.micronaut.ConsentFilter;
import org.consent4j.preference.Preferences;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every way in which a route of Micronaut answers; each response sets an admitted cookie and a refused one. */
@Requires(env = "ways")
@Controller("/ways")
class WaysController {

    private final HttpClient client;
    private final ProxyHttpClient proxy;

    WaysController(@Client(id = "upstream") HttpClient client, @Client(id = "upstream") ProxyHttpClient proxy) {
        this.client = client;
        this.proxy = proxy;
    }

    static <T> MutableHttpResponse<T> both(MutableHttpResponse<T> response) {
        response.cookie(Cookie.of("app_lang", "1").path("/"));
        return response.header("Set-Cookie", "stat_a=1; Path=/");
    }

    @Get("/sync")
    HttpResponse<String> sync() {
        return both(HttpResponse.ok("done"));
    }

    @Get("/future")
    CompletableFuture<HttpResponse<String>> future() {
        return CompletableFuture.supplyAsync(() -> both(HttpResponse.ok("done")));
    }

    @Get("/mono")
    Mono<HttpResponse<String>> mono() {
        return Mono.delay(java.time.Duration.ofMillis(1)).map(tick -> both(HttpResponse.ok("done")));
    }

    @Get(value = "/flux", produces = MediaType.TEXT_PLAIN)
    HttpResponse<Flux<String>> flux() {
        return both(HttpResponse.ok(Flux.just("do", "ne")));
    }

    @Get(value = "/sse", produces = MediaType.TEXT_EVENT_STREAM)
    HttpResponse<Flux<Event<String>>> sse() {
        return both(HttpResponse.ok(Flux.just(Event.of("done"))));
    }

    @Get("/file")
    HttpResponse<StreamedFile> file() {
        return both(HttpResponse.ok(new StreamedFile(
                new ByteArrayInputStream("done".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                MediaType.TEXT_PLAIN_TYPE)));
    }

    @Get("/writable")
    HttpResponse<Writable> writable() {
        return both(HttpResponse.ok((Writable) out -> out.write("done")));
    }

    @ExecuteOn(TaskExecutors.BLOCKING)
    @Get("/blocking")
    HttpResponse<String> blocking() {
        return both(HttpResponse.ok("done"));
    }

    @ExecuteOn(TaskExecutors.SCHEDULED)
    @Get("/scheduled")
    HttpResponse<String> scheduled() {
        return both(HttpResponse.ok("done"));
    }

    @Get("/handled")
    HttpResponse<String> handled() {
        throw new UnsupportedOperationException("for the handler");
    }

    @Error(global = true)
    HttpResponse<String> handle(UnsupportedOperationException failure) {
        return both(HttpResponse.<String>status(HttpStatus.CONFLICT).body("handled"));
    }

    @Error(status = HttpStatus.NOT_FOUND, global = true)
    HttpResponse<String> notFound() {
        return both(HttpResponse.notFound("nothing here"));
    }

    @Get("/redirect")
    HttpResponse<?> redirect() {
        return both(HttpResponse.redirect(URI.create("/ways/sync")));
    }

    @Get("/not-modified")
    HttpResponse<?> notModified() {
        return both(HttpResponse.notModified());
    }

    @Get("/unwritable")
    HttpResponse<Object> unwritable() {
        return both(HttpResponse.<Object>ok(new Late.Unwritable()).contentType(MediaType.TEXT_PLAIN_TYPE));
    }

    @Get("/late")
    HttpResponse<Object> late() {
        return HttpResponse.<Object>ok(new Late()).contentType(MediaType.TEXT_PLAIN_TYPE);
    }

    @Get("/proxied")
    Publisher<MutableHttpResponse<?>> proxied(HttpRequest<?> request) {
        return Flux.from(proxy.proxy(request.mutate().uri(URI.create("/"))));
    }

    @Get("/fetched")
    Publisher<? extends HttpResponse<?>> fetched() {
        return client.exchange(HttpRequest.GET("/"), String.class);
    }

    // ---- What a route sees ----------------------------------------------------------------------------------------

    @Get("/cookies")
    String cookies(
            HttpRequest<?> request,
            @Nullable @CookieValue("app_lang") String language,
            @Nullable @CookieValue("stat_a") String refused) {
        return language + " " + refused + " " + request.getHeaders().getAll("Cookie") + " "
                + request.getCookies().findCookie("stat_a").isPresent();
    }

    @Post("/json")
    String json(@Body Map<String, String> body, @Nullable @CookieValue("stat_a") String refused) {
        return body.get("a") + " " + refused;
    }

    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Post("/form")
    String form(String a, @Nullable @CookieValue("stat_a") String refused) {
        return a + " " + refused;
    }

    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Post("/multipart")
    String multipart(CompletedFileUpload file, @Part("a") String a, @Nullable @CookieValue("stat_a") String refused)
            throws Exception {
        return new String(file.getBytes(), java.nio.charset.StandardCharsets.US_ASCII) + " " + a + " " + refused;
    }

    @Get("/preferences")
    String preferences(Preferences preferences, ConsentExchange exchange, HttpRequest<?> request) {
        return preferences.equals(exchange.preferences()) + " " + (exchange == ConsentFilter.exchange(request)) + " "
                + preferences.choice("statistical");
    }

    @Get("/grant")
    Mono<String> grant(ConsentExchange exchange) {
        return Mono.fromSupplier(() -> {
            exchange.grantAll();
            return "granted";
        });
    }

    @Get(value = "/grant-late", produces = MediaType.TEXT_PLAIN)
    Flux<String> grantLate(ConsentExchange exchange) {
        return Flux.defer(() -> {
            exchange.grantAll();
            return Flux.just("granted");
        });
    }

    /** As views do: the body is written after all filters. */
    @Get(value = "/asks-while-written", produces = MediaType.TEXT_PLAIN)
    HttpResponse<Writable> asksWhileWritten(ConsentExchange exchange) {
        return HttpResponse.ok((Writable) out -> out.write(String.valueOf(exchange.allows(Category.STATISTICAL))))
                .header("Cache-Control", "public, max-age=60");
    }

    @Get(value = "/asks-in-stream", produces = MediaType.TEXT_PLAIN)
    HttpResponse<Flux<String>> asksInStream(ConsentExchange exchange) {
        return HttpResponse.ok(Flux.defer(() -> Flux.just(String.valueOf(exchange.allows(Category.STATISTICAL)))))
                .header("Cache-Control", "public, max-age=60");
    }
}
