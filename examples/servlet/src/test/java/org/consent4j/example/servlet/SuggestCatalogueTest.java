package org.consent4j.example.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuggestCatalogueTest {

    private static Path database(Path directory) throws IOException {
        return Files.writeString(directory.resolve("database.csv"), """
                ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,User Privacy & GDPR Rights Portals,Wildcard match
                1,Counter,Analytics,_cnt_,,Counts visits,13 months,Counter Ltd,https://counter.example/privacy,1
                """);
    }

    private static String printedBy(Path database, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, database.toString());
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            SuggestCatalogue.main(all.toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }

    /** Like a visitor, whose browser has two cookies, and a page of the application, which sets another one. */
    @SuppressWarnings("InputStreamSlowMultibyteRead") // Two octets are read, one by one.
    private static final class Visitor extends InputStream {

        private final ByteArrayOutputStream told;
        private boolean asked;

        Visitor(ByteArrayOutputStream told) {
            this.told = told;
        }

        /** Uses the portal, and presses Enter. */
        @Override
        public int read() throws IOException {
            if (asked) {
                return '\n';
            }
            asked = true;
            Matcher address = Pattern.compile("http://localhost:\\d+/").matcher(told.toString(UTF_8));
            assertThat(address.find()).isTrue();
            URLConnection request =
                    URI.create(address.group() + "try?line=basket=1").toURL().openConnection();
            request.setRequestProperty("Cookie", "_cnt_1=2; sessionid=3; lang=4");
            request.getInputStream().readAllBytes();
            return 'q';
        }
    }

    @Test
    void theCommandDraftsWhatTheRunningPortalHasSeen(@TempDir Path directory) throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream errors = System.err;
        InputStream input = System.in;
        System.setErr(new PrintStream(told, true, UTF_8));
        System.setIn(new Visitor(told));
        try {
            assertThat(printedBy(database(directory), "--port", "0"))
                    .contains("\"name\": \"_cnt_*\"", "\"name\": \"lang\"", "\"name\": \"basket\"")
                    .contains("\"provider\": \"Counter Ltd\"", "\"review\": ")
                    .doesNotContain("sessionid");
        } finally {
            System.setErr(errors);
            System.setIn(input);
        }
    }

    @Test
    void theCommandDraftsWhatWasSeenElsewhere(@TempDir Path directory) throws Exception {
        assertThat(printedBy(database(directory), "_cnt_1", "lang"))
                .startsWith("{\n  \"language\": \"en\",\n  \"catalogue\": [")
                .contains("\"name\": \"_cnt_*\"", "\"name\": \"lang\"", "\"review\": ");
    }
}
