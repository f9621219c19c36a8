package org.consent4j.example.spring;

import org.consent4j.catalogue.CookieCatalogue;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Starts the portal.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Portal {

    private static final int STANDARD_PORT = 8080;

    Portal() {}

    /**
     * Starts the portal and stays until the process is ended.
     *
     * @param arguments {@code --port N}; 8080 if left out
     */
    public static void main(String[] arguments) {
        int port;
        try {
            port = port(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        ApplicationContext portal = start(port);
        System.out.println("The portal is at http://localhost:" + port(portal) + "/");
    }

    static int port(String[] arguments) {
        if (arguments.length == 0) {
            return STANDARD_PORT;
        }
        if (arguments.length == 2 && arguments[0].equals("--port") && arguments[1].matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(arguments[1]);
            if (port <= 65_535) {
                return port;
            }
        }
        throw new IllegalArgumentException("Usage: --port N, with N from 0 (any free port) to 65535.");
    }

    static ConfigurableApplicationContext start(int port) {
        return SpringApplication.run(Portal.class, "--server.port=" + port);
    }

    static int port(ApplicationContext portal) {
        return portal.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** All that the portal has to do for consent. */
    @Bean
    CookieCatalogue catalogue() {
        return new PortalCatalogue();
    }

    /** The portal has nothing to log in to, and no form of its own that changes anything. */
    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                // Each page knows best how long it may be kept.
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
                .build();
    }

    /** Refuses no request for the octets of its cookies, which any site of the same domain can set. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }
}
