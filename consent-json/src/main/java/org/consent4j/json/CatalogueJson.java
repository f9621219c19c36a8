package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.consent4j.catalogue.CookieCatalogue;

/**
 * Reads and writes catalogues as JSON files.
 *
 * <p>The keys are those of a catalogue in a framework's configuration. Reading is strict: a key that is not known or
 * stands there twice, a value of another kind and a text that is no JSON are errors, and all that a file has are told at
 * once. {@link #schema()} makes an editor complete and check a file while it is written.
 *
 * <p>Safe for use by many threads.
 */
public final class CatalogueJson {

    private static final String SCHEMA = "catalogue.schema.json";

    private CatalogueJson() {}

    /**
     * Reads a file.
     *
     * @param file the file, in UTF-8; at most 32 MiB and 100,000 declarations
     * @return a catalogue that never changes; {@link CatalogueSource#file} follows a file's changes
     * @throws CatalogueFileException if it can't be used, with everything that is wrong with it
     * @throws UncheckedIOException if it can't be opened or read
     */
    public static CookieCatalogue read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CatalogueReader.read(JsonReader.octets(in, Files.size(file)), file.toString(), Earlier.nothing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a stream to its end, and leaves it open.
     *
     * @param in the octets, in UTF-8; at most 32 MiB and 100,000 declarations
     * @param name what messages call it
     * @return a catalogue that never changes
     * @throws CatalogueFileException if it can't be used, with everything that is wrong with it
     * @throws UncheckedIOException if it can't be read
     */
    public static CookieCatalogue read(InputStream in, String name) {
        try {
            return CatalogueReader.read(JsonReader.octets(in), name, Earlier.nothing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a text.
     *
     * @param json the text; at most 32 MiB and 100,000 declarations
     * @param name what messages call it
     * @return a catalogue that never changes
     * @throws CatalogueFileException if it can't be used, with everything that is wrong with it
     */
    public static CookieCatalogue read(String json, String name) {
        return CatalogueReader.read(json.getBytes(UTF_8), name, Earlier.nothing());
    }

    /**
     * Writes a catalogue so that reading it gives the same declarations and categories.
     *
     * @param catalogue the catalogue
     * @return the text of a file
     * @throws IllegalArgumentException if it has something that no file can say, such as a provider other than the site
     *     that is called {@code site}; the message says what to change
     */
    public static String write(CookieCatalogue catalogue) {
        return new CatalogueWriter(catalogue).text();
    }

    /**
     * Writes a catalogue to a file, which others see as it was or as it is then, but never half-written.
     *
     * @param catalogue the catalogue
     * @param file the file, which is replaced
     * @throws IllegalArgumentException if it has something that no file can say
     * @throws UncheckedIOException if the file can't be written
     */
    public static void write(CookieCatalogue catalogue, Path file) {
        replace(file, write(catalogue));
    }

    static void replace(Path file, String text) {
        try {
            // No temporary file of the system's, which nobody but its owner may read.
            Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
            try {
                Files.writeString(beside, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                try {
                    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } catch (AtomicMoveNotSupportedException e) {
                    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The JSON Schema (draft 2020-12) of a catalogue's file. A file names its copy under {@code $schema}.
     *
     * @return the schema's text
     */
    public static String schema() {
        try (InputStream in = CatalogueJson.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("The file " + SCHEMA + " is missing in this library's jar.");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
