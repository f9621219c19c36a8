package org.consent4j.compatibility.shop;

import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** An application as a user writes it: a catalogue, and nothing else of consent. */
@SpringBootApplication(proxyBeanMethods = false)
class ShopApplication {

    @Bean
    CookieCatalogue catalogue() {
        return CookieCatalogue.of(
                CookieDeclaration.cookie("visits")
                        .category(Category.STATISTICAL)
                        .provider(Provider.SITE)
                        .purpose("To count visits")
                        .retention(Retention.months(6))
                        .build(),
                CookieDeclaration.cookie("looked_at")
                        .category(Category.FIRST_PARTY)
                        .provider(Provider.SITE)
                        .purpose("To recommend what fits what you looked at")
                        .retention(Retention.months(6))
                        .build());
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
