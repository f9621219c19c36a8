package org.consent4j.pages;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts that make one sentence when they are written one after the other, with nothing in between.
 *
 * @param texts the pieces, of which some may be in another language than the page
 */
public record Sentence(List<Text> texts) {

    /**
     * A sentence with a copy of the pieces.
     *
     * @param texts the pieces
     */
    public Sentence {
        texts = List.copyOf(texts);
    }

    static Sentence of(Text text) {
        return new Sentence(List.of(text));
    }

    /** The whole sentence. */
    @Override
    public String toString() {
        return texts.stream().map(Text::text).collect(Collectors.joining());
    }
}
