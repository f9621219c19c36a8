package org.consent4j.compatibility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.consent4j.CookieConsent;
import org.consent4j.test.ConsentTck;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The behaviour suite with what only Spring has: its sessions, its security, its own ways to set a cookie. */
abstract class SpringConsentTck extends ConsentTck {

    private final Class<?> server;

    SpringConsentTck(Class<?> server) {
        this.server = server;
    }

    @Override
    protected RunningSite start(CookieConsent consent) {
        return start(consent, TckApplication.WithSpringSession.class);
    }

    private RunningSite start(CookieConsent consent, Class<?>... more) {
        List<Class<?>> sources = new ArrayList<>(List.of(TckApplication.class, server));
        sources.addAll(Arrays.asList(more));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .initializers(starting -> starting.getBeanFactory().registerSingleton("consent", consent))
                .run();
        Integer port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new RunningSite(port, context);
    }
}
