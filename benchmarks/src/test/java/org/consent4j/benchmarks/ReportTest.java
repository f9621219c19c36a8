package org.consent4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ReportTest {

    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    private Path directory;

    @Test
    void figuresOfJmhAreReadWithTheirSpreadAndOctets() throws IOException {
        List<Figure> figures = sample();

        assertThat(figures)
                .contains(
                        new Figure("PreferenceBenchmark.preferences", Map.of(), 50.0, 1.5, "ns", 48.0),
                        new Figure("PreferenceBenchmark.bareLook", Map.of(), 10.123, null, "ns", 0.0),
                        new Figure(
                                "LookUpBenchmark.index",
                                Map.of("declarations", "4", "sought", "NAME"),
                                12.0,
                                0.25,
                                "ns",
                                0.0));
    }

    @Test
    void resultsAreReadAsTheyWereWritten() throws IOException {
        Results results = results();
        Path file = directory.resolve("performance.json");

        results.write(file);

        assertThat(Results.read(file)).isEqualTo(results);
        assertThat(Files.readAllLines(file)).hasSize(results.figures().size() + 3);
    }

    @Test
    void tablesTellRatiosAndWhetherTheyAreReached() throws IOException {
        assertThat(Report.of(results()).tables())
                .contains("On a machine.")
                .contains("| A preference cookie to four answers | 50 ± 1.5 ns | 48 B | IAB TCF string to one answer"
                        + " | 1,000 ± 20 ns | 3,000 B | 20 times as fast | at least 15 | yes |")
                .contains("| | | | JSON cookie to one answer, with Jackson | 2,500 ± 30 ns | 5,000 B"
                        + " | 50 times as fast | at least 60 | no |")
                .contains("| | | | bare look at its characters | 10 ns | 0 B | 4.94 times its time |  |  |")
                .contains("| | | | its octets | | | 48 B | at most 160 B | yes |")
                .contains("| 4 | name | 12 ± 0.3 ns | 8.0 ns | 1.50 | 24 ns | 0.50 | 100 ns |")
                .contains("| with nothing to hide | 4,000 B | 4,900 B | 900 B |")
                .contains("| 2264 | 80,000 B | 100,000 B | 0.80 | 500 us | 100 us | 2.0 ms |")
                .contains("| `PagesBenchmark.page count=4` | 6.0 us | 7,000 B |")
                .contains("| time | 400 ± 20 ms | 450 ± 30 ms | 50 ms |")
                .contains("| stays as it is | 3.0 ± 1,999 us | 3.0 ± 1,999 us | 3.0 ± 1,999 us | 3.0 ± 1,999 us | 30 |")
                .contains("| `CatalogueJson.read` | 110 ± 30 ms | | at most 150 ms | yes |")
                .contains("| Jackson's parser goes through it | 55 ± 5.0 ms | 2.00 times its time | | |")
                .contains("| `consent-core` | 120 KiB |");
    }

    @Test
    void theChartIsReadableInLightAndDark() throws Exception {
        String chart = Report.of(results()).chart();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Document svg =
                factory.newDocumentBuilder().parse(new ByteArrayInputStream(chart.getBytes(StandardCharsets.UTF_8)));

        assertThat(chart).contains("@media (prefers-color-scheme: dark)");
        NodeList bars = svg.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(4);
        double ours = width(bars, 0);
        double tcf = width(bars, 1);
        double json = width(bars, 2);
        assertThat(json / tcf).as("lengths are proportional").isBetween(2.49, 2.51);
        assertThat(json / ours).isBetween(49.0, 51.0);
    }

    private static double width(NodeList bars, int index) {
        return Double.parseDouble(
                bars.item(index).getAttributes().getNamedItem("width").getNodeValue());
    }

    @Test
    void onlyWhatStandsBetweenTheCommentsIsReplaced() throws IOException {
        Files.copy(DOCS.resolve(Report.PAGE), directory.resolve(Report.PAGE));
        String before = Files.readString(directory.resolve(Report.PAGE));
        results().write(directory.resolve(Report.DATA));

        Report.main(new String[] {directory.toString()});

        String after = Files.readString(directory.resolve(Report.PAGE));
        int tables = before.indexOf("<!--");
        assertThat(after)
                .startsWith(before.substring(0, tables))
                .endsWith(before.substring(before.lastIndexOf("<!--")));
        assertThat(after).contains("On a machine.");
        assertThat(directory.resolve(Report.CHART)).isNotEmptyFile();
    }

    @Test
    void aPageWithoutTheCommentsIsLeftAlone() throws IOException {
        Files.writeString(directory.resolve(Report.PAGE), "Nothing\n");

        assertThatThrownBy(() -> Report.of(results()).write(directory)).isInstanceOf(IOException.class);
        assertThat(directory.resolve(Report.PAGE)).hasContent("Nothing");
    }

    @Test
    void whatIsReportedIsMeasured() {
        Set<BenchmarkListEntry> known = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
        List<String> names = known.stream()
                .map(BenchmarkListEntry::getUsername)
                .map(name -> name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1))
                .collect(Collectors.toList());

        assertThat(names).isNotEmpty();
        assertThat(Report.unknown(names)).isEmpty();
    }

    @Test
    void thePublishedTablesAreThoseOfThePublishedResults() throws IOException {
        if (Files.exists(DOCS.resolve(Report.DATA))) {
            Report report = Report.of(Results.read(DOCS.resolve(Report.DATA)));

            assertThat(Files.readString(DOCS.resolve(Report.PAGE))).contains(report.tables());
            assertThat(DOCS.resolve(Report.CHART)).hasContent(report.chart());
        }
    }

    private static Results results() throws IOException {
        List<Figure> figures = new ArrayList<>(sample());
        for (String count : List.of("2264", "100000")) {
            figures.add(Figure.exact("Size.index" + count, 80_000, "B"));
            figures.add(Figure.exact("Size.hashMap" + count, 100_000, "B"));
            Map<String, String> parameters = Map.of("declarations", count);
            figures.add(new Figure("IndexBenchmark.index", parameters, 500, null, "us", null));
            figures.add(new Figure("IndexBenchmark.hashMap", parameters, 100, null, "us", null));
            figures.add(new Figure("IndexBenchmark.consent", parameters, 2000, null, "us", null));
        }
        figures.add(new Figure("PagesBenchmark.page", Map.of("count", "4"), 6, null, "us", 7_000.0));
        for (String what : List.of("NothingToDo", "Mixed")) {
            figures.add(Figure.exact("WholeRequest.without" + what, 4_000, "B"));
            figures.add(Figure.exact("WholeRequest.with" + what, 4_900, "B"));
        }
        figures.add(Figure.median("StartUp.without", List.of(380.0, 400.0, 420.0), "ms"));
        figures.add(Figure.median("StartUp.with", List.of(440.0, 450.0, 500.0), "ms"));
        figures.add(Figure.exact("StartUp.classesWithout", 2_000, "classes"));
        figures.add(Figure.exact("StartUp.classesWith", 2_100, "classes"));
        for (RefreshPause.Change change : RefreshPause.Change.values()) {
            for (String percentage : RefreshPause.PERCENTAGES) {
                figures.add(Figure.median(RefreshPause.name(change, percentage), List.of(2.0, 3.0, 4000.0), "us"));
            }
            figures.add(Figure.exact(RefreshPause.name(change, "refreshes"), 30, "refreshes"));
        }
        figures.add(Figure.median("ColdRead.catalogue", List.of(100.0, 110.0, 160.0), "ms"));
        figures.add(Figure.median("ColdRead.tree", List.of(100.0, 100.0, 100.0), "ms"));
        figures.add(Figure.median("ColdRead.parser", List.of(50.0, 55.0, 60.0), "ms"));
        figures.add(Figure.exact("Jar.consent-core", 122_000, "B"));
        return new Results("a machine", figures);
    }

    private static List<Figure> sample() throws IOException {
        try (InputStream sample = ReportTest.class.getResourceAsStream("/jmh-result.json")) {
            return Figure.ofJmh(new ObjectMapper().readTree(sample));
        }
    }
}
