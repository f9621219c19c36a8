package org.consent4j.pages;

import static org.consent4j.pages.Html.element;

import java.util.List;
import java.util.Optional;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.pages.Html.Element;
import org.consent4j.pages.Html.Node;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;

/** The form in which a visitor chooses, in the state of what was chosen. */
final class PreferencesPage {

    /** Before the ids of the page's own: no category's id has an underscore, so they never meet. */
    private static final String ID = "choice_";

    private final ConsentPages pages;
    private final Texts texts;
    private final ActiveCatalogue catalogue;
    private final ConsentExchange exchange;
    private final Preferences preferences;

    PreferencesPage(ConsentPages pages, Texts texts, ConsentExchange exchange) {
        this.pages = pages;
        this.texts = texts;
        this.catalogue = exchange.catalogue();
        this.exchange = exchange;
        this.preferences = exchange.preferences();
    }

    PageResponse response(FormData query) {
        List<Category> offered =
                catalogue.categories().stream().filter(catalogue::offersChoice).toList();
        return Page.response(
                pages,
                texts,
                200,
                "no-store",
                texts.plain("preferences.title", pages.siteName()),
                texts.text("preferences.title", Html.isolated(pages.siteName())),
                Html.link(pages.policyPath(), texts.text("policy.link")),
                privacyControl(),
                state(offered, saved(query)),
                alwaysOn(),
                form(offered, query.first(Submission.NEXT).flatMap(SitePath::of)));
    }

    /** Not for a link alone that says so: something must have been chosen. */
    private Node saved(FormData query) {
        return query.first("saved").isPresent() && counts()
                ? Html.all(
                        element("p", texts.text("preferences.saved")).with("role", "status"),
                        element(
                                "p",
                                Html.link(
                                        pages.homePath(),
                                        texts.text("preferences.home", Html.isolated(pages.siteName())))))
                : Html.NOTHING;
    }

    /** Whether something was chosen that still counts; a day may be left of grants that have all gone stale. */
    private boolean counts() {
        return preferences.granted() != 0 || preferences.refused() != 0;
    }

    private Node privacyControl() {
        return exchange.globalPrivacyControl()
                ? element("p", texts.text("preferences.privacy-control")).with("class", "choice-signal")
                : Html.NOTHING;
    }

    private Node state(List<Category> offered, Node saved) {
        if (offered.isEmpty()) {
            return element("p", texts.text("preferences.nothing"));
        }
        Element state = element("div", saved).with("class", "choice-state");
        if (counts()
                && preferences.decidedOn().isPresent()
                && preferences.validUntil().isPresent()) {
            state.add(element(
                    "p",
                    texts.text(
                            "preferences.decided",
                            texts.date(preferences.decidedOn().get()),
                            texts.date(preferences.validUntil().get()))));
        }
        List<Category> undecided = exchange.undecided();
        List<Category> stale = undecided.stream()
                .filter(category -> preferences.isStale(category.id()))
                .toList();
        List<Category> open = undecided.stream()
                .filter(category -> !preferences.isStale(category.id()))
                .toList();
        if (!open.isEmpty()) {
            state.add(element("p", texts.text("preferences.undecided", titles(open))));
        }
        if (!stale.isEmpty()) {
            state.add(element("p", texts.text("preferences.stale", titles(stale))));
        }
        return state;
    }

    private Node titles(List<Category> categories) {
        return texts.list(
                categories.stream().map(category -> texts.of(category.title())).toList());
    }

    private Node form(List<Category> offered, Optional<String> next) {
        if (offered.isEmpty()) {
            return Html.NOTHING;
        }
        // Some browsers would otherwise tick, on a reload, what is no longer so.
        Element form = element("form")
                .with("method", "post")
                .with("action", pages.preferencesPath())
                .with("autocomplete", "off")
                .with("class", "choice-form");
        next.ifPresent(path -> form.add(hidden(Submission.NEXT, path)));
        offered.forEach(category -> form.add(item(category)));
        // The first button is the one that the Enter key presses, and it must be none that chooses for the visitor.
        return form.add(element(
                        "div",
                        element("button", texts.text("preferences.save"))
                                .with("type", "submit")
                                .with("class", "choice-button choice-save"),
                        choiceButton(Submission.ACCEPT_ALL, texts.text("choice.accept-all")),
                        choiceButton(Submission.REFUSE_ALL, texts.text("choice.refuse-all")))
                .with("class", "choice-buttons"));
    }

    static Element hidden(String name, String value) {
        return element("input").with("type", "hidden").with("name", name).with("value", value);
    }

    /** Accept and refuse are the same control in the same looks (rules 4 and 21). */
    static Element choiceButton(String value, Node label) {
        return element("button", label)
                .with("type", "submit")
                .with("name", Submission.CHOICE)
                .with("value", value)
                .with("class", "choice-button");
    }

    private Node item(Category category) {
        String box = ID + category.id();
        String about = box + "_about";
        Element explanation =
                element("div", element("p", texts.of(category.description()))).with("id", about);
        if (!catalogue.asksFor(category)) {
            explanation.add(element("p", texts.text("preferences.objection")));
        } else if (preferences.isStale(category.id())) {
            explanation.add(element("p", texts.text("preferences.changed")));
        }
        return element(
                        "section",
                        element("h2", texts.of(category.title())),
                        explanation,
                        element(
                                        "label",
                                        element("input")
                                                .with("type", "checkbox")
                                                .with("id", box)
                                                .with("name", category.id())
                                                .with("value", Submission.GRANTED)
                                                .with("aria-describedby", about)
                                                .withIf(isOn(category), "checked"),
                                        element("span", texts.text("preferences.allow", texts.of(category.title()))))
                                .with("for", box)
                                .with("class", "choice-switch"),
                        cookies(category))
                .with("class", "choice-item");
    }

    /** What is exempt as a whole is on unless refused, and the box shows it; all else is off unless granted (rule 5). */
    private boolean isOn(Category category) {
        Choice choice = preferences.choice(category.id());
        return catalogue.asksFor(category) ? choice == Choice.GRANTED : choice != Choice.REFUSED;
    }

    private Node alwaysOn() {
        return Html.all(catalogue.categories().stream()
                .filter(category -> !catalogue.offersChoice(category))
                .filter(category -> !catalogue.declarations(category).isEmpty())
                .map(category -> element(
                                "section",
                                element("h2", texts.of(category.title())),
                                element("p", texts.of(category.description())),
                                element("p", texts.text("preferences.always-on")),
                                cookies(category))
                        .with("class", "choice-item"))
                .toList());
    }

    private Node cookies(Category category) {
        List<CookieDeclaration> cookies = catalogue.declarations(category);
        Node title = texts.of(category.title());
        return element(
                        "details",
                        element("summary", texts.text("preferences.cookies", title)),
                        new CookieTable(texts, pages.siteName()).of(cookies, texts.text("table.caption", title)))
                .with("class", "choice-details");
    }
}
