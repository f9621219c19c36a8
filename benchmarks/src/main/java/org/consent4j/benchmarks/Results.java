package org.consent4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that one run measured: what {@code docs/performance.json} holds.
 *
 * @param machine the processor, the system and the virtual machine
 * @param figures the figures
 */
record Results(String machine, List<Figure> figures) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Results read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Results.class);
    }

    /** One figure a line, so that a later run shows in a diff what it changed. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder("{\"machine\": ")
                .append(JSON.writeValueAsString(machine))
                .append(",\n \"figures\": [\n");
        for (int i = 0; i < figures.size(); i++) {
            text.append("  ")
                    .append(JSON.writeValueAsString(figures.get(i)))
                    .append(i < figures.size() - 1 ? ",\n" : "\n");
        }
        Files.writeString(file, text.append("]}\n"));
    }

    /** The figure of a name and parameters, such as {@code LookUpBenchmark.index declarations=4 sought=NAME}. */
    Optional<Figure> find(String nameAndParameters) {
        return figures.stream()
                .filter(figure -> label(figure).equals(nameAndParameters))
                .findFirst();
    }

    static String label(Figure figure) {
        return figure.name()
                + figure.parameters().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }
}
