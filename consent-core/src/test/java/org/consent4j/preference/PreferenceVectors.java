package org.consent4j.preference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** The vectors of {@code preference-vectors.json}, which implementations in other languages share. */
final class PreferenceVectors {

    static final PreferenceScheme SEED = scheme("seed");

    private PreferenceVectors() {}

    static JsonNode file() {
        try (InputStream in = PreferenceVectors.class.getResourceAsStream("/preference-vectors.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Vector> all() {
        List<Vector> vectors = new ArrayList<>();
        file().get("vectors").forEach(node -> vectors.add(new Vector(node)));
        return vectors;
    }

    static PreferenceScheme scheme(String name) {
        JsonNode node = file().get("schemes").get(name);
        List<PreferenceScheme.Entry> entries = new ArrayList<>();
        for (JsonNode entry : node.get("entries")) {
            entries.add(new PreferenceScheme.Entry(
                    entry.get("category").asText(),
                    entry.get("code").asText(),
                    entry.get("fingerprint").asText()));
        }
        return new PreferenceScheme(entries, texts(node.get("dormant")));
    }

    static SignatureKey key(String id) {
        return SignatureKey.of(
                id, HexFormat.of().parseHex(file().get("keys").get(id).asText()));
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** One vector. */
    record Vector(JsonNode node) {

        String kind() {
            return node.get("kind").asText();
        }

        List<String> values() {
            return texts(node.get("values"));
        }

        List<String> categories(String field) {
            return texts(node.get(field));
        }

        LocalDate today() {
            return LocalDate.parse(node.get("today").asText());
        }

        PreferenceScheme scheme() {
            return PreferenceVectors.scheme(node.get("scheme").asText());
        }

        PreferenceCookie cookie() {
            PreferenceCookie cookie = PreferenceCookie.standard();
            if (node.get("cookie").asText().startsWith("__Host-")) {
                cookie = cookie.withHostPrefix();
            }
            List<String> ids = texts(node.get("keys"));
            if (!ids.isEmpty()) {
                cookie = cookie.signedWith(
                        key(ids.get(0)),
                        ids.stream().skip(1).map(PreferenceVectors::key).toArray(SignatureKey[]::new));
            }
            return cookie;
        }

        Preferences read() {
            PreferenceCodec codec = PreferenceCodec.of(scheme(), cookie());
            return values().stream()
                    .map(value -> codec.decode(value, 0, value.length(), today()))
                    .reduce(Preferences::and)
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return kind() + ": " + node.get("name").asText();
        }
    }
}
