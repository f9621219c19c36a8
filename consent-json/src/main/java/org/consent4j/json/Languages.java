package org.consent4j.json;

import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.jspecify.annotations.Nullable;

/** Says which language texts are in, where a file says it once for many. */
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

    static CookieDeclaration of(CookieDeclaration declaration, Locale language) {
        CookieDeclaration.Builder builder = declaration.toBuilder();
        declaration.function().ifPresent(text -> builder.function(of(text, language)));
        declaration.location().ifPresent(text -> builder.location(of(text, language)));
        declaration.purpose().ifPresent(text -> builder.purpose(of(text, language)));
        declaration.recipients().ifPresent(text -> builder.recipients(of(text, language)));
        return builder.build();
    }

    /** Texts that the file does not have are those of the built-in category, and stay in their language. */
    static Category of(Category category, boolean hasTitle, boolean hasDescription, Locale language) {
        Category.Builder builder = category.toBuilder();
        if (hasTitle) {
            builder.title(of(category.title(), language));
        }
        if (hasDescription) {
            builder.description(of(category.description(), language));
        }
        return builder.build();
    }

    private static LocalizedText of(LocalizedText text, Locale language) {
        LocalizedText said = LocalizedText.of(language, text.fallback().text());
        for (var translation : text.translations().entrySet()) {
            said = said.with(translation.getKey(), translation.getValue());
        }
        return said;
    }

    /** The languages that texts are said to be in, empty for those of which nobody said it. */
    static Set<Optional<Locale>> of(List<LocalizedText> texts) {
        Set<Optional<Locale>> languages = new HashSet<>();
        texts.forEach(text -> languages.add(Optional.ofNullable(text.fallback().locale())));
        return languages;
    }
}
