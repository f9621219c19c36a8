package org.consent4j.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.WrittenCatalogue;
import org.jspecify.annotations.Nullable;

/** Reads a catalogue from its file. */
final class CatalogueReader {

    static final String LANGUAGE = "language";
    static final String CATEGORIES = "categories";
    static final String PROVIDERS = "providers";
    static final String CATALOGUE = "catalogue";
    static final String REVIEW = "review";

    static final int MOST_DECLARATIONS = 100_000;

    /** More than a preference cookie has choices for, in force and kept; each is compared with each. */
    private static final int MOST_CATEGORIES = 200;

    static final Set<String> KEYS = Set.of("$schema", LANGUAGE, CATEGORIES, PROVIDERS, CATALOGUE);
    static final Set<String> PROVIDER_KEYS = Set.of("name", "policy-url");
    static final Set<String> DECLARATION_KEYS = with(WrittenCatalogue.DECLARATION_KEYS, LANGUAGE, REVIEW);
    static final Set<String> CATEGORY_KEYS = with(WrittenCatalogue.CATEGORY_KEYS, LANGUAGE);

    static final String SITE = "site";

    private final Findings findings;
    private final Earlier earlier;
    private @Nullable Locale language;
    private final Map<String, String> policyUrls = new HashMap<>();
    private final Map<String, Category> categories = new LinkedHashMap<>();
    private final WrittenCatalogue writtenCatalogue = new WrittenCatalogue(List.of());

    private final Map<String, Integer> lines = new HashMap<>();
    private final List<CookieDeclaration> declarations = new ArrayList<>();
    /** What may still come after the place where the text is no JSON any more. */
    private List<String> unread = List.of();

    private CatalogueReader(Findings findings, Earlier earlier) {
        this.findings = findings;
        this.earlier = earlier;
        earlier.providers().forEach(writtenCatalogue::share);
    }

    /** The catalogue of a file; the earlier one where it says the same. */
    static CookieCatalogue read(byte[] octets, String name, Earlier earlier) {
        Findings findings = new Findings(name);
        CatalogueReader reader = new CatalogueReader(findings, earlier);
        JsonReader.of(octets, findings).ifPresent(reader::read);
        return reader.catalogue();
    }

    /** A reader of declarations that stand in rows. */
    static CatalogueReader ofRows(List<Category> categories, String name, Earlier earlier) {
        CatalogueReader reader = new CatalogueReader(new Findings(name), earlier);
        categories.forEach(reader::define);
        return reader;
    }

    /** Takes a row; false once there are so many, or so many that are wrong, that no more are wanted. */
    boolean row(Node row) {
        if (row.line() > MOST_DECLARATIONS) {
            findings.add(
                    row.line(),
                    1,
                    "",
                    null,
                    "There are more than " + MOST_DECLARATIONS + " rows. Split them into several sources and merge"
                            + " these.");
            return false;
        }
        declaration(row, "");
        return !findings.isFull();
    }

    /** What was read; what was read before where it says the same. */
    CookieCatalogue catalogue() {
        if (!findings.isEmpty()) {
            throw findings.exception();
        }
        // No copy: all that are empty are one instance, which would say that nothing has changed.
        return earlier.orSame(
                new FixedCatalogue(Collections.unmodifiableList(declarations), List.copyOf(categories.values())));
    }

