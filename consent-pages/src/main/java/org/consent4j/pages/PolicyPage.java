package org.consent4j.pages;

import static org.consent4j.pages.Html.element;

import java.util.List;
import org.consent4j.ActiveCatalogue;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Requirement;
import org.consent4j.pages.Html.Element;
import org.consent4j.pages.Html.Node;

/** The cookie policy: the same for everybody, so nothing here asks what the visitor chose (rule 19). */
final class PolicyPage {

    private final ConsentPages pages;
    private final Texts texts;
    private final ActiveCatalogue catalogue;

    PolicyPage(ConsentPages pages, Texts texts, ActiveCatalogue catalogue) {
        this.pages = pages;
        this.texts = texts;
        this.catalogue = catalogue;
    }

    PageResponse response() {
        return Page.response(
                pages,
                texts,
                200,
                "no-cache",
                texts.plain("policy.title", pages.siteName()),
                texts.text("policy.title", site()),
                Html.link(pages.preferencesPath(), texts.text("preferences.link")),
                element("p", texts.text("policy.introduction", site())),
                element("p", Html.link(pages.preferencesPath(), texts.text("policy.choose")))
                        .with("class", "choice-permanent"),
                element("h2", texts.text("policy.what.title")),
                element("p", texts.text("policy.what.storage")),
                element("p", texts.text("policy.what.uses")),
                element("h2", texts.text("policy.kinds.title")),
                kinds(),
                element("h2", texts.text("policy.used.title", site())),
                Html.all(catalogue.categories().stream().map(this::section).toList()));
    }

    private Node site() {
        return Html.isolated(pages.siteName());
    }

    private Node kinds() {
        Element kinds = element("dl");
        for (Category category : catalogue.categories()) {
            kinds.add(
                    element("dt", texts.of(category.title())),
                    element("dd", element("p", texts.of(category.description())), element("p", rule(category))));
        }
        return kinds.with("class", "choice-kinds");
    }

    /** What the category's cookies need before they are used. */
    private Node rule(Category category) {
        if (category.requirement() == Requirement.NOTHING) {
            return texts.text("rule.nothing");
        }
        List<CookieDeclaration> cookies = catalogue.declarations(category);
        if (cookies.isEmpty()) {
            return texts.text("rule.consent.unused");
        }
        if (!catalogue.asksFor(category)) {
            return texts.text("rule.objection");
        }
        return cookies.stream().anyMatch(cookie -> cookie.exemption().isPresent())
                ? texts.text("rule.consent.exemptions")
                : texts.text("rule.consent");
    }

    private Node section(Category category) {
        List<CookieDeclaration> cookies = catalogue.declarations(category);
        if (cookies.isEmpty()) {
            return Html.NOTHING;
        }
        return element(
                        "section",
                        element("h3", texts.of(category.title())),
                        new CookieTable(texts, pages.siteName())
                                .of(cookies, texts.text("table.caption", texts.of(category.title()))))
                .with("id", category.id());
    }
}
