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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.consent4j.CatalogueReport;
import org.consent4j.UndeclaredCookie;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.preference.PreferenceCookie;
import org.jspecify.annotations.Nullable;

/**
 * The Open Cookie Database, a public list of cookies and who is known to set them, from which a catalogue can be drafted.
 *
 * <p>It knows names, not sites: names that many use stand there for one company, and some stand there several times with
 * different companies and categories. So it only gives drafts, each entry of which somebody has to review. They leave out
 * what is not sure: who provides a cookie whose name many sites use for one of their own, whatever entries disagree on, and
 * what follows a beginning that anybody's names may have. A cookie that {@link CommonCookies} has is declared as it is there.
 * No other is ever suggested as necessary.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class OpenCookieDatabase {

    private static final int SHORT_PREFIX = 3;
    /** Whom the database has for controllers where it is the site itself. */
    private static final Set<String> OPERATORS = Set.of("Website operator", "Advertiser's website");

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

    /** What stands in a name for something that differs from one cookie to the next, as people write it. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(\\*|<[^>]*>|\\{[^}]*}|%[A-Z_]+%|#).*$|(N{3,}|[Xx]{3,})$");
    /** The side of the other domain is missing where it is that of whoever uses the cookie. */
    private static final Pattern OR_OWN_DOMAIN = Pattern.compile("^or | or$");

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    /** By the name or the beginning of names. */
    private final Map<String, List<Entry>> names = new HashMap<>();

    private final Map<String, List<Entry>> prefixes = new HashMap<>();
    private final List<Entry> entries;

    /**
     * One row of the database, with blanks around its values taken off.
     *
     * @param domain the domain of the cookie, where it is not that of whoever uses it
     */
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
                // Some have zero-width blanks, too.
                values[i] = values[i].replace("\u200b", "").strip();
            }
            // Some rows have these two in each other's place.
            boolean swapped = SaidRetention.parse(values[5]).isEmpty()
                    && SaidRetention.parse(values[6]).isPresent();
            Matcher placeholder = PLACEHOLDER.matcher(values[2]);
            boolean open = placeholder.find();
            return new Entry(
                    values[0],
                    values[1],
                    open ? values[2].substring(0, placeholder.start()) : values[2],
                    OR_OWN_DOMAIN.matcher(values[3]).find() ? "" : values[3],
                    values[4].replaceAll("\\s+", " "),
                    values[swapped ? 6 : 5],
                    values[swapped ? 5 : 6],
                    values[7],
                    open || values[8].equals("1"));
        }

        /** The company's name, where it is more than another spelling or a domain of the platform's. */
        String maker() {
            boolean isName = !controller.isEmpty()
                    && !controller.equalsIgnoreCase(platform)
                    && !DOMAIN.matcher(controller).matches();
            return isName ? controller : platform;
        }

        boolean isRunBySites() {
            return SharedNames.isRunBySites(platform, name) || OPERATORS.contains(controller);
        }

        /** Who is responsible for the cookie on the site where it was seen. */
        String provider() {
            return isRunBySites() ? CatalogueReader.SITE : maker();
        }

        /** What the cookie is part of, where that is not told by its provider's name. */
        String function() {
            return platform.equals(provider()) ? "" : platform;
        }

        /** Empty where it can't be a provider's. */
        String usablePolicyUrl() {
            if (isRunBySites() || policyUrl.isEmpty()) {
                return "";
            }
            try {
                Provider.of("x", policyUrl);
                return policyUrl;
            } catch (IllegalArgumentException e) {
                return "";
            }
        }

        /** Always one that needs consent: that the visitor asked for a cookie is for the site to say. */
        String suggestedCategory(boolean received) {
            boolean isForeign = category.equals("Marketing") || (!domain.isEmpty() && !received);
            if (category.equals("Analytics")) {
                return "statistical";
            }
            return isForeign && !isRunBySites() ? "third-party" : "first-party";
        }

        /** What the database says, for people. */
        String told() {
            return (platform.isEmpty() ? "somebody" : platform)
                    + (maker().equals(platform) ? "" : " of " + maker())
                    + " (" + category + (domain.isEmpty() ? "" : ", " + domain) + ")";
        }
    }

    /** A cookie as it was seen; without an origin where only its name is known. */
    private record Seen(String name, UndeclaredCookie.@Nullable Origin origin) {

        boolean isByApplication() {
            return origin == UndeclaredCookie.Origin.APPLICATION;
        }
    }

    /**
     * What the database has for a cookie.
     *
     * @param name what to declare
     * @param entries of this name
     * @param others that begin all names of this kind, but more of them
     * @param tooWide that begin so many names that nothing follows
     */
    private record Match(String name, List<Entry> entries, List<Entry> others, List<Entry> tooWide) {}

    private OpenCookieDatabase(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            names.computeIfAbsent(entry.name, name -> new ArrayList<>()).add(entry);
            if (entry.isPrefix) {
                prefixes.computeIfAbsent(entry.name, name -> new ArrayList<>()).add(entry);
            }
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
            List<Entry> entries = isJson(octets) ? json(octets, findings) : csv(octets, findings);
            if (findings.isEmpty() && entries.isEmpty()) {
                findings.add(
                        1, 1, "", null, "There are no entries. Give the CSV or the JSON of the Open Cookie Database.");
            }
            if (!findings.isEmpty()) {
                throw findings.exception();
            }
            return new OpenCookieDatabase(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJson(byte[] octets) {
        int at = octets.length > 2 && octets[0] == (byte) 0xef ? 3 : 0;
        while (at < octets.length && Character.isWhitespace(octets[at])) {
            at++;
        }
        return at < octets.length && octets[at] == '{';
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
            if (platform.value().kind() != Node.Kind.LIST) {
                findings.add(
                        platform.value(),
                        Findings.shortened(platform.key()),
                        "This is " + platform.value().kind().words() + ", but each platform has a list of cookies. Give"
                                + " the CSV or the JSON of the Open Cookie Database.");
            }
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
     * @param seen the cookies' names; blanks around them are taken off, and nothing is left of what has no name
     * @return a draft, whose every entry is to be reviewed
     */
    public CatalogueDraft draft(Collection<String> seen) {
        return draftOf(seen.stream().map(name -> new Seen(name.strip(), null)).toList());
    }

    /**
     * Drafts declarations for what a running application has seen and its catalogue does not declare.
     *
     * @param report the application's report
     * @return a draft, whose every entry is to be reviewed
     */
    public CatalogueDraft draft(CatalogueReport report) {
        return draftOf(report.undeclared().stream()
                .map(cookie -> new Seen(cookie.declarableName().strip(), cookie.origin()))
                .toList());
    }

    private CatalogueDraft draftOf(List<Seen> cookies) {
        Map<String, Match> matches = new LinkedHashMap<>();
        Map<String, List<Seen>> seen = new HashMap<>();
        for (Seen cookie : cookies) {
            if (!cookie.name.isEmpty()) {
                Match match = match(cookie);
                matches.putIfAbsent(match.name, match);
                seen.computeIfAbsent(match.name, name -> new ArrayList<>()).add(cookie);
            }
        }
        return new CatalogueDraft(matches.values().stream()
                .map(match -> entry(match, seen.getOrDefault(match.name, List.of())))
                .toList());
    }

    private Match match(Seen cookie) {
        String name = cookie.name;
        List<Entry> entries = names.getOrDefault(name, List.of());
        String declared = name;
        // What is known of this one cookie is not known of others that begin alike.
        boolean isAlone = cookie.isByApplication() || !ready(name).isEmpty();
        List<Entry> others = new ArrayList<>();
        for (int end = name.length() - 1; end > 0; end--) {
            String beginning = name.substring(0, end);
            List<Entry> begun = prefixes.getOrDefault(beginning, List.of());
            if (begun.isEmpty()) {
                continue;
            }
            if (end <= SHORT_PREFIX || SharedNames.has(beginning)) {
                return new Match(declared, entries, others, entries.isEmpty() ? begun : List.of());
            }
            if (entries.isEmpty()) {
                entries = begun;
                declared = isAlone ? name : beginning + "*";
            } else {
                others.addAll(begun);
            }
        }
        return new Match(declared, entries, others, List.of());
    }

    private CatalogueDraft.Entry entry(Match match, List<Seen> seen) {
        Seen first = seen.get(0);
        Map<String, CookieDeclaration> ready = ready(first.name);
        if (!ready.isEmpty()) {
            return entry(first.name, ready);
        }
        if (match.entries.isEmpty()) {
            return CatalogueDraft.Entry.unknown(
                    first.name,
                    first.isByApplication(),
                    "The Open Cookie Database does not know it."
                            + (match.tooWide.isEmpty()
                                    ? ""
                                    : " It has names that begin with '" + match.tooWide.get(0).name + "' for "
                                            + told(match.tooWide) + ", but so may anybody's.")
                            + (first.name.contains("*") ? " Its asterisk would declare all names that begin so." : "")
                            + " Complete it.");
        }
        if (first.isByApplication()) {
            return CatalogueDraft.Entry.unknown(
                    first.name,
                    true,
                    "Your application sets it. The Open Cookie Database has this name for " + told(match.entries)
                            + ", which may well be another cookie. Complete it by what your application does.");
        }
        if (SharedNames.has(match.name)) {
            return CatalogueDraft.Entry.unknown(
                    first.name,
                    false,
                    "Many sites use this name for a cookie of their own. The Open Cookie Database has it for "
                            + told(match.entries) + ". Find out who sets it on your site, and complete it.");
        }
        return suggestion(match, seen);
    }

    /** The declarations of a cookie that this SDK has ready, by whose they are. */
    private static Map<String, CookieDeclaration> ready(String name) {
        return name.equals(PreferenceCookie.STANDARD_NAME)
                ? Map.of("Consent for the JVM", CommonCookies.preferences(name))
                : CommonCookies.named(name);
    }

    private static CatalogueDraft.Entry entry(String name, Map<String, CookieDeclaration> ready) {
        CookieDeclaration cookie = ready.values().iterator().next();
        return new CatalogueDraft.Entry(
                name,
                Optional.of(cookie.category().id()),
                Optional.of(CatalogueReader.SITE),
                Optional.empty(),
                cookie.function().map(text -> text.fallback().text()),
                cookie.purpose().map(text -> text.fallback().text()),
                Optional.of(cookie.retention().toString()),
                "This is the name of a cookie of " + String.join(" or ", ready.keySet())
                        + ", and what is declared here is what that is for. It is necessary only where it serves what"
                        + " the visitor asked for: check that your site uses it for nothing else, and how long it is"
                        + " kept there.");
    }

    private static String told(List<Entry> entries) {
        return entries.stream().map(Entry::told).distinct().sorted().collect(Collectors.joining(", "));
    }

    private CatalogueDraft.Entry suggestion(Match match, List<Seen> seen) {
        List<Entry> found = match.entries;
        Entry first = found.get(0);
        boolean received = seen.stream().anyMatch(cookie -> cookie.origin != null);
        List<String> disagreements = new ArrayList<>();
        Optional<String> category =
                common("category", found, entry -> entry.suggestedCategory(received), disagreements);
        Optional<String> provider = common("provider", found, Entry::provider, disagreements);
        Optional<String> policyUrl = common("policy-url", found, Entry::usablePolicyUrl, disagreements);
        Optional<String> function = common("function", found, Entry::function, disagreements);
        Optional<String> purpose = common("purpose", found, Entry::description, disagreements);
        Optional<String> said = common("retention", found, Entry::retention, disagreements);
        Optional<SaidRetention> retention = said.flatMap(SaidRetention::parse);

        StringBuilder review = new StringBuilder(
                "The Open Cookie Database has this name for " + told(found) + ". Is it that cookie on your site?");
        if (match.name.endsWith("*")) {
            tellOfPrefix(match, seen, review);
        }
        List<Entry> others = match.others.stream()
                .filter(other -> !other.maker().equals(first.maker()))
                .toList();
        if (!others.isEmpty()) {
            review.append(" It could also be one of ").append(told(others)).append('.');
        }
        if (!disagreements.isEmpty()) {
            review.append(" Its entries disagree on the ")
                    .append(String.join(", ", disagreements))
                    .append(": choose.");
        }
        if (received && found.stream().anyMatch(entry -> !entry.domain.isEmpty())) {
            review.append(" Browsers sent it to your site, so that it is a cookie of your domain.");
        }
        if (provider.filter(CatalogueReader.SITE::equals).isPresent()) {
            review.append(" Its provider is your site, where you run ")
                    .append(first.platform)
                    .append(" yourself.");
        }
        if (category.filter("first-party"::equals).isPresent()) {
            tellOfNecessity(first, review);
        }
        if (category.filter("third-party"::equals).isPresent() && policyUrl.isEmpty()) {
            review.append(" A third party's cookie needs the policy-url of its provider.");
        }
        if (!disagreements.contains("retention")) {
            tellOfRetention(said.orElse(""), retention.orElse(null), review);
        }
        return new CatalogueDraft.Entry(
                match.name,
                category,
                provider,
                provider.isPresent() ? policyUrl : Optional.empty(),
                provider.isPresent() ? function : Optional.empty(),
                provider.isPresent() ? purpose : Optional.empty(),
                retention.map(SaidRetention::words),
                review.toString());
    }

    private void tellOfPrefix(Match match, List<Seen> seen, StringBuilder review) {
        String prefix = match.name.substring(0, match.name.length() - 1);
        review.append(" This declares all names that begin so; seen ")
                .append(seen.size() == 1 ? "was '" : "were " + seen.size() + ", such as '")
                .append(Findings.shortened(seen.get(0).name))
                .append("'.");
        Set<String> makers = match.entries.stream().map(Entry::maker).collect(Collectors.toSet());
        List<String> swallowed = entries.stream()
                .filter(entry -> entry.name.startsWith(prefix) && !makers.contains(entry.maker()))
                .map(entry -> "'" + entry.name + "' of " + entry.told())
                .distinct()
                .sorted()
                .toList();
        if (!swallowed.isEmpty()) {
            review.append(" It would take in ")
                    .append(String.join(" and ", swallowed))
                    .append(", too: declare on its own what you have.");
        }
    }

    /** What tracks visitors is functional only in the words of its maker. */
    private void tellOfNecessity(Entry functional, StringBuilder review) {
        String tracking = entries.stream()
                .filter(entry -> entry.platform.equals(functional.platform))
                .map(Entry::category)
                .filter(category -> category.equals("Analytics") || category.equals("Marketing"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        review.append(" If the visitor asked for what needs it, write necessary.");
        if (!tracking.isEmpty() && !functional.isRunBySites()) {
            review.append(" But others of ")
                    .append(functional.platform)
                    .append(" there are for ")
                    .append(tracking)
                    .append(": is this one?");
        }
    }

    private static void tellOfRetention(String said, @Nullable SaidRetention retention, StringBuilder review) {
        if (SaidRetention.isOtherStorage(said)) {
            review.append(" It is said to be in the browser's other storage, but was seen as a cookie.");
        } else if (said.isEmpty()) {
            review.append(" How long it is kept is not said.");
        } else if (retention == null) {
            review.append(" Its retention is said to be '").append(said).append("', which can't be read.");
        } else if (retention.isShortened()) {
            review.append(" Its retention is said to be '")
                    .append(said)
                    .append("'; browsers keep no cookie longer than 400 days.");
        }
    }

    /** What all entries say; nothing where they say nothing, or not the same, which is told. */
    private static Optional<String> common(
            String key, List<Entry> entries, Function<Entry, String> value, List<String> disagreements) {
        List<String> values = entries.stream().map(value).distinct().toList();
        if (values.size() > 1) {
            disagreements.add(key);
        }
        return values.size() == 1 && !values.get(0).isEmpty() ? Optional.of(values.get(0)) : Optional.empty();
    }

    List<Entry> entries() {
        return entries;
    }

    /** How many entries there are. */
    @Override
    public String toString() {
        return "Open Cookie Database of " + entries.size() + " entries";
    }
}
