package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.WrittenCatalogue;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class ConsentEndpointTest {

    @Test
    void itShowsWhereTheCatalogueAndLifeDiffer() {
        CookieConsent consent =
                CookieConsent.builder().catalogue(Site.catalogue()).build();
        ConsentExchange exchange = consent.begin(
                name -> name.equals("Cookie") ? List.of("from_browser=1").iterator() : Collections.emptyIterator(),
                line -> {});
        exchange.admits("JSESSIONID=1");
        exchange.admits("forgotten=1");

        ConsentEndpoint.Report report = new ConsentEndpoint(consent).report();

        assertThat(report.mode()).isEqualTo("enforce");
        assertThat(report.catalogue())
                .extracting(ConsentEndpoint.Declared::name)
                .containsExactly("JSESSIONID", "stat_*", "advert", "cookies_preferences");
        assertThat(report.catalogue().get(1))
                .isEqualTo(new ConsentEndpoint.Declared(
                        "stat_*", "statistical", "consent", "This site", null, "first", "To show it here", "P30D"));
        assertThat(report.undeclared())
                .extracting(ConsentEndpoint.Undeclared::name, ConsentEndpoint.Undeclared::origin)
                .containsExactly(tuple("forgotten", "application"), tuple("from_browser", "browser"));
        assertThat(report.undeclared().get(0).stub()).contains("CookieDeclaration.cookie(\"forgotten\")");
        assertThat(report.neverSeen()).containsExactly("stat_*", "advert");
    }

    @Test
    void theStubsForYamlCanBePasted() {
        List<String> names = List.of("basket", "a\"b\\u0041", "# odd: 'name'", "caf\u00c3\u00a9", "tab\tbed");
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CookieCatalogue.of())
                .mode(Mode.REPORT_ONLY)
                .build();
        consent.begin(
                name -> name.equals("Cookie")
                        ? names.stream().map(cookie -> cookie + "=1").iterator()
                        : Collections.emptyIterator(),
                line -> {});
        List<Object> declarable = new ArrayList<>();
        for (ConsentEndpoint.Undeclared undeclared :
                new ConsentEndpoint(consent).report().undeclared()) {
            List<Map<String, Object>> entries = new Yaml().load(undeclared.yaml());
            assertThat(entries)
                    .singleElement()
                    .satisfies(entry -> assertThat(entry)
                            .containsEntry("category", null)
                            .containsEntry("provider", "site")
                            .containsEntry("retention", "session")
                            .extractingByKey("name")
                            .satisfies(declarable::add));
            assertThat(WrittenCatalogue.DECLARATION_KEYS)
                    .containsAll(entries.get(0).keySet());
        }
        assertThat(declarable)
                .containsExactlyInAnyOrder("basket", "a\"b\\u0041", "# odd: 'name'", "caf\u00e9", "tab\tbed");
    }

    @Test
    void afterAWhileInReportOnlyModeItHasTheStubsToPaste() throws Exception {
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CookieCatalogue.of())
                .mode(Mode.REPORT_ONLY)
                .build();
        consent.begin(name -> Collections.emptyIterator(), line -> {}).admits("basket=1");
        String json = new ObjectMapper().writeValueAsString(new ConsentEndpoint(consent).report());
        assertThat(json)
                .startsWith("{\"mode\":\"report-only\",\"catalogue\":[{")
                .contains("\"name\":\"basket\",\"origin\":\"application\",\"stub\":\"CookieDeclaration.cookie(");
    }
}
