package org.consent4j.pages;

import org.jspecify.annotations.Nullable;

/**
 * A text to be shown as it is, with the language that it is in where that is not the page's.
 *
 * @param text the words; plain text, to be escaped by whoever writes it into markup
 * @param language the language, for attributes {@code lang} and {@code dir}; null where it is the page's or not known
 */
public record Text(String text, @Nullable Language language) {

    /** The words. */
    @Override
    public String toString() {
        return text;
    }
}
