package org.consent4j.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes JSON in the order in which it is told. */
final class JsonWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final StringWriter out = new StringWriter();
    private final JsonGenerator generator;

    private interface Step {
        void run() throws IOException;
    }

    JsonWriter(boolean indented) {
        try {
            generator = FACTORY.createGenerator(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        if (indented) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            generator.setPrettyPrinter(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(lines)
                    .withArrayIndenter(lines));
        }
    }

    private JsonWriter step(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return this;
    }

    JsonWriter object() {
        return step(generator::writeStartObject);
    }

    JsonWriter object(String key) {
        return key(key).object();
    }

    JsonWriter endObject() {
        return step(generator::writeEndObject);
    }

    JsonWriter list(String key) {
        return key(key).step(generator::writeStartArray);
    }

    JsonWriter endList() {
        return step(generator::writeEndArray);
    }

    private JsonWriter key(String key) {
        return step(() -> generator.writeFieldName(key));
    }

    JsonWriter value(String value) {
        return step(() -> generator.writeString(value));
    }

    JsonWriter value(long value) {
        return step(() -> generator.writeNumber(value));
    }

    JsonWriter field(String key, String value) {
        return key(key).value(value);
    }

    JsonWriter field(String key, boolean value) {
        return key(key).step(() -> generator.writeBoolean(value));
    }

    JsonWriter field(String key, long value) {
        return key(key).value(value);
    }

    JsonWriter absent(String key) {
        return key(key).step(generator::writeNull);
    }

    /** Null where there is none. */
    JsonWriter nullable(String key, @Nullable String value) {
        return value == null ? absent(key) : field(key, value);
    }

    JsonWriter texts(String key, List<String> values) {
        list(key);
        values.forEach(this::value);
        return endList();
    }

    String text() {
        step(generator::close);
        return out.toString();
    }
}
