package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.consent4j.catalogue.CookieDeclaration;
import org.junit.jupiter.api.Test;

/** What a file can do to an application that has little memory: nothing, save that it is refused. */
class SmallHeapTest {

    private static final String HEAP = "-Xmx256m";

    /** Reads in a virtual machine of its own, and prints what came of it. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) {
            for (Malformed.Case file : Malformed.all()) {
                System.out.println(file.name() + " " + outcome(file.octets()));
            }
            int most = JsonReader.MOST_OCTETS;
            System.out.println("blanks " + outcome(" ".repeat(most + 1).getBytes(UTF_8)));
            System.out.println("just-not-too-many-blanks " + outcome(" ".repeat(most).getBytes(UTF_8)));
            System.out.println("brackets " + outcome("[".repeat(most).getBytes(UTF_8)));
            System.out.println("keys " + outcome(keys(most)));
            System.out.println("one-wide-character "
                    + outcome(("{\"$schema\": \"\u20ac\"" + " ".repeat(most - 20)).getBytes(UTF_8)));
            System.out.println("replacements " + outcome("\ufffd".repeat(most / 3).getBytes(UTF_8)));
            System.out.println("declarations-too-many " + outcome(declarations(100_001)));
            System.out.println("as-many-declarations-as-may-be " + outcome(declarations(100_000)));
        }

        private static byte[] keys(int most) {
            StringBuilder json = new StringBuilder(most).append('{');
            for (int i = 0; json.length() < most - 20; i++) {
                json.append("\"k").append(i).append("\":1,");
            }
            return json.append("\"catalogue\":[]}").toString().getBytes(UTF_8);
        }

        private static byte[] declarations(int count) {
            StringBuilder json = new StringBuilder("{\"catalogue\": [");
            for (int i = 0; i < count; i++) {
                json.append(i == 0 ? "" : ",\n")
                        .append("{\"name\": \"cookie_")
                        .append(i)
                        .append("\", \"category\": \"statistical\", \"provider\": \"Company ")
                        .append(i)
                        .append("\", \"purpose\": \"To remember number ")
                        .append(i)
                        .append(" from one page of the site to the next one\", \"retention\": \"1 year\"}");
            }
            return json.append("]}").toString().getBytes(UTF_8);
        }

        private static String outcome(byte[] octets) {
            try {
                return "read "
                        + CatalogueJson.read(new ByteArrayInputStream(octets), "file")
                                .declarations()
                                .size();
            } catch (CatalogueFileException e) {
                return "refused";
            } catch (Throwable e) {
                return e.toString();
            }
        }
    }

    @Test
    void whatIsTooLargeOrMaliciousIsRefused() throws IOException {
        String classPath = Arrays.stream(
                        new Class<?>[] {Reader.class, CatalogueJson.class, CookieDeclaration.class, JsonFactory.class})
                .map(type -> new File(
                                type.getProtectionDomain().getCodeSource().getLocation().getPath())
                        .getPath())
                .collect(Collectors.joining(File.pathSeparator));
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        classPath + File.pathSeparator + Path.of("target", "test-classes"),
                        Reader.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), UTF_8);
        assertThat(printed.lines())
                .hasSizeGreaterThanOrEqualTo(68)
                .allMatch(line -> line.endsWith(" refused") || line.equals("as-many-declarations-as-may-be read 100000"))
                .contains("as-many-declarations-as-may-be read 100000");
    }
}
