package org.consent4j.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a visitor chooses, in the state of what was chosen, for those who write its markup themselves.
 *
 * <p>It is posted to {@link #action} with the {@link #fields}. Each item is a check box whose name is the item's id and
 * whose value is {@code granted}; the button that saves them is the form's first and has no name, and two more
 * of the name {@code choice} and the values {@code accept-all} and {@code refuse-all} stand beside it in the same looks
 * (rules 4 and 21). All strings are plain text and have to be escaped.
 *
 * @param language the form's language
 * @param title what the form is called
 * @param saved that the choice is saved, for a status message; null where nothing was just saved
 * @param home the way back to the site, after the choice was saved; null otherwise
 * @param privacyControl that the browser's Global Privacy Control is honoured (rule 22); null where it sends none
 * @param state what was decided and when, and what was not; empty where nothing has been decided
 * @param necessary what is always in use
 * @param alwaysOn that it is always in use
 * @param items what the visitor can choose
 * @param action where the form is posted
 * @param fields the hidden fields of the form
 * @param save what the button says that saves the check boxes
 * @param accept what the button says that accepts all
 * @param refuse what the button says that refuses all
 * @param close what the button says that closes the form where it is a dialog
 */
public record PreferenceForm(
        Language language,
        String title,
        @Nullable String saved,
        @Nullable Link home,
        @Nullable String privacyControl,
        List<Sentence> state,
        List<Item> necessary,
        String alwaysOn,
        List<Item> items,
        String action,
        List<HiddenField> fields,
        String save,
        String accept,
        String refuse,
        String close) {

    /**
     * A category of the form.
     *
     * @param id the category's id
     * @param title the category's name
     * @param description what its cookies do
     * @param on whether it is used now, and its box is ticked: never unless the visitor said so (rule 5), save for what
     *     is exempt as a whole
     * @param notice what else is to be known before choosing, or null
     * @param about what the list of cookies is called
     * @param cookies the cookies
     */
    public record Item(
            String id,
            Text title,
            Text description,
            boolean on,
            @Nullable String notice,
            Sentence about,
            List<CookieRow> cookies) {}

    /** Whether there is anything to choose. */
    public boolean offersChoice() {
        return !items.isEmpty();
    }

    static PreferenceForm of(
            Settings settings, Texts texts, ConsentExchange exchange, Optional<String> next, boolean justSaved) {
        return new Composer(settings, texts, exchange).compose(next, justSaved);
    }

    private static final class Composer {

        private final Settings settings;
        private final Texts texts;
        private final ConsentExchange exchange;
        private final ActiveCatalogue catalogue;
        private final Preferences preferences;
        private final CookieRows rows;

        Composer(Settings settings, Texts texts, ConsentExchange exchange) {
            this.settings = settings;
            this.texts = texts;
            this.exchange = exchange;
            this.catalogue = exchange.catalogue();
            this.preferences = exchange.preferences();
            this.rows = new CookieRows(settings, texts);
        }

        PreferenceForm compose(Optional<String> next, boolean justSaved) {
            String site = texts.isolated(settings.siteName());
            // Not for a link alone that says so: something must have been chosen.
            boolean saved = justSaved && counts();
            List<Item> items = catalogue.categories().stream()
                    .filter(catalogue::offersChoice)
                    .map(category -> item(category, isOn(category), notice(category)))
                    .toList();
            List<HiddenField> fields = new ArrayList<>();
            fields.add(new HiddenField(Submission.LANGUAGE, texts.language().tag()));
            next.ifPresent(path -> fields.add(new HiddenField(Submission.NEXT, path)));
            return new PreferenceForm(
                    texts.language(),
                    texts.text("preferences.title", site),
                    saved ? texts.text("preferences.saved") : null,
                    saved ? new Link(settings.home(), texts.text("preferences.home", site)) : null,
                    exchange.globalPrivacyControl() ? texts.text("preferences.privacy-control") : null,
                    items.isEmpty() ? List.of(texts.sentence("preferences.nothing")) : state(),
                    catalogue.categories().stream()
                            .filter(category -> !catalogue.offersChoice(category))
                            .filter(category ->
                                    !catalogue.declarations(category).isEmpty())
                            .map(category -> item(category, true, null))
                            .toList(),
                    texts.text("preferences.always-on"),
                    items,
                    settings.preferences(),
                    List.copyOf(fields),
                    texts.text("preferences.save"),
                    texts.text("choice.accept-all"),
                    texts.text("choice.refuse-all"),
                    texts.text("preferences.close"));
        }

        /** Whether something was chosen that still counts; a day may be left of grants that have all gone stale. */
        private boolean counts() {
            return preferences.granted() != 0 || preferences.refused() != 0;
        }

        private List<Sentence> state() {
            List<Sentence> state = new ArrayList<>();
            if (preferences.decidedOn().isEmpty() || preferences.validUntil().isEmpty()) {
                return state;
            }
            if (counts()) {
                state.add(Sentence.of(new Text(
                        texts.text(
                                "preferences.decided",
                                texts.date(preferences.decidedOn().get()),
                                texts.date(preferences.validUntil().get())),
                        null)));
            }
            List<Category> undecided = exchange.undecided();
            addTitles(state, "preferences.undecided", undecided.stream().filter(category -> !isStale(category)));
            addTitles(state, "preferences.stale", undecided.stream().filter(this::isStale));
            return state;
        }

        private void addTitles(List<Sentence> state, String key, Stream<Category> categories) {
            List<Text> titles =
                    categories.map(category -> texts.of(category.title())).toList();
            if (!titles.isEmpty()) {
                state.add(texts.sentence(key, texts.list(titles)));
            }
        }

        private boolean isStale(Category category) {
            return preferences.isStale(category.id());
        }

        /** What is exempt as a whole is on unless refused, and the box shows it; all else is off unless granted. */
        private boolean isOn(Category category) {
            Choice choice = preferences.choice(category.id());
            return catalogue.asksFor(category) ? choice == Choice.GRANTED : choice != Choice.REFUSED;
        }

        private @Nullable String notice(Category category) {
            if (!catalogue.asksFor(category)) {
                return texts.text("preferences.objection");
            }
            return isStale(category) ? texts.text("preferences.changed") : null;
        }

        private Item item(Category category, boolean on, @Nullable String notice) {
            Text title = texts.of(category.title());
            return new Item(
                    category.id(),
                    title,
                    texts.of(category.description()),
                    on,
                    notice,
                    texts.sentence("preferences.cookies", Sentence.of(title)),
                    rows.of(catalogue.declarations(category)));
        }
    }
}
