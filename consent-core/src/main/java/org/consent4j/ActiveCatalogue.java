package org.consent4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.InvalidCatalogueException;
import org.consent4j.catalogue.Requirement;
import org.consent4j.preference.PreferenceCodec;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.PreferenceScheme;
import org.consent4j.preference.Preferences;

/**
 * A catalogue in force: its declarations, its categories, and what is to be asked of visitors.
 *
 * <p>Immutable but for notes of which declarations were seen in use, and safe for use by many threads.
 */
public final class ActiveCatalogue {

    private static final int LONGEST_COOKIE = 4096;

    private final List<CookieDeclaration> declarations;
    private final List<Category> categories;
    private final Map<Category, List<CookieDeclaration>> byCategory;
    private final NameIndex index;
    private final PreferenceScheme scheme;
    private final PreferenceCodec codec;
    private final Preferences undecided;
    private final int preferencePosition;
    /** By declaration: the category's bit where it needs consent, else 0. */
    private final long[] consent;
    /** By declaration: the category's bit where it needs no objection, else 0. */
    private final long[] objection;
    /** The categories in which some declaration needs consent. */
    private final long asked;
    /** By declaration. Only ever set, and a late sight does no harm, so no barrier guards it. */
    private final boolean[] seen;

    private ActiveCatalogue(
            List<CookieDeclaration> declarations,
            List<Category> categories,
            PreferenceScheme scheme,
            PreferenceCodec codec,
            PreferenceCookie cookie) {
        this.declarations = declarations;
        this.categories = categories;
        this.byCategory = declarations.stream()
                .collect(Collectors.groupingBy(CookieDeclaration::category, Collectors.toUnmodifiableList()));
        this.index = new NameIndex(declarations);
        this.scheme = scheme;
        this.codec = codec;
        this.undecided = Preferences.undecided(scheme);
        this.preferencePosition = position(cookie.name());
        this.seen = new boolean[declarations.size()];
        this.consent = new long[declarations.size()];
        this.objection = new long[declarations.size()];
        Map<Category, Long> bits = new HashMap<>();
        for (int i = 0; i < scheme.entries().size(); i++) {
            for (Category category : categories) {
                if (category.id().equals(scheme.entries().get(i).categoryId())) {
                    bits.put(category, 1L << i);
                }
            }
        }
        long toAsk = 0;
        for (int i = 0; i < consent.length; i++) {
            CookieDeclaration declaration = declarations.get(i);
            long bit = bits.getOrDefault(declaration.category(), 0L);
            if (declaration.requirement() == Requirement.CONSENT) {
                consent[i] = bit;
                toAsk |= bit;
            } else if (declaration.requirement() == Requirement.NO_OBJECTION) {
                objection[i] = bit;
            }
        }
        this.asked = toAsk;
    }

    /**
     * Compiles a catalogue.
     *
     * @throws InvalidCatalogueException with all problems, if there are any
     */
    static ActiveCatalogue compile(
            List<CookieDeclaration> source,
            List<Category> defined,
            Collection<Category> configured,
            PreferenceCookie cookie) {
        List<String> problems = new ArrayList<>();
        List<CookieDeclaration> declarations = withPreferenceCookie(source, cookie);
        checkNames(declarations, cookie, problems);
        Map<String, Category> categories = categories(declarations, defined, configured, problems);
        checkCodes(categories.values(), problems);
        List<PreferenceScheme.Entry> entries = entries(declarations, categories.values());
        if (entries.size() > PreferenceScheme.MOST_ENTRIES) {
            problems.add("Visitors would have to choose in " + entries.size() + " categories, but "
                    + PreferenceScheme.MOST_ENTRIES + " is the most. Merge some.");
        }
        List<String> dormantCodes = dormantCodes(entries, categories.values());
        if (dormantCodes.size() > PreferenceScheme.MOST_ENTRIES) {
            problems.add("The site has " + dormantCodes.size() + " categories in which there is nothing to choose, but "
                    + PreferenceScheme.MOST_ENTRIES + " is the most. Leave some out.");
        }
        if (!problems.isEmpty()) {
            throw new InvalidCatalogueException(problems);
        }
        PreferenceScheme scheme = new PreferenceScheme(entries, dormantCodes);
        PreferenceCodec codec = PreferenceCodec.of(scheme, cookie);
        if (cookie.name().length() + codec.longest() > LONGEST_COOKIE) {
            throw new InvalidCatalogueException(List.of("The preference cookie would have up to "
                    + (cookie.name().length() + codec.longest()) + " octets, but browsers keep at most "
                    + LONGEST_COOKIE + ". Merge categories, or give them shorter codes."));
        }
        return new ActiveCatalogue(declarations, List.copyOf(categories.values()), scheme, codec, cookie);
    }

