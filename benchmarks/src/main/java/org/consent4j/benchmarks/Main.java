package org.consent4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.consent4j.IndexBenchmark;

/**
 * Measures everything and writes it into {@code docs/}, when it is started without arguments in the repository's root;
 * with arguments, they are JMH's own.
 */
public final class Main {

    private static final Path JMH_RESULT = Path.of("benchmarks", "target", "results.json");
    private static final Path DOCS = Path.of("docs");

    /** The same for all, as there are more than a hundred benchmarks with their parameters. */
    private static final String WITHIN_A_QUARTER_OF_AN_HOUR =
            "-f 2 -wi 3 -w 350ms -i 4 -r 300ms -foe true -prof gc -rf json -rff " + JMH_RESULT;

    private Main() {}

    /**
     * Measures.
     *
     * @param arguments JMH's, or none
     * @throws Exception if something fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            org.openjdk.jmh.Main.main(arguments);
            return;
        }
        if (!Files.isDirectory(DOCS) || !Files.isDirectory(JMH_RESULT.getParent())) {
            System.err.println("Start it in the root of the repository, where docs/ and benchmarks/target/ are.");
            System.exit(2);
        }
        Files.deleteIfExists(JMH_RESULT);
        org.openjdk.jmh.Main.main(WITHIN_A_QUARTER_OF_AN_HOUR.split(" "));
        List<Figure> figures = new ArrayList<>(Figure.ofJmh(new ObjectMapper().readTree(JMH_RESULT.toFile())));
        for (int count : new int[] {2264, 100_000}) {
            long[] sizes = IndexBenchmark.sizes(count);
            figures.add(Figure.exact("Size.index" + count, sizes[0], "B"));
            figures.add(Figure.exact("Size.hashMap" + count, sizes[1], "B"));
        }
        System.out.println("Whole requests through Jetty ...");
        figures.addAll(WholeRequest.measure());
        System.out.println("Starts with and without the adapter ...");
        figures.addAll(StartUp.measure());
        System.out.println("A catalogue's file, read by fresh virtual machines ...");
        figures.addAll(ColdRead.measure());
        System.out.println("Requests while a catalogue changes ...");
        figures.addAll(RefreshPause.measure());
        figures.addAll(jars());
        Results results = new Results(machine(), figures);
        results.write(DOCS.resolve(Report.DATA));
        Report.of(results).write(DOCS);
        System.out.println("Written: docs/performance.json, performance.md and performance.svg.");
        System.exit(0);
    }

    /** The size of each jar of the SDK that has been built. */
    private static List<Figure> jars() throws IOException {
        List<Figure> figures = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of("")).sorted()) {
            for (Path module : modules.filter(path -> path.toString().startsWith("consent-"))
                    .toList()) {
                Path target = module.resolve("target");
                if (!Files.isDirectory(target)) {
                    continue;
                }
                try (Stream<Path> files = Files.list(target)) {
                    for (Path jar : files.filter(Main::isArtifact).toList()) {
                        figures.add(Figure.exact("Jar." + module, Files.size(jar), "B"));
                    }
                }
            }
        }
        return figures;
    }

    private static boolean isArtifact(Path file) {
        return file.getFileName().toString().matches("consent-[a-z]+-[0-9.]+(-SNAPSHOT)?\\.jar");
    }

    private static String machine() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        String processor = !Files.exists(cpu)
                ? System.getProperty("os.arch")
                : Files.readAllLines(cpu).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + ", " + System.getProperty("java.vm.name") + " "
                + Runtime.version();
    }
}
