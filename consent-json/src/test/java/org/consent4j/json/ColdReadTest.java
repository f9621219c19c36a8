package org.consent4j.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long an application's start waits for its catalogue: in a JVM that has read none before. */
class ColdReadTest {

    static final int DECLARATIONS = 2_264;
    private static final int STARTS = 5;
    /** Twice the aim of 150: of the thread's own time, as others use this machine, too. */
    private static final long MOST_MILLIS = 300;

    /** As many declarations as the Open Cookie Database has, with all that visitors are told. */
    static String catalogue(int declarations) {
        StringBuilder json = new StringBuilder("{\n  \"language\": \"en\",\n  \"catalogue\": [");
        for (int i = 0; i < declarations; i++) {
            json.append(String.format(
                    Locale.ROOT,
                    "%s%n    {%n      \"name\": \"cookie_%d%s\",%n      \"category\": \"%s\",%n      \"provider\":"
                            + " \"Company %d\",%n      \"policy-url\": \"https://company-%d.example/privacy\",%n"
                            + "      \"function\": \"Part %d of the site\",%n      \"purpose\": \"To remember what"
                            + " number %d needs to know from one page of the site to the next\",%n"
                            + "      \"retention\": \"%d days\"%n    }",
                    i == 0 ? "" : ",",
                    i,
                    i % 9 == 0 ? "_*" : "",
                    i % 3 == 0 ? "statistical" : i % 3 == 1 ? "first-party" : "third-party",
                    i / 7,
                    i / 7,
                    i % 5,
                    i,
                    i % 390 + 1));
        }
        return json.append("\n  ]\n}\n").toString();
    }

    /** Reads a file once and prints the milliseconds that it took. */
    static final class Reader {
        public static void main(String[] args) {
            // First, as it loads much itself.
            long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long start = System.nanoTime();
            CookieCatalogue read = CatalogueJson.read(Path.of(args[0]));
            busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - busy;
            System.out.println(read.declarations().size() + " " + busy / 1_000_000 + "/"
                    + (System.nanoTime() - start) / 1_000_000);
        }
    }

    @Test
    void aFreshJvmDoesNotWaitLongForACatalogueOf2264Declarations(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path file = directory.resolve("cookies.json");
        Files.writeString(file, catalogue(DECLARATIONS));
        String classPath = Arrays.stream(
                        new Class<?>[] {Reader.class, CatalogueJson.class, CookieDeclaration.class, JsonFactory.class})
                .map(type -> Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
        long best = Long.MAX_VALUE;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < STARTS; i++) {
            Process java = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath + System.getProperty("path.separator") + Path.of("target", "test-classes"),
                            Reader.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String[] printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ");
            assertThat(java.waitFor()).as(String.join(" ", printed)).isZero();
            assertThat(printed[0]).isEqualTo(String.valueOf(DECLARATIONS));
            all.append(' ').append(printed[1]);
            best = Math.min(best, Long.parseLong(printed[1].split("/")[0]));
        }
        System.out.println("2,264 declarations read cold, in milliseconds of the thread and of the clock:" + all);
        assertThat(best).isLessThan(MOST_MILLIS);
    }
}
