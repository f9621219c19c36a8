package org.consent4j.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads categories and declarations that are written in a configuration or a file, and tells what is wrong in the words
 * of its keys.
 */
public final class WrittenCatalogue {

    /** The keys of a declaration. */
    public static final Set<String> DECLARATION_KEYS = Set.of(
            "name",
            "category",
            "provider",
            "policy-url",
            "function",
            "function-by-language",
            "location",
            "location-by-language",
            "purpose",
            "purpose-by-language",
            "recipients",
            "recipients-by-language",
            "retention",
            "exemption",
            "party",
            "domains",
            "paths",
            "partitioned",
            "allow-short-prefix",
            "allow-star");

    /** The keys of a category. */
    public static final Set<String> CATEGORY_KEYS = Set.of(
            "id",
            "code",
            "requirement",
            "title",
            "title-by-language",
            "description",
            "description-by-language",
            "revision");

    private static final String SITE = "site";

    private WrittenCatalogue() {}

    /**
     * Reads one category.
     *
     * @param written the category
     * @return a category of the site's own, or a built-in one with what is written of it
     * @throws IllegalArgumentException if it can't be read; the message says what to write
     */
    public static Category category(WrittenCategory written) {
        String id = written.id();
        if (id == null) {
            throw new IllegalArgumentException("A category has no id; write id: and the name of a built-in category or"
                    + " one of your own, such as newsletter.");
        }
        Category.Builder builder = Category.builtIn().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .map(Category::toBuilder)
                .orElseGet(() -> Category.named(id));
        String code = written.code();
        if (code != null) {
            builder.code(code);
        }
        Requirement requirement = written.requirement();
        if (requirement != null) {
            builder.requirement(requirement);
        }
        text("title", written.title(), written.titleByLanguage(), builder::title);
        text("description", written.description(), written.descriptionByLanguage(), builder::description);
        Integer revision = written.revision();
        if (revision != null) {
            builder.revision(revision);
        }
        return builder.build();
    }

