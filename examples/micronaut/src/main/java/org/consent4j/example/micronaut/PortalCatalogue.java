package org.consent4j.example.micronaut;

import jakarta.inject.Singleton;
import java.util.List;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;

/**
 * Every cookie of the portal.
 */
@Singleton
final class PortalCatalogue implements CookieCatalogue {

    private static final Provider OPENDATASOFT = Provider.of("Opendatasoft");

    private final List<CookieDeclaration> declarations = List.of(
            CookieDeclaration.cookie("sessionid")
                    .category(Category.NECESSARY)
                    .provider(OPENDATASOFT)
                    .function("Authentication")
                    .location("front and back office")
                    .purpose("To remember the user from one page to another")
                    .retention(Retention.days(14))
                    .build(),
            CookieDeclaration.cookie("django_language")
                    .category(Category.NECESSARY)
                    .provider(OPENDATASOFT)
                    .function("Language selection")
                    .location("front and back office")
                    .purpose("To remember the visitor's language")
                    .retention(Retention.session())
                    .build(),
            CookieDeclaration.cookie("csrftoken")
                    .category(Category.NECESSARY)
                    .provider(OPENDATASOFT)
                    .function("API (CSRF)")
                    .location("front and back office")
                    .purpose("To retrieve data via API calls")
                    .retention(Retention.days(364))
                    .build(),
            CookieDeclaration.cookie("cookies_preferences")
                    .category(Category.NECESSARY)
                    .provider(OPENDATASOFT)
                    .function("Choices related to your cookie preferences")
                    .purpose("To remember the visitor's cookie preferences")
                    .retention(Retention.months(6))
                    .build(),
            CookieDeclaration.cookie("_pk_id.*")
                    .category(Category.STATISTICAL)
                    .provider(OPENDATASOFT)
                    .function("Audience measurement with a Matomo of our own")
                    .location("front office")
                    .purpose("To tell one visitor from another when visits are counted")
                    .retention(Retention.months(13))
                    .build(),
            CookieDeclaration.cookie("visitor_profile")
                    .category(Category.FIRST_PARTY)
                    .provider(OPENDATASOFT)
                    .function("Suggestions")
                    .location("front office")
                    .purpose("To suggest datasets that go with those that the visitor has opened")
                    .retention(Retention.days(180))
                    .build(),
            CookieDeclaration.cookie("_osm_session")
                    .category(Category.THIRD_PARTY)
                    .provider(Provider.of("OpenStreetMap Foundation", "https://osmfoundation.org/wiki/Privacy_Policy"))
                    .function("Embedded map")
                    .location("home page")
                    .purpose("To show a map of the city; the provider learns which page shows it")
                    .retention(Retention.session())
                    .domain("openstreetmap.org")
                    .build());

    @Override
    public List<CookieDeclaration> declarations() {
        return declarations;
    }
}
