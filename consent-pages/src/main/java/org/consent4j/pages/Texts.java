package org.consent4j.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Retention;
import org.consent4j.http.RequestHeaders;
import org.consent4j.pages.Html.Node;

/** The fixed texts of the pages in one language, and what is worded with them. */
final class Texts {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH, "texts.properties");

    /** All languages that the pages speak; the first is spoken where none fits. */
    private static final Map<Locale, Texts> LANGUAGES = Map.of(Locale.ENGLISH, ENGLISH);

    private static final int LONGEST_ACCEPT_LANGUAGE = 1_000;
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private final Locale locale;
    private final ResourceBundle bundle;

    private Texts(Locale locale, String resource) {
        this.locale = locale;
        // Not ResourceBundle.getBundle, which prefers the server's own locale to the file without a language.
        try (InputStream in =
                Objects.requireNonNull(Texts.class.getResourceAsStream(resource), "the texts are in this package")) {
            this.bundle = new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The locales that there are texts for. */
    static Set<Locale> locales() {
        return LANGUAGES.keySet();
    }

    /** The texts that fit a reader's locale best. */
    static Texts of(Locale wanted) {
        return best(List.of(new Locale.LanguageRange(
                wanted.getLanguage().isEmpty() ? "*" : wanted.stripExtensions().toLanguageTag())));
    }

    /** The texts that fit the languages best which a browser asks for. */
    static Texts of(RequestHeaders headers) {
        StringBuilder wanted = new StringBuilder();
        Iterator<String> lines = headers.values("Accept-Language");
        while (lines.hasNext() && wanted.length() <= LONGEST_ACCEPT_LANGUAGE) {
            wanted.append(wanted.length() == 0 ? "" : ",").append(lines.next());
        }
        if (wanted.length() == 0 || wanted.length() > LONGEST_ACCEPT_LANGUAGE) {
            return ENGLISH;
        }
        try {
            return best(Locale.LanguageRange.parse(wanted.toString()));
        } catch (IllegalArgumentException e) {
            return ENGLISH;
        }
    }

    private static Texts best(List<Locale.LanguageRange> wanted) {
        Locale found = Locale.lookup(wanted, LANGUAGES.keySet());
        return found == null ? ENGLISH : LANGUAGES.getOrDefault(found, ENGLISH);
    }

    String language() {
        return locale.toLanguageTag();
    }

    /** A text without places to fill. */
    Node text(String key) {
        return Html.text(bundle.getString(key));
    }

    /** A text whose places {0}, {1} and so on are filled. */
    Node text(String key, Node... parts) {
        String template = bundle.getString(key);
        List<Node> nodes = new ArrayList<>();
        Matcher places = PLACE.matcher(template);
        int end = 0;
        while (places.find()) {
            nodes.add(Html.text(template.substring(end, places.start())));
            nodes.add(parts[Integer.parseInt(places.group(1))]);
            end = places.end();
        }
        nodes.add(Html.text(template.substring(end)));
        return Html.all(nodes);
    }

    /** A text for where no elements can stand, such as a title or an attribute. */
    String plain(String key, String... parts) {
        return PLACE.matcher(bundle.getString(key))
                .replaceAll(place -> Matcher.quoteReplacement(parts[Integer.parseInt(place.group(1))]));
    }

    /** A text of the site's in this language. */
    Node of(LocalizedText text) {
        return Html.isolated(text.in(locale));
    }

    /** Several things in a row. */
    Node list(List<? extends Node> nodes) {
        return Html.joined(text("list.separator"), nodes);
    }

    Node date(LocalDate date) {
        String words = DateTimeFormatter.ofPattern(bundle.getString("date.pattern"), locale)
                .format(date);
        return Html.element("time", Html.text(words)).with("datetime", date.toString());
    }

    Node duration(Retention retention) {
        TemporalAmount amount = retention.amount().orElse(null);
        if (amount == null) {
            return text("duration.session");
        }
        List<Node> words = new ArrayList<>();
        if (amount instanceof Period period) {
            add(words, period.getYears(), "duration.year", "duration.years");
            add(words, period.getMonths(), "duration.month", "duration.months");
            add(words, period.getDays(), "duration.day", "duration.days");
        } else if (amount instanceof Duration duration) {
            // Browsers count whole seconds, so what is less is told as one.
            Duration whole = duration.toNanosPart() == 0 ? duration : duration.plusSeconds(1);
            add(words, whole.toDaysPart(), "duration.day", "duration.days");
            add(words, whole.toHoursPart(), "duration.hour", "duration.hours");
            add(words, whole.toMinutesPart(), "duration.minute", "duration.minutes");
            add(words, whole.toSecondsPart(), "duration.second", "duration.seconds");
        }
        return Html.joined(text("duration.separator"), words);
    }

    private void add(List<Node> words, long count, String one, String many) {
        if (count != 0) {
            words.add(text(count == 1 ? one : many, Html.text(Long.toString(count))));
        }
    }
}
