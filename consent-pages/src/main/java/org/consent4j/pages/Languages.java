package org.consent4j.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import org.consent4j.http.RequestHeaders;
import org.jspecify.annotations.Nullable;

/** The languages that a site's pages speak, and which of them a reader gets. */
final class Languages {

    /** All languages that the SDK speaks, English first. */
    static final List<String> SPOKEN = List.of(
            "en", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl",
            "pl", "pt", "ro", "sk", "sl", "sv", "ar", "ca", "fa", "he", "hi", "is", "ja", "ko", "nb", "ru", "sr", "tr",
            "uk", "zh");

    /** Languages that go by another name, or whose readers are best served by a neighbour. */
    private static final Map<String, String> ALIASES =
            Map.of("no", "nb", "nn", "nb", "iw", "he", "mo", "ro", "sh", "sr", "cmn", "zh", "prs", "fa", "arb", "ar");

    private static final int LONGEST_ACCEPT_LANGUAGE = 1_000;
    private static final int LONGEST_TAG = 100;
    private static final Map<String, Map<String, String>> BUNDLES = new ConcurrentHashMap<>();

    private final Set<String> tags;
    private final String first;
    private final Map<String, Texts> byTag = new ConcurrentHashMap<>();
    private final Function<String, Texts> load;

    private Languages(List<String> tags, Function<String, Texts> load) {
        this.tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
        this.first = tags.get(0);
        this.load = load;
    }

    /** The texts of a language, read once. */
    static Map<String, String> bundle(String tag) {
        return BUNDLES.computeIfAbsent(tag, Languages::read);
    }

