package org.consent4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured.
 *
 * @param name what; for a benchmark its class and method
 * @param parameters a benchmark's parameters by name; empty if there are none
 * @param value the mean or, outside of benchmarks, the median
 * @param spread half of the range in which the value lies with 99.9 % or, outside of benchmarks, of what was measured;
 *     null for exact values
 * @param unit the unit of both
 * @param octets what one operation allocates; null where it was not measured
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Figure(
        String name,
        Map<String, String> parameters,
        double value,
        @Nullable Double spread,
        String unit,
        @Nullable Double octets) {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    Figure {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }

    static Figure exact(String name, long value, String unit) {
        return new Figure(name, Map.of(), (double) value, null, unit, null);
    }

    /** The median of what was measured, and half of its range. */
    static Figure median(String name, List<Double> measured, String unit) {
        List<Double> sorted = measured.stream().sorted().toList();
        double spread = (sorted.get(sorted.size() - 1) - sorted.get(0)) / 2;
        return new Figure(name, Map.of(), sorted.get(sorted.size() / 2), rounded(spread), unit, null);
    }

    /**
     * The figures of a result file that JMH wrote.
     *
     * @param results the file's array
     * @return a figure for each benchmark and each of its parameters
     */
    static List<Figure> ofJmh(JsonNode results) {
        List<Figure> figures = new ArrayList<>();
        for (JsonNode result : results) {
            String[] name = result.get("benchmark").textValue().split("\\.");
            Map<String, String> parameters = new TreeMap<>();
            result.path("params")
                    .properties()
                    .forEach(entry ->
                            parameters.put(entry.getKey(), entry.getValue().textValue()));
            JsonNode metric = result.get("primaryMetric");
            // JMH writes a text where there are too few iterations to tell.
            double error = metric.get("scoreError").asDouble(Double.NaN);
            double octets = result.path("secondaryMetrics")
                    .path(ALLOCATION)
                    .path("score")
                    .asDouble(Double.NaN);
            figures.add(new Figure(
                    name[name.length - 2] + '.' + name[name.length - 1],
                    parameters,
                    rounded(metric.get("score").asDouble()),
                    Double.isNaN(error) ? null : rounded(error),
                    metric.get("scoreUnit").textValue().replace("/op", ""),
                    Double.isNaN(octets) ? null : (double) Math.round(octets)));
        }
        return figures;
    }

    /** Three digits are more than a measurement is good for, and keep the file small. */
    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
