package org.consent4j.pages;

import static org.consent4j.pages.Html.element;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.pages.Html.Element;
import org.consent4j.pages.Html.Node;

/** The question to a visitor who has not chosen, as a part of any page of the site. */
final class Banner {

    private static final String TITLE_ID = "choice_banner_title";

    private final ConsentPages pages;
    private final Texts texts;

    Banner(ConsentPages pages, Texts texts) {
        this.pages = pages;
        this.texts = texts;
    }

    String html(ConsentExchange exchange, Optional<String> next) {
        List<Category> undecided = exchange.undecided();
        long asked = exchange.catalogue().categories().stream()
                .filter(exchange.catalogue()::asksFor)
                .count();
        boolean some = undecided.size() < asked;
        Node site = Html.isolated(pages.siteName());
        Element list = element("ul");
        undecided.forEach(category -> list.add(element("li", texts.of(category.title()))));
        Element form = element("form")
                .with("method", "post")
                .with("action", pages.preferencesPath())
                .with("class", "choice-form");
        next.ifPresent(path -> form.add(PreferencesPage.hidden(Submission.NEXT, path)));
        if (some) {
            undecided.forEach(category -> form.add(PreferencesPage.hidden(Submission.ASKED_FOR, category.id())));
        }
        form.add(element(
                        "div",
                        PreferencesPage.choiceButton(
                                Submission.ACCEPT_ALL, texts.text(some ? "choice.accept" : "choice.accept-all")),
                        PreferencesPage.choiceButton(
                                Submission.REFUSE_ALL, texts.text(some ? "choice.refuse" : "choice.refuse-all")),
                        Html.link(preferences(next), texts.text("banner.choose"))
                                .with("class", "choice-button"))
                .with("class", "choice-buttons"));
        return Html.string(element(
                        "section",
                        element("h2", texts.text("banner.title", site)).with("id", TITLE_ID),
                        element("p", texts.text(some ? "banner.asks-again" : "banner.asks", site)),
                        list,
                        element(
                                "p",
                                texts.text("banner.more", Html.link(pages.policyPath(), texts.text("policy.link")))),
                        form)
                .with("class", "choice-banner")
                .with("aria-labelledby", TITLE_ID)
                .with("lang", texts.language()));
    }

    private String preferences(Optional<String> next) {
        return pages.preferencesPath()
                + next.map(path -> "?" + Submission.NEXT + "=" + URLEncoder.encode(path, StandardCharsets.UTF_8))
                        .orElse("");
    }
}
