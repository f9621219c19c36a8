package org.consent4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.AudienceMeasurementExemption;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueJsonTest {

    static final Path DOCS = Path.of("..", "docs");

    private static final Category NEWSLETTER = Category.named("newsletter")
            .code("letter")
            .title(LocalizedText.of(Locale.ENGLISH, "Newsletter").with(Locale.FRENCH, "Lettre"))
            .description(LocalizedText.of(Locale.ENGLISH, "What you read"))
            .revision(3)
            .build();
    private static final Category SAFETY =
            Category.named("safety").requirement(Requirement.NOTHING).build();
    private static final Category COUNTING =
            Category.STATISTICAL.toBuilder().title("Counting").revision(2).build();
    private static final Provider ADS = Provider.of("Ads Ltd", "https://ads.example/policy?a=b");

    static final List<CookieDeclaration> EVERYTHING = List.of(
            CommonCookies.servletSession(),
            CookieDeclaration.cookie("_pk_id.*")
                    .category(COUNTING)
                    .provider(Provider.SITE)
                    .function(LocalizedText.of("Measurement").with(Locale.forLanguageTag("pt-BR"), "Medição"))
                    .location("everywhere")
                    .purpose("To \"count\" \\ visits\nwell")
                    .recipients(LocalizedText.of("Hosting Ltd").with(Locale.GERMAN, "Hosting GmbH"))
                    .retention(Retention.months(13))
                    .exemption(exemption())
                    .domain("example.org")
                    .path("/shop")
                    .path("/a b")
                    .build(),
            CookieDeclaration.cookie("letter")
                    .category(NEWSLETTER)
                    .provider(Provider.of("Letters"))
                    .retention(Retention.of(Duration.ofMinutes(90)))
                    .build(),
            CookieDeclaration.cookie("Zähler \ud83c\udf6a")
                    .category(Category.THIRD_PARTY)
                    .provider(ADS)
                    // What decoders put in the place of octets that are none may also stand there as such.
                    .purpose("To know \ufffd from what it stands for")
                    .retention(Retention.days(5))
                    .partitioned()
                    .build(),
            CookieDeclaration.cookie("a*b*")
                    .category(Category.THIRD_PARTY)
                    .party(Party.FIRST)
                    .provider(Provider.of("Twice", "https://one.example/"))
                    .retention(Retention.session())
                    .allowShortPrefix()
                    .allowStar()
                    .build(),
            CookieDeclaration.cookie("x")
                    .category(Category.FIRST_PARTY)
                    .party(Party.THIRD)
                    .provider(Provider.of("Twice", "https://other.example/"))
                    .retention(Retention.years(1))
                    .build(),
            CookieDeclaration.cookie("y")
                    .category(SAFETY)
                    .provider(Provider.of("site", "https://site.example/"))
                    .purpose(LocalizedText.of(Locale.CHINA, "安全"))
                    .retention(Retention.session())
                    .build());

    static AudienceMeasurementExemption exemption() {
        AudienceMeasurementExemption.Attestation attestation = AudienceMeasurementExemption.attest();
        List.of(AudienceMeasurementExemption.Condition.values()).forEach(attestation::condition);
        return attestation.build();
    }

    /** All values of a declaration, which has no equality of its own. */
    private static List<Object> everything(CookieDeclaration declaration) {
        return List.of(
                declaration.name(),
                everything(declaration.category()),
                declaration.provider(),
                declaration.party(),
                declaration.function(),
                declaration.location(),
                declaration.purpose(),
                declaration.recipients(),
                declaration.retention(),
                declaration.exemption().isPresent(),
                declaration.domains(),
                declaration.paths(),
                declaration.isPartitioned());
    }

    private static List<Object> everything(Category category) {
        return List.of(
                category.id(),
                category.code(),
                category.requirement(),
                category.title(),
                category.description(),
                category.revision());
    }

    static void assertSame(CookieCatalogue read, List<CookieDeclaration> declarations, List<Category> categories) {
        assertThat(read.declarations().stream().map(CatalogueJsonTest::everything))
                .containsExactlyElementsOf(
                        declarations.stream().map(CatalogueJsonTest::everything).toList());
        assertThat(read.categories().stream().map(CatalogueJsonTest::everything))
                .containsExactlyElementsOf(
                        categories.stream().map(CatalogueJsonTest::everything).toList());
    }

    @Test
    @Rule("14")
    void theExampleOfTheDocumentationIsTheSeedsCatalogue() throws IOException {
        CookieCatalogue seed = CatalogueJson.read(DOCS.resolve("cookies.json"));

        assertThat(seed.declarations())
                .extracting(CookieDeclaration::name)
                .containsExactly("sessionid", "django_language", "csrftoken", "cookies_preferences");
        CookieDeclaration session = seed.declarations().get(0);
        assertThat(session.category()).isEqualTo(Category.NECESSARY);
        assertThat(session.provider()).isEqualTo(Provider.of("Opendatasoft"));
        assertThat(session.purpose().orElseThrow().wording(Locale.GERMAN))
                .isEqualTo(new LocalizedText.Wording("To remember the user from one page to another", Locale.ENGLISH));
        assertThat(session.purpose().orElseThrow().in(Locale.FRENCH)).startsWith("Reconnaître");
        assertThat(seed.categories()).containsExactly(Category.NECESSARY);
        assertThat(seed.categories().get(0).title()).isEqualTo(Category.NECESSARY.title());
        assertThat(seed.categories().get(0).description().in(Locale.FRENCH)).contains("portail");
        assertThat(CookieConsent.builder().catalogue(seed).build().catalogue().declarations())
                .hasSize(4);
        assertThat(MalformedFilesTest.isValid(Files.readString(DOCS.resolve("cookies.json"))))
                .isTrue();
        assertSame(CatalogueJson.read(CatalogueJson.write(seed), "again"), seed.declarations(), seed.categories());
    }

    @Test
    void theSchemaOfTheDocumentationIsTheJars() throws IOException {
        assertThat(Files.readString(DOCS.resolve("catalogue.schema.json"))).isEqualTo(CatalogueJson.schema());
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        String json = CatalogueJson.write(CookieCatalogue.of(EVERYTHING));
        assertSame(CatalogueJson.read(json, "everything"), EVERYTHING, List.of(COUNTING, NEWSLETTER, SAFETY));
        assertThat(MalformedFilesTest.isValid(json)).isTrue();
        assertThat(CatalogueJson.write(CatalogueJson.read(json, "everything"))).isEqualTo(json);
    }

    @Test
    void aCategoryIsWrittenAlsoWhileNothingIsDeclaredInIt(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("cookies.json");
        Files.writeString(file, "old");
        CatalogueJson.write(new FixedCatalogue(List.of(), List.of(NEWSLETTER)), file);
        assertSame(CatalogueJson.read(file), List.of(), List.of(NEWSLETTER));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLanguageThatAllTextsHaveIsWrittenOnce() {
        String json = CatalogueJson.write(
                CookieCatalogue.of(CommonCookies.servletSession(), CommonCookies.preferences("choices")));
        assertThat(json).startsWith("{\n  \"language\": \"en\",\n  \"catalogue\": [\n    {\n      \"name\": ");
        assertThat(json.split("language", -1)).hasSize(2);
    }

    @Test
    void whatNoFileCanSayIsToldAndNotLost() {
        CookieDeclaration.Builder letter = CookieDeclaration.cookie("letter")
                .category(NEWSLETTER)
                .provider(Provider.SITE)
                .retention(Retention.session());
        assertThatThrownBy(() -> CatalogueJson.write(
                        CookieCatalogue.of(letter.provider(Provider.of("site")).build())))
                .hasMessageContaining("called 'site'");
        letter.provider(Provider.SITE);
        assertThatThrownBy(() -> CatalogueJson.write(CookieCatalogue.of(letter.function("a")
                        .purpose(LocalizedText.of(Locale.FRENCH, "b"))
                        .build())))
                .hasMessageContaining("different languages");
        assertThatThrownBy(() ->
                        CatalogueJson.write(CookieCatalogue.of(letter.purpose(LocalizedText.of(Locale.ROOT, "b"))
                                .function(LocalizedText.of(Locale.ROOT, "a"))
                                .build())))
                .hasMessageContaining("no tag");
        assertThatThrownBy(() -> CatalogueJson.write(new FixedCatalogue(
                        List.of(letter.build()),
                        List.of(NEWSLETTER.toBuilder().revision(4).build()))))
                .hasMessageContaining("in two ways");
    }

    @Test
    void providersOfAFileAreNamedOnceWithTheirAddress() {
        CookieCatalogue read = CatalogueJson.read("""
                {
                  "providers": [{"name": "Ads Ltd", "policy-url": "https://ads.example/policy?a=b"}],
                  "catalogue": [{"name": "ads", "category": "third-party", "provider": "Ads Ltd", "retention": "1 day"}]
                }""", "file");
        assertThat(read.declarations().get(0).provider()).isEqualTo(ADS);
    }

    @Test
    void allProblemsOfAFileAreToldAtOnceWithTheirPlaces() {
        CatalogueFileException e =
                catchThrowableOfType(CatalogueFileException.class, () -> CatalogueJson.read("""
                        {
                          "langauge": "en",
                          "providers": [{"name": "Ads Ltd", "policy-url": "ads.example"}],
                          "categories": [{"id": "news", "code": "NEWS"}],
                          "catalogue": [
                            {"name": "ads", "category": "third-party", "provider": "Ads Ltd", "retention": "13 moons"},
                            {"name": "ok", "category": "statistical", "provider": "site", "retention": "1 day"},
                            {"name": "ads", "category": "news", "provider": "site", "retentoin": "1 day",
                             "purpose": 5, "party": "both"}
                          ],
                        }
                        """, "cookies.json"));
        assertThat(e.problems())
                .extracting(problem ->
                        problem.line() + ":" + problem.column() + " " + problem.path() + " = " + problem.value())
                .containsExactly(
                        "2:3 langauge = langauge",
                        "3:51 providers[0].policy-url = ads.example",
                        "4:41 categories[0].code = NEWS",
                        "6:84 catalogue[0].retention = 13 moons",
                        "8:5 catalogue[2] = null",
                        "8:14 catalogue[2].name = ads",
                        "8:61 catalogue[2].retentoin = retentoin",
                        "9:17 catalogue[2].purpose = 5",
                        "9:29 catalogue[2].party = both",
                        "11:1  = null");
        assertThat(e)
                .hasMessageStartingWith("cookies.json has 10 problems:\n  - cookies.json:2:3 langauge: The key")
                .hasMessageContaining("write 'language'")
                .hasMessageContaining("write 'retention'");
    }

    @Test
    void noMoreThanAHundredProblemsAreTold() {
        CatalogueFileException e = catchThrowableOfType(
                CatalogueFileException.class,
                () -> CatalogueJson.read("{\"catalogue\": [" + "{},".repeat(9_999) + "{}]}", "file"));
        assertThat(e.problems()).hasSize(100);
    }

    @Test
    void tooManyDeclarationsAreRefused() {
        StringBuilder json = new StringBuilder("{\"catalogue\": [");
        for (int i = 0; i <= CatalogueReader.MOST_DECLARATIONS; i++) {
            json.append("{\"name\":\"c")
                    .append(i)
                    .append("\",\"category\":\"statistical\",\"provider\":\"site\",\"retention\":\"session\"},\n");
        }
        json.setLength(json.length() - 2);
        assertThatThrownBy(() -> CatalogueJson.read(json + "]}", "file"))
                .isInstanceOf(CatalogueFileException.class)
                .hasMessageContaining("more than 100000 entries")
                .hasMessageContaining("file:100001:");
    }

    @Test
    void aFileWithoutEndIsRefused() {
        assertThatThrownBy(() -> CatalogueJson.read(Path.of("/dev/zero")))
                .isInstanceOf(CatalogueFileException.class)
                .hasMessageContaining("more than 32 MiB");
    }

    @Test
    void messagesAreHarmlessInALog() {
        CatalogueFileException e = catchThrowableOfType(
                CatalogueFileException.class,
                () -> CatalogueJson.read(Malformed.declaration("\u202e\u001b[31m", "1"), "file"));
        assertThat(e.getMessage()).doesNotContain("\u202e", "\u001b");
    }

    @Test
    void aWrittenFileIsReadableForWhomTheSystemSays(@TempDir Path dir) throws IOException {
        Path other = Files.writeString(dir.resolve("other.json"), "");
        assumeThat(Files.getFileStore(dir).supportsFileAttributeView("posix")).isTrue();
        Path written = dir.resolve("cookies.json");
        CatalogueJson.write(CookieCatalogue.of(EVERYTHING), written);
        assertThat(Files.getPosixFilePermissions(written)).isEqualTo(Files.getPosixFilePermissions(other));
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).containsExactlyInAnyOrder(other, written);
        }
    }

    @Test
    void whatStandsInAFileCanForgeNoLineOfALog() {
        assertThatThrownBy(() -> CatalogueJson.read(
                        "{\"a\\n\\u001b\": 1, \"catalogue\": [{\"name\": \"cde\", \"category\": \"b\\nc\", \"provider\":"
                                + " \"site\", \"retention\": \"d\\ne\"}]}",
                        "f"))
                .hasMessageContaining("f:1:2 a\\u000a\\u001b:")
                .hasMessageContaining("'b\\u000ac'")
                .hasMessageContaining("'d\\u000ae'")
                .message()
                .hasLineCount(4);
    }

    @Test
    void whatWouldNotBeReadAgainIsNotWritten() {
        CookieDeclaration.Builder cookie = CookieDeclaration.cookie("seen")
                .category(Category.STATISTICAL)
                .provider(Provider.SITE)
                .retention(Retention.days(1));
        String longest = "x".repeat(20_000);
        CookieCatalogue fits = CookieCatalogue.of(cookie.purpose(longest).build());
        assertSame(CatalogueJson.read(CatalogueJson.write(fits), "f"), fits.declarations(), List.of());
        assertThatThrownBy(() -> CatalogueJson.write(
                        CookieCatalogue.of(cookie.purpose(longest + "x").build())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("20001 characters");
        for (Provider provider : List.of(
                Provider.of(longest + "x"),
                Provider.of("Long", "https://long.example/" + longest),
                Provider.of("half \ud83c"))) {
            assertThatThrownBy(() -> CatalogueJson.write(CookieCatalogue.of(
                            cookie.provider(provider).purpose("x").build())))
                    .as(Findings.shortened(provider.name()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cookie 'seen'");
        }
        cookie.provider(Provider.SITE);
        for (LocalizedText text :
                List.of(LocalizedText.of("\udf6a"), LocalizedText.of("x").with(Locale.GERMAN, "a\ud83c"))) {
            assertThatThrownBy(() -> CatalogueJson.write(
                            CookieCatalogue.of(cookie.purpose(text).build())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("half a surrogate pair");
        }
        LocalizedText many = LocalizedText.of("x");
        for (char first = 'a'; first <= 'h'; first++) {
            for (char second = 'a'; second <= 'z'; second++) {
                many = many.with(Locale.forLanguageTag("en-x-" + first + second), "y");
            }
        }
        CookieCatalogue translated = CookieCatalogue.of(cookie.purpose(many).build());
        assertThatThrownBy(() -> CatalogueJson.write(translated)).hasMessageContaining("208 translations");
    }
}
