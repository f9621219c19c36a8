package org.consent4j.catalogue;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text with a default wording and, where given, others by locale.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class LocalizedText {

    private final Wording fallback;
    private final Map<Locale, String> byLocale;

    /**
     * A text as it stands in one language.
     *
     * @param text the words; not blank
     * @param locale the language that they are in; null where nobody said
     */
    public record Wording(String text, @Nullable Locale locale) {}

    private LocalizedText(Wording fallback, Map<Locale, String> byLocale) {
        this.fallback = fallback;
        this.byLocale = byLocale;
    }

    /**
     * A text in one wording for every locale, in a language that is not said. Pages then can't tell a reader's software
     * how to pronounce it; {@link #of(Locale, String)} does.
     *
     * @param text the wording; not blank
     * @return the text
     * @throws IllegalArgumentException if the wording is blank
     */
    public static LocalizedText of(String text) {
        return new LocalizedText(new Wording(requireText(text), null), Map.of());
    }

    /**
     * A text in one wording for every locale, until others are added with {@link #with}.
     *
     * @param locale the language of the wording
     * @param text the wording; not blank
     * @return the text
     * @throws IllegalArgumentException if the wording is blank
     */
    public static LocalizedText of(Locale locale, String text) {
        return new LocalizedText(new Wording(requireText(text), Objects.requireNonNull(locale, "locale")), Map.of());
    }

    /**
     * This text with a wording of its own for a locale, replacing an earlier one for the same locale.
     *
     * @param locale the locale; a language alone serves all its countries
     * @param text the wording; not blank
     * @return a new text
     * @throws IllegalArgumentException if the wording is blank
     */
    public LocalizedText with(Locale locale, String text) {
        Map<Locale, String> extended = new LinkedHashMap<>(byLocale);
        extended.put(Objects.requireNonNull(locale, "locale"), requireText(text));
        return new LocalizedText(fallback, Map.copyOf(extended));
    }

    /**
     * The wording for a locale: that of the exact locale, else of its language, else the default.
     *
     * @param locale the reader's locale
     * @return the wording, never blank
     */
    public String in(Locale locale) {
        return wording(locale).text();
    }

    /**
     * The wording for a locale, with the language that it turns out to be in.
     *
     * @param locale the reader's locale
     * @return the wording that {@link #in} gives
     */
    public Wording wording(Locale locale) {
        if (byLocale.isEmpty()) {
            return fallback;
        }
        String exact = byLocale.get(locale);
        if (exact != null) {
            return new Wording(exact, locale);
        }
        Locale language = Locale.forLanguageTag(locale.getLanguage());
        String ofLanguage = byLocale.get(language);
        return ofLanguage != null ? new Wording(ofLanguage, language) : fallback;
    }

    /**
     * The wording for all locales that have none of their own.
     *
     * @return the wording, with its language where somebody said it
     */
    public Wording fallback() {
        return fallback;
    }

    /**
     * The wordings for locales of their own.
     *
     * @return an unmodifiable map in no order
     */
    public Map<Locale, String> translations() {
        return byLocale;
    }

    private static String requireText(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A text must not be blank; leave it out instead.");
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalizedText that && fallback.equals(that.fallback) && byLocale.equals(that.byLocale);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fallback, byLocale);
    }

    /** The default wording. */
    @Override
    public String toString() {
        return fallback.text();
    }
}