    private static List<CookieDeclaration> withPreferenceCookie(
            List<CookieDeclaration> source, PreferenceCookie cookie) {
        for (CookieDeclaration declaration : source) {
            if (declaration.name().equals(cookie.name())) {
                return List.copyOf(source);
            }
        }
        List<CookieDeclaration> declarations = new ArrayList<>(source);
        declarations.add(CommonCookies.preferences(cookie.name()));
        return List.copyOf(declarations);
    }

    private static void checkNames(
            List<CookieDeclaration> declarations, PreferenceCookie cookie, List<String> problems) {
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < declarations.size(); i++) {
            CookieDeclaration declaration = declarations.get(i);
            Integer earlier = byName.putIfAbsent(declaration.name(), i);
            if (earlier != null) {
                problems.add("The cookie '" + declaration.name() + "' is declared twice, as "
                        + numbered(declarations, earlier) + " and " + numbered(declarations, i)
                        + " of the catalogue. Remove one.");
            }
            if (declaration.name().equals(cookie.name()) && declaration.requirement() != Requirement.NOTHING) {
                problems.add("The preference cookie '" + declaration.name() + "' is declared "
                        + declaration.category() + ", but it keeps the choice itself (rule 15)."
                        + " Declare it Category.NECESSARY.");
            }
        }
    }

    /** A declaration as people count it, who begin with one. */
    private static String numbered(List<CookieDeclaration> declarations, int position) {
        CookieDeclaration declaration = declarations.get(position);
        return "number " + (position + 1) + " (" + declaration.category() + ", "
                + declaration.provider().name() + ")";
    }

    private static Map<String, Category> categories(
            List<CookieDeclaration> declarations,
            List<Category> defined,
            Collection<Category> configured,
            List<String> problems) {
        Map<String, Category> categories = new LinkedHashMap<>();
        for (Category category : Category.builtIn()) {
            categories.put(category.id(), category);
        }
        for (Category category : configured) {
            categories.put(category.id(), category);
        }
        Map<String, Category> own = new HashMap<>();
        for (Category category : defined) {
            if (configured.contains(category) || !isOwnDefinition(category)) {
                continue;
            }
            Category earlier = own.putIfAbsent(category.id(), category);
            if (earlier == null) {
                categories.put(category.id(), category);
            } else if (!earlier.isSameDefinitionAs(category)) {
                problems.add("The catalogue's sources define the category '" + category.id()
                        + "' differently. Define it in one of them, or settle it with categories(...) of the builder.");
            }
        }
        for (CookieDeclaration declaration : declarations) {
            Category category = declaration.category();
            if (configured.contains(category)) {
                checkRequirement(declaration, configured, problems);
                continue;
            }
            if (!isOwnDefinition(category)) {
                continue;
            }
            Category earlier = own.putIfAbsent(category.id(), category);
            if (earlier == null) {
                categories.put(category.id(), category);
            } else if (!earlier.isSameDefinitionAs(category)) {
                problems.add("The cookie '" + declaration.name() + "' defines the category '" + category.id()
                        + "' otherwise than an earlier declaration does. Use one Category object for both, or settle"
                        + " it with categories(...) of the builder.");
            }
        }
        return categories;
    }

    private static void checkRequirement(
            CookieDeclaration declaration, Collection<Category> configured, List<String> problems) {
        Category category = declaration.category();
        for (Category settled : configured) {
            if (settled.equals(category) && settled.requirement() != category.requirement()) {
                problems.add("The cookie '" + declaration.name() + "' is declared in the category '" + category.id()
                        + "' that needs " + category.requirement() + ", but categories(...) of the builder says "
                        + settled.requirement() + ". Use one Category object for both.");
            }
        }
    }

    /** Whether a category says something else than what is built in under its id. */
    private static boolean isOwnDefinition(Category category) {
        return Category.builtIn().stream().noneMatch(category::isSameDefinitionAs);
    }

    private static void checkCodes(Collection<Category> categories, List<String> problems) {
        Map<String, Category> byCode = new HashMap<>();
        for (Category category : categories) {
            Category earlier = byCode.putIfAbsent(category.code(), category);
            if (earlier != null) {
                problems.add("The categories '" + earlier.id() + "' and '" + category.id() + "' share the code '"
                        + category.code() + "' in the preference cookie. Give one of them another with code(...).");
            }
        }
    }

    private static List<PreferenceScheme.Entry> entries(
            List<CookieDeclaration> declarations, Collection<Category> categories) {
        Map<Category, List<String>> providers = new HashMap<>();
        for (CookieDeclaration declaration : declarations) {
            if (declaration.requirement() != Requirement.NOTHING) {
                List<String> names = providers.computeIfAbsent(declaration.category(), c -> new ArrayList<>());
                if (declaration.requirement() == Requirement.CONSENT) {
                    names.add(declaration.provider().name());
                }
            }
        }
        List<PreferenceScheme.Entry> entries = new ArrayList<>();
        for (Category category : categories) {
            List<String> names = providers.get(category);
            if (names != null) {
                entries.add(new PreferenceScheme.Entry(
                        category.id(), category.code(), PreferenceScheme.fingerprint(category.revision(), names)));
            }
        }
        return entries;
    }

    /** The codes of known categories that visitors can't choose in now; earlier choices may speak of them. */
    private static List<String> dormantCodes(List<PreferenceScheme.Entry> entries, Collection<Category> categories) {
        Set<String> chosen = new HashSet<>();
        entries.forEach(entry -> chosen.add(entry.code()));
        return categories.stream()
                .map(Category::code)
                .filter(code -> !chosen.contains(code))
                .toList();
    }

    /**
     * All declarations, the preference cookie's included, in the catalogue's order.
     *
     * @return the declarations
     */
    public List<CookieDeclaration> declarations() {
        return declarations;
    }

    /**
     * The declarations of one category.
     *
     * @param category the category
     * @return the declarations, in the catalogue's order; empty if there are none
     */
    public List<CookieDeclaration> declarations(Category category) {
        return byCategory.getOrDefault(category, List.of());
    }

    /**
     * All categories: the built-in ones in their order, then the site's own in theirs.
     *
     * @return the categories, with the site's texts
     */
    public List<Category> categories() {
        return categories;
    }

    /**
     * The category with an id.
     *
     * @param id the id
     * @return the category, or empty if the site has none of that id
     */
    public Optional<Category> category(String id) {
        for (Category category : categories) {
            if (category.id().equals(id)) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether visitors are asked for a category: it declares something that needs consent.
     *
     * @param category the category
     * @return true if they are
     */
    public boolean asksFor(Category category) {
        int position = scheme.position(category.id());
        return position >= 0 && (asked & 1L << position) != 0;
    }

    /**
     * Whether visitors can switch a category on or off: it declares something that needs consent, or that they can
     * object to.
     *
     * @param category the category
     * @return true if they can
     */
    public boolean offersChoice(Category category) {
        return scheme.position(category.id()) >= 0;
    }

    /**
     * The declaration that covers a cookie: the one of exactly its name, else the one of the longest prefix.
     *
     * @param cookieName the cookie's name
     * @return the declaration, or empty if the cookie is not declared
     */
    public Optional<CookieDeclaration> find(String cookieName) {
        int position = position(cookieName);
        return position < 0 ? Optional.empty() : Optional.of(declarations.get(position));
    }

    /** The position of the declaration that covers a name, given as text, or -1. */
    int position(String cookieName) {
        String octets = NameIndex.octets(cookieName);
        return find(octets, 0, octets.length());
    }

    int find(String text, int start, int end) {
        return index.find(text, start, end);
    }

    CookieDeclaration declaration(int position) {
        return declarations.get(position);
    }

    boolean isPreferenceCookie(int position) {
        return position == preferencePosition;
    }

    long consent(int position) {
        return consent[position];
    }

    long objection(int position) {
        return objection[position];
    }

    long asked() {
        return asked;
    }

    /**
     * What the preference cookie can say with this catalogue, for readers of it outside this process.
     *
     * @return the scheme
     */
    public PreferenceScheme scheme() {
        return scheme;
    }

    Preferences undecided() {
        return undecided;
    }

    PreferenceCodec codec() {
        return codec;
    }

    void markSeen(int position) {
        if (!seen[position]) {
            seen[position] = true;
        }
    }

    void markSeenAsIn(ActiveCatalogue earlier) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < earlier.seen.length; i++) {
            if (earlier.seen[i]) {
                names.add(earlier.declarations.get(i).name());
            }
        }
        for (int i = 0; i < seen.length; i++) {
            seen[i] |= names.contains(declarations.get(i).name());
        }
    }

    List<CookieDeclaration> neverSeen() {
        List<CookieDeclaration> unused = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            // The SDK uses the preference cookie itself, so the application has nothing to look for.
            if (!seen[i] && !isPreferenceCookie(i)) {
                unused.add(declarations.get(i));
            }
        }
        return unused;
    }

    @Override
    public String toString() {
        return "catalogue of " + declarations.size() + " declarations in " + categories;
    }
}
