package org.consent4j.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.consent4j.ActiveCatalogue;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * The question to a visitor who has not chosen, for those who write the banner's markup themselves.
 *
 * <p>It is a form that is posted to {@link #action}, with the {@link #fields}, and with a field {@code choice} whose
 * value is {@code accept-all} or {@code refuse-all}. The two stand side by side in the same looks (rules 4 and 21); the
 * third leads to the form with all choices, {@link #action} again, requested with the {@link #fields} that have to do
 * with language and way back. All strings are plain text and have to be escaped.
 *
 * @param language the banner's language
 * @param title what the banner is called
 * @param question who asks, and what
 * @param categories what the visitor is asked for
 * @param responsible who is responsible, or null where the site did not say
 * @param policy the way to the cookie policy
 * @param action where the form is posted, and where all choices are
 * @param fields the hidden fields of the form
 * @param accept what the button says that accepts
 * @param refuse what the button says that refuses
 * @param choose what the button says that leads to all choices
 */
public record Banner(
        Language language,
        String title,
        String question,
        List<Purpose> categories,
        @Nullable String responsible,
        Link policy,
        String action,
        List<HiddenField> fields,
        String accept,
        String refuse,
        String choose) {

    /**
     * A category that the visitor is asked for.
     *
     * @param id the category's id
     * @param title the category's name
     * @param description what its cookies do
     */
    public record Purpose(String id, Text title, Text description) {}

    static Banner of(
            Settings settings, Texts texts, ActiveCatalogue catalogue, Preferences preferences, Optional<String> next) {
        List<Category> asked =
                catalogue.categories().stream().filter(catalogue::asksFor).toList();
        List<Category> undecided = asked.stream()
                .filter(category -> preferences.choice(category.id()) == Choice.UNDECIDED)
                .toList();
        boolean some = undecided.size() < asked.size();
        List<HiddenField> fields = new ArrayList<>();
        fields.add(new HiddenField(Submission.LANGUAGE, texts.language().tag()));
        next.ifPresent(path -> fields.add(new HiddenField(Submission.NEXT, path)));
        if (some) {
            undecided.forEach(category -> fields.add(new HiddenField(Submission.ASKED_FOR, category.id())));
        }
        String site = texts.isolated(settings.siteName());
        String controller = settings.controller();
        return new Banner(
                texts.language(),
                texts.text("banner.title", site),
                texts.text(some ? "banner.asks-again" : "banner.asks", site),
                undecided.stream()
                        .map(category -> new Purpose(
                                category.id(), texts.of(category.title()), texts.of(category.description())))
                        .toList(),
                controller == null ? null : texts.text("banner.responsible", texts.isolated(controller)),
                new Link(settings.policy(), texts.text("policy.link")),
                settings.preferences(),
                List.copyOf(fields),
                texts.text(some ? "choice.accept" : "choice.accept-all"),
                texts.text(some ? "choice.refuse" : "choice.refuse-all"),
                texts.text("banner.choose"));
    }
}
