package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.consent4j.Mode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What an IDE shows of the keys. */
class ConfigurationMetadataTest {

    private final JsonNode metadata;
    private final Map<String, JsonNode> properties = new TreeMap<>();

    ConfigurationMetadataTest() throws Exception {
        try (InputStream in =
                ConsentProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            metadata = new ObjectMapper().readTree(in);
        }
        metadata.get("properties").forEach(property -> {
            if (property.get("name").asText().startsWith("consent.")) {
                properties.put(property.get("name").asText(), property);
            }
        });
    }

    /** The keys that the records bind, with the component of each; those of a list's elements have no metadata. */
    private static Map<String, RecordComponent> keys(String prefix, Class<?> type) {
        Map<String, RecordComponent> keys = new TreeMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + component.getName().replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                keys.putAll(keys(key + ".", component.getType()));
            } else {
                keys.put(key, component);
            }
        }
        return keys;
    }

    @Test
    void everyKeyHasATypeAndADescriptionAndItsDefault() throws Exception {
        Map<String, RecordComponent> keys = keys("consent.", ConsentProperties.class);
        assertThat(properties).containsOnlyKeys(keys.keySet()).hasSizeGreaterThan(14);
        for (Map.Entry<String, RecordComponent> key : keys.entrySet()) {
            JsonNode property = Objects.requireNonNull(properties.get(key.getKey()));
            assertThat(property.path("type").asText())
                    .as(key.getKey())
                    .startsWith(
                            key.getValue().getType().isPrimitive()
                                    ? "java.lang."
                                    : key.getValue().getType().getName());
            assertThat(property.path("description").asText()).as(key.getKey()).endsWith(".");
            DefaultValue given = defaultOf(key.getValue());
            if (given != null && given.value().length == 1) {
                assertThat(property.path("defaultValue").asText())
                        .as(key.getKey())
                        .isEqualTo(given.value()[0]);
            }
        }
    }

    private static @Nullable DefaultValue defaultOf(RecordComponent component) {
        return Stream.of(component
                        .getDeclaringRecord()
                        .getDeclaredConstructors()[0]
                        .getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .findFirst()
                .orElseThrow()
                .getAnnotation(DefaultValue.class);
    }

    /** IDEs show the Javadoc of a list's elements, for which the metadata have no names. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                ConsentProperties.Declaration.class,
                ConsentProperties.CategoryText.class,
                ConsentProperties.Key.class
            })
    void everyKeyOfAListsElementsIsDocumented(Class<?> type) throws Exception {
        String source = Files.readString(Path.of("src/main/java/org/consent4j/spring/ConsentProperties.java"));
        String javadoc = source.substring(0, source.indexOf("record " + type.getSimpleName() + "("));
        javadoc = javadoc.substring(javadoc.lastIndexOf("/**"));
        List<String> documented = new ArrayList<>();
        Matcher parameters = Pattern.compile("@param (\\w+) [A-Z][^@]*\\.\\s").matcher(javadoc);
        while (parameters.find()) {
            documented.add(parameters.group(1));
        }
        assertThat(documented)
                .containsExactlyElementsOf(Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void everyHintIsOfAKeyThatThereIsAndOfAValueThatItTakes() {
        Map<String, List<String>> hints = new TreeMap<>();
        metadata.get("hints").forEach(hint -> {
            List<String> values = new ArrayList<>();
            hint.path("values").forEach(value -> values.add(value.get("value").asText()));
            hints.put(hint.get("name").asText(), values);
        });
        assertThat(properties.keySet()).containsAll(hints.keySet());
        assertThat(hints.get("consent.mode")).containsExactlyElementsOf(names(Mode.values()));
        assertThat(hints.get("consent.undeclared"))
                .containsExactlyElementsOf(names(ConsentProperties.Undeclared.values()));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }
}
