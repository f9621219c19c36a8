package org.consent4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the tables of {@code docs/performance.md} and the chart beside it from what one run has measured.
 */
final class Report {

    static final String DATA = "performance.json";
    static final String PAGE = "performance.md";
    static final String CHART = "performance.svg";

    private static final String START = "<!-- The tables from here on are made by the benchmarks' Report. -->\n";
    private static final String END = "<!-- Here they end. -->\n";

    private static final int MOST_MILLIS_OF_COLD_READ = 150;

    /** What a row is held against: {@code faster} asks how many times faster the SDK is, else how many times slower. */
    private record Peer(String label, String figure, boolean faster, double target) {

        static Peer faster(String label, String figure, double target) {
            return new Peer(label, figure, true, target);
        }

        static Peer limit(String label, String figure, double target) {
            return new Peer(label, figure, false, target);
        }

        double ratio(Figure ours, Figure its) {
            return faster ? its.value() / ours.value() : ours.value() / its.value();
        }

        String toReach() {
            return target == 0 ? "" : (faster ? "at least " : "at most ") + plain(target);
        }

        String reached(double ratio) {
            return target == 0 ? "" : (faster ? ratio >= target : ratio <= target) ? "yes" : "no";
        }
    }

    /** What the SDK does, and what that is held against; {@code octets} is the most that it may allocate. */
    private record Row(String what, String figure, int octets, List<Peer> peers) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    "A preference cookie to four answers",
                    "PreferenceBenchmark.preferences",
                    160,
                    List.of(
                            Peer.faster("IAB TCF string to one answer", "PreferenceBenchmark.tcf", 15),
                            Peer.faster("JSON cookie to one answer, with Jackson", "PreferenceBenchmark.json", 60),
                            Peer.limit("bare look at its characters", "PreferenceBenchmark.bareLook", 0))),
            new Row(
                    "A request with an undeclared cookie, and three Set-Cookie lines",
                    "RequestBenchmark.request",
                    400,
                    List.of(
                            Peer.limit("bare look at all characters", "RequestBenchmark.bareLook", 2.5),
                            Peer.faster("Tomcat reads the header alone", "RequestBenchmark.tomcat", 1),
                            Peer.faster("Netty reads the header alone", "RequestBenchmark.netty", 1),
                            Peer.faster("Jetty reads the header alone", "RequestBenchmark.jetty", 1))),
            new Row(
                    "A request with nothing to hide and nothing to refuse",
                    "RequestBenchmark.requestWithNothingToDo",
                    200,
                    List.of(Peer.limit("bare look at all characters", "RequestBenchmark.bareLook", 1.5))),
            new Row(
                    "A request's header alone",
                    "RequestBenchmark.begin",
                    200,
                    List.of(
                            Peer.limit("bare look at its characters", "RequestBenchmark.bareLookAtHeader", 0),
                            Peer.faster("Tomcat reads it", "RequestBenchmark.tomcat", 0),
                            Peer.faster("Netty reads it", "RequestBenchmark.netty", 0),
                            Peer.faster("Jetty reads it", "RequestBenchmark.jetty", 0))),
            new Row(
                    "A Set-Cookie line that is admitted",
                    "SetCookieBenchmark.admitted",
                    0,
                    List.of(
                            Peer.faster("java.net.HttpCookie", "SetCookieBenchmark.jdk", 1),
                            Peer.faster("Netty's decoder", "SetCookieBenchmark.netty", 1),
                            Peer.limit("bare look at its characters", "SetCookieBenchmark.bareLook", 0))),
            new Row(
                    "A Set-Cookie line that is refused",
                    "SetCookieBenchmark.refused",
                    0,
                    List.of(Peer.limit("bare look at its characters", "SetCookieBenchmark.bareLook", 0))),
            new Row(
                    "Two cookies of twelve hidden",
                    "HidingBenchmark.hide",
                    2000,
                    List.of(Peer.faster("split and join, both names known", "HidingBenchmark.splitAndJoin", 5))),
            new Row("A request with two leftovers, expired", "HidingBenchmark.beginWithLeftovers", 2000, List.of()),
            new Row(
                    "A preference cookie written and signed",
                    "SignatureBenchmark.encodeAndSign",
                    600,
                    List.of(Peer.limit("HMAC-SHA256 alone", "SignatureBenchmark.mac", 1.3))),
            new Row(
                    "A signed preference cookie verified and read",
                    "SignatureBenchmark.verifyAndDecode",
                    600,
                    List.of(Peer.limit("HMAC-SHA256 alone", "SignatureBenchmark.mac", 1.3))),
            new Row(
                    "A request, eight threads on one CookieConsent",
                    "RequestBenchmark.requestOnEightThreads",
                    400,
                    List.of(Peer.limit(
                            "eight threads, each on its own", "RequestBenchmark.requestOnEightThreadsUnshared", 1.1))));

    /** The parts of the chart: rows of the table, by their figures. */
    private static final List<String> CHARTED = List.of(
            "PreferenceBenchmark.preferences",
            "RequestBenchmark.begin",
            "SetCookieBenchmark.admitted",
            "HidingBenchmark.hide");

    private final Results results;

    private Report(Results results) {
        this.results = results;
    }

    static Report of(Results results) {
        return new Report(results);
    }

    /**
     * Makes the report anew from the results of an earlier run.
     *
     * @param arguments the directory that holds {@code performance.json} and {@code performance.md}
     * @throws IOException if one of them can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path docs = Path.of(arguments[0]);
        of(Results.read(docs.resolve(DATA))).write(docs);
    }

    /** Names in rows that no benchmark has. */
    static List<String> unknown(List<String> benchmarks) {
        return ROWS.stream()
                .flatMap(Report::names)
                .filter(figure -> !benchmarks.contains(figure))
                .distinct()
                .toList();
    }

    void write(Path docs) throws IOException {
        Path page = docs.resolve(PAGE);
        String text = Files.readString(page);
        int start = text.indexOf(START) + START.length();
        int end = text.indexOf(END);
        if (start < START.length() || end < start) {
            throw new IOException(page + " lacks the two comments between which the tables stand.");
        }
        Files.writeString(page, text.substring(0, start) + tables() + text.substring(end));
        Files.writeString(docs.resolve(CHART), chart());
    }

    // ---- The tables -----------------------------------------------------------------------------------------------

    String tables() {
        return "\nOn " + results.machine() + ".\n\n" + comparisons() + "\n" + lookUps() + "\n" + requests() + "\n"
                + indexes() + "\n" + refreshes() + "\n" + coldRead() + "\n" + others() + "\n" + startUp() + "\n"
                + jars();
    }

    private String comparisons() {
        StringBuilder text = new StringBuilder("| what | time | octets | beside | its time | its octets | ratio"
                + " | to reach | reached |\n|---|--:|--:|---|--:|--:|--:|--:|---|\n");
        for (Row row : ROWS) {
            Optional<Figure> ours = results.find(row.figure);
            if (ours.isEmpty()) {
                continue;
            }
            String start = "| " + row.what + " | " + time(ours.get()) + " | " + octets(ours.get()) + " | ";
            for (Peer peer : row.peers) {
                Figure its = results.find(peer.figure).orElseThrow();
                double ratio = peer.ratio(ours.get(), its);
                text.append(start + peer.label + " | " + time(its) + " | " + octets(its) + " | " + ratio(ratio)
                        + (peer.faster ? " times as fast" : " times its time") + " | " + peer.toReach() + " | "
                        + peer.reached(ratio) + " |\n");
                start = "| | | | ";
            }
            double allocated = Optional.ofNullable(ours.get().octets()).orElse(0.0);
            text.append(start + "its octets | | | " + plain(allocated) + " B | at most " + row.octets + " B | "
                    + (allocated <= row.octets ? "yes" : "no") + " |\n");
        }
        return text.toString();
    }

    private String lookUps() {
        StringBuilder text = new StringBuilder("| declarations | sought | index | HashMap, ready text | ratio"
                + " | HashMap, part of a header | ratio | loop of patterns |\n|--:|---|--:|--:|--:|--:|--:|--:|\n");
        for (Figure index : results.figures()) {
            if (index.name().equals("LookUpBenchmark.index")) {
                Function<String, Figure> beside = method -> results.find(
                                Results.label(index).replace("LookUpBenchmark.index", "LookUpBenchmark." + method))
                        .orElseThrow();
                Figure ready = beside.apply("hashMap");
                Figure part = beside.apply("hashMapOfPart");
                text.append("| " + index.parameters().get("declarations") + " | "
                        + index.parameters().get("sought").toLowerCase(Locale.ROOT) + " | " + time(index) + " | "
                        + time(ready) + " | " + ratio(index.value() / ready.value()) + " | " + time(part) + " | "
                        + ratio(index.value() / part.value()) + " | " + time(beside.apply("patterns")) + " |\n");
            }
        }
        return text.toString();
    }

    private String requests() {
        StringBuilder text = new StringBuilder(
                "| a whole HTTP request through Jetty | without | with the filter | more |\n|---|--:|--:|--:|\n");
        for (String what : List.of("NothingToDo", "Mixed")) {
            double without = value("WholeRequest.without" + what);
            double with = value("WholeRequest.with" + what);
            text.append("| " + (what.equals("Mixed") ? "with an undeclared cookie" : "with nothing to hide") + " | "
                    + plain(without) + " B | " + plain(with) + " B | " + plain(with - without) + " B |\n");
        }
        return text.toString();
    }

    private String indexes() {
        StringBuilder text = new StringBuilder("| declarations | size of the index | of a HashMap | ratio"
                + " | index built | HashMap built | whole catalogue made ready |\n|--:|--:|--:|--:|--:|--:|--:|\n");
        for (String count : List.of("2264", "100000")) {
            double index = value("Size.index" + count);
            double map = value("Size.hashMap" + count);
            text.append("| " + count + " | " + plain(index) + " B | " + plain(map) + " B | " + ratio(index / map)
                    + " | " + time(figure("IndexBenchmark.index declarations=" + count)) + " | "
                    + time(figure("IndexBenchmark.hashMap declarations=" + count)) + " | "
                    + time(figure("IndexBenchmark.consent declarations=" + count)) + " |\n");
        }
        return text.toString();
    }

    private String refreshes() {
        StringBuilder text = new StringBuilder("| a request, while a catalogue of "
                + plain(RefreshPause.DECLARATIONS)
                + " declarations | half within | 99 % | 99.9 % | all | refreshes in "
                + RefreshPause.SECONDS + " s |\n|---|--:|--:|--:|--:|--:|\n");
        for (RefreshPause.Change change : RefreshPause.Change.values()) {
            text.append("| " + change.words());
            for (String percentage : RefreshPause.PERCENTAGES) {
                text.append(" | " + time(figure(RefreshPause.name(change, percentage))));
            }
            text.append(" | " + plain(value(RefreshPause.name(change, "refreshes"))) + " |\n");
        }
        return text.toString();
    }

    private String coldRead() {
        Figure catalogue = figure("ColdRead.catalogue");
        StringBuilder text = new StringBuilder("| a file of " + plain(ColdRead.DECLARATIONS)
                + " declarations, in a fresh virtual machine | time | ratio | to reach | reached |\n|---|--:|--:|--:|---|\n"
                + "| `CatalogueJson.read` | " + time(catalogue) + " | | at most "
                + MOST_MILLIS_OF_COLD_READ + " ms | " + (catalogue.value() <= MOST_MILLIS_OF_COLD_READ ? "yes" : "no")
                + " |\n");
        Map<String, String> peers = new LinkedHashMap<>();
        peers.put("Jackson reads it into a tree", "ColdRead.tree");
        peers.put("Jackson's parser goes through it", "ColdRead.parser");
        peers.forEach((label, name) -> text.append("| " + label + " | " + time(figure(name)) + " | "
                + ratio(catalogue.value() / value(name)) + " times its time | | |\n"));
        return text.toString();
    }

    /** Benchmarks that are measured for themselves: pages, for one. */
    private String others() {
        Set<String> compared = ROWS.stream().flatMap(Report::names).collect(Collectors.toSet());
        StringBuilder text = new StringBuilder("| for itself | time | octets |\n|---|--:|--:|\n");
        for (Figure figure : results.figures()) {
            boolean told = compared.contains(figure.name())
                    || figure.name().startsWith("LookUpBenchmark.")
                    || figure.name().startsWith("IndexBenchmark.");
            if (figure.name().contains("Benchmark.") && !told) {
                text.append("| `" + Results.label(figure) + "` | " + time(figure) + " | " + octets(figure) + " |\n");
            }
        }
        return text.toString();
    }

    private static Stream<String> names(Row row) {
        return Stream.concat(Stream.of(row.figure), row.peers.stream().map(Peer::figure));
    }

    private String startUp() {
        Figure without = figure("StartUp.without");
        Figure with = figure("StartUp.with");
        double classesWithout = value("StartUp.classesWithout");
        double classesWith = value("StartUp.classesWith");
        return "| start of a site on Jetty, to its first answer | without | with the adapter | more |\n"
                + "|---|--:|--:|--:|\n| time | " + time(without) + " | " + time(with) + " | "
                + plain(with.value() - without.value()) + " ms |\n| classes loaded | " + plain(classesWithout) + " | "
                + plain(classesWith) + " | " + plain(classesWith - classesWithout) + " |\n";
    }

    private String jars() {
        StringBuilder text = new StringBuilder("| jar | size |\n|---|--:|\n");
        for (Figure figure : results.figures()) {
            if (figure.name().startsWith("Jar.")) {
                text.append("| `" + figure.name().substring("Jar.".length()) + "` | "
                        + plain(Math.ceil(figure.value() / 1024)) + " KiB |\n");
            }
        }
        return text.toString();
    }

    private Figure figure(String label) {
        return results.find(label)
                .orElseThrow(() -> new IllegalStateException("The results lack " + label + "; run all benchmarks."));
    }

    private double value(String name) {
        return figure(name).value();
    }

    private static String time(Figure figure) {
        boolean thousands = figure.unit().equals("us") || figure.value() >= 100_000;
        double scale = thousands && figure.value() >= 1000 ? 1000 : 1;
        String unit = scale == 1 ? figure.unit() : figure.unit().equals("us") ? "ms" : "us";
        Double spread = figure.spread();
        return number(figure.value() / scale) + (spread == null ? "" : " ± " + number(spread / scale)) + " " + unit;
    }

    private static String octets(Figure figure) {
        return figure.octets() == null ? "" : plain(figure.octets()) + " B";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }

    private static String plain(double value) {
        return value == Math.rint(value) || value >= 100
                ? String.format(Locale.ROOT, "%,d", Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    // ---- The chart ------------------------------------------------------------------------------------------------

    private static final int WIDTH = 800;
    private static final int LABELS = 280;
    private static final int LONGEST_BAR = 340;
    private static final int BAR = 16;
    private static final int LINE = 23;
    private static final int GAP = 22;

    private record Bar(String label, Figure figure, String kind) {}

    /** Bars of nanoseconds: within a part of the chart their lengths compare, from zero on. */
    String chart() {
        StringBuilder parts = new StringBuilder();
        int y = 24;
        for (String charted : CHARTED) {
            Row row = ROWS.stream()
                    .filter(candidate -> candidate.figure.equals(charted))
                    .findFirst()
                    .orElseThrow();
            if (results.find(row.figure).isEmpty()) {
                continue;
            }
            List<Bar> bars = new ArrayList<>(List.of(new Bar("Consent", figure(row.figure), "ours")));
            for (Peer peer : row.peers) {
                bars.add(new Bar(peer.label, figure(peer.figure), peer.faster ? "peer" : "limit"));
            }
            double most =
                    bars.stream().mapToDouble(bar -> bar.figure.value()).max().orElseThrow();
            parts.append(element(0, y, "title", row.what));
            for (Bar bar : bars) {
                y += LINE;
                double width = Math.max(2, bar.figure.value() / most * LONGEST_BAR);
                parts.append(element(0, y, bar.kind.equals("ours") ? "label own" : "label", bar.label))
                        .append(String.format(
                                Locale.ROOT,
                                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>%n",
                                bar.kind,
                                LABELS,
                                y - BAR + 4,
                                width,
                                BAR))
                        .append(element(LABELS + (int) width + 8, y, "value", value(bar)));
            }
            y += LINE + GAP;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -8 %1$d %2$d" width="%1$d" height="%2$d" \
                role="img" aria-label="Nanoseconds, beside peers and the physical limit">
                <style>
                text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #3d4852; }
                .title { font-weight: 600; font-size: 14px; fill: #1a202c; }
                .own { font-weight: 600; fill: #1a202c; }
                .value { font-variant-numeric: tabular-nums; }
                .ours { fill: #0f766e; } .peer { fill: #9aa5b1; } .limit { fill: #d3b45f; }
                @media (prefers-color-scheme: dark) {
                text { fill: #b8c4ce; } .title, .own { fill: #f0f4f8; }
                .ours { fill: #2dd4bf; } .peer { fill: #66737f; } .limit { fill: #b08f3a; }
                }
                </style>
                %3$s</svg>
                """.formatted(WIDTH, y, parts);
    }

    private static String value(Bar bar) {
        String octets = bar.figure.octets() == null ? "" : ", " + octets(bar.figure);
        return number(bar.figure.value()) + " " + bar.figure.unit() + octets;
    }

    private static String element(int x, int y, String kind, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return "<text class=\"" + kind + "\" x=\"" + x + "\" y=\"" + y + "\">" + escaped + "</text>\n";
    }
}
