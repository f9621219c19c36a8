package org.consent4j.pages;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Retention;
import org.jspecify.annotations.Nullable;

/** The fixed texts of the pages in one language, and what is worded with them. */
final class Texts {

    /** Texts of the SDK's own in a catalogue; what follows is no key of the pages'. */
    static final String CATALOGUE = "catalogue.";

    private static final int MOST_DURATIONS = 1_000;

    private final Locale locale;
    private final Language language;
    private final @Nullable Locale catalogueLocale;
    private final Map<String, Phrase> phrases = new HashMap<>();
    /** What the SDK says in a catalogue, in English, with the wording of this language. */
    private final Map<String, String> builtIn = new HashMap<>();

    private final Plurals plurals;
    private final DateTimeFormatter dates;
    /** A catalogue has few different ones, and each is shown often. */
    private final Map<Retention, String> durations = new ConcurrentHashMap<>();

    /**
     * Texts of one language.
     *
     * @param words all texts by key
     * @param english the English texts as the SDK has them, by key
     * @param catalogueLocale the language of the catalogue's texts that don't say theirs, or null
     */
    Texts(Locale locale, Map<String, String> words, Map<String, String> english, @Nullable Locale catalogueLocale) {
        this.locale = locale;
        this.language = Language.of(locale);
        words.forEach((key, text) -> phrases.put(key, new Phrase(text)));
        this.catalogueLocale = catalogueLocale;
        this.plurals = new Plurals(text("plural.rules"));
        this.dates = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withDecimalStyle(DecimalStyle.of(locale));
        english.forEach((key, text) -> {
            if (key.startsWith(CATALOGUE)) {
                builtIn.put(text, text(key));
            }
        });
    }

    Language language() {
        return language;
    }

    private Phrase phrase(String key) {
        Phrase phrase = phrases.get(key);
        if (phrase == null) {
            throw new IllegalStateException("There is no text '" + key + "' in " + locale.toLanguageTag() + ".");
        }
        return phrase;
    }

    /** A text without places to fill. */
    String text(String key) {
        return phrase(key).text();
    }

    /** A text whose places {0}, {1} and so on are filled. */
    String text(String key, String... parts) {
        return phrase(key).filled(parts);
    }

    /** A text whose places are filled with what may be in other languages. */
    Sentence sentence(String key, Sentence... parts) {
        return phrase(key).filled(parts);
    }

    /** Several things in a row. */
    Sentence list(List<Text> texts) {
        if (texts.size() == 1) {
            return new Sentence(texts);
        }
        Text separator = new Text(text("list.separator"), null);
        List<Text> separated = new ArrayList<>(2 * texts.size());
        for (Text text : texts) {
            if (!separated.isEmpty()) {
                separated.add(separator);
            }
            separated.add(text);
        }
        return new Sentence(separated);
    }

    /** A text of the site's, in this language if there is a wording in it. */
    Text of(LocalizedText text) {
        LocalizedText.Wording wording = text.wording(locale);
        Locale spoken = wording.locale() == null ? catalogueLocale : wording.locale();
        String translation = isEnglish(spoken) ? builtIn.get(wording.text()) : null;
        if (translation != null) {
            return new Text(translation, null);
        }
        return new Text(
                isolated(wording.text()),
                spoken == null || spoken.getLanguage().equals(locale.getLanguage()) ? null : Language.of(spoken));
    }

    private static boolean isEnglish(@Nullable Locale spoken) {
        return spoken == null || spoken.getLanguage().equals(Locale.ENGLISH.getLanguage());
    }

    /** A name or a text of the site's that does no harm to the direction of what stands around it. */
    String isolated(String text) {
        return Isolation.of(text, language.isRightToLeft());
    }

    String date(LocalDate date) {
        return dates.format(date);
    }

    String duration(Retention retention) {
        String known = durations.get(retention);
        if (known != null) {
            return known;
        }
        String words = words(retention);
        if (durations.size() < MOST_DURATIONS) {
            durations.put(retention, words);
        }
        return words;
    }

    private String words(Retention retention) {
        TemporalAmount amount = retention.amount().orElse(null);
        if (amount == null) {
            return text("duration.session");
        }
        List<String> words = new ArrayList<>();
        if (amount instanceof Period period) {
            add(words, period.getYears(), "duration.years");
            add(words, period.getMonths(), "duration.months");
            add(words, period.getDays(), "duration.days");
        } else if (amount instanceof Duration duration) {
            // Browsers count whole seconds, so what is less is told as one.
            Duration whole = duration.toNanosPart() == 0 ? duration : duration.plusSeconds(1);
            add(words, whole.toDaysPart(), "duration.days");
            add(words, whole.toHoursPart(), "duration.hours");
            add(words, whole.toMinutesPart(), "duration.minutes");
            add(words, whole.toSecondsPart(), "duration.seconds");
        }
        return String.join(text("duration.separator"), words);
    }

    private void add(List<String> words, long count, String key) {
        if (count != 0) {
            String number = NumberFormat.getIntegerInstance(locale).format(count);
            words.add(new Phrase(plurals.wording(text(key), count)).filled(number));
        }
    }
}
