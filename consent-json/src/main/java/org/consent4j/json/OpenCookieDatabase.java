package org.consent4j.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.consent4j.CatalogueReport;
import org.consent4j.UndeclaredCookie;

/**
 * The Open Cookie Database, a public list of cookies and who is known to set them, from which a catalogue can be drafted.
 *
 * <p>It knows names, not sites: names that many use stand there for one company, and some stand there several times with
 * different companies and categories. So it only gives drafts, each entry of which somebody has to review.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class OpenCookieDatabase {

    private static final int SHORT_PREFIX = 3;
    private static final String[] COLUMNS = {
        "Platform",
        "Category",
        "Cookie / Data Key name",
        "Domain",
        "Description",
        "Retention period",
        "Data Controller",
        "User Privacy & GDPR Rights Portals",
        "Wildcard match"
    };
    private static final String[] KEYS = {
        "",
        "category",
        "cookie",
        "domain",
        "description",
        "retentionPeriod",
        "dataController",
        "privacyLink",
        "wildcardMatch"
    };

    private final Map<String, List<Entry>> names = new HashMap<>();
    private final Map<String, List<Entry>> prefixes = new HashMap<>();
    private final List<Entry> entries;

    /** One row of the database, with blanks around its values taken off. */
    record Entry(
            String platform,
            String category,
            String name,
            String domain,
            String description,
            String retention,
            String controller,
            String policyUrl,
            boolean isPrefix) {

        static Entry of(String[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i].strip();
            }
            // Some say it by an asterisk, too.
            boolean star = values[2].endsWith("*");
            return new Entry(
                    values[0],
                    values[1],
                    star ? values[2].substring(0, values[2].length() - 1) : values[2],
                    values[3],
                    values[4],
                    values[5],
                    values[6],
                    values[7],
                    star || values[8].equals("1"));
        }
    }

    private OpenCookieDatabase(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            (entry.isPrefix ? prefixes : names)
                    .computeIfAbsent(entry.name, name -> new ArrayList<>())
                    .add(entry);
        }
    }

    /**
     * Reads the database's file, in either form in which it is published.
     *
     * @param file the CSV or the JSON file, in UTF-8
     * @return the database
     * @throws CatalogueFileException if it is neither
     * @throws UncheckedIOException if it can't be read
     */
    public static OpenCookieDatabase read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the database, in either form in which it is published.
     *
     * @param in the CSV or the JSON, in UTF-8; left open
     * @param name what messages call it
     * @return the database
     * @throws CatalogueFileException if it is neither
     * @throws UncheckedIOException if it can't be read
     */
    public static OpenCookieDatabase read(InputStream in, String name) {
        Findings findings = new Findings(name);
        try {
            byte[] octets = JsonReader.octets(in);
            List<Entry> entries =
                    octets.length > 0 && octets[0] == '{' ? json(octets, findings) : csv(octets, findings);
            if (!findings.isEmpty()) {
                throw findings.exception();
            }
            return new OpenCookieDatabase(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Entry> csv(byte[] octets, Findings findings) {
        List<Entry> entries = new ArrayList<>();
        List<Csv.Row> rows = Csv.rows(octets, findings);
        if (rows.isEmpty()) {
            findings.add(1, 1, "", null, "The file has no rows. Give the CSV or the JSON of the Open Cookie Database.");
            return entries;
        }
        int[] positions = new int[COLUMNS.length];
        for (int i = 0; i < COLUMNS.length; i++) {
            positions[i] = rows.get(0).values().indexOf(COLUMNS[i]);
            if (positions[i] < 0) {
                findings.add(
                        1,
                        1,
                        "",
                        null,
                        "There is no column '" + COLUMNS[i]
                                + "'. Give the CSV or the JSON of the Open Cookie Database.");
            }
        }
        if (!findings.isEmpty()) {
            return entries;
        }
        for (Csv.Row row : rows.subList(1, rows.size())) {
            if (row.values().size() != rows.get(0).values().size()) {
                findings.add(
                        row.line(),
                        1,
                        "",
                        null,
                        "The row has " + row.values().size() + " values, but there are "
                                + rows.get(0).values().size() + " columns. Put values with commas in quotes.");
                continue;
            }
            String[] values = new String[COLUMNS.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.values().get(positions[i]);
            }
            entries.add(Entry.of(values));
        }
        return entries;
    }

    private static List<Entry> json(byte[] octets, Findings findings) {
        List<Entry> entries = new ArrayList<>();
        Node file = JsonReader.of(octets, findings)
                .flatMap(json -> json.document(""))
                .orElse(null);
        if (file == null) {
            return entries;
        }
        for (Node.Member platform : file.members().values()) {
            int i = 0;
            for (Node item : platform.value().items()) {
                String path = platform.key() + "[" + i++ + "]";
                Written written = new Written(item, path, findings);
                String[] values = new String[KEYS.length];
                values[0] = platform.key();
                for (int k = 1; k < KEYS.length; k++) {
                    String value = written.text(KEYS[k]);
                    values[k] = value == null ? "" : value;
                }
                if (values[2].isBlank()) {
                    written.add("cookie", "The entry has no name under the key cookie. Take it out.");
                }
                entries.add(Entry.of(values));
            }
        }
        return entries;
    }

    /**
     * The entries' retentions that no retention can be read from, for whoever looks after the database.
     *
     * @return names of cookies and what is said of each
     */
    public Map<String, String> unreadableRetentions() {
        Map<String, String> unreadable = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (SaidRetention.parse(entry.retention).isEmpty()) {
                unreadable.put(entry.name, entry.retention);
            }
        }
        return unreadable;
    }

    /**
     * Drafts declarations for cookies that were seen on a site.
     *
     * @param seen the cookies' names
     * @return a draft, whose every entry is to be reviewed
     */
    public CatalogueDraft draft(Collection<String> seen) {
        CatalogueDraft.Builder draft = new CatalogueDraft.Builder();
        seen.forEach(name -> suggest(name, false, draft));
        return draft.build();
    }

    /**
     * Drafts declarations for what a running application has seen and its catalogue does not declare.
     *
     * @param report the application's report
     * @return a draft, whose every entry is to be reviewed
     */
    public CatalogueDraft draft(CatalogueReport report) {
        CatalogueDraft.Builder draft = new CatalogueDraft.Builder();
        report.undeclared()
                .forEach(cookie ->
                        suggest(cookie.name(), cookie.origin() == UndeclaredCookie.Origin.APPLICATION, draft));
        return draft.build();
    }

    private void suggest(String seen, boolean byApplication, CatalogueDraft.Builder draft) {
        String tooShort = "";
        List<Entry> found = names.getOrDefault(seen, List.of());
        String name = seen;
        for (int end = seen.length(); found.isEmpty() && end > 0; end--) {
            List<Entry> begun = prefixes.getOrDefault(seen.substring(0, end), List.of());
            if (!begun.isEmpty() && end <= SHORT_PREFIX) {
                tooShort = " The database has names that begin with '" + seen.substring(0, end) + "' for "
                        + companies(begun) + ", which is too short to tell anything.";
                break;
            }
            if (!begun.isEmpty()) {
                found = begun;
                name = seen.substring(0, end) + "*";
            }
        }
        if (found.isEmpty()) {
            draft.add(CatalogueDraft.Entry.of(
                    seen, byApplication, "The Open Cookie Database does not know it." + tooShort + " Complete it."));
        } else if (byApplication) {
            draft.add(CatalogueDraft.Entry.of(
                    seen,
                    true,
                    "Your application sets it. The Open Cookie Database has this name for " + companies(found)
                            + ", which may well be another cookie. Complete it by what your application does."));
        } else {
            draft.add(suggestion(name, found));
        }
    }

    private static String companies(List<Entry> entries) {
        return entries.stream().map(OpenCookieDatabase::company).distinct().collect(Collectors.joining(", "));
    }

    private static String company(Entry entry) {
        return entry.platform
                + (entry.controller.isEmpty() || entry.controller.equals(entry.platform)
                        ? ""
                        : " of " + entry.controller)
                + " (" + entry.category + (entry.domain.isEmpty() ? "" : ", " + entry.domain) + ")";
    }

    private static CatalogueDraft.Entry suggestion(String name, List<Entry> found) {
        StringBuilder review = new StringBuilder(
                "The Open Cookie Database has this name for " + companies(found) + ". Is it that cookie on your site?");
        Optional<String> category =
                common(found.stream().map(entry -> category(entry.category)).toList());
        if (category.isEmpty()) {
            review.append(" Its entries disagree on the category; choose one.");
        } else if (category.get().equals("first-party")) {
            review.append(" If the visitor asked for what needs it, write necessary.");
        }
        Optional<String> provider = common(found.stream()
                .map(entry -> entry.controller.isEmpty() ? entry.platform : entry.controller)
                .toList());
        Entry first = found.get(0);
        SaidRetention retention = SaidRetention.parse(first.retention).orElse(null);
        if (retention == null) {
            review.append(" Its retention is said to be '" + first.retention + "', which can't be read.");
        } else if (retention.isShortened()) {
            review.append(" Its retention is said to be '" + first.retention
                    + "'; browsers keep no cookie longer than 400 days.");
        }
        return new CatalogueDraft.Entry(
                name,
                category,
                provider,
                provider.isPresent() && first.policyUrl.startsWith("https://")
                        ? Optional.of(first.policyUrl)
                        : Optional.empty(),
                provider.isPresent() && !first.description.isEmpty()
                        ? Optional.of(first.description)
                        : Optional.empty(),
                Optional.ofNullable(retention).map(SaidRetention::words),
                review.toString());
    }

    /** Always one that needs consent: that the visitor asked for a cookie is for the site to say. */
    private static String category(String said) {
        return switch (said) {
            case "Analytics" -> "statistical";
            case "Marketing" -> "third-party";
            default -> "first-party";
        };
    }

    private static Optional<String> common(List<String> values) {
        return values.stream().distinct().count() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** How many entries there are. */
    @Override
    public String toString() {
        return "Open Cookie Database of " + entries.size() + " entries";
    }
}
