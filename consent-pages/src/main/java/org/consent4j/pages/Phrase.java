package org.consent4j.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places to be filled, {@code {0}}, {@code {1}} and so on, read once. */
final class Phrase {

    static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private final String text;
    /** What stands before each place, and after the last one. */
    private final String[] words;

    private final int[] places;

    Phrase(String text) {
        this.text = text;
        List<String> between = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            between.add(text.substring(end, matcher.start()));
            numbers.add(Integer.parseInt(matcher.group(1)));
            end = matcher.end();
        }
        between.add(text.substring(end));
        this.words = between.toArray(String[]::new);
        this.places = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The text as it is. */
    String text() {
        return text;
    }

    String filled(String... parts) {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        for (int i = 0; i < places.length; i++) {
            filled.append(words[i]).append(parts[places[i]]);
        }
        return filled.append(words[places.length]).toString();
    }

    /** The places filled with what may be in other languages. */
    Sentence filled(Sentence... parts) {
        List<Text> texts = new ArrayList<>(2 * words.length);
        for (int i = 0; i < places.length; i++) {
            addOwn(texts, words[i]);
            texts.addAll(parts[places[i]].texts());
        }
        addOwn(texts, words[places.length]);
        return new Sentence(texts);
    }

    private static void addOwn(List<Text> texts, String words) {
        if (!words.isEmpty()) {
            texts.add(new Text(words, null));
        }
    }
}
