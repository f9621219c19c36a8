package org.consent4j.compatibility.ways;

import static org.consent4j.compatibility.ways.WaysController.both;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.HttpServerFilter;
import io.micronaut.http.filter.ServerFilterChain;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import jakarta.inject.Singleton;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Filters and handlers that set cookies, by the request's header {@code X-By}. */
final class Filters {

    private Filters() {}

    private static boolean by(HttpRequest<?> request, String name) {
        return name.equals(request.getHeaders().get("X-By"));
    }

    /** At the same order as the consent filter. */
    @Requires(env = "ways")
    @ServerFilter(Filter.MATCH_ALL_PATTERN)
    static class Tied implements Ordered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @RequestFilter
        @PreMatching
        @Nullable
        HttpRequest<?> replace(HttpRequest<?> request) {
            return by(request, "tied-wrapper")
                    ? new HttpRequestWrapper<>(request)
                    : by(request, "tied-mutation") ? request.mutate() : null;
        }

        @RequestFilter
        @Nullable
        HttpResponse<?> answer(HttpRequest<?> request) {
            if (by(request, "tied-failure")) {
                throw new UnsupportedOperationException("for the handler");
            }
            return by(request, "tied-answer") ? both(HttpResponse.ok("done")) : null;
        }

        @ResponseFilter
        @Nullable
        HttpResponse<?> add(HttpRequest<?> request, MutableHttpResponse<?> response) {
            if (by(request, "tied")) {
                both(response);
            }
            return by(request, "tied-replacement") ? both(HttpResponse.ok("done")) : null;
        }
    }

    /** Before a route is looked for. */
    @Requires(env = "ways")
    @ServerFilter(Filter.MATCH_ALL_PATTERN)
    static class Early implements Ordered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE + 1;
        }

        @RequestFilter
        @PreMatching
        @Nullable
        HttpResponse<?> answer(HttpRequest<?> request) {
            if (by(request, "early-failure")) {
                throw new UnsupportedOperationException("for the handler");
            }
            if (by(request, "early-read")) {
                return HttpResponse.ok(
                        String.valueOf(request.getCookies().findCookie("stat_a").isPresent()));
            }
            return by(request, "early-answer") ? both(HttpResponse.ok("done")) : null;
        }

        @RequestFilter
        @PreMatching
        @Nullable
        HttpRequest<?> replace(HttpRequest<?> request) {
            return by(request, "early-replacement") ? HttpRequest.GET(request.getUri()) : null;
        }
    }

    /** In the midst. */
    @Requires(env = "ways")
    @ServerFilter(Filter.MATCH_ALL_PATTERN)
    static class Plain {

        @RequestFilter
        @Nullable
        HttpResponse<?> answer(HttpRequest<?> request) {
            if (by(request, "plain-failure")) {
                throw new UnsupportedOperationException("for the handler");
            }
            return by(request, "plain-answer") ? both(HttpResponse.ok("done")) : null;
        }

        /** Another one, without the attributes and headers of the visitor's. */
        @RequestFilter
        @Nullable
        HttpRequest<?> replace(HttpRequest<?> request) {
            return by(request, "plain-replacement") ? HttpRequest.GET(request.getUri()) : null;
        }

        @ResponseFilter
        void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
            if (by(request, "plain")) {
                both(response);
            }
            if (by(request, "plain-late-failure")) {
                throw new UnsupportedOperationException("for the handler");
            }
        }
    }

    /** Of the older kind, first of all. */
    @Requires(env = "ways")
    @Filter(Filter.MATCH_ALL_PATTERN)
    static class Legacy implements HttpServerFilter {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public Publisher<MutableHttpResponse<?>> doFilter(HttpRequest<?> request, ServerFilterChain chain) {
            return Flux.from(chain.proceed(request)).map(response -> by(request, "legacy") ? both(response) : response);
        }
    }

    /** A handler of Netty's, before Micronaut's. */
    @Requires(env = "ways")
    @Singleton
    static class Netty implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

        @Override
        public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
            event.getBean().register(new Customizer(null));
            return event.getBean();
        }

        private record Customizer(@Nullable Channel channel) implements NettyServerCustomizer {

            @Override
            public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
                return new Customizer(channel);
            }

            @Override
            public void onStreamPipelineBuilt() {
                if (channel != null && channel.pipeline().get("micronaut-inbound-handler") != null) {
                    channel.pipeline()
                            .addBefore(
                                    "micronaut-inbound-handler", "sets-cookies", new ChannelOutboundHandlerAdapter() {
                                        @Override
                                        public void write(
                                                ChannelHandlerContext context, Object message, ChannelPromise promise)
                                                throws Exception {
                                            if (message instanceof io.netty.handler.codec.http.HttpResponse response) {
                                                response.headers().add("Set-Cookie", List.of("stat_netty=1"));
                                            }
                                            super.write(context, message, promise);
                                        }
                                    });
                }
            }
        }
    }
}
