package org.consent4j.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A file at an address, which is only transferred where it has changed (RFC 9110, section 13). */
final class UrlOrigin implements CatalogueSource.Origin {

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final URI address;
    private final UrlOptions options;

    /** What the server said of the file, and what tells it from others where the server says nothing. */
    private record Stamp(Optional<String> tag, Optional<String> modified, String digest) {}

    UrlOrigin(URI address, UrlOptions options) {
        this.address = address;
        this.options = options;
        String scheme = String.valueOf(address.getScheme());
        boolean allowed =
                scheme.equalsIgnoreCase("https") || (scheme.equalsIgnoreCase("http") && options.isHttpAllowed());
        if (!allowed || address.getHost() == null) {
            throw new IllegalArgumentException("The catalogue's address '"
                    + (address.getHost() == null ? address : name())
                    + "' is not one such as https://www.example.org/cookies.json."
                    + (scheme.equalsIgnoreCase("http")
                            ? " Whoever is on the way could declare cookies; where that can't be, say"
                                    + " UrlOptions.standard().allowHttp()."
                            : ""));
        }
    }

    @Override
    public String name() {
        // Without what may be a password or a token.
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort())
                + address.getPath();
    }

    @Override
    public CatalogueSource.Version read(CatalogueSource.@Nullable Version last)
            throws IOException, InterruptedException {
        Stamp known = last != null && last.stamp() instanceof Stamp stamp ? stamp : null;
        HttpResponse<byte[]> response = answer(known);
        if (response.statusCode() == 304 && last != null) {
            return last;
        }
        if (response.statusCode() != 200) {
            throw new IOException("the server answered " + response.statusCode());
        }
        Stamp stamp = new Stamp(
                response.headers().firstValue("ETag"),
                response.headers().firstValue("Last-Modified"),
                Digests.of(response.body()));
        return last != null && known != null && known.digest.equals(stamp.digest)
                ? last.stamped(stamp)
                : CatalogueSource.Version.of(CatalogueReader.read(response.body(), name(), Earlier.of(last)), stamp);
    }

    /** Asks with a client for this once: its threads end with it, as nothing else refers to it. */
    private HttpResponse<byte[]> answer(@Nullable Stamp known) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                // Followed here, as the client would send a site's own headers to any other server, too.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.timeout())
                .build();
        long end = System.nanoTime() + options.timeout().toNanos();
        URI at = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<byte[]> response = answer(client, request(at, known), end - System.nanoTime());
            Optional<String> location = response.headers().firstValue("Location");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                return response;
            }
            at = next(at, location.get());
        }
        throw new IOException("the server redirected more than " + MOST_REDIRECTS + " times");
    }

    private HttpRequest request(URI at, @Nullable Stamp known) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at).timeout(options.timeout()).header("Accept", "application/json");
        if (isSameServer(at)) {
            options.headers().forEach(request::setHeader);
        }
        if (known != null) {
            known.tag.ifPresent(tag -> request.header("If-None-Match", tag));
            known.modified.ifPresent(date -> request.header("If-Modified-Since", date));
        }
        return request.build();
    }

    private boolean isSameServer(URI at) {
        return address.getScheme().equalsIgnoreCase(at.getScheme())
                && address.getHost().equalsIgnoreCase(at.getHost())
                && address.getPort() == at.getPort();
    }

    /** Where a redirect leads: never from encryption to none. */
    private static URI next(URI at, String location) throws IOException {
        try {
            URI next = at.resolve(new URI(location));
            boolean allowed = "https".equalsIgnoreCase(next.getScheme())
                    || ("http".equalsIgnoreCase(next.getScheme()) && "http".equalsIgnoreCase(at.getScheme()));
            if (allowed && next.getHost() != null) {
                return next;
            }
        } catch (URISyntaxException e) {
            // Told below without the address, in which there may be a token.
        }
        throw new IOException("the server redirected to an address that is none, or not encrypted as it is itself");
    }

    private HttpResponse<byte[]> answer(HttpClient client, HttpRequest request, long nanos)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new Limited());
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the answer took longer than " + options.timeout().toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** Takes a body up to the limit of a file. */
    private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                octets.writeBytes(part);
            }
            if (octets.size() > JsonReader.MOST_OCTETS && subscription != null) {
                subscription.cancel();
                body.completeExceptionally(
                        new IOException("the file has more than " + JsonReader.MOST_OCTETS / 1024 / 1024 + " MiB"));
            }
        }

        @Override
        public void onError(Throwable problem) {
            body.completeExceptionally(problem);
        }

        @Override
        public void onComplete() {
            body.complete(octets.toByteArray());
        }
    }
}
