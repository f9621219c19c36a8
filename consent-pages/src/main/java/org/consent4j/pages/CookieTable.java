package org.consent4j.pages;

import static org.consent4j.pages.Html.element;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.pages.Html.Element;
import org.consent4j.pages.Html.Node;

/** The table of some cookies: who sets them, where, by which names, what for and how long (rule 14). */
final class CookieTable {

    /** Everything that a row tells beside the names. */
    private record Row(
            Provider provider,
            Optional<LocalizedText> function,
            Optional<LocalizedText> location,
            Optional<LocalizedText> purpose,
            Retention retention,
            boolean exempt) {

        static Row of(CookieDeclaration cookie) {
            return new Row(
                    cookie.provider(),
                    cookie.function(),
                    cookie.location(),
                    cookie.purpose(),
                    cookie.retention(),
                    cookie.exemption().isPresent());
        }
    }

    private static final List<String> HEADINGS =
            List.of("table.provider", "table.function", "table.names", "table.purposes", "table.duration");

    private final Texts texts;
    private final String siteName;

    CookieTable(Texts texts, String siteName) {
        this.texts = texts;
        this.siteName = siteName;
    }

    /** A table with a caption, and a word on patterns where one is in it. */
    Node of(List<CookieDeclaration> cookies, Node caption) {
        Map<Row, List<CookieDeclaration>> rows = new LinkedHashMap<>();
        for (CookieDeclaration cookie : cookies) {
            rows.computeIfAbsent(Row.of(cookie), row -> new ArrayList<>()).add(cookie);
        }
        // On a narrow screen the style sheet stacks the cells, which makes some browsers forget that this is a table,
        // unless the roles say so.
        Element head = element("tr").with("role", "row");
        for (String heading : HEADINGS) {
            head.add(element("th", texts.text(heading)).with("scope", "col").with("role", "columnheader"));
        }
        Element body = element("tbody").with("role", "rowgroup");
        rows.forEach((row, declarations) -> body.add(row(row, declarations)));
        Node table = element("table", element("caption", caption))
                .with("class", "choice-table")
                .with("role", "table")
                .add(element("thead", head).with("role", "rowgroup"), body);
        return cookies.stream().anyMatch(CookieDeclaration::isPrefix)
                ? Html.all(table, element("p", texts.text("table.pattern")).with("class", "choice-note"))
                : table;
    }

    private Node row(Row row, List<CookieDeclaration> cookies) {
        return element("tr")
                .with("role", "row")
                .add(
                        cell("table.provider", provider(row.provider())),
                        cell("table.function", function(row)),
                        cell("table.names", names(cookies)),
                        cell("table.purposes", purposes(row)),
                        cell("table.duration", texts.duration(row.retention())));
    }

    private Node cell(String heading, Node content) {
        return element("td", content).with("role", "cell").with("data-label", texts.plain(heading));
    }

    private Node provider(Provider provider) {
        Node name = Html.isolated(provider.equals(Provider.SITE) ? siteName : provider.name());
        return provider.policyUrl()
                .<Node>map(address -> Html.link(address, name))
                .orElse(name);
    }

    private Node function(Row row) {
        if (row.function().isPresent() && row.location().isPresent()) {
            return texts.text(
                    "table.function-location",
                    texts.of(row.function().get()),
                    texts.of(row.location().get()));
        }
        return row.function().or(row::location).map(texts::of).orElseGet(() -> texts.text("table.nothing"));
    }

    private Node names(List<CookieDeclaration> cookies) {
        return texts.list(cookies.stream()
                .map(cookie -> element("code", Html.isolated(cookie.name())))
                .toList());
    }

    private Node purposes(Row row) {
        Node purpose = row.purpose().map(texts::of).orElseGet(() -> texts.text("table.nothing"));
        return row.exempt() ? Html.all(purpose, element("br"), element("em", texts.text("table.exempt"))) : purpose;
    }
}
