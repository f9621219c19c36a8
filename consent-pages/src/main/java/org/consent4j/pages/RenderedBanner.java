package org.consent4j.pages;

import java.util.Optional;
import java.util.UUID;
import org.consent4j.ActiveCatalogue;
import org.consent4j.preference.Preferences;

/**
 * A banner as it is for all visitors of a language who are asked for the same; only the way back is each visitor's own.
 *
 * @param closed the banner without a way back
 * @param before the banner up to the way back
 * @param after the banner from there on
 */
record RenderedBanner(String closed, String before, String after) {

    /** Stands for the way back while a banner is rendered. No text of a site can have it in it. */
    private static final String PLACE = '/' + UUID.randomUUID().toString();

    /**
     * What a banner depends on, beside the catalogue.
     *
     * @param settled the categories that the visitor is not asked for, as the preferences number them
     */
    record Key(Texts texts, long settled) {

        static Key of(Texts texts, Preferences preferences) {
            return new Key(texts, preferences.granted() | preferences.refused());
        }
    }

    static RenderedBanner of(Settings settings, Texts texts, ActiveCatalogue catalogue, Preferences preferences) {
        String open = Templates.html(settings, Banner.of(settings, texts, catalogue, preferences, Optional.of(PLACE)));
        int place = open.indexOf(PLACE);
        return new RenderedBanner(
                Templates.html(settings, Banner.of(settings, texts, catalogue, preferences, Optional.empty())),
                open.substring(0, place),
                open.substring(place + PLACE.length()));
    }

    /**
     * The banner with a way back.
     *
     * @param next a checked path on this site, or empty for none
     */
    String leadingTo(String next) {
        return next.isEmpty() ? closed : before + Html.escape(next) + after;
    }
}
