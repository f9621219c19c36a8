package org.consent4j.json;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.consent4j.catalogue.AudienceMeasurementExemption.Condition;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.jspecify.annotations.Nullable;

/** Writes a catalogue as its file. */
final class CatalogueWriter {

    private static final int SHORT_PREFIX = 3;

    private final List<CookieDeclaration> declarations;
    private final Map<String, Category> categories = new LinkedHashMap<>();
    /** The addresses of providers that have the same one wherever they are named. */
    private final Map<String, String> policyUrls;
    /** The language of all texts, where they have one in common. */
    private final @Nullable Locale language;

    private final Map<String, String> reviews;
    private final JsonWriter json = new JsonWriter(true);

    CatalogueWriter(CookieCatalogue catalogue) {
        this(catalogue, Map.of());
    }

    /** Writes beside declarations, by their names, what has to be reviewed. */
    CatalogueWriter(CookieCatalogue catalogue, Map<String, String> reviews) {
        this.declarations = catalogue.declarations();
        this.reviews = reviews;
        catalogue.categories().forEach(this::define);
        declarations.forEach(declaration -> define(declaration.category()));
        this.policyUrls = policyUrls();
        List<LocalizedText> texts = new ArrayList<>();
        categories.values().forEach(category -> texts.addAll(ownTexts(category)));
        declarations.forEach(declaration -> texts.addAll(texts(declaration)));
        Set<Optional<Locale>> languages = Languages.of(texts);
        this.language = languages.size() == 1 ? languages.iterator().next().orElse(null) : null;
    }

    private void define(Category category) {
        if (builtIn(category).map(category::isSameDefinitionAs).orElse(false)) {
            return;
        }
        Category earlier = categories.putIfAbsent(category.id(), category);
        if (earlier != null && !earlier.isSameDefinitionAs(category)) {
            throw new IllegalArgumentException("The category '" + category.id()
                    + "' is defined in two ways. Use one Category object for all declarations in it.");
        }
    }

    private static Optional<Category> builtIn(Category category) {
        return Category.builtIn().stream().filter(category::equals).findFirst();
    }

    private Map<String, String> policyUrls() {
        Map<String, Optional<URI>> urls = new LinkedHashMap<>();
        List<String> differing = new ArrayList<>();
        for (CookieDeclaration declaration : declarations) {
            Provider provider = declaration.provider();
            Optional<URI> earlier = urls.putIfAbsent(provider.name(), provider.policyUrl());
            if (earlier != null && !earlier.equals(provider.policyUrl())) {
                differing.add(provider.name());
            }
        }
        Map<String, String> common = new LinkedHashMap<>();
        urls.forEach((name, url) -> {
            if (url.isPresent() && !differing.contains(name) && !name.equals(CatalogueReader.SITE)) {
                common.put(name, url.get().toString());
            }
        });
        return common;
    }

    String text() {
        json.object();
        if (language != null) {
            json.field(CatalogueReader.LANGUAGE, tag(language));
        }
        if (!categories.isEmpty()) {
            json.list(CatalogueReader.CATEGORIES);
            categories.values().forEach(this::category);
            json.endList();
        }
        if (!policyUrls.isEmpty()) {
            json.list(CatalogueReader.PROVIDERS);
            policyUrls.forEach((name, url) ->
                    json.object().field("name", name).field("policy-url", url).endObject());
            json.endList();
        }
        json.list(CatalogueReader.CATALOGUE);
        declarations.forEach(this::declaration);
        json.endList().endObject();
        return json.text() + "\n";
    }

    /** The category of that id as it is where nothing but the id is written. */
    private static Category plain(Category category) {
        return builtIn(category).orElseGet(() -> Category.named(category.id()).build());
    }

    private static Optional<LocalizedText> ownTitle(Category category) {
        return Optional.of(category.title())
                .filter(text -> !text.equals(plain(category).title()));
    }

    private static Optional<LocalizedText> ownDescription(Category category) {
        return Optional.of(category.description())
                .filter(text -> !text.equals(plain(category).description()));
    }

    private static List<LocalizedText> ownTexts(Category category) {
        return Stream.concat(ownTitle(category).stream(), ownDescription(category).stream())
                .toList();
    }

    private void category(Category category) {
        json.object().field("id", category.id());
        if (builtIn(category).isEmpty()) {
            json.field("code", category.code());
            json.field("requirement", category.requirement().name().toLowerCase(Locale.ROOT));
        }
        language("The category '" + category.id() + "'", ownTexts(category));
        text("title", ownTitle(category));
        text("description", ownDescription(category));
        if (category.revision() != 1) {
            json.field("revision", category.revision());
        }
        json.endObject();
    }

    private static List<LocalizedText> texts(CookieDeclaration declaration) {
        List<LocalizedText> texts = new ArrayList<>();
        declaration.function().ifPresent(texts::add);
        declaration.location().ifPresent(texts::add);
        declaration.purpose().ifPresent(texts::add);
        declaration.recipients().ifPresent(texts::add);
        return texts;
    }

