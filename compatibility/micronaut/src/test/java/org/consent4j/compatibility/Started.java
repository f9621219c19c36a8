package org.consent4j.compatibility;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import org.consent4j.CookieConsent;
import org.jspecify.annotations.Nullable;

/** Applications of these tests, each of which an environment selects. */
public final class Started {

    private Started() {}

    public static EmbeddedServer in(String environment, @Nullable CookieConsent consent, Object... properties) {
        Map<String, Object> configured = new HashMap<>();
        configured.put("micronaut.server.port", -1);
        // The suite sends headers of 64 KiB.
        configured.put("micronaut.server.netty.max-header-size", 128 * 1024);
        configured.put("micronaut.security.enabled", false);
        // Where sessions have a cookie, Micronaut parses all cookies of a request before its route runs.
        configured.put("micronaut.session.http.cookie", false);
        for (int i = 0; i < properties.length; i += 2) {
            configured.put(properties[i].toString(), properties[i + 1]);
        }
        ApplicationContext context = ApplicationContext.builder(environment)
                .deduceEnvironment(false)
                .properties(configured)
                .build();
        if (consent != null) {
            context.registerSingleton(CookieConsent.class, consent);
        }
        context.start();
        return context.getBean(EmbeddedServer.class).start();
    }
}
