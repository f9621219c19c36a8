package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.aayushatharva.brotli4j.decoder.DirectDecompress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {

    private final Site site = Site.asking();

    private List<String> paths() {
        return site.pages.paths().stream()
                .filter(path -> path.matches(".*\\.[0-9a-f]{8}\\.(css|js)"))
                .toList();
    }

    @Test
    void anAssetIsKeptForGoodUnderTheNameOfItsContent() {
        assertThat(paths()).hasSize(3).allSatisfy(path -> {
            PageResponse response = site.get(path).send();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isNotEmpty();
            assertThat(response.headers())
                    .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                    .containsEntry("Vary", "Accept-Encoding")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry(
                            "Content-Type",
                            path.endsWith("css") ? "text/css;charset=utf-8" : "text/javascript;charset=utf-8");
        });
    }

    @Test
    void anotherReleasesAssetIsNotThere() {
        String path = paths().get(0).replaceFirst("\\.[0-9a-f]{8}\\.", ".01234567.");
        PageResponse response = site.get(path).send();
        assertThat(site.pages.owns(path)).isTrue();
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br, zstd', br",
        "'gzip, deflate',           gzip",
        "GZIP,                      gzip",
        "gzip;q=1.0 br,             ''",
        "'br;q=0.5, gzip;q=0.8',    gzip",
        "'br; q=0.5 ,gzip;q=0.5',   br",
        "'br;q=0, gzip;q=0.001',    gzip",
        "'br;q=0, gzip;q=0',        ''",
        "*,                         br",
        "'*;q=0',                   ''",
        "'*;q=0.5, br;q=0',         gzip",
        "'identity, gzip;q=0.5',    ''",
        "'identity;q=0, gzip;q=x',  ''",
        "'br;q=2',                  ''",
        "deflate,                   ''",
        "'',                        ''",
        "'\u0000,;;,q=1',           ''",
    })
    void theBrowserSaysWhichFormItTakes(String accepted, String coding) {
        PageResponse response =
                site.get(paths().get(0)).header("Accept-Encoding", accepted).send();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().getOrDefault("Content-Encoding", "")).isEqualTo(coding);
    }

    @Test
    void allFormsAreTheSameContent() {
        Brotli4jLoader.ensureAvailability();
        assertThat(paths()).allSatisfy(path -> {
            byte[] plain = site.get(path).send().body();
            byte[] gzip =
                    site.get(path).header("Accept-Encoding", "gzip").send().body();
            byte[] brotli =
                    site.get(path).header("Accept-Encoding", "br").send().body();
            assertThat(gzip.length).isLessThan(plain.length);
            assertThat(brotli.length).isLessThan(gzip.length);
            assertThat(unzipped(gzip)).isEqualTo(plain);
            DirectDecompress result = Decoder.decompress(brotli);
            assertThat(result.getDecompressedData()).isEqualTo(plain);
        });
    }

    static byte[] unzipped(byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip", "br"})
    void whatTheBrowserHasIsConfirmed(String coding) {
        String path = paths().get(0);
        PageResponse first = site.get(path).header("Accept-Encoding", coding).send();
        String tag = first.headers().getOrDefault("ETag", "");
        assertThat(tag).matches("\"[0-9a-f]{32}" + (coding.isEmpty() ? "" : "-" + coding) + "\"");
        for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*", " * ")) {
            PageResponse second = site.get(path)
                    .header("Accept-Encoding", coding)
                    .header("If-None-Match", known)
                    .send();
            assertThat(second.status()).as(known).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            assertThat(second.headers())
                    .containsEntry("ETag", tag)
                    .containsEntry("Vary", "Accept-Encoding")
                    .containsEntry("Cache-Control", "public, max-age=31536000, immutable");
        }
        for (String other : List.of("\"x\"", "", tag.replace("\"", ""), "x*")) {
            assertThat(site.get(path)
                            .header("Accept-Encoding", coding)
                            .header("If-None-Match", other)
                            .send()
                            .status())
                    .as(other)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip", "br"})
    void oneAnswerDoesNotSpoilTheNext(String coding) {
        String path = paths().get(0);
        byte[] body = site.get(path).header("Accept-Encoding", coding).send().body();
        byte[] copy = body.clone();
        Arrays.fill(body, (byte) 0);
        assertThat(site.get(path).header("Accept-Encoding", coding).send().body())
                .isEqualTo(copy);
    }

    @Test
    void thePrefixOfClassesAndNamesCanBeAnother() {
        Site other = new Site(ConsentPages.builder(Site.consent(Site.statistical()))
                .classPrefix("notice")
                .build());
        Document banner = org.jsoup.Jsoup.parse(other.get("/").banner());
        assertThat(banner.select("section").attr("class")).isEqualTo("notice-box");
        String style = banner.select("link").attr("href");
        assertThat(style).matches("/cookies/notice\\.[0-9a-f]{8}\\.css");
        assertThat(text(other, style))
                .contains(".notice-box", "--choice-")
                .doesNotContain(".choice-", "--notice-")
                .hasSameSizeAs(text(site, paths().get(0)));
        assertThat(text(other, banner.select("script").attr("src")))
                .contains(".notice-box")
                .doesNotContain("choice-box");
        assertThat(other.get(style).header("Accept-Encoding", "br, gzip").send().headers())
                .containsEntry("Content-Encoding", "gzip");
        assertThat(other.pages.scriptPath()).isEqualTo("/cookies/notices.js");
        assertThat(text(other, other.pages.scriptPath())).contains("notice-box").doesNotContain("choice-box");
        assertThat(other.get("/cookies").document().select("[class]").eachAttr("class"))
                .allMatch(name -> name.startsWith("notice-"));
    }

    private static String text(Site site, String path) {
        return new String(site.get(path).send().body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Choice", "a-b", "a1", "a b", "abcdefghijklmnopqrstu"})
    void aPrefixOfAnotherFormIsAnError(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsentPages.builder(Site.consent()).classPrefix(prefix))
                .withMessageContaining("'" + prefix + "'")
                .withMessageContaining("such as choice");
    }
}
