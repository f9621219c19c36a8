package org.consent4j.example.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuggestCatalogueTest {

    @Test
    void theCommandPrintsADraft(@TempDir Path directory) throws IOException {
        Path database = directory.resolve("database.csv");
        Files.writeString(database, """
                ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,User Privacy & GDPR Rights Portals,Wildcard match
                1,Counter,Analytics,_cnt_,,Counts visits,13 months,Counter Ltd,https://counter.example/privacy,1
                """);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            SuggestCatalogue.main(new String[] {database.toString(), "_cnt_1", "lang"});
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(UTF_8))
                .startsWith("{\n  \"language\": \"en\",\n  \"catalogue\": [")
                .contains("\"name\": \"_cnt_*\"", "\"name\": \"lang\"", "\"review\": ");
    }
}
