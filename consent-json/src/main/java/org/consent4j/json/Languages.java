package org.consent4j.json;

import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.consent4j.catalogue.LocalizedText;
import org.jspecify.annotations.Nullable;

/** Languages of texts and their tags. */
final class Languages {

    private Languages() {}

    /** The locale of a tag, or null where it is none. */
    static @Nullable Locale locale(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            return locale.getLanguage().length() == 2 || locale.getLanguage().length() == 3 ? locale : null;
        } catch (IllformedLocaleException e) {
            return null;
        }
    }

    /** The languages that texts are said to be in, empty for those of which nobody said it. */
    static Set<Optional<Locale>> of(List<LocalizedText> texts) {
        Set<Optional<Locale>> languages = new HashSet<>();
        texts.forEach(text -> languages.add(Optional.ofNullable(text.fallback().locale())));
        return languages;
    }
}
