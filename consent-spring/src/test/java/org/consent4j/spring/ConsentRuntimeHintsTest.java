package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.consent4j.ConsentExchange;
import org.consent4j.pages.ConsentPages;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

class ConsentRuntimeHintsTest {

    private final RuntimeHints hints = registered();

    private static RuntimeHints registered() {
        RuntimeHints hints = new RuntimeHints();
        List<RuntimeHintsRegistrar> registrars = SpringFactoriesLoader.forResourceLocation(
                        "META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class);
        registrars.stream()
                .filter(ConsentRuntimeHints.class::isInstance)
                .forEach(registrar -> registrar.registerHints(hints, null));
        return hints;
    }

    @Test
    void everyFileOfThePagesIsInTheImage() throws Exception {
        List<String> files = files(ConsentPages.class.getResource("choice.css").toURI());
        assertThat(files).contains("org/consent4j/pages/choice.css", "org/consent4j/pages/texts.properties");
        assertThat(files)
                .allMatch(file ->
                        RuntimeHintsPredicates.resource().forResource(file).test(hints));
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("application.yml")
                        .test(hints))
                .isFalse();
    }

    /** The files beside one, in a directory or a jar. */
    private static List<String> files(URI one) throws Exception {
        if (one.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(one, Map.of())) {
                return list(jar.getPath("/org/consent4j/pages"));
            }
        }
        return list(Path.of(one).resolveSibling("."));
    }

    private static List<String> list(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".class"))
                    .map(name -> "org/consent4j/pages/" + name)
                    .toList();
        }
    }

    @Test
    void viewsCallMethodsByTheirNames() throws Exception {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethod(ConsentExchange.class.getMethod("allows", String.class))
                        .invoke()
                        .test(hints))
                .isTrue();
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethod(ConsentPages.class.getMethod("preferencesPath"))
                        .invoke()
                        .test(hints))
                .isTrue();
    }
}
