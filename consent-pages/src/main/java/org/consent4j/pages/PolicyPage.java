package org.consent4j.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.consent4j.ActiveCatalogue;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Requirement;
import org.jspecify.annotations.Nullable;

/**
 * The cookie policy, for those who write its markup themselves: the same for everybody, so that nothing in it depends on
 * what a visitor chose (rule 19). All strings are plain text and have to be escaped.
 *
 * @param language the policy's language
 * @param title what the page is called
 * @param introduction what the page is about, in paragraphs
 * @param preferences the way to the form in which visitors choose (rule 13)
 * @param what what a cookie is
 * @param kinds what kinds of cookies there are
 * @param usedTitle what the part with the tables is called
 * @param columns the headings of all tables
 * @param tables what the site uses, a table for each category in which there is something
 * @param top what a link says that leads to the top of the page
 */
public record PolicyPage(
        Language language,
        String title,
        List<String> introduction,
        Link preferences,
        Part what,
        Kinds kinds,
        String usedTitle,
        Columns columns,
        List<Table> tables,
        String top) {

    /**
     * A part of the page.
     *
     * @param title its heading
     * @param paragraphs its paragraphs
     */
    public record Part(String title, List<String> paragraphs) {}

    /**
     * The kinds of cookies.
     *
     * @param title the heading
     * @param introduction what comes before the list
     * @param kinds the list
     */
    public record Kinds(String title, String introduction, List<Kind> kinds) {}

    /**
     * A kind of cookies: a category.
     *
     * @param title the category's name
     * @param description what its cookies do
     * @param rule what they need before they are used
     * @param anchor the id of the category's table on this page; null where it has none
     */
    public record Kind(
            Text title,
            Text description,
            String rule,
            @Nullable String anchor) {}

    /**
     * The headings of a table's columns (rule 14).
     *
     * @param provider over the provider
     * @param function over function and location
     * @param names over the cookies' names
     * @param purposes over the purposes
     * @param duration over the duration
     * @param recipients over the recipients
     * @param policy what a link to a provider's policy says
     */
    public record Columns(
            String provider,
            String function,
            String names,
            String purposes,
            String duration,
            String recipients,
            String policy) {}

    /**
     * The cookies of one category.
     *
     * @param id the category's id, which the page has as an anchor
     * @param title the category's name
     * @param caption what the table is called
     * @param rows the cookies
     * @param note what a {@code *} in a name means; null where none has one
     */
    public record Table(
            String id,
            Text title,
            Sentence caption,
            List<CookieRow> rows,
            @Nullable String note) {}

    static PolicyPage of(Settings settings, Texts texts, ActiveCatalogue catalogue) {
        String site = texts.isolated(settings.siteName());
        String controller = settings.controller();
        return new PolicyPage(
                texts.language(),
                texts.text("policy.title", site),
                Stream.of(
                                texts.text("policy.introduction", site),
                                texts.text("policy.contents"),
                                controller == null ? "" : texts.text("policy.responsible", texts.isolated(controller)))
                        .filter(text -> !text.isEmpty())
                        .toList(),
                new Link(settings.preferences(), texts.text("policy.choose")),
                new Part(
                        texts.text("policy.what.title"),
                        List.of(
                                texts.text("policy.what.storage"),
                                texts.text("policy.what.return"),
                                texts.text("policy.what.uses"))),
                new Kinds(
                        texts.text("policy.kinds.title"),
                        texts.text("policy.kinds.introduction"),
                        catalogue.categories().stream()
                                .map(category -> kind(category, catalogue, texts))
                                .toList()),
                texts.text("policy.used.title", site),
                columns(texts),
                tables(settings, texts, catalogue),
                texts.text("policy.top"));
    }

    private static Columns columns(Texts texts) {
        return new Columns(
                texts.text("table.provider"),
                texts.text("table.function"),
                texts.text("table.names"),
                texts.text("table.purposes"),
                texts.text("table.duration"),
                texts.text("table.recipients"),
                texts.text("table.provider.policy"));
    }

    private static Kind kind(Category category, ActiveCatalogue catalogue, Texts texts) {
        return new Kind(
                texts.of(category.title()),
                texts.of(category.description()),
                texts.text(rule(category, catalogue)),
                catalogue.declarations(category).isEmpty() ? null : category.id());
    }

    /** What the category's cookies need before they are used. */
    private static String rule(Category category, ActiveCatalogue catalogue) {
        if (category.requirement() == Requirement.NOTHING) {
            return "rule.nothing";
        }
        List<CookieDeclaration> cookies = catalogue.declarations(category);
        if (cookies.isEmpty()) {
            return "rule.consent.unused";
        }
        if (!catalogue.asksFor(category)) {
            return "rule.objection";
        }
        return cookies.stream().anyMatch(cookie -> cookie.exemption().isPresent())
                ? "rule.consent.exemptions"
                : "rule.consent";
    }

    private static List<Table> tables(Settings settings, Texts texts, ActiveCatalogue catalogue) {
        CookieRows rows = new CookieRows(settings, texts);
        List<Table> tables = new ArrayList<>();
        for (Category category : catalogue.categories()) {
            List<CookieDeclaration> cookies = catalogue.declarations(category);
            if (!cookies.isEmpty()) {
                Text title = texts.of(category.title());
                tables.add(new Table(
                        category.id(),
                        title,
                        texts.sentence("table.caption", Sentence.of(title)),
                        rows.of(cookies),
                        cookies.stream().anyMatch(CookieDeclaration::isPrefix) ? texts.text("table.pattern") : null));
            }
        }
        return List.copyOf(tables);
    }
}
