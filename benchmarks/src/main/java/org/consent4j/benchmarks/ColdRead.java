package org.consent4j.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.json.CatalogueJson;

/**
 * How long the start of an application waits for its catalogue's file, in a virtual machine that has read none before:
 * beside Jackson, which reads the same file into a tree, and beside its parser, which only goes through it.
 */
final class ColdRead {

    /** As many as the Open Cookie Database has. */
    static final int DECLARATIONS = 2264;

    private static final int STARTS = 11;
    private static final List<String> READERS = List.of("catalogue", "tree", "parser");

    private ColdRead() {}

    /** Starts all, in turns, so that what disturbs the machine disturbs all alike. */
    static List<Figure> measure() throws IOException {
        Path file = Files.createTempFile("cookies", ".json");
        try {
            CatalogueJson.write(CookieCatalogue.of(Declarations.toBeRead(DECLARATIONS)), file);
            Map<String, List<Double>> times = new LinkedHashMap<>();
            for (int i = 0; i < STARTS; i++) {
                for (String reader : READERS) {
                    times.computeIfAbsent(reader, r -> new ArrayList<>())
                            .add(FreshJvm.run(ColdRead.class, reader, file.toString())
                                    .get(0));
                }
            }
            return times.entrySet().stream()
                    .map(entry -> Figure.median("ColdRead." + entry.getKey(), entry.getValue(), "ms"))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Reads a file once, and prints the milliseconds that it took.
     *
     * @param arguments who reads it, and the file
     * @throws IOException if it can't be read
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        long start = System.nanoTime();
        int read = switch (arguments[0]) {
            case "catalogue" -> CatalogueJson.read(file).declarations().size();
            case "tree" ->
                new ObjectMapper().readTree(file.toFile()).path("catalogue").size();
            default -> namesIn(file);
        };
        long nanos = System.nanoTime() - start;
        if (read != DECLARATIONS) {
            throw new IllegalStateException("Only " + read + " declarations were read.");
        }
        System.out.println(nanos / 1e6);
    }

    private static int namesIn(Path file) throws IOException {
        int names = 0;
        try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(file))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                names += token == JsonToken.FIELD_NAME && parser.currentName().equals("retention") ? 1 : 0;
            }
        }
        return names;
    }
}
