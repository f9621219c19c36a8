package org.consent4j.json;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A catalogue file that somebody has to review: each declaration says under {@code review} what to check, and is refused
 * until that key is gone.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class CatalogueDraft {

    private final List<Entry> entries;

    /**
     * A declaration as far as it is known.
     *
     * @param name the name, or the beginning of names followed by {@code *}
     * @param category the category's id, if one can be suggested
     * @param provider the provider's name, if one can be suggested
     * @param policyUrl the address of its policy, if it is known
     * @param function what the cookie is part of, if it is known
     * @param purpose what the cookie is for, if it is known
     * @param retention how long it is kept, if it is known
     * @param review what to check
     */
    public record Entry(
            String name,
            Optional<String> category,
            Optional<String> provider,
            Optional<String> policyUrl,
            Optional<String> function,
            Optional<String> purpose,
            Optional<String> retention,
            String review) {

        /** One of which nothing is known but, perhaps, that it is the site's own. */
        static Entry unknown(String name, boolean isOwn, String review) {
            return new Entry(
                    name,
                    Optional.empty(),
                    isOwn ? Optional.of(CatalogueReader.SITE) : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    review);
        }
    }

    CatalogueDraft(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * The declarations as far as they are known.
     *
     * @return the entries, in the order in which cookies were seen
     */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The draft as a catalogue's file, whose texts are English.
     *
     * @return the text, which {@link CatalogueJson} refuses until it was reviewed
     */
    public String text() {
        JsonWriter json = new JsonWriter(true)
                .object()
                // That of the database and of ready declarations: pages say of a text what language it is in.
                .field(CatalogueReader.LANGUAGE, "en")
                .list(CatalogueReader.CATALOGUE);
        for (Entry entry : entries) {
            json.object().field(CatalogueReader.REVIEW, entry.review).field("name", entry.name);
            entry.category.ifPresent(value -> json.field("category", value));
            entry.provider.ifPresent(value -> json.field("provider", value));
            entry.policyUrl.ifPresent(value -> json.field("policy-url", value));
            entry.function.ifPresent(value -> json.field("function", value));
            entry.purpose.ifPresent(value -> json.field("purpose", value));
            entry.retention.ifPresent(value -> json.field("retention", value));
            json.endObject();
        }
        return json.endList().endObject().text() + "\n";
    }

    /**
     * Writes the draft to a file.
     *
     * @param file the file, which is replaced
     * @throws java.io.UncheckedIOException if it can't be written
     */
    public void write(Path file) {
        CatalogueJson.replace(file, text());
    }

    /** The text of the file. */
    @Override
    public String toString() {
        return text();
    }
}
