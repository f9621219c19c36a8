package org.consent4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
import org.consent4j.json.DeviceStorage.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceStorageTest {

    private static final Provider VENDOR = Provider.of("Vendor Ltd", "https://vendor.example/policy");

    private static CookieCatalogue read(String disclosures) {
        return DeviceStorage.read("{\"disclosures\": [" + disclosures + "], \"domains\": []}", "vendor.json", VENDOR);
    }

    private static String cookie(String key, String value) {
        String json =
                "{\"identifier\": \"id\", \"type\": \"cookie\", \"maxAgeSeconds\": 3600, \"cookieRefresh\": false,"
                        + " \"domains\": [\"*.vendor.example\"], \"purposes\": [1, 3], \"description\": \"Ads\"}";
        return json.replaceAll("\"" + key + "\": (\\[[^\\]]*\\]|[^,}]+)", "\"" + key + "\": " + value);
    }

    @Test
    void cookiesOfAVendorAreItsDeclarations() {
        List<CookieDeclaration> read = read(cookie("x", "") + ", {\"identifier\": \"store\", \"type\": \"web\","
                        + " \"maxAgeSeconds\": null, \"purposes\": [1]}, "
                        + cookie("identifier", "\"opt*\"").replace("[1, 3]", "[]"))
                .declarations();
        assertThat(read).extracting(CookieDeclaration::name).containsExactly("id", "opt*");
        CookieDeclaration id = read.get(0);
        assertThat(id.category()).isEqualTo(Category.THIRD_PARTY);
        assertThat(id.provider()).isEqualTo(VENDOR);
        assertThat(id.retention()).isEqualTo(Retention.of(Duration.ofHours(1)));
        assertThat(id.domains()).containsExactly("vendor.example");
        assertThat(id.purpose().orElseThrow()).hasToString("Ads");
        CookieDeclaration exempt = read.get(1);
        assertThat(exempt.requirement()).isEqualTo(Requirement.NOTHING);
        assertThat(exempt.party()).isEqualTo(Party.THIRD);
    }

    @Test
    void aCookieOfAnySitesDomainIsAFirstPartysOfTheVendor() {
        CookieDeclaration anywhere =
                read(cookie("domains", "[\"*\"]")).declarations().get(0);
        assertThat(anywhere.party()).isEqualTo(Party.FIRST);
        assertThat(anywhere.provider()).isEqualTo(VENDOR);
        assertThat(anywhere.category()).isEqualTo(Category.THIRD_PARTY);
        assertThat(anywhere.domains()).isEmpty();
        CookieDeclaration both = read(cookie("x", "") + ", " + cookie("domains", "[\"*\"]"))
                .declarations()
                .get(0);
        assertThat(both.party()).isEqualTo(Party.FIRST);
        assertThat(both.domains()).containsExactly("vendor.example");
        CookieDeclaration old = read(cookie("domains", "[]")
                        .replace("\"domains\": []", "\"domain\": \"*.old.example\""))
                .declarations()
                .get(0);
        assertThat(old.domains()).containsExactly("old.example");
        assertThat(old.party()).isEqualTo(Party.THIRD);
    }

    @Test
    void anOptOutNeedsNoDescription() {
        CookieDeclaration optOut = read(cookie("description", "\" \", \"optOut\": true")
                        .replace("[1, 3]", "[], \"specialPurposes\": [3]"))
                .declarations()
                .get(0);
        assertThat(optOut.category()).isEqualTo(Category.NECESSARY);
        assertThat(optOut.purpose().orElseThrow()).hasToString("To remember that you opted out");
        assertThat(read(cookie("description", "\"Says no\", \"optOut\": true"))
                        .declarations()
                        .get(0)
                        .purpose()
                        .orElseThrow())
                .hasToString("Says no");
    }

    @Test
    void whatIsWrittenIsValid() {
        CookieDeclaration blink = CookieDeclaration.cookie("blink")
                .category(Category.NECESSARY)
                .provider(VENDOR)
                .purpose("Blinks")
                .retention(Retention.of(Duration.ofMillis(5)))
                .build();
        CookieDeclaration follow = CookieDeclaration.cookie("follow_*")
                .category(Category.THIRD_PARTY)
                .provider(VENDOR)
                .domain("a.example")
                .domain("b.example")
                .retention(Retention.session())
                .build();
        String json = DeviceStorage.write(
                CookieCatalogue.of(blink, follow),
                "*.vendor.example",
                declaration -> declaration == blink
                        ? new Use(Set.of(1), Set.of(3, 1), false, true)
                        : new Use(Set.of(4, 3), Set.of(), true, false));
        assertThat(json).isEqualToNormalizingWhitespace("""
                {
                  "disclosures": [
                    {
                      "identifier": "blink",
                      "type": "cookie",
                      "maxAgeSeconds": 1,
                      "cookieRefresh": false,
                      "domains": [
                        "*.vendor.example"
                      ],
                      "purposes": [ ],
                      "specialPurposes": [
                        1,
                        3
                      ],
                      "description": "Blinks",
                      "optOut": true
                    },
                    {
                      "identifier": "follow_*",
                      "type": "cookie",
                      "maxAgeSeconds": 0,
                      "cookieRefresh": true,
                      "domains": [
                        "a.example",
                        "b.example"
                      ],
                      "purposes": [
                        1,
                        3,
                        4
                      ]
                    }
                  ],
                  "domains": [
                    {
                      "domain": "*.vendor.example",
                      "purposes": [ ],
                      "specialPurposes": [
                        1,
                        3
                      ]
                    },
                    {
                      "domain": "a.example",
                      "purposes": [
                        1,
                        3,
                        4
                      ]
                    },
                    {
                      "domain": "b.example",
                      "purposes": [
                        1,
                        3,
                        4
                      ]
                    }
                  ]
                }
                """);
        assertThatThrownBy(
                        () -> DeviceStorage.write(CookieCatalogue.of(), "https://vendor.example", cookie -> Use.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The vendor's domain 'https://vendor.example' is not a domain name; give one such as"
                        + " example.org.");
        assertThatThrownBy(() -> Use.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no purpose 0");
    }

    @Test
    void lifetimesAreSeconds() {
        assertThat(read(cookie("maxAgeSeconds", "0")).declarations().get(0).retention())
                .isEqualTo(Retention.session());
        assertThat(read(cookie("maxAgeSeconds", "63072000"))
                        .declarations()
                        .get(0)
                        .retention())
                .isEqualTo(Retention.of(Duration.ofDays(400)));
    }

    @Test
    void oneCookieOnSeveralDomainsIsOneDeclaration() {
        CookieDeclaration merged = read(cookie("domains", "[\"a.example\"]") + ", "
                        + cookie("domains", "[\"b.example\"]").replace("3600", "7200"))
                .declarations()
                .get(0);
        assertThat(merged.domains()).containsExactly("a.example", "b.example");
        assertThat(merged.retention()).isEqualTo(Retention.of(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxAgeSeconds | 2592000000 | not plausible",
                "maxAgeSeconds | -1 | whole seconds",
                "maxAgeSeconds | 1.5 | whole seconds",
                "maxAgeSeconds | null | whole seconds",
                "maxAgeSeconds | \"3600\" | whole seconds",
                "type | \"pixel\" | Write cookie, web or app",
                "type | 1 | Write a text",
                "identifier | \"*\" | asterisk alone",
                "identifier | \"*id\" | asterisk before the end",
                "identifier | \"\" | has an identifier",
                "identifier | \"a;b\" | ends a name",
                "purposes | [\"1\"] | a number of the Global Vendor List",
                "purposes | [0] | a number of the Global Vendor List",
                "purposes | [1.0] | a number of the Global Vendor List",
                "purposes | 1 | a list in brackets",
                "cookieRefresh | false, \"optOut\": 1 | Write true or false",
                "domains | [\"https://vendor.example\"] | not a domain name",
                "domains | [1] | a text in quotes",
                "cookieRefresh | false, \"domain\": \"a.example\" | both domain and domains",
                "description | \"\", \"purposes\": [] | there twice",
            })
    void whatIsWrongIsToldByItsPlace(String key, String value, String message) {
        CatalogueFileException e = catchThrowableOfType(CatalogueFileException.class, () -> read(cookie(key, value)));
        assertThat(e.problems()).isNotEmpty();
        assertThat(e).hasMessageContaining("vendor.json:1:").hasMessageContaining(message);
        assertThat(e).hasMessageContaining("disclosures[0]");
    }

    @Test
    void anExemptCookieSaysWhatItIsForAndIsNotAlsoAnother() {
        assertThatThrownBy(() -> read(cookie("purposes", "[]").replace("\"Ads\"", "\" \"")))
                .hasMessageContaining("said to be exempt")
                .hasMessageContaining("disclosures[0].description");
        assertThatThrownBy(() -> read(cookie("purposes", "[]") + ", " + cookie("x", "")))
                .hasMessageContaining("both as exempt and as not");
        assertThatThrownBy(() -> DeviceStorage.read("{}", "vendor.json", VENDOR))
                .hasMessageContaining("no disclosures");
        assertThatThrownBy(() -> DeviceStorage.read("[", "vendor.json", VENDOR))
                .isInstanceOf(CatalogueFileException.class);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        String json = DeviceStorage.write(
                CookieCatalogue.of(CatalogueJsonTest.EVERYTHING),
                "www.example.org",
                declaration -> declaration.category().equals(Category.THIRD_PARTY) ? Use.of(3, 4) : Use.of(1));
        assertThat(json)
                .contains("\"maxAgeSeconds\": 0,", "\"maxAgeSeconds\": 432000,", "\"domain\": \"www.example.org\"");
        Node file = JsonReader.of(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), new Findings("x"))
                .flatMap(reader -> reader.document(""))
                .orElseThrow();
        List<Node> disclosures = file.member("disclosures").orElseThrow().items();
        assertThat(disclosures).hasSize(CatalogueJsonTest.EVERYTHING.size());
        assertThat(purposes(disclosures.get(0))).isEmpty();
        assertThat(purposes(disclosures.get(1))).isEmpty();
        assertThat(purposes(disclosures.get(2))).containsExactly("1");
        assertThat(purposes(disclosures.get(3))).containsExactly("1", "3", "4");

        CookieCatalogue ads = CookieCatalogue.of(CatalogueJsonTest.EVERYTHING.get(3));
        CookieDeclaration again = DeviceStorage.read(
                        DeviceStorage.write(ads, "www.example.org", declaration -> Use.of()), "again", VENDOR)
                .declarations()
                .get(0);
        assertThat(again.name()).isEqualTo("Zähler \ud83c\udf6a");
        assertThat(again.retention().longest()).isEqualTo(Duration.ofDays(5));
    }

    private static List<String> purposes(Node disclosure) {
        return disclosure.member("purposes").orElseThrow().items().stream()
                .map(Node::text)
                .toList();
    }
}
