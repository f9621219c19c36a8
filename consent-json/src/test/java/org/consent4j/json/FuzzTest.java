package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.Provider;
import org.junit.jupiter.api.Test;

/** Files that are broken in random ways: always the same ones, so that a failure can be seen again. */
class FuzzTest {

    private static final int ROUNDS = 20_000;
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "true",
        "0",
        "-1",
        "1e9",
        "\"site\"",
        "\"\"",
        "\\u0000",
        "\\ud800",
        "\u00e4",
        "\ud83c\udf6a",
        "*",
        ";",
        "\"name\": ",
        "\"review\": ",
        "\"exemption\": []",
        "\n",
        " ",
        "P1D",
        "\"1 year\""
    };

    @Test
    void nothingButItsOwnExceptionLeavesTheReader() throws IOException {
        Random random = new Random(20261125);
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(Files.readAllBytes(CatalogueJsonTest.DOCS.resolve("cookies.json")));
        seeds.add(CatalogueJson.write(CookieCatalogue.of(CatalogueJsonTest.EVERYTHING))
                .getBytes(UTF_8));
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] octets = broken(seeds.get(round % seeds.size()), random);
            CookieCatalogue catalogue;
            try {
                catalogue = CatalogueJson.read(new ByteArrayInputStream(octets), "fuzz");
            } catch (CatalogueFileException e) {
                assertThat(e.problems()).isNotEmpty();
                continue;
            } catch (RuntimeException | Error e) {
                fail("round " + round + ": " + new String(octets, UTF_8), e);
                return;
            }
            read++;
            String text = new String(octets, UTF_8);
            assertThat(MalformedFilesTest.isValid(text)).as(text).isTrue();
            CatalogueJsonTest.assertSame(
                    CatalogueJson.read(CatalogueJson.write(catalogue), "again"),
                    catalogue.declarations(),
                    catalogue.categories());
        }
        assertThat(read).isBetween(ROUNDS / 50, ROUNDS / 2);
    }

    @Test
    void nothingButItsOwnExceptionLeavesTheReadersOfOthersFiles() {
        Random random = new Random(20261125);
        List<byte[]> databases =
                List.of(OpenCookieDatabaseTest.CSV.getBytes(UTF_8), OpenCookieDatabaseTest.JSON.getBytes(UTF_8));
        byte[] disclosures = DeviceStorage.write(
                        CookieCatalogue.of(CatalogueJsonTest.EVERYTHING),
                        "example.org",
                        declaration -> new DeviceStorage.Use(Set.of(1, 2), Set.of(3), true, true))
                .getBytes(UTF_8);
        int read = 0;
        for (int round = 0; round < ROUNDS / 2; round++) {
            byte[] octets = broken(databases.get(round % databases.size()), random);
            byte[] disclosed = broken(disclosures, random);
            try {
                CatalogueDraft draft = OpenCookieDatabase.read(new ByteArrayInputStream(octets), "fuzz")
                        .draft(List.of("_cnt_1", "JSESSIONID", "sessionid", "twice", "_s1", "both", "tags-1"));
                assertThat(draft.text()).contains("\"JSESSIONID\"");
                read++;
            } catch (CatalogueFileException e) {
                assertThat(e.problems()).isNotEmpty();
            } catch (RuntimeException | Error e) {
                fail("round " + round + ": " + new String(octets, UTF_8), e);
            }
            try {
                DeviceStorage.read(
                        new String(disclosed, UTF_8), "fuzz", Provider.of("Ads Ltd", "https://ads.example/"));
                read++;
            } catch (CatalogueFileException e) {
                assertThat(e.problems()).isNotEmpty();
            } catch (RuntimeException | Error e) {
                fail("round " + round + ": " + new String(disclosed, UTF_8), e);
            }
        }
        assertThat(read).isBetween(ROUNDS / 50, ROUNDS * 9 / 10);
    }

    private static byte[] broken(byte[] octets, Random random) {
        byte[] broken = octets;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(broken.length);
            int end = Math.min(broken.length, at + random.nextInt(8));
            broken = switch (random.nextInt(6)) {
                case 0 -> spliced(broken, at, at, new byte[] {(byte) random.nextInt(256)});
                case 1 -> spliced(broken, at, end, new byte[0]);
                case 2 -> spliced(broken, at, at + 1, new byte[] {(byte) random.nextInt(128)});
                case 3 -> spliced(broken, at, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8));
                case 4 -> spliced(broken, at, random.nextInt(20) == 0 ? broken.length : end, new byte[0]);
                default -> {
                    int from = random.nextInt(broken.length);
                    int to = Math.min(broken.length, from + random.nextInt(60));
                    yield spliced(broken, at, at, Arrays.copyOfRange(broken, from, to));
                }
            };
            if (broken.length == 0) {
                return broken;
            }
        }
        return broken;
    }

    private static byte[] spliced(byte[] octets, int from, int to, byte[] middle) {
        byte[] spliced = new byte[octets.length - (to - from) + middle.length];
        System.arraycopy(octets, 0, spliced, 0, from);
        System.arraycopy(middle, 0, spliced, from, middle.length);
        System.arraycopy(octets, to, spliced, from + middle.length, octets.length - to);
        return spliced;
    }
}
