package org.consent4j.pages;

import java.text.CompactNumberFormat;
import java.text.DecimalFormatSymbols;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plural forms of a language: which wording goes with a number.
 *
 * <p>The platform reads the rules, in the notation of Unicode's CLDR (UTS 35, part 3, "Language plural rules").
 */
final class Plurals {

    private static final String OTHER = "other";

    private final CompactNumberFormat forms;

    /**
     * Reads rules.
     *
     * @throws IllegalArgumentException if they are not of the notation
     */
    Plurals(String rules) {
        String pattern = Stream.concat(
                        Stream.of(rules.split(";", -1))
                                .map(rule -> rule.substring(0, Math.max(rule.indexOf(':'), 0))
                                        .strip())
                                .filter(form -> !form.isEmpty()),
                        Stream.of(OTHER))
                .map(form -> form + ":'" + form + "'")
                .collect(Collectors.joining(" ", "{", "}"));
        this.forms = new CompactNumberFormat(
                "0", DecimalFormatSymbols.getInstance(Locale.ROOT), new String[] {pattern}, rules);
    }

    /** The wording for a number among those of a text, such as "one:{0} day|other:{0} days". */
    String wording(String text, long number) {
        Map<String, String> wordings = wordings(text);
        String wording = wordings.get(form(number));
        return wording == null ? wordings.getOrDefault(OTHER, "{0}") : wording;
    }

    /** The name of the plural form that a number takes, such as "one" or "other". */
    String form(long number) {
        synchronized (forms) {
            return forms.format(number);
        }
    }

    static Map<String, String> wordings(String text) {
        Map<String, String> wordings = new LinkedHashMap<>();
        for (String wording : text.split("\\|", -1)) {
            int colon = wording.indexOf(':');
            wordings.put(wording.substring(0, Math.max(colon, 0)).strip(), wording.substring(colon + 1));
        }
        return wordings;
    }
}
