package org.consent4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MalformedFilesTest {

    static final List<Malformed.Case> CASES = Malformed.all();

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(CatalogueJson.schema());

    static boolean isValid(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).isEmpty();
    }

    @Test
    void thereAreEnoughOfThemAndEachOnce() {
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(60);
        assertThat(CASES).extracting(Malformed.Case::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void eachIsToldWithItsPlaceAndWhatToDo(Malformed.Case file) {
        CatalogueFileException e = catchThrowableOfType(
                CatalogueFileException.class,
                () -> CatalogueJson.read(new ByteArrayInputStream(file.octets()), "cookies.json"));
        assertThat(e).isNotNull();
        CatalogueFileException.Problem first = e.problems().get(0);
        assertThat(first.line() + ":" + first.column() + " " + first.path()).startsWith(file.place());
        assertThat(first.message()).contains(file.message());
        assertThat(first.file()).isEqualTo("cookies.json");
        assertThat(first.toString()).startsWith("cookies.json:" + first.line() + ":" + first.column());
        assertThat(e.toString().length()).isLessThan(100_000);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theSchemaRefusesWhatASchemaCanTell(Malformed.Case file) {
        if (file.knows() != Malformed.Knows.NO_JSON) {
            assertThat(isValid(new String(file.octets(), StandardCharsets.UTF_8)))
                    .isEqualTo(file.knows() == Malformed.Knows.READER_ONLY);
        }
    }
}
