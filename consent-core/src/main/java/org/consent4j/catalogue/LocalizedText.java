package org.consent4j.catalogue;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A text with a default wording and, where given, others by locale.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class LocalizedText {

    private final String fallback;
    private final Map<Locale, String> byLocale;

    private LocalizedText(String fallback, Map<Locale, String> byLocale) {
        this.fallback = fallback;
        this.byLocale = byLocale;
    }

    /**
     * A text in one wording for every locale.
     *
     * @param text the wording; not blank
     * @return the text
     * @throws IllegalArgumentException if the wording is blank
     */
    public static LocalizedText of(String text) {
        return new LocalizedText(requireText(text), Map.of());
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
        String exact = byLocale.get(locale);
        if (exact != null) {
            return exact;
        }
        String language = byLocale.get(Locale.forLanguageTag(locale.getLanguage()));
        return language != null ? language : fallback;
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
        return fallback;
    }
}
