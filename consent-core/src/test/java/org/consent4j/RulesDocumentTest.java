package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesDocumentTest {

    private static List<String> documented() throws IOException {
        return Pattern.compile("(?m)^\\| (\\d+a?b?) \\|")
                .matcher(Files.readString(Path.of("..", "docs", "rules.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    @Test
    void everyRuleIsInTheDocumentOnce() throws IOException {
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= 22; i++) {
            numbers.add(Integer.toString(i));
        }
        numbers.add("30a");
        for (int i = 30; i <= 45; i++) {
            numbers.add(Integer.toString(i));
            if (i == 34) {
                numbers.addAll(List.of("34a", "34b"));
            } else if (i == 37) {
                numbers.add("37a");
            }
        }

        assertThat(documented()).containsExactlyElementsOf(numbers);
    }

    @Test
    void testsNameRulesThatTheDocumentHas() throws IOException {
        List<String> named = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter().importPackages("org.consent4j")) {
            for (JavaMethod method : type.getMethods()) {
                method.tryGetAnnotationOfType(Rule.class.getName())
                        .map(JavaAnnotation::getProperties)
                        .ifPresent(properties -> named.addAll(List.of((String[]) properties.get("value"))));
            }
        }

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(documented()).containsAll(named);
    }
}