    /**
     * Reads a list of declarations.
     *
     * @param key the key of the list, for messages
     * @param written the declarations
     * @param categories the site's own categories; the built-in ones are known
     * @return the declarations in the same order
     * @throws InvalidCatalogueException if some can't be read, with everything that is wrong with all of them
     */
    public static List<CookieDeclaration> declarations(
            String key, List<? extends WrittenDeclaration> written, Collection<Category> categories) {
        List<CookieDeclaration> declarations = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String place = key + "[" + i + "]: ";
            try {
                declarations.add(declaration(written.get(i), categories));
            } catch (InvalidCatalogueException e) {
                e.problems().forEach(problem -> problems.add(place + problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidCatalogueException(problems);
        }
        return declarations;
    }

    /**
     * Reads one declaration.
     *
     * @param written the declaration
     * @param categories the site's own categories; the built-in ones are known
     * @return the declaration
     * @throws InvalidCatalogueException if it can't be read, with everything that is wrong with it
     */
    public static CookieDeclaration declaration(WrittenDeclaration written, Collection<Category> categories) {
        List<String> missing = missing(written);
        if (!missing.isEmpty()) {
            throw new InvalidCatalogueException(missing);
        }
        try {
            return complete(written, categories);
        } catch (InvalidCatalogueException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidCatalogueException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Tells of a key that means nothing.
     *
     * @param key the key as it is written
     * @param known the keys that there are
     * @return what to write instead, or empty where the key is known
     */
    public static Optional<String> unknown(String key, Set<String> known) {
        if (known.contains(key)) {
            return Optional.empty();
        }
        return Optional.of("The key '" + key + "' is not known; "
                + meant(key, known)
                        .map(similar -> "write '" + similar + "'.")
                        .orElseGet(
                                () -> "there are " + known.stream().sorted().collect(Collectors.joining(", ")) + "."));
    }

    /**
     * The key that was probably meant.
     *
     * @param key the key as it is written
     * @param known the keys that there are
     * @return the one that the key is, or almost is; empty where none is alike
     */
    public static Optional<String> meant(String key, Set<String> known) {
        return known.stream()
                .filter(candidate -> isSimilar(key, candidate))
                .sorted()
                .findFirst();
    }

    /** Whether two letters more, fewer or other ones make the one the other, or the one is the beginning of the other. */
    private static boolean isSimilar(String key, String candidate) {
        String letters = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        String others = candidate.replace("-", "");
        return letters.length() > 2 && (others.startsWith(letters) || distance(letters, others) <= 2);
    }

    /** How many letters have to be put in, taken out or replaced (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    /** What is told in the words of keys, as the builder's messages are in those of Java. */
    private static List<String> missing(WrittenDeclaration written) {
        List<String> missing = new ArrayList<>();
        String name = written.name();
        String cookie = "The declaration " + (name == null ? "" : "of cookie '" + name + "' ");
        if (name == null) {
            missing.add(cookie + "has no name. Write name: and the cookie's name.");
        }
        if (written.category() == null) {
            missing.add(cookie + "has no category. Write category: necessary, or another.");
        }
        if (written.provider() == null) {
            missing.add(cookie + "has no provider. Write provider: and a name, or site for this site itself.");
        }
        if (written.retention() == null) {
            missing.add(cookie + "has no retention. Write retention: session, or how long it is kept.");
        }
        if (Category.NECESSARY.id().equals(written.category())
                && written.purpose() == null
                && written.purposeByLanguage().isEmpty()) {
            missing.add(cookie + "is declared necessary without a purpose. Write purpose: and what the visitor asked"
                    + " for that needs it.");
        }
        List<AudienceMeasurementExemption.Condition> exemption = written.exemption();
        if (exemption != null) {
            EnumSet<AudienceMeasurementExemption.Condition> unattested =
                    EnumSet.allOf(AudienceMeasurementExemption.Condition.class);
            exemption.forEach(unattested::remove);
            if (!unattested.isEmpty()) {
                missing.add(cookie + "has an exemption that lacks "
                        + unattested.stream()
                                .map(AudienceMeasurementExemption.Condition::key)
                                .collect(Collectors.joining(", "))
                        + ". Add each one that is true under exemption:; if one isn't, leave the exemption out, and the"
                        + " cookie needs consent.");
            }
        }
        return missing;
    }

    private static CookieDeclaration complete(WrittenDeclaration written, Collection<Category> categories) {
        CookieDeclaration.Builder builder = CookieDeclaration.cookie(String.valueOf(written.name()))
                .category(category(written, categories))
                .provider(provider(String.valueOf(written.provider()), written.policyUrl()))
                .retention(Retention.parse(String.valueOf(written.retention())));
        Party party = written.party();
        if (party != null) {
            builder.party(party);
        }
        text("function", written.function(), written.functionByLanguage(), builder::function);
        text("location", written.location(), written.locationByLanguage(), builder::location);
        text("purpose", written.purpose(), written.purposeByLanguage(), builder::purpose);
        text("recipients", written.recipients(), written.recipientsByLanguage(), builder::recipients);
        List<AudienceMeasurementExemption.Condition> exemption = written.exemption();
        if (exemption != null) {
            AudienceMeasurementExemption.Attestation attestation = AudienceMeasurementExemption.attest();
            exemption.forEach(attestation::condition);
            builder.exemption(attestation.build());
        }
        each(written.domains(), builder::domain);
        each(written.paths(), builder::path);
        if (written.partitioned()) {
            builder.partitioned();
        }
        if (written.allowShortPrefix()) {
            builder.allowShortPrefix();
        }
        if (written.allowStar()) {
            builder.allowStar();
        }
        return builder.build();
    }

    private static Category category(WrittenDeclaration written, Collection<Category> categories) {
        Map<String, Category> known = new LinkedHashMap<>();
        Category.builtIn().forEach(category -> known.put(category.id(), category));
        categories.forEach(category -> known.put(category.id(), category));
        Category category = known.get(String.valueOf(written.category()));
        if (category == null) {
            throw new IllegalArgumentException("The declaration of cookie '" + written.name() + "' names the category '"
                    + written.category() + "', but the site has " + known.keySet()
                    + ". Write one of these, or define it under categories.");
        }
        return category;
    }

    private static Provider provider(String name, @Nullable String policyUrl) {
        if (policyUrl != null) {
            return Provider.of(name, policyUrl);
        }
        return name.equals(SITE) ? Provider.SITE : Provider.of(name);
    }

    private static void each(@Nullable List<String> values, Consumer<String> setter) {
        if (values != null) {
            values.forEach(setter);
        }
    }

    /** Hands over a text and its translations, where it is given. */
    private static void text(
            String key, @Nullable String text, Map<String, String> byLanguage, Consumer<LocalizedText> setter) {
        if (text == null) {
            if (!byLanguage.isEmpty()) {
                throw new IllegalArgumentException("There is " + key + "-by-language, but no " + key + ". Write " + key
                        + ": too; it is what visitors read in all other languages.");
            }
            return;
        }
        LocalizedText localized = LocalizedText.of(requireWords(key, text));
        for (Map.Entry<String, String> translation : byLanguage.entrySet()) {
            String place = key + "-by-language." + translation.getKey();
            localized =
                    localized.with(locale(place, translation.getKey()), requireWords(place, translation.getValue()));
        }
        setter.accept(localized);
    }

    private static String requireWords(String key, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("The text of " + key + " is blank; write one, or leave the key out.");
        }
        return text;
    }

    private static Locale locale(String key, String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (locale.getLanguage().length() == 2 || locale.getLanguage().length() == 3) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            // Told below, in the words of keys.
        }
        throw new IllegalArgumentException("The key " + key + " does not end with the tag of a language; write one such"
                + " as de or pt-BR"
                // YAML takes an unquoted no for a boolean.
                + (tag.equals("false") ? ", or \"no\" in quotes for Norwegian." : "."));
    }
}