    private void declaration(CookieDeclaration declaration) {
        String cookie = "The declaration of cookie '" + declaration.name() + "'";
        json.object();
        String review = reviews.get(declaration.name());
        if (review != null) {
            json.field(CatalogueReader.REVIEW, review);
        }
        json.field("name", declaration.name());
        json.field("category", declaration.category().id());
        provider(cookie, declaration.provider());
        language(cookie, texts(declaration));
        text("function", declaration.function());
        text("location", declaration.location());
        text("purpose", declaration.purpose());
        text("recipients", declaration.recipients());
        json.field("retention", declaration.retention().toString());
        if (declaration.exemption().isPresent()) {
            json.list("exemption");
            for (Condition condition : Condition.values()) {
                json.value(condition.key());
            }
            json.endList();
        }
        Party usual = declaration.category().equals(Category.THIRD_PARTY) ? Party.THIRD : Party.FIRST;
        if (declaration.party() != usual) {
            json.field("party", declaration.party().name().toLowerCase(Locale.ROOT));
        }
        if (!declaration.domains().isEmpty()) {
            json.texts("domains", declaration.domains());
        }
        if (!declaration.paths().isEmpty()) {
            json.texts("paths", declaration.paths());
        }
        if (declaration.isPartitioned()) {
            json.field("partitioned", true);
        }
        int star = declaration.name().indexOf('*');
        int last = declaration.name().length() - 1;
        if (declaration.isPrefix() && last <= SHORT_PREFIX) {
            json.field("allow-short-prefix", true);
        }
        if (star >= 0 && star < last) {
            json.field("allow-star", true);
        }
        json.endObject();
    }

    private void provider(String cookie, Provider provider) {
        String name = provider.name();
        String url = provider.policyUrl().map(URI::toString).orElse(null);
        if (url != null) {
            requireReadable(cookie, "policy URL", url);
        }
        if (provider.equals(Provider.SITE)) {
            json.field("provider", CatalogueReader.SITE);
            return;
        }
        if (name.equals(CatalogueReader.SITE) && url == null) {
            throw new IllegalArgumentException(
                    cookie + " has a provider called 'site', which a file would take for this"
                            + " site itself. Use Provider.SITE, or another name.");
        }
        requireReadable(cookie, "provider", name);
        json.field("provider", name);
        if (url != null && !policyUrls.containsKey(name)) {
            json.field("policy-url", url);
        }
    }

    private void language(String subject, List<LocalizedText> texts) {
        Set<Optional<Locale>> languages = Languages.of(texts);
        if (languages.size() > 1) {
            throw new IllegalArgumentException(subject
                    + " has texts in different languages beside their translations, which a file can't say. Give them"
                    + " the same language with LocalizedText.of(locale, ...).");
        }
        if (language == null) {
            languages.forEach(
                    locale -> locale.ifPresent(present -> json.field(CatalogueReader.LANGUAGE, tag(present))));
        }
    }

    private void text(String key, Optional<LocalizedText> text) {
        if (text.isEmpty()) {
            return;
        }
        requireReadable(key, text.get());
        json.field(key, text.get().fallback().text());
        if (!text.get().translations().isEmpty()) {
            Map<String, String> byTag = new TreeMap<>();
            text.get().translations().forEach((locale, wording) -> byTag.put(tag(locale), wording));
            json.object(key + "-by-language");
            byTag.forEach(json::field);
            json.endObject();
        }
    }

    private static void requireReadable(String key, LocalizedText text) {
        int longest = text.translations().values().stream()
                .mapToInt(String::length)
                .reduce(text.fallback().text().length(), Math::max);
        if (longest > JsonReader.LONGEST_TEXT || text.translations().size() > Written.MOST_LANGUAGES) {
            throw new IllegalArgumentException("The " + key + " that begins with '"
                    + Findings.shortened(text.fallback().text()) + "' has " + longest + " characters and "
                    + text.translations().size() + " translations, but a file's text has at most "
                    + JsonReader.LONGEST_TEXT + " and " + Written.MOST_LANGUAGES + ". Write less.");
        }
        String subject = "The " + key + " that begins with '"
                + Findings.shortened(text.fallback().text()) + "'";
        requireWhole(subject, "text", text.fallback().text());
        text.translations().values().forEach(wording -> requireWhole(subject, "translation", wording));
    }

    private static void requireReadable(String subject, String what, String text) {
        if (text.length() > JsonReader.LONGEST_TEXT) {
            throw new IllegalArgumentException(subject + " has a " + what + " of " + text.length()
                    + " characters, but a file's text has at most " + JsonReader.LONGEST_TEXT + ". Write less.");
        }
        requireWhole(subject, what, text);
    }

    private static void requireWhole(String subject, String what, String text) {
        if (JsonReader.hasHalfAPair(text)) {
            throw new IllegalArgumentException(
                    Findings.printable(subject) + " has a " + what + " with half a surrogate pair, which is no text.");
        }
    }

    private static String tag(Locale locale) {
        String tag = locale.toLanguageTag();
        if (!locale.equals(Languages.locale(tag))) {
            throw new IllegalArgumentException("The locale '" + locale
                    + "' has no tag that a file could have. Use one of a language such as Locale.GERMAN.");
        }
        return tag;
    }
}
