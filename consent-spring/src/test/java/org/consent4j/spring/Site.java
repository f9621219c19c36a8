package org.consent4j.spring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.preference.Choice;

/** A small site's catalogue, and its visitors' cookies. */
final class Site {

    static final CookieDeclaration SESSION = CommonCookies.servletSession();
    static final CookieDeclaration STATISTICS = declaration("stat_*", Category.STATISTICAL);
    static final CookieDeclaration ADVERTS = declaration("advert", Category.FIRST_PARTY);

    private Site() {}

    static CookieCatalogue catalogue() {
        return CookieCatalogue.of(SESSION, STATISTICS, ADVERTS);
    }

    static CookieDeclaration declaration(String name, Category category) {
        return CookieDeclaration.cookie(name)
                .category(category)
                .provider(Provider.SITE)
                .purpose("To show it here")
                .retention(Retention.days(30))
                .build();
    }

    /** The preference cookie of a visitor who grants one category and refuses all others. */
    static String visitorWho(CookieConsent consent, Category granted) {
        List<String> lines = new ArrayList<>();
        ConsentExchange exchange = consent.begin(name -> Collections.emptyIterator(), lines::add);
        exchange.refuseAll();
        exchange.record(Map.of(granted, Choice.GRANTED));
        String line = lines.get(lines.size() - 1);
        return line.substring(0, line.indexOf(';'));
    }
}
