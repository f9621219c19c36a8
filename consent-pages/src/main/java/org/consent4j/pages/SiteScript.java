package org.consent4j.pages;

import java.util.List;
import org.consent4j.ActiveCatalogue;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.Requirement;
import org.consent4j.preference.PreferenceScheme;

/**
 * The script for a site's own pages, which are the same for everybody: it knows the site's categories, and reads what a
 * visitor chose from the preference cookie.
 */
final class SiteScript {

    private final Settings settings;
    private final Texts texts;
    private final ActiveCatalogue catalogue;

    SiteScript(Settings settings, Texts texts, ActiveCatalogue catalogue) {
        this.settings = settings;
        this.texts = texts;
        this.catalogue = catalogue;
    }

    /** The function of the assets, called with this site's configuration and with what only a script itself can do. */
    String text() {
        return '(' + settings.assets().siteScript() + ")(" + configuration() + ",path=>import(path));\n";
    }

    private String configuration() {
        String language = texts.language().tag();
        Json json = new Json();
        json.open('{');
        json.field("cookie", settings.consent().preferenceCookie().name());
        json.field("signed", settings.consent().preferenceCookie().isSigned());
        json.field("preferences", settings.preferences());
        json.field("banner", settings.banner() + "?lang=" + language);
        json.field("style", settings.asset(settings.assets().bannerStyle()));
        json.field("script", settings.asset(settings.assets().bannerScript()));
        json.field("lang", language);
        json.field("dir", texts.language().direction());
        json.name("categories").open('[');
        catalogue.categories().forEach(category -> add(json, category));
        json.close(']');
        json.name("dormant").open('[');
        catalogue.scheme().dormantCodes().forEach(json::value);
        json.close(']');
        json.name("texts").open('{');
        json.field("blocked", texts.text("gate.blocked"));
        json.field("show", texts.text("gate.show"));
        json.field("reload", texts.text("gate.reload"));
        json.field("again", texts.text("gate.reload.button"));
        json.close('}');
        json.close('}');
        return json.toString();
    }

    /** Id and title; where there is something to choose, also code, fingerprint and whether consent is asked for. */
    private void add(Json json, Category category) {
        List<PreferenceScheme.Entry> entries = catalogue.scheme().entries().stream()
                .filter(entry -> entry.categoryId().equals(category.id()))
                .toList();
        if (entries.isEmpty() && category.requirement() != Requirement.NOTHING) {
            return;
        }
        json.open('[').value(category.id()).value(texts.of(category.title()).text());
        for (PreferenceScheme.Entry entry : entries) {
            json.value(entry.code()).value(entry.fingerprint()).value(catalogue.asksFor(category) ? 1 : 0);
        }
        json.close(']');
    }
}
