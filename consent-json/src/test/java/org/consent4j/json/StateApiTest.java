package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.http.RequestHeaders;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.PageRequest;
import org.consent4j.pages.PageResponse;
import org.junit.jupiter.api.Test;

/** That the pages find the state, here on the module path; what it answers is tested where it runs. */
class StateApiTest {

    private final CookieConsent consent = CookieConsent.builder()
            .catalogue(CookieCatalogue.of(CatalogueJsonTest.EVERYTHING))
            .build();
    private final ConsentPages pages = ConsentPages.of(consent);
    private final List<String> lines = new ArrayList<>();

    private PageResponse answer(String method, String body, Map<String, String> headers) {
        RequestHeaders request = name -> {
            String value = headers.get(name);
            Iterator<String> values = (value == null ? List.<String>of() : List.of(value)).iterator();
            return values;
        };
        ConsentExchange exchange = consent.begin(request, lines::add);
        return pages.handle(
                new PageRequest(method, "/cookies/state", "", request, most -> body.getBytes(UTF_8)), exchange);
    }

    @Test
    void thePagesAnswerTheState() {
        assertThat(pages.owns("/cookies/state")).isTrue();
        assertThat(pages.owns("/cookies/state/")).isFalse();
        assertThat(pages.paths()).contains("/cookies/state");
        assertThat(pages.under("/app").owns("/cookies/state")).isTrue();
        PageResponse state = answer("GET", "", Map.of());
        assertThat(state.status()).isEqualTo(200);
        String json = new String(state.body(), UTF_8);
        assertThat(json)
                .contains("\"id\":\"newsletter\"", "\"requirement\":\"no-objection\"")
                .contains("\"title\":{\"text\":\"Newsletter\"}");
        assertThat(answer("HEAD", "", Map.of()).body()).isEmpty();
    }

    @Test
    @Rule({"6", "8"})
    void aChoiceIsRecordedForThePageThatMayMakeIt() {
        String body = "{\"choices\": {\"newsletter\": \"granted\"}}";
        Map<String, String> own =
                Map.of("Content-Type", "application/json; charset=utf-8", "Sec-Fetch-Site", "same-origin");
        PageResponse recorded = answer("POST", body, own);
        assertThat(recorded.status()).isEqualTo(200);
        assertThat(new String(recorded.body(), UTF_8)).contains("\"allowed\":true,\"choice\":\"granted\"");
        assertThat(lines).anyMatch(line -> line.startsWith("cookies_preferences="));
        lines.clear();
        Map<String, String> foreign = Map.of("Content-Type", "application/json", "Sec-Fetch-Site", "cross-site");
        assertThat(answer("POST", body, foreign).status()).isEqualTo(403);
        assertThat(answer("POST", body, Map.of()).status()).isEqualTo(415);
        assertThat(lines).isEmpty();
    }
}
