package org.consent4j.compatibility;

import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;

/** Sessions are Spring Session's, with the cookie SESSION, not the container's. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SpringSessions {

    @Bean
    MapSessionRepository sessions() {
        return new MapSessionRepository(new ConcurrentHashMap<>());
    }
}
