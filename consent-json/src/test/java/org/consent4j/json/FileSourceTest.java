package org.consent4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentListener;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Retention;
import org.consent4j.http.RequestHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FileSourceTest {

    static final List<Malformed.Case> CASES = MalformedFilesTest.CASES;

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("cookies.json");
        Files.writeString(file, one("first"));
    }

    static String one(String name) {
        return "{\"catalogue\": [{\"name\": \"" + name
                + "\", \"category\": \"statistical\", \"provider\": \"site\", \"retention\": \"session\"}]}";
    }

    /** Hears of catalogues and failures. */
    static final class Heard implements ConsentListener {

        final List<String> catalogues = Collections.synchronizedList(new ArrayList<>());
        final List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onCatalogue(ActiveCatalogue catalogue) {
            catalogues.add(catalogue.declarations().get(0).name());
        }

        @Override
        public void onCatalogueFailure(RuntimeException failure) {
            failures.add(failure);
        }
    }

    /** A request of nothing. */
    static final class Nothing implements RequestHeaders {

        @Override
        public Iterator<String> values(String name) {
            return Collections.emptyIterator();
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public String host() {
            return "www.example.org";
        }
    }

    private static String name(CatalogueSource source) {
        return source.declarations().get(0).name();
    }

    @Test
    void aFileIsReadAgainOnceItHasChanged() throws IOException {
        CatalogueSource source = CatalogueSource.file(file);
        List<CookieDeclaration> before = source.declarations();
        assertThat(source.declarations()).isSameAs(before);
        // In the same moment, and of the same size.
        Files.writeString(file, one("other"));
        assertThat(name(source)).isEqualTo("other");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        List<CookieDeclaration> settled = source.declarations();
        assertThat(source.declarations()).isSameAs(settled);

        Path next = directory.resolve("next");
        Files.writeString(next, one("moved"));
        Files.setLastModifiedTime(next, FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(name(source)).isEqualTo("moved");
    }

    private static final String NEWS = "{\"categories\": [{\"id\": \"news\", \"title\": \"%s\"}], \"catalogue\": [%s]}";

    private static String letter(String name, String retention) {
        return "{\"name\": \"" + name + "\", \"category\": \"news\", \"provider\": \"site\", \"retention\": \""
                + retention + "\"}";
    }

    @Test
    void whatHasNotChangedStaysTheSameObject() throws IOException {
        String a = letter("a", "session");
        String b = letter("b", "1 day");
        String c = letter("c", "1 month");
        Files.writeString(file, NEWS.formatted("News", String.join(", ", a, b, c)));
        CatalogueSource source = CatalogueSource.file(file);
        List<CookieDeclaration> first = source.declarations();

        Files.writeString(file, NEWS.formatted("News", String.join(",\n\n", a, b, c)));
        assertThat(source.declarations()).as("the same in other lines").isSameAs(first);

        Files.writeString(
                file, NEWS.formatted("News", String.join(", ", letter("x", "session"), c, letter("b", "2 days"), a)));
        List<CookieDeclaration> second = source.declarations();
        assertThat(second).extracting(CookieDeclaration::name).containsExactly("x", "c", "b", "a");
        assertThat(second.get(1)).isSameAs(first.get(2));
        assertThat(second.get(2).retention()).isEqualTo(Retention.days(2));
        assertThat(second.get(3)).isSameAs(first.get(0));

        Files.writeString(file, NEWS.formatted("News", String.join(", ", c, letter("b", "2 days"))));
        List<CookieDeclaration> third = source.declarations();
        assertThat(third).containsExactly(second.get(1), second.get(2));

        Files.writeString(file, NEWS.formatted("Letters", String.join(", ", c, letter("b", "2 days"))));
        assertThat(source.declarations()).hasSize(2).doesNotContainAnyElementsOf(third);
        assertThat(source.categories())
                .singleElement()
                .satisfies(news -> assertThat(news.title()).hasToString("Letters"));
    }

    @Test
    void categoriesInWhichNothingIsDeclaredAreFollowedToo() throws IOException {
        Files.writeString(file, NEWS.formatted("News", ""));
        CatalogueSource source = CatalogueSource.file(file);
        List<CookieDeclaration> before = source.declarations();
        Files.writeString(file, NEWS.formatted("Letters", ""));
        CookieConsent consent = CookieConsent.builder().catalogue(source).build();
        assertThat(source.declarations()).isNotSameAs(before);
        assertThat(consent.catalogue().category("news").orElseThrow().title()).hasToString("Letters");
    }

    @Test
    void requestsBringAChangedFileIntoForce() throws Exception {
        Heard heard = new Heard();
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CatalogueSource.file(file))
                .listener(heard)
                .build();
        Files.writeString(file, one("second"));
        for (int i = 0; i < 200 && heard.catalogues.isEmpty(); i++) {
            consent.begin(new Nothing(), line -> {});
            Thread.sleep(20);
        }
        assertThat(heard.catalogues).containsExactly("second");
        assertThat(consent.catalogue().find("second")).isPresent();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void noMalformedFileTakesTheLastGoodOnesPlace(Malformed.Case malformed) throws IOException {
        Heard heard = new Heard();
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CatalogueSource.file(file))
                .listener(heard)
                .build();
        Files.write(file, malformed.octets());
        assertThat(consent.refresh()).isFalse();
        assertThat(consent.refresh()).isFalse();
        assertThat(consent.catalogue().find("first")).isPresent();
        assertThat(heard.failures).singleElement().isInstanceOf(CatalogueFileException.class);
        Files.writeString(file, one("again"));
        assertThat(consent.refresh()).isTrue();
        assertThat(heard.catalogues).containsExactly("again");
    }

    @Test
    void aFileIsReadToItsEndWhateverItsSizeWasSaidToBe() throws IOException {
        byte[] octets = one("whole").getBytes(StandardCharsets.UTF_8);
        for (int said : new int[] {0, 1, octets.length - 1, octets.length, octets.length + 1, Integer.MAX_VALUE}) {
            assertThat(JsonReader.octets(new ByteArrayInputStream(octets), said))
                    .as("said to be %d", said)
                    .isEqualTo(octets);
        }
        try (InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                return length;
            }
        }) {
            assertThat(JsonReader.octets(endless, 10)).hasSize(JsonReader.MOST_OCTETS + 1);
        }
    }

    @Test
    void aFailedFileIsNotReadAgainBeforeItChanges() throws IOException {
        CatalogueSource source = CatalogueSource.file(file);
        source.declarations();
        Files.writeString(file, "{");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        assertThatThrownBy(source::declarations).isInstanceOf(CatalogueFileException.class);
        Throwable first = catchThrowable(source::declarations);
        assertThat(catchThrowable(source::declarations)).isSameAs(first);
        Files.delete(file);
        assertThatThrownBy(source::declarations)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The catalogue of file " + file + " could not be read")
                .hasMessageContaining("NoSuchFile");
        Files.writeString(file, one("back"));
        assertThat(name(source)).isEqualTo("back");
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() throws IOException {
        Files.delete(file);
        assertThatThrownBy(() -> CookieConsent.builder()
                        .catalogue(CatalogueSource.file(file))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileOnTheClassPathIsReadOnce() throws MalformedURLException, IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            CatalogueSource source = CatalogueSource.classpath("cookies.json", loader);
            assertThat(name(source)).isEqualTo("first");
            assertThat(source.declarations()).isSameAs(source.declarations());
            assertThatThrownBy(() -> CatalogueSource.classpath("/cookies.json", loader))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'/cookies.json'")
                    .hasMessageContaining("without a slash");
        }
    }

    @Test
    void anAddressIsHttps() {
        assertThatThrownBy(() -> CatalogueSource.url(URI.create("http://www.example.org/cookies.json")))
                .hasMessageContaining("allowHttp()");
        assertThatThrownBy(() -> CatalogueSource.url(URI.create("cookies.json")))
                .hasMessageContaining("https://www.example.org/cookies.json");
    }
}
