package org.consent4j.compatibility;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;

/** Sessions are Spring Session's, with the cookie SESSION, not the container's. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SpringSessions {

    @Bean
    SessionRepository<MapSession> sessions() {
        return new SharedSessions();
    }

    /**
     * Keeps the sessions themselves, where {@code MapSessionRepository} keeps copies: Spring Session saves a second time
     * after the response has left, which would take back what the visitor's next request has saved by then.
     */
    private static final class SharedSessions implements SessionRepository<MapSession> {

        private final Map<String, MapSession> sessions = new ConcurrentHashMap<>();

        @Override
        public MapSession createSession() {
            return new MapSession();
        }

        @Override
        public void save(MapSession session) {
            sessions.put(session.getId(), session);
            // Under its former id, where it has a new one.
            sessions.keySet().removeIf(id -> !id.equals(session.getId()) && session.equals(sessions.get(id)));
        }

        @Override
        public MapSession findById(String id) {
            return sessions.get(id);
        }

        @Override
        public void deleteById(String id) {
            sessions.remove(id);
        }
    }
}
