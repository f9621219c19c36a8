package org.consent4j.pages;

import java.util.Locale;
import java.util.Set;

/**
 * A language that texts are in, as HTML's attributes {@code lang} and {@code dir} say it.
 *
 * @param tag the BCP 47 language tag, such as {@code en}
 * @param direction {@code ltr} or {@code rtl}
 */
public record Language(String tag, String direction) {

    private static final Set<String> RIGHT_TO_LEFT_LANGUAGES =
            Set.of("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi");
    private static final Set<String> RIGHT_TO_LEFT_SCRIPTS =
            Set.of("Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa");

    static Language of(Locale locale) {
        Locale plain = locale.stripExtensions();
        boolean rightToLeft = plain.getScript().isEmpty()
                ? RIGHT_TO_LEFT_LANGUAGES.contains(
                        Locale.forLanguageTag(plain.getLanguage()).toLanguageTag())
                : RIGHT_TO_LEFT_SCRIPTS.contains(plain.getScript());
        return new Language(plain.toLanguageTag(), rightToLeft ? "rtl" : "ltr");
    }

    boolean isRightToLeft() {
        return direction.equals("rtl");
    }
}
