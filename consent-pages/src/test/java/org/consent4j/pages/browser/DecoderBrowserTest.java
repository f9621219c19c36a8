package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.consent4j.pages.Rule;
import org.junit.jupiter.api.Test;

/** The script reads the preference cookie as the server does: by the same test vectors. */
class DecoderBrowserTest extends BrowserTest {

    private static final Path VECTORS = Path.of("../consent-core/src/test/resources/preference-vectors.json");

    /** Reads one value after another with the script as it is served, and with another catalogue. */
    private static final String READ = """
            ([script, site, now, cookie]) => {
                Date.now = () => now;
                Object.defineProperty(document, 'cookie', { get: () => cookie, configurable: true });
                (0, eval)(script)(site, () => {});
                const wanted = kind => Object.keys(consent.preferences).filter(id => consent.preferences[id] == kind).sort();
                return [wanted('granted').join(), wanted('refused').join()];
            }
            """;

    @Test
    @Rule({"9", "11", "18", "43"})
    void theVectorsOfTheServerHoldInTheBrowser() throws IOException {
        PortalServer portal = portal().contentSecurityPolicy("script-src 'self' 'unsafe-eval'");
        Page page = visitor().newPage();
        page.navigate(portal.at("/portal.css"));
        String script = script(portal, page);
        JsonObject file = new Gson().fromJson(Files.readString(VECTORS), JsonObject.class);
        int read = 0;
        int unverifiable = 0;
        for (JsonElement element : file.getAsJsonArray("vectors")) {
            JsonObject vector = element.getAsJsonObject();
            boolean signed = !vector.getAsJsonArray("keys").isEmpty();
            List<String> expected = List.of(ids(vector, "granted"), ids(vector, "refused"));
            List<String> values = strings(vector.getAsJsonArray("values"));
            boolean nothing = expected.equals(List.of("", ""));
            if (signed && nothing && values.stream().allMatch(value -> value.split("\\.", -1).length == 5)) {
                // Whether a signature is right, only the server can tell.
                unverifiable++;
                continue;
            }
            String cookie = vector.get("cookie").getAsString();
            Object found = page.evaluate(
                    READ,
                    List.of(
                            script,
                            site(
                                    file.getAsJsonObject("schemes")
                                            .getAsJsonObject(
                                                    vector.get("scheme").getAsString()),
                                    cookie,
                                    signed),
                            LocalDate.parse(vector.get("today").getAsString()).toEpochDay() * 86_400_000d + 43_200_000d,
                            String.join(
                                    "; ",
                                    values.stream()
                                            .map(value -> cookie + "=" + value)
                                            .toList())));
            assertThat(found)
                    .as(
                            "%s: %s",
                            vector.get("kind").getAsString(), vector.get("name").getAsString())
                    .isEqualTo(expected);
            read++;
        }
        assertThat(read).isGreaterThan(80);
        assertThat(unverifiable).isLessThan(read / 3);
    }

    private static Map<String, Object> site(JsonObject scheme, String cookie, boolean signed) {
        List<Object> categories = new ArrayList<>();
        for (JsonElement entry : scheme.getAsJsonArray("entries")) {
            JsonObject category = entry.getAsJsonObject();
            String id = category.get("category").getAsString();
            categories.add(List.of(
                    id,
                    id,
                    category.get("code").getAsString(),
                    category.get("fingerprint").getAsString(),
                    0));
        }
        return Map.of(
                "cookie",
                cookie,
                "signed",
                signed,
                "categories",
                categories,
                "dormant",
                strings(scheme.getAsJsonArray("dormant")));
    }

    /** The script's function, without the site that it is called with. */
    private static String script(PortalServer portal, Page page) {
        byte[] served = page.request()
                .get(portal.at(portal.pages().scriptPath(Locale.ENGLISH)))
                .body();
        String script = new String(served, StandardCharsets.UTF_8);
        return script.substring(0, script.indexOf("({\"cookie\":"));
    }

    private static String ids(JsonObject vector, String kind) {
        String[] ids = strings(vector.getAsJsonArray(kind)).toArray(String[]::new);
        Arrays.sort(ids);
        return String.join(",", ids);
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