    private static Map<String, String> read(String tag) {
        String file = tag.equals("en") ? "texts.properties" : "texts_" + tag.replace('-', '_') + ".properties";
        // Not ResourceBundle.getBundle, which prefers the server's own locale to the file without a language.
        try (InputStream in =
                Objects.requireNonNull(Languages.class.getResourceAsStream(file), () -> file + " is in this package")) {
            PropertyResourceBundle bundle =
                    new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> words = new HashMap<>();
            bundle.keySet().forEach(key -> words.put(key, bundle.getString(key)));
            return Map.copyOf(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts that fit a reader's locale best. */
    Texts of(Locale wanted) {
        return find(wanted.toLanguageTag()).orElseGet(this::first);
    }

    /** The texts of a language that somebody named; empty for anything else. */
    Optional<Texts> named(String tag) {
        return tag.length() > LONGEST_TAG
                ? Optional.empty()
                : find(Locale.forLanguageTag(tag).toLanguageTag());
    }

    /** The texts that fit the languages best which a browser asks for. */
    Texts of(RequestHeaders headers) {
        StringBuilder wanted = new StringBuilder();
        Iterator<String> lines = headers.values("Accept-Language");
        while (lines.hasNext() && wanted.length() <= LONGEST_ACCEPT_LANGUAGE) {
            wanted.append(wanted.length() == 0 ? "" : ",").append(lines.next());
        }
        if (wanted.length() == 0 || wanted.length() > LONGEST_ACCEPT_LANGUAGE) {
            return first();
        }
        List<Locale.LanguageRange> ranges;
        try {
            ranges = Locale.LanguageRange.parse(wanted.toString());
        } catch (IllegalArgumentException e) {
            return first();
        }
        for (Locale.LanguageRange range : ranges) {
            if (range.getRange().equals("*")) {
                return first();
            }
            Optional<Texts> found = range.getWeight() > 0
                    ? find(Locale.forLanguageTag(range.getRange()).toLanguageTag())
                    : Optional.empty();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return first();
    }

    private Texts first() {
        return texts(first);
    }

    /** The language of a tag, or of the tag without its last parts, as RFC 4647 has it in section 3.4. */
    private Optional<Texts> find(String tag) {
        return best(tag, tags).map(this::texts);
    }

    private static Optional<String> best(String tag, Collection<String> there) {
        for (String rest = tag; !rest.isEmpty(); rest = rest.substring(0, Math.max(rest.lastIndexOf('-'), 0))) {
            if (there.contains(rest)) {
                return Optional.of(rest);
            }
            String alias = ALIASES.get(rest);
            if (alias != null && there.contains(alias)) {
                return Optional.of(alias);
            }
        }
        return Optional.empty();
    }

    private Texts texts(String tag) {
        Texts known = byTag.get(tag);
        return known == null ? byTag.computeIfAbsent(tag, load) : known;
    }

    /** All languages, in the site's order. */
    List<Texts> all() {
        return tags.stream().map(this::texts).toList();
    }

    /** Chooses the languages and replaces texts. */
    static final class Builder {

        private @Nullable List<String> chosen;
        private @Nullable Locale catalogueLocale;
        private final Map<String, Map<String, String>> replaced = new LinkedHashMap<>();

        void choose(List<Locale> locales) {
            if (locales.isEmpty()) {
                throw new IllegalArgumentException(
                        "No language is chosen; give one such as Locale.ENGLISH, or leave locales(...) out for all.");
            }
            List<String> there = there();
            chosen = locales.stream()
                    .map(locale -> spoken(tag(locale), there))
                    .distinct()
                    .toList();
        }

        void catalogueLocale(Locale locale) {
            catalogueLocale = locale;
        }

        void replace(Locale locale, String key, String text) {
            String english = bundle("en").get(key);
            if (english == null) {
                throw new IllegalArgumentException("The pages have no text '" + key + "'; they have "
                        + new TreeSet<>(bundle("en").keySet()) + ".");
            }
            if (text.isBlank() && !english.isBlank() && !key.equals("plural.rules")) {
                throw new IllegalArgumentException("The text '" + key + "' is blank; the English one is '" + english
                        + "'. Give words, or leave it out.");
            }
            if (key.startsWith("duration.") && english.contains("|")) {
                checkForms(key, text, english);
            } else if (key.equals("plural.rules")) {
                checkRules(key, text, english);
            } else if (!places(text).equals(places(english))) {
                throw new IllegalArgumentException("The text '" + key + "' is '" + text + "', with the places "
                        + places(text) + "; it needs " + places(english) + ", as in '" + english + "'.");
            }
            replaced.computeIfAbsent(tag(locale), tag -> new HashMap<>()).put(key, text);
        }

        private static void checkForms(String key, String text, String english) {
            Map<String, String> wordings = Plurals.wordings(text);
            if (!wordings.containsKey("other") || !Set.of("{0}").containsAll(places(text))) {
                throw new IllegalArgumentException("The text '" + key + "' is '" + text
                        + "'; it needs a wording for each"
                        + " plural form, with other: among them and the place {0} alone, as in '" + english + "'.");
            }
        }

        private static void checkRules(String key, String text, String english) {
            try {
                new Plurals(text).form(1);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "The text '" + key + "' is '" + text + "', which is not in the notation"
                                + " of Unicode's CLDR; give rules such as '" + english + "'.",
                        e);
            }
        }

        private static String tag(Locale locale) {
            String tag = locale.stripExtensions().toLanguageTag();
            return ALIASES.getOrDefault(tag, tag);
        }

        static Set<String> places(String text) {
            Set<String> places = new TreeSet<>();
            Phrase.PLACE.matcher(text).results().map(MatchResult::group).forEach(places::add);
            return places;
        }

        /**
         * The languages.
         *
         * @throws IllegalArgumentException if a language is not complete
         */
        Languages build() {
            List<String> tags = chosen == null ? there() : chosen;
            Locale ofCatalogue = catalogueLocale;
            Map<String, Map<String, String>> complete = new HashMap<>();
            replaced.forEach((tag, words) -> complete.put(tag, complete(tag, words)));
            Languages languages = new Languages(
                    tags,
                    tag -> new Texts(
                            Locale.forLanguageTag(tag),
                            complete.containsKey(tag) ? complete.get(tag) : bundle(tag),
                            bundle("en"),
                            ofCatalogue));
            replaced.keySet().stream().filter(tags::contains).forEach(languages::texts);
            return languages;
        }

        private List<String> there() {
            Set<String> there = new LinkedHashSet<>(SPOKEN);
            there.addAll(replaced.keySet());
            return List.copyOf(there);
        }

        private static String spoken(String wanted, List<String> there) {
            return best(wanted, there)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The pages have no texts in '" + wanted + "'; choose from " + String.join(", ", there)
                                    + ", or give all texts of the language with texts(...) before."));
        }

        private static Map<String, String> complete(String tag, Map<String, String> words) {
            Map<String, String> all = new HashMap<>(SPOKEN.contains(tag) ? bundle(tag) : Map.of());
            all.putAll(words);
            Set<String> missing = new TreeSet<>(bundle("en").keySet());
            missing.removeAll(all.keySet());
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException("The SDK does not speak '" + tag + "', so the site has to give all"
                        + " texts of it; these are missing: " + missing + ".");
            }
            return Map.copyOf(all);
        }
    }
}
