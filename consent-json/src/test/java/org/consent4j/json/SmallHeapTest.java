package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.consent4j.catalogue.CookieDeclaration;
import org.junit.jupiter.api.Test;

/** What a file can do to an application that has little memory: nothing, save that it is refused. */
class SmallHeapTest {

    private static final String HEAP = "-Xmx128m";

    /** Reads in a virtual machine of its own, and prints what came of it. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) {
            for (Malformed.Case file : Malformed.all()) {
                System.out.println(file.name() + " " + outcome(file.octets()));
            }
            int most = JsonReader.MOST_OCTETS;
            System.out.println("blanks " + outcome(filled("", " ", most + 1)));
            System.out.println("just-not-too-many-blanks " + outcome(filled("", " ", most)));
            System.out.println("brackets " + outcome(filled("", "[", most)));
            System.out.println("same-keys " + outcome(filled("{", "\"catalogue\": [],", most)));
            System.out.println("keys " + outcome(keys(most)));
            System.out.println("one-wide-character " + outcome(filled("{\"$schema\": \"\u20ac\"", " ", most)));
            System.out.println("replacements " + outcome(filled("", "\ufffd", most)));
            System.out.println("half-a-character " + outcome(filled("\u20ac", "\u20ac", most - 1)));
            System.out.println("declarations-too-many " + outcome(declarations(100_001)));
            System.out.println("as-many-declarations-as-may-be " + outcome(declarations(100_000)));
        }

        /** So many octets: of a text at the beginning, and of another one again and again. */
        private static byte[] filled(String start, String repeated, int length) {
            byte[] octets = new byte[length];
            ByteBuffer into = ByteBuffer.wrap(octets).put(start.getBytes(UTF_8));
            byte[] unit = repeated.getBytes(UTF_8);
            while (into.hasRemaining()) {
                into.put(unit, 0, Math.min(unit.length, into.remaining()));
            }
            return octets;
        }

        private static byte[] keys(int length) {
            byte[] octets = filled("{", " ", length);
            ByteBuffer into = ByteBuffer.wrap(octets, 1, length - 1);
            for (int i = 0; into.remaining() > 40; i++) {
                into.put(("\"k" + i + "\":1,").getBytes(UTF_8));
            }
            into.put("\"catalogue\":[]}".getBytes(UTF_8));
            return octets;
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
                        + CatalogueReader.read(octets, "file", Earlier.nothing())
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
                .map(type -> new File(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
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
                .allMatch(
                        line -> line.endsWith(" refused") || line.equals("as-many-declarations-as-may-be read 100000"))
                .contains("as-many-declarations-as-may-be read 100000");
    }
}
