package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;
import org.junit.jupiter.api.Test;

class ConsentMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CookieConsent consent = CookieConsent.builder()
            .catalogue(Site.catalogue())
            .listener(new ConsentMetrics(registry))
            .build();

    private ConsentExchange visitor(String... cookies) {
        return consent.begin(
                name -> name.equals("Cookie") ? List.of(cookies).iterator() : Collections.emptyIterator(), line -> {});
    }

    private double refused(String cookie, String reason, String action) {
        return registry.get("consent.cookies.refused")
                .tags("cookie", cookie, "reason", reason, "action", action)
                .counter()
                .count();
    }

    @Test
    void refusedCookiesCountUnderTheirDeclarationsName() {
        ConsentExchange exchange = visitor("stat_old=1");
        exchange.admits("stat_a=1");
        exchange.admits("stat_b=1");
        exchange.admits("JSESSIONID=1");
        exchange.admits("cookies_preferences=forged");
        assertThat(refused("stat_*", "undecided", "refused")).isEqualTo(2);
        assertThat(refused("stat_*", "undecided", "hidden")).isEqualTo(1);
        assertThat(refused("stat_*", "undecided", "expired")).isEqualTo(1);
        assertThat(refused("cookies_preferences", "reserved", "refused")).isEqualTo(1);
        assertThat(registry.getMeters()).hasSize(4);
    }

    @Test
    void namesThatVisitorsMakeUpDoNotBecomeMeters() {
        for (int i = 0; i < 200; i++) {
            ConsentExchange exchange = visitor("made_up_" + i + "=1", "stat_" + i + "=1");
            exchange.admits("undeclared_" + i + "=1");
            exchange.admits("stat_" + i + "=1");
            exchange.admits("un\u0001readable" + i + "=1");
        }
        assertThat(registry.getMeters().stream().map(Meter::getId).map(id -> id.getTag("cookie")))
                .containsOnly("stat_*", "undeclared", "unreadable");
        assertThat(registry.getMeters()).hasSizeLessThan(8);
        assertThat(refused("undeclared", "undeclared", "refused")).isEqualTo(200);
        assertThat(refused("undeclared", "undeclared", "hidden")).isEqualTo(200);
    }

    @Test
    void choicesCountByCategory() {
        visitor().grantAll();
        visitor().record(Map.of(Category.STATISTICAL, Choice.GRANTED, Category.FIRST_PARTY, Choice.REFUSED));
        assertThat(choices("statistical", "granted")).isEqualTo(2);
        assertThat(choices("first-party", "granted")).isEqualTo(1);
        assertThat(choices("first-party", "refused")).isEqualTo(1);
    }

    private double choices(String category, String choice) {
        return registry.get("consent.choices")
                .tags("category", category, "choice", choice)
                .counter()
                .count();
    }
}
