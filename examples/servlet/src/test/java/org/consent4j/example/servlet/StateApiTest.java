package org.consent4j.example.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import org.consent4j.test.ConsentTck.RunningSite;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state as JSON in the running example: what it answers is what its OpenAPI document says, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateApiTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document = document();
    private final Set<String> answered = new TreeSet<>();
    private RunningSite portal;

    private static JsonNode document() {
        try {
            return MAPPER.readTree(
                    Path.of("..", "..", "docs", "state-api.openapi.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void start() throws Exception {
        portal = PortalSuite.servletExample();
    }

    /** Every answer that the document names was seen. */
    @AfterAll
    void stop() {
        portal.close();
        Set<String> documented = new TreeSet<>();
        document.at("/paths/~1state")
                .fields()
                .forEachRemaining(operation -> operation
                        .getValue()
                        .get("responses")
                        .fieldNames()
                        .forEachRemaining(status -> documented.add(operation.getKey() + " " + status)));
        assertThat(answered).isEqualTo(documented);
    }

    private static Set<ValidationMessage> problems(JsonNode schema, JsonNode document, JsonNode value) {
        ObjectNode whole = MAPPER.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", document.get("components"));
        return SCHEMAS.getSchema(whole).validate(value);
    }

    private JsonNode get(String target, String... headers) throws IOException {
        return checked("get", send(RawHttp.get(target), headers));
    }

    private RawHttp.Response post(String body, String... headers) throws IOException {
        return send(RawHttp.post("/cookies/state", "application/json", body), headers);
    }

    private RawHttp.Response send(RawHttp request, String... headers) throws IOException {
        for (String header : headers) {
            request.header(header);
        }
        return request.send(portal.port());
    }

    /** The body of an answer, once it is what the document says of that operation and status. */
    private JsonNode checked(String operation, RawHttp.Response response) throws IOException {
        answered.add(operation + " " + response.status());
        JsonNode documented = document.at("/paths/~1state/" + operation + "/responses/" + response.status());
        assertThat(documented.isMissingNode()).as(response.toString()).isFalse();
        assertThat(response.values("Cache-Control")).containsExactly("no-store");
        String type = documented.get("content").fieldNames().next();
        assertThat(response.values("Content-Type")).containsExactly(type);
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(problems(documented.get("content").get(type).get("schema"), document, body))
                .as(body.toString())
                .isEmpty();
        return body;
    }

    private static JsonNode category(JsonNode state, String id) {
        for (JsonNode category : state.get("categories")) {
            if (category.get("id").asText().equals(id)) {
                return category;
            }
        }
        throw new AssertionError("no category " + id + " in " + state);
    }

    @Test
    @Rule({"1", "14"})
    void atFirstNothingIsDecided() throws IOException {
        JsonNode state = get("/cookies/state?lang=de");
        assertThat(state.get("language").asText()).isEqualTo("de");
        assertThat(state.get("promptNeeded").asBoolean()).isTrue();
        assertThat(state.get("decidedOn").isNull()).isTrue();
        assertThat(state.get("categories")).hasSize(4);
        assertThat(category(state, "necessary").get("requirement").asText()).isEqualTo("nothing");
        assertThat(category(state, "necessary").get("allowed").asBoolean()).isTrue();
        assertThat(category(state, "statistical").get("choice").asText()).isEqualTo("undecided");
        assertThat(category(state, "statistical").get("allowed").asBoolean()).isFalse();
        assertThat(category(state, "statistical").get("title").get("text").asText())
                .startsWith("Statisti");
        assertThat(send(RawHttp.request("HEAD", "/cookies/state")).body()).isEmpty();
        assertThat(get("/cookies/state", "Sec-GPC: 1")
                        .get("globalPrivacyControl")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @Rule({"3", "6", "8"})
    void aChoiceIsRecordedAndAnsweredWithTheNewState() throws IOException {
        RawHttp.Response response = post(
                "{\"choices\": {\"statistical\": \"granted\", \"first-party\": \"refused\", \"third-party\":"
                        + " \"refused\"}}",
                "Sec-Fetch-Site: same-origin");
        JsonNode state = checked("post", response);
        assertThat(state.get("promptNeeded").asBoolean()).isFalse();
        assertThat(state.get("decidedOn").asText())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(category(state, "statistical").get("choice").asText()).isEqualTo("granted");
        assertThat(category(state, "third-party").get("choice").asText()).isEqualTo("refused");
        String line = response.setCookies().get(0);
        assertThat(line).startsWith("cookies_preferences=");
        String cookie = "Cookie: " + line.substring(0, line.indexOf(';'));
        assertThat(get("/cookies/state", cookie)).isEqualTo(get("/cookies/state?lang=en", cookie));
        assertThat(category(get("/cookies/state", cookie), "statistical")
                        .get("allowed")
                        .asBoolean())
                .isTrue();

        JsonNode withdrawn = checked("post", post("{\"choices\": {\"statistical\": \"refused\"}}", cookie));
        assertThat(category(withdrawn, "statistical").get("choice").asText()).isEqualTo("refused");
        assertThat(category(withdrawn, "first-party").get("choice").asText()).isEqualTo("refused");
        assertThat(withdrawn.get("promptNeeded").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"choices\": {}}",
                "{\"choices\": []}",
                "{\"choices\": {\"statistical\": true}}",
                "{\"choices\": {\"statistical\": \"GRANTED\"}}",
                "{\"choices\": {\"statistical\": \"undecided\"}}",
                "{\"choices\": {\"necessary\": \"refused\"}}",
                "{\"choices\": {\"nosuch\": \"granted\"}}",
                "{\"choices\": {\"statistical\": \"granted\", \"statistical\": \"refused\"}}",
                "{\"choices\": {\"statistical\": \"granted\"}, \"all\": true}",
                "{\"choices\": {\"statistical\": \"granted\"}} x",
                "{\"choices\": {\"\\ud800\": \"granted\"}}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "\u0000"
            })
    @Rule("8")
    void whatIsNoChoiceIsRefusedAndRecordsNothing(String body) throws IOException {
        RawHttp.Response response = post(body);
        assertThat(response.status()).as(response.toString()).isEqualTo(400);
        checked("post", response);
        assertThat(response.setCookies()).isEmpty();
    }

    @Test
    void octetsThatAreNoTextAreRefused() throws IOException {
        RawHttp.Response response = post(new String(new byte[] {'{', '"', (byte) 0xc3}, ISO_8859_1));
        assertThat(checked("post", response).get("status").asInt()).isEqualTo(400);
    }

    @Test
    @Rule("8")
    void aForeignPageChoosesNothing() throws IOException {
        String body = "{\"choices\": {\"statistical\": \"granted\"}}";
        for (String header :
                new String[] {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example"
                }) {
            RawHttp.Response response = post(body, header);
            assertThat(response.status()).isEqualTo(403);
            checked("post", response);
            assertThat(response.setCookies()).isEmpty();
        }
    }

    @Test
    void otherTypesSizesAndMethodsAreProblems() throws IOException {
        RawHttp.Response form =
                send(RawHttp.post("/cookies/state", "application/x-www-form-urlencoded", "statistical=granted"));
        assertThat(form.status()).isEqualTo(415);
        checked("post", form);
        RawHttp.Response large = post("{\"choices\": {\"statistical\": \"" + "x".repeat(9_000) + "\"}}");
        assertThat(large.status()).isEqualTo(413);
        checked("post", large);
        RawHttp.Response other = send(RawHttp.request("DELETE", "/cookies/state"));
        assertThat(other.status()).isEqualTo(405);
        assertThat(other.values("Allow")).containsExactly("GET, HEAD, POST");
        assertThat(new String(other.body(), UTF_8)).contains("\"status\":405");
    }

    @Test
    void theDocumentsSchemaRefusesWhatIsNoState() throws IOException {
        JsonNode schema = document.at("/paths/~1state/get/responses/200/content/application~1json/schema");
        ObjectNode state = (ObjectNode) get("/cookies/state");
        state.remove("promptNeeded");
        assertThat(problems(schema, document, state)).isNotEmpty();
        ((ObjectNode) category(state.put("promptNeeded", true), "statistical")).remove("choice");
        assertThat(problems(schema, document, state)).isNotEmpty();
    }
}
