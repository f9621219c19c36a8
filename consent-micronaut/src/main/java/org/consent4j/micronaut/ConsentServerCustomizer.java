package org.consent4j.micronaut;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.netty.NettyHttpHeaders;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import org.consent4j.CookieConsent;
import org.jspecify.annotations.Nullable;

/**
 * Puts a last guard behind all filters, right before Netty writes a response: no order of filters, no failure after them
 * and no other handler of Netty's gets past it.
 *
 * <p>It stands where a connection speaks HTTP/1, and in the streams of HTTP/2 where each has handlers of its own. Otherwise
 * HTTP/2's responses pass no such place, and the filter is the last.
 */
@Singleton
final class ConsentServerCustomizer implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final BeanProvider<CookieConsent> consent;

    ConsentServerCustomizer(BeanProvider<CookieConsent> consent) {
        this.consent = consent;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new Connection(consent, null));
        return registry;
    }

    /**
     * Tells the connection of a request, if it has a last guard, who guards its response.
     *
     * @param request the request
     * @param guard its guard
     */
    static void expect(io.micronaut.http.HttpRequest<?> request, ResponseGuard guard) {
        if (received(request) instanceof NettyHttpRequest<?> netty) {
            LastGuard last = netty.getChannelHandlerContext().pipeline().get(LastGuard.class);
            if (last != null) {
                last.expect(netty.getNativeRequest().headers(), guard);
            }
        }
    }

    /** The server's own request, in the place of which a filter of the same order may have put another one. */
    static io.micronaut.http.HttpRequest<?> received(io.micronaut.http.HttpRequest<?> request) {
        io.micronaut.http.HttpRequest<?> current =
                ServerRequestContext.currentRequest().orElse(null);
        return isReceived(request) || current == null ? request : current;
    }

    /** Whether a request is the server's own. */
    static boolean isReceived(io.micronaut.http.HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?>;
    }

    private record Connection(
            BeanProvider<CookieConsent> consent, @Nullable Channel channel) implements NettyServerCustomizer {

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return new Connection(consent, channel);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel == null) {
                return;
            }
            ChannelPipeline pipeline = channel.pipeline();
            ChannelHandlerContext http1 = pipeline.context(HttpServerCodec.class);
            ChannelHandlerContext codec =
                    http1 != null ? http1 : pipeline.context(Http2StreamFrameToHttpObjectCodec.class);
            if (codec != null) {
                pipeline.addAfter(codec.name(), "consent", new LastGuard(consent.get()));
            }
        }
    }

    /** Pairs the requests of one connection with their responses, which leave in the same order, save upgrades. */
    private static final class LastGuard extends ChannelDuplexHandler {

        private static final int SWITCHING_PROTOCOLS = 101;
        private static final int FIRST_FINAL_STATUS = 200;

        private final CookieConsent consent;
        private final Deque<Expected> responses = new ArrayDeque<>();

        /** A response to come. */
        private static final class Expected {

            private final HttpHeaders request;
            private @Nullable ResponseGuard guard;

            Expected(HttpHeaders request) {
                this.request = request;
            }
        }

        LastGuard(CookieConsent consent) {
            this.consent = consent;
        }

        @SuppressWarnings("ReferenceEquality") // Headers of two requests may be alike.
        void expect(HttpHeaders request, ResponseGuard guard) {
            synchronized (responses) {
                for (Expected response : responses) {
                    if (response.request == request) {
                        response.guard = guard;
                        return;
                    }
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof HttpRequest request) {
                synchronized (responses) {
                    responses.add(new Expected(request.headers()));
                }
            }
            super.channelRead(context, message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof HttpResponse response) {
                int status = response.status().code();
                if (isFinal(status)) {
                    guard(response.headers(), answered(status));
                } else if (response.headers().contains(HttpHeaderNames.SET_COOKIE)) {
                    // Browsers take no cookies from an interim response.
                    response.headers().remove(HttpHeaderNames.SET_COOKIE);
                }
            }
            super.write(context, message, promise);
        }

        private static boolean isFinal(int status) {
            return status >= FIRST_FINAL_STATUS || status == SWITCHING_PROTOCOLS;
        }

        /** The request of a response: the first one waiting, but for an upgrade, which is of the last one and waits for none. */
        private @Nullable Expected answered(int status) {
            synchronized (responses) {
                return status == SWITCHING_PROTOCOLS ? responses.pollLast() : responses.poll();
            }
        }

        private void guard(HttpHeaders response, @Nullable Expected expected) {
            ResponseGuard guard = expected == null ? null : expected.guard;
            if (guard != null) {
                guard.written(micronaut(response));
            } else if (response.contains(HttpHeaderNames.SET_COOKIE)) {
                // Nothing of Micronaut has seen the request: a handler of Netty's answers by itself.
                MutableHttpHeaders request = micronaut(expected == null ? new DefaultHttpHeaders() : expected.request);
                new ResponseGuard(consent, request, name -> request.getAll(name).iterator())
                        .written(micronaut(response));
            }
        }

        private static MutableHttpHeaders micronaut(HttpHeaders headers) {
            return new NettyHttpHeaders(headers, ConversionService.SHARED);
        }
    }
}
