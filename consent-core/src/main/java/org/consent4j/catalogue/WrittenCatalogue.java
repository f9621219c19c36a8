package org.consent4j.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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
 *
 * <p>One reads one catalogue, whose declarations then share what is alike. Not safe for use by many threads.
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

    private final Map<String, Category> categories = new LinkedHashMap<>();
    /** By name, as most declarations share theirs with others. */
    private final Map<String, Provider> providers = new HashMap<>();
    /** By what is written, as there are few that many declarations have. */
    private final Map<String, Retention> retentions = new HashMap<>();

    /**
     * Begins to read the declarations of one catalogue.
     *
     * @param categories the site's own categories; the built-in ones are known
     */
    public WrittenCatalogue(Collection<Category> categories) {
        Category.builtIn().forEach(builtIn -> this.categories.put(builtIn.id(), builtIn));
        categories.forEach(this::define);
    }

    /**
     * Adds a category that declarations may name.
     *
     * @param category the category, which takes the place of an earlier one of its id
     */
    public void define(Category category) {
        categories.put(category.id(), category);
    }

    /**
     * Adds a provider that declarations have instead of an equal one of their own.
     *
     * @param provider the provider, which takes the place of an earlier one of its name
     */
    public void share(Provider provider) {
        providers.put(provider.name(), provider);
    }

    /**
     * Takes what is wrong with something written.
     */
    @FunctionalInterface
    public interface Problems {

        /**
         * Takes a problem.
         *
         * @param key the key that it is written under or missing from, with a place where there are several, such as
         *     {@code retention}, {@code purpose-by-language.de} or {@code domains[0]}; empty for what is written as a
         *     whole
         * @param problem what is wrong and what to write
         */
        void add(String key, String problem);
    }

    /**
     * Reads one category.
     *
     * @param written the category
     * @return a category of the site's own, or a built-in one with what is written of it
     * @throws IllegalArgumentException if it can't be read; the message says what to write
     */
    public static Category category(WrittenCategory written) {
        List<String> found = new ArrayList<>();
        return category(written, null, (key, problem) -> found.add(problem))
                .orElseThrow(() -> new InvalidCatalogueException("The category", found));
    }

    /**
     * Reads one category.
     *
     * @param written the category
     * @param language the language of the texts that are written under no language; null where nobody said
     * @param problems takes everything that is wrong with it
     * @return a category of the site's own, or a built-in one with what is written of it; empty if something is wrong
     */
    public static Optional<Category> category(WrittenCategory written, @Nullable Locale language, Problems problems) {
        Reading reading = new Reading(language, problems);
        String id = written.id();
        if (id == null) {
            reading.add(
                    "id",
                    "A category has no id; write id: and the name of a built-in category or one of your own, such as"
                            + " newsletter.");
            return Optional.empty();
        }
        Category.Builder[] started = new Category.Builder[1];
        reading.attempt(
                "id",
                () -> started[0] = Category.builtIn().stream()
                        .filter(category -> category.id().equals(id))
                        .findFirst()
                        .map(Category::toBuilder)
                        .orElseGet(() -> Category.named(id)));
        Category.Builder builder = started[0] != null ? started[0] : Category.NECESSARY.toBuilder();
        String code = written.code();
        Requirement requirement = written.requirement();
        if (code != null && started[0] != null) {
            reading.attempt("code", () -> builder.code(code));
        }
        if (requirement != null && started[0] != null) {
            reading.attempt("requirement", () -> builder.requirement(requirement));
        }
        LocalizedText title = reading.text("title", written.title(), written.titleByLanguage());
        if (title != null) {
            builder.title(title);
        }
        LocalizedText description = reading.text("description", written.description(), written.descriptionByLanguage());
        if (description != null) {
            builder.description(description);
        }
        Integer revision = written.revision();
        if (revision != null) {
            reading.attempt("revision", () -> builder.revision(revision));
        }
        return reading.isSound() ? Optional.of(builder.build()) : Optional.empty();
    }

    /**
     * Reads a list of declarations.
     *
     * @param key the key of the list, for messages
     * @param written the declarations
     * @return the declarations in the same order
     * @throws InvalidCatalogueException if some can't be read, with everything that is wrong with all of them
     */
    public List<CookieDeclaration> declarations(String key, List<? extends WrittenDeclaration> written) {
        List<CookieDeclaration> declarations = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String place = key + "[" + i + "]: ";
            declaration(written.get(i), null, (at, problem) -> found.add(place + problem))
                    .ifPresent(declarations::add);
        }
        if (!found.isEmpty()) {
            throw new InvalidCatalogueException(found);
        }
        return declarations;
    }

    /**
     * Reads one declaration.
     *
     * @param written the declaration
     * @param language the language of the texts that are written under no language; null where nobody said
     * @param problems takes everything that is wrong with it
     * @return the declaration; empty if something is wrong
     */
    public Optional<CookieDeclaration> declaration(
            WrittenDeclaration written, @Nullable Locale language, Problems problems) {
        Reading reading = new Reading(language, problems);
        missing(written, reading);
        return Optional.ofNullable(reading.declaration(written, this));
    }

    /**
     * The provider that is written so.
     *
     * @param name the name, or {@code site}
     * @param policyUrl the address of its policy, or null
     * @return the provider, the same one for what is written in the same way
     * @throws IllegalArgumentException if the name is blank or the address is none of the web
     */
    public Provider provider(String name, @Nullable String policyUrl) {
        if (policyUrl == null) {
            return name.equals(SITE) ? Provider.SITE : Provider.of(name);
        }
        Provider known = providers.get(name);
        if (known == null || !known.hasPolicyUrl(policyUrl)) {
            known = Provider.of(name, policyUrl);
            providers.put(name, known);
        }
        return known;
    }

    private Retention retention(String written) {
        Retention known = retentions.get(written);
        if (known == null) {
            known = Retention.parse(written);
            retentions.put(written, known);
        }
        return known;
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
    private static void missing(WrittenDeclaration written, Problems problems) {
        String provider = written.provider();
        if (written.name() == null) {
            problems.add("name", about(written) + "has no name. Write name: and the cookie's name.");
        }
        if (written.category() == null) {
            problems.add("category", about(written) + "has no category. Write category: necessary, or another.");
        }
        if (provider == null) {
            problems.add(
                    "provider",
                    about(written) + "has no provider. Write provider: and a name, or site for this site itself.");
        } else if (!provider.equals(SITE) && written.policyUrl() == null && isThirdParty(written)) {
            problems.add(
                    "provider",
                    about(written) + "is a third party's, but its provider '" + provider
                            + "' has no policy URL. Write policy-url: and the address of its policy.");
        }
        if (written.retention() == null) {
            problems.add(
                    "retention",
                    about(written) + "has no retention. Write retention: session, or how long it is kept.");
        }
        if (Category.NECESSARY.id().equals(written.category())
                && written.purpose() == null
                && written.purposeByLanguage().isEmpty()) {
            problems.add(
                    "purpose",
                    about(written)
                            + "is declared necessary without a purpose. Write purpose: and what the visitor asked for"
                            + " that needs it.");
        }
        List<AudienceMeasurementExemption.Condition> exemption = written.exemption();
        if (exemption != null) {
            EnumSet<AudienceMeasurementExemption.Condition> unattested =
                    EnumSet.allOf(AudienceMeasurementExemption.Condition.class);
            exemption.forEach(unattested::remove);
            if (!unattested.isEmpty()) {
                problems.add(
                        "exemption",
                        about(written) + "has an exemption that lacks "
                                + unattested.stream()
                                        .map(AudienceMeasurementExemption.Condition::key)
                                        .collect(Collectors.joining(", "))
                                + ". Add each one that is true under exemption:; if one isn't, leave the exemption out,"
                                + " and the cookie needs consent.");
            }
        }
    }

    private static String about(WrittenDeclaration written) {
        String name = written.name();
        return name == null ? "The declaration " : "The declaration of cookie '" + name + "' ";
    }

    private static boolean isThirdParty(WrittenDeclaration written) {
        Party party = written.party();
        return party == null ? Category.THIRD_PARTY.id().equals(written.category()) : party == Party.THIRD;
    }

    /** Reads one thing and keeps in mind which of its keys have been told of. */
    private static final class Reading implements Problems {

        private final @Nullable Locale language;
        private final Problems problems;
        private final Set<String> told = new HashSet<>();

        Reading(@Nullable Locale language, Problems problems) {
            this.language = language;
            this.problems = problems;
        }

        @Override
        public void add(String key, String problem) {
            told.add(key);
            problems.add(key, problem);
        }

        boolean isSound() {
            return told.isEmpty();
        }

        void attempt(String key, Runnable step) {
            try {
                step.run();
            } catch (IllegalArgumentException e) {
                add(key, String.valueOf(e.getMessage()));
            }
        }

        // Without lambdas where nothing is wrong: each would be linked while an application starts.
        @Nullable
        CookieDeclaration declaration(WrittenDeclaration written, WrittenCatalogue catalogue) {
            CookieDeclaration.Builder started = builder(written.name());
            // What is written beside a name that can't be used is checked all the same.
            CookieDeclaration.Builder builder = started != null ? started : CookieDeclaration.cookie("?");
            category(written, catalogue.categories, builder);
            provider(written, catalogue, builder);
            retention(written.retention(), catalogue, builder);
            Party party = written.party();
            if (party != null) {
                builder.party(party);
            }
            LocalizedText function = text("function", written.function(), written.functionByLanguage());
            if (function != null) {
                builder.function(function);
            }
            LocalizedText location = text("location", written.location(), written.locationByLanguage());
            if (location != null) {
                builder.location(location);
            }
            LocalizedText purpose = text("purpose", written.purpose(), written.purposeByLanguage());
            if (purpose != null) {
                builder.purpose(purpose);
            }
            LocalizedText recipients = text("recipients", written.recipients(), written.recipientsByLanguage());
            if (recipients != null) {
                builder.recipients(recipients);
            }
            List<AudienceMeasurementExemption.Condition> exemption = written.exemption();
            if (exemption != null && !told.contains("exemption")) {
                AudienceMeasurementExemption.Attestation attestation = AudienceMeasurementExemption.attest();
                exemption.forEach(attestation::condition);
                builder.exemption(attestation.build());
            }
            if (started == null) {
                return null;
            }
            List<String> domains = written.domains();
            if (domains != null) {
                each("domains", domains, builder::domain);
            }
            List<String> paths = written.paths();
            if (paths != null) {
                each("paths", paths, builder::path);
            }
            if (written.partitioned()) {
                builder.partitioned();
            }
            if (written.allowShortPrefix()) {
                builder.allowShortPrefix();
            }
            if (written.allowStar()) {
                builder.allowStar();
            }
            Set<String> before = told.isEmpty() ? Set.of() : Set.copyOf(told);
            CookieDeclaration declaration = builder.build((key, problem) -> {
                // What could not be read is missing from the builder, too, and was told in the words of keys.
                if (!before.contains(key)) {
                    add(key, problem);
                }
            });
            return isSound() ? declaration : null;
        }

        private CookieDeclaration.@Nullable Builder builder(@Nullable String name) {
            try {
                return name == null ? null : CookieDeclaration.cookie(name);
            } catch (IllegalArgumentException e) {
                add("name", String.valueOf(e.getMessage()));
                return null;
            }
        }

        private void category(
                WrittenDeclaration written, Map<String, Category> categories, CookieDeclaration.Builder builder) {
            String id = written.category();
            if (id == null) {
                return;
            }
            Category category = categories.get(id);
            if (category != null) {
                builder.category(category);
                return;
            }
            add(
                    "category",
                    "The declaration of cookie '" + written.name() + "' names the category '" + id
                            + "', but the site has " + categories.keySet()
                            + ". Write one of these, or define it under categories.");
        }

        private void provider(
                WrittenDeclaration written, WrittenCatalogue catalogue, CookieDeclaration.Builder builder) {
            String name = written.provider();
            String policyUrl = written.policyUrl();
            if (name == null) {
                return;
            }
            try {
                builder.provider(catalogue.provider(name, policyUrl));
            } catch (IllegalArgumentException e) {
                add(policyUrl != null && !name.isBlank() ? "policy-url" : "provider", String.valueOf(e.getMessage()));
                told.add("provider");
            }
        }

        private void retention(
                @Nullable String retention, WrittenCatalogue catalogue, CookieDeclaration.Builder builder) {
            try {
                if (retention != null) {
                    builder.retention(catalogue.retention(retention));
                }
            } catch (IllegalArgumentException e) {
                add("retention", String.valueOf(e.getMessage()));
            }
        }

        private void each(String key, List<String> values, Consumer<String> setter) {
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i);
                attempt(key + "[" + i + "]", () -> setter.accept(value));
            }
        }

        /** A text with its translations, or null where it is not given. */
        @Nullable
        LocalizedText text(String key, @Nullable String text, Map<String, String> byLanguage) {
            if (text == null) {
                if (!byLanguage.isEmpty()) {
                    add(
                            key,
                            "There is " + key + "-by-language, but no " + key + ". Write " + key
                                    + ": too; it is what visitors read in all other languages.");
                }
                return null;
            }
            String words = isSaid(key, text) ? text : "?";
            LocalizedText localized = language == null ? LocalizedText.of(words) : LocalizedText.of(language, words);
            for (Map.Entry<String, String> translation : byLanguage.entrySet()) {
                String place = key + "-by-language." + translation.getKey();
                Locale locale = locale(place, translation.getKey());
                if (locale != null && localized.translations().containsKey(locale)) {
                    add(
                            place,
                            "The language '" + locale.toLanguageTag() + "' is there twice under " + key
                                    + "-by-language. Remove one of the two.");
                } else if (isSaid(place, translation.getValue()) && locale != null) {
                    localized = localized.with(locale, translation.getValue());
                }
            }
            return localized;
        }

        private boolean isSaid(String key, String text) {
            if (text.isBlank()) {
                add(key, "The text of " + key + " is blank; write one, or leave the key out.");
                return false;
            }
            return true;
        }

        private @Nullable Locale locale(String key, String tag) {
            try {
                Locale locale = new Locale.Builder().setLanguageTag(tag).build();
                if (locale.getLanguage().length() == 2 || locale.getLanguage().length() == 3) {
                    return locale;
                }
            } catch (IllformedLocaleException e) {
                // Told below, in the words of keys.
            }
            add(
                    key,
                    "The key " + key + " does not end with the tag of a language; write one such as de or pt-BR"
                            // YAML takes an unquoted no for a boolean.
                            + (tag.equals("false") ? ", or \"no\" in quotes for Norwegian." : "."));
            return null;
        }
    }
}
