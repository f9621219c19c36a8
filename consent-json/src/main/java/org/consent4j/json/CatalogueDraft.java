package org.consent4j.json;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * @param purpose what the cookie is for, if it is known
     * @param retention how long it is kept, if it is known
     * @param review what to check
     */
    public record Entry(
            String name,
            Optional<String> category,
            Optional<String> provider,
            Optional<String> policyUrl,
            Optional<String> purpose,
            Optional<String> retention,
            String review) {

        static Entry of(String name, boolean byApplication, String review) {
            return new Entry(
                    name,
                    Optional.empty(),
                    byApplication ? Optional.of("site") : Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    review);
        }
    }

    /** Takes each name once. */
    static final class Builder {

        private final Map<String, Entry> entries = new LinkedHashMap<>();

        void add(Entry entry) {
            entries.putIfAbsent(entry.name, entry);
        }

        CatalogueDraft build() {
            return new CatalogueDraft(List.copyOf(entries.values()));
        }
    }

    private CatalogueDraft(List<Entry> entries) {
        this.entries = entries;
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
     * The draft as a catalogue's file.
     *
     * @return the text, which {@link CatalogueJson} refuses until it was reviewed
     */
    public String text() {
        JsonWriter json = new JsonWriter(true).object().list(CatalogueReader.CATALOGUE);
        for (Entry entry : entries) {
            json.object().field(CatalogueReader.REVIEW, entry.review).field("name", entry.name);
            entry.category.ifPresent(value -> json.field("category", value));
            entry.provider.ifPresent(value -> json.field("provider", value));
            entry.policyUrl.ifPresent(value -> json.field("policy-url", value));
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
