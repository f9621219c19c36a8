package org.consent4j;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.consent4j.Exchanges.Request;
import org.consent4j.Exchanges.Response;
import org.consent4j.catalogue.AudienceMeasurementExemption;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;

/** A site with cookies of every kind, for tests of the core. */
final class Site {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    static final CookieDeclaration SESSION =
            declare("JSESSIONID", Category.NECESSARY).purpose("Login").build();
    static final CookieDeclaration GA = declare("_ga", Category.STATISTICAL).build();
    static final CookieDeclaration GA_ANY =
            declare("_ga_*", Category.STATISTICAL).build();
    static final CookieDeclaration EXEMPT = declare("_pk_id.*", Category.STATISTICAL)
            .exemption(exemption())
            .retention(Retention.months(13))
            .build();
    static final CookieDeclaration SHOP = declare("seen", Category.FIRST_PARTY)
            .path("/shop")
            .domain("shop.example.org")
            .build();
    static final CookieDeclaration ADS = declare("ads", Category.THIRD_PARTY)
            .provider(Provider.of("Example Ads", "https://ads.example/policy"))
            .partitioned()
            .build();
    static final CookieDeclaration HOST_BOUND =
            declare("__Host-track", Category.STATISTICAL).path("/shop").build();
    static final CookieDeclaration SECURE =
            declare("__Secure-track", Category.STATISTICAL).build();

    private Site() {}

    static CookieDeclaration.Builder declare(String name, Category category) {
        return CookieDeclaration.cookie(name)
                .category(category)
                .provider(Provider.SITE)
                .retention(Retention.session());
    }

    static AudienceMeasurementExemption exemption() {
        return AudienceMeasurementExemption.attest()
                .solelyAudienceMeasurement()
                .forThePublisherOnly()
                .anonymousStatisticsOnly()
                .noCrossSiteTracking()
                .noSharingOrCrossReferencing()
                .lifetimeNotProlongedByVisits()
                .visitorsInformedAndAbleToObject()
                .build();
    }

    static CookieConsent.Builder builder() {
        return CookieConsent.builder()
                .clock(new SetClock())
                .catalogue(CookieCatalogue.of(SESSION, GA, GA_ANY, EXEMPT, SHOP, ADS, HOST_BOUND, SECURE));
    }

    /** The Cookie pair of a visitor who has decided so today, such as {@code "s+ i- t-"}. */
    static String chose(CookieConsent consent, String choices) {
        Response response = new Response();
        ConsentExchange exchange = consent.begin(Request.of(), response);
        for (String choice : choices.split(" ", -1)) {
            Category category = switch (choice.charAt(0)) {
                case 's' -> Category.STATISTICAL;
                case 'i' -> Category.FIRST_PARTY;
                default -> Category.THIRD_PARTY;
            };
            exchange.record(Map.of(category, choice.endsWith("+") ? Choice.GRANTED : Choice.REFUSED));
        }
        String line = response.lines.get(response.lines.size() - 1);
        return line.substring(0, line.indexOf(';'));
    }

    /** A clock that tests set. */
    static final class SetClock extends Clock {

        private volatile Instant now = NOW;

        void pass(Duration time) {
            now = now.plus(time);
        }

        void set(Instant instant) {
            now = instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** A listener that keeps what it hears. */
    static final class Heard implements ConsentListener {

        final List<CookieEvent> events = Collections.synchronizedList(new ArrayList<>());
        final List<UndeclaredCookie> undeclared = Collections.synchronizedList(new ArrayList<>());
        final List<Preferences> choices = Collections.synchronizedList(new ArrayList<>());
        final List<ActiveCatalogue> catalogues = Collections.synchronizedList(new ArrayList<>());
        final List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onCookie(CookieEvent event) {
            events.add(event);
        }

        @Override
        public void onUndeclared(UndeclaredCookie cookie) {
            undeclared.add(cookie);
        }

        @Override
        public void onChoice(Preferences before, Preferences after) {
            choices.add(before);
            choices.add(after);
        }

        @Override
        public void onCatalogue(ActiveCatalogue catalogue) {
            catalogues.add(catalogue);
        }

        @Override
        public void onCatalogueFailure(RuntimeException failure) {
            failures.add(failure);
        }

        List<String> told() {
            List<String> told = new ArrayList<>();
            events.forEach(event -> told.add(event.action() + " " + event.name() + " " + event.reason()
                    + (event.enforced() ? "" : " reported")));
            return told;
        }
    }
}
