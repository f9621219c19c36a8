package org.consent4j.compatibility.shop;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.ServerWebSocket;
import org.consent4j.micronaut.RequiresConsent;
import org.consent4j.micronaut.RequiresConsent.Otherwise;

/** Routes that need consent. */
@Requires(env = "shop")
@Controller(produces = MediaType.TEXT_PLAIN)
@Secured(SecurityRule.IS_ANONYMOUS)
@RequiresConsent("statistical")
class ShopController {

    @Get("/counted")
    String counted() {
        return "counted";
    }

    @RequiresConsent({"statistical", "first-party"})
    @Get("/both")
    String both() {
        return "both";
    }

    @RequiresConsent(value = "first-party", otherwise = Otherwise.PREFERENCES)
    @Get("/profile{?x}")
    String profile() {
        return "profile";
    }

    @RequiresConsent(value = "first-party", otherwise = Otherwise.PREFERENCES)
    @Post("/profile")
    String save() {
        return "saved";
    }

    @RequiresConsent(value = "first-party", otherwise = Otherwise.FALLBACK, fallback = "/bestsellers?for=you")
    @Get("/recommendations")
    String recommendations() {
        return "recommendations";
    }

    @RequiresConsent(value = "first-party", otherwise = Otherwise.FALLBACK, fallback = "/bestsellers")
    @Post("/recommendations")
    String recommendations(@Body String body) {
        return body;
    }

    @RequiresConsent({})
    @Requires(property = "shop.without-category")
    @Controller
    static class WithoutCategory {
        @Get("/without-category")
        void get() {}
    }

    @Requires(env = "shop")
    @Controller(produces = MediaType.TEXT_PLAIN)
    @Secured(SecurityRule.IS_ANONYMOUS)
    static class Open {

        @Get("/bestsellers")
        String bestsellers(@QueryValue(value = "for", defaultValue = "all") String who, HttpRequest<?> request) {
            return "bestsellers for " + who + ", " + request.getHeaders().getAll("Cookie");
        }

        @Post("/bestsellers")
        String bestsellers(@Nullable @Body String body) {
            return body == null ? "none" : body;
        }

        @RequiresConsent(value = "first-party", otherwise = Otherwise.FALLBACK, fallback = "/circle")
        @Get("/circle")
        String circle() {
            return "circle";
        }

        @RequiresConsent("nothing-of-the-kind")
        @Get("/unknown")
        String unknown() {
            return "unknown";
        }
    }

    @Requires(env = "shop")
    @ServerWebSocket("/live")
    @Secured(SecurityRule.IS_ANONYMOUS)
    @RequiresConsent("statistical")
    static class Live {

        @OnMessage
        void message(String message) {}
    }

    @Requires(env = "shop")
    @Controller("/private")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    @RequiresConsent("statistical")
    static class Private {

        @Get
        String secret() {
            return "secret";
        }
    }

    @Requires(property = "shop.fallback")
    @Controller
    static class WithoutFallback {

        @RequiresConsent(value = "first-party", otherwise = Otherwise.FALLBACK, fallback = "bestsellers")
        @Get("/no-path")
        void get() {}
    }

    @Requires(property = "shop.unencoded-fallback")
    @Controller
    static class UnencodedFallback {

        @RequiresConsent(value = "first-party", otherwise = Otherwise.FALLBACK, fallback = "/best sellers")
        @Get("/no-address")
        void get() {}
    }

    @Requires(property = "shop.unused-fallback")
    @Controller
    static class UnusedFallback {

        @RequiresConsent(value = "first-party", fallback = "/bestsellers")
        @Get("/unused")
        void get() {}
    }
}