    private static Set<String> with(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    private void read(JsonReader json) {
        boolean atOnce = json.isSmall();
        Optional<List<Node>> nodes = json.document(atOnce ? "" : CATALOGUE).map(file -> {
            head(file, json.isComplete());
            return file.member(CATALOGUE).map(Node::items).orElse(List.of());
        });
        if (nodes.isPresent() && atOnce && json.isComplete()) {
            for (int i = 0; i < nodes.get().size() && !findings.isFull(); i++) {
                declaration(nodes.get().get(i), CATALOGUE + "[" + i + "]");
            }
        } else {
            json.items(CATALOGUE, MOST_DECLARATIONS, this::declaration);
        }
    }

    private void head(Node node, boolean complete) {
        Written file = new Written(node, "", findings);
        if (!file.hasOnly(KEYS)) {
            return;
        }
        file.text("$schema");
        language = file.language();
        each(file, PROVIDERS, this::provider);
        if (file.list(CATEGORIES).size() > MOST_CATEGORIES) {
            file.add(
                    CATEGORIES,
                    "There are more than " + MOST_CATEGORIES + " categories, in which nobody can choose. Write fewer.");
        } else {
            each(file, CATEGORIES, this::category);
        }
        unread = complete
                ? List.of()
                : Stream.of(CATEGORIES, PROVIDERS)
                        .filter(key -> file.member(key).isEmpty())
                        .toList();
        if (file.member(CATALOGUE).isEmpty()) {
            if (!complete) {
                return;
            }
            findings.add(
                    node.line(),
                    node.column(),
                    "",
                    null,
                    "The file has no catalogue. Write \"catalogue\": and the list of declarations, which may be empty.");
        } else {
            file.list(CATALOGUE);
        }
    }

    private interface Step {
        void take(Node node, String path);
    }

    private static void each(Written file, String key, Step step) {
        List<Node> nodes = file.list(key);
        for (int i = 0; i < nodes.size(); i++) {
            step.take(nodes.get(i), key + "[" + i + "]");
        }
    }

    private void provider(Node node, String path) {
        Written written = new Written(node, path, findings);
        if (!written.hasOnly(PROVIDER_KEYS)) {
            return;
        }
        String name = written.words("name");
        String policyUrl = written.text("policy-url");
        if (name == null) {
            written.add("name", "A provider has no name. Write name: and the one that visitors know.");
            return;
        }
        if (name.equals(SITE)) {
            written.add("name", "The provider 'site' is this site itself, and is there always. Leave it out.");
        }
        if (policyUrls.containsKey(name)) {
            written.add("name", "The provider '" + Findings.shortened(name) + "' is there twice. Remove one.");
            return;
        }
        // Declarations of a provider whose address can't be used are not told that it has none.
        policyUrls.put(name, "https://unknown.invalid/");
        if (policyUrl == null) {
            written.add(
                    "policy-url",
                    "The provider '" + Findings.shortened(name)
                            + "' has no policy-url. Write the address of its policy, or leave the provider out here.");
        } else {
            try {
                Provider provider = writtenCatalogue.provider(name, policyUrl);
                provider.policyUrl().ifPresent(address -> policyUrls.put(name, address.toString()));
            } catch (IllegalArgumentException e) {
                written.add("policy-url", String.valueOf(e.getMessage()));
            }
        }
    }

    private void category(Node node, String path) {
        Written written = new Written(node, path, findings);
        if (!written.hasOnly(CATEGORY_KEYS)) {
            return;
        }
        Locale own = written.language();
        WrittenCatalogue.category(written.category(), own != null ? own : language, written)
                .ifPresent(category -> {
                    Category earlier = categories.get(category.id());
                    if (earlier != null) {
                        written.add(
                                "id", "The category '" + category.id() + "' is there twice. Remove one of the two.");
                        return;
                    }
                    for (Category other : known()) {
                        if (!other.equals(category) && other.code().equals(category.code())) {
                            written.add(
                                    written.member("code").isPresent() ? "code" : "id",
                                    "The categories '" + other.id() + "' and '" + category.id() + "' share the code '"
                                            + category.code()
                                            + "' in the preference cookie. Write another code: for one.");
                        }
                    }
                    define(category);
                });
        // So that declarations in a category that can't be used are not told that there is none.
        String id = written.text("id");
        if (id != null && !written.isSound() && id.matches("[a-z][a-z0-9-]{0,39}")) {
            if (!categories.containsKey(id)) {
                define(Category.builtIn().stream()
                        .filter(category -> category.id().equals(id))
                        .findFirst()
                        .orElseGet(() -> Category.named(id).build()));
            }
        }
    }

    private void define(Category category) {
        categories.put(category.id(), category);
        writtenCatalogue.define(category);
    }

    private List<Category> known() {
        List<Category> known = new ArrayList<>(Category.builtIn());
        known.addAll(categories.values());
        return known;
    }

    private void declaration(Node node, String path) {
        Written written = new Written(node, path, findings);
        if (!written.hasOnly(DECLARATION_KEYS)) {
            return;
        }
        if (written.member(REVIEW).isPresent()) {
            written.add(
                    REVIEW,
                    "This declaration is still to be reviewed: check it, correct it, and then remove the key review.");
        }
        if (unread.contains(CATEGORIES)) {
            written.ignore("category");
        }
        if (unread.contains(PROVIDERS)) {
            written.ignore("provider");
        }
        Locale own = written.language();
        String name = written.text("name");
        String provider = written.text("provider");
        String policyUrl = written.text("policy-url");
        if (policyUrl != null && provider != null && !policyUrl.equals(policyUrls.getOrDefault(provider, policyUrl))) {
            written.add(
                    "policy-url",
                    "Under providers, '" + Findings.shortened(provider)
                            + "' has another policy-url. Leave it out here, or rename one of the two.");
        }
        if (name != null) {
            Integer first = lines.putIfAbsent(earlier.orSame(name), node.line());
            if (first != null) {
                written.add(
                        "name",
                        "The cookie '" + Findings.shortened(name) + "' is declared twice, first in line " + first
                                + ". Remove one of the two.");
            }
        }
        Optional<CookieDeclaration> read =
                writtenCatalogue.declaration(written.declaration(policyUrls), own != null ? own : language, written);
        if (read.isPresent()) {
            declarations.add(earlier.orSame(read.get()));
        }
    }
}
