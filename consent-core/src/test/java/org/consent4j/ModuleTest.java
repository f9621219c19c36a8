package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The core as a user's module requires it, with nothing else beside. */
class ModuleTest {

    @Test
    void aModuleCompilesAgainstTheCoreAlone(@TempDir Path folder) throws Exception {
        Path descriptor =
                Files.writeString(folder.resolve("module-info.java"), "module site { requires org.consent4j.core; }");
        Path source = Files.writeString(folder.resolve("Site.java"), """
                package site;

                import org.consent4j.CookieConsent;
                import org.consent4j.catalogue.CommonCookies;
                import org.consent4j.catalogue.CookieCatalogue;

                class Site {
                    CookieConsent consent() {
                        return CookieConsent.builder()
                                .catalogue(CookieCatalogue.of(CommonCookies.servletSession()))
                                .build();
                    }
                }
                """);
        Path core = Path.of(CookieConsent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter told = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            told,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    folder.resolve("classes").toString(),
                                    "--module-path",
                                    core.toString(),
                                    "-Xlint:all",
                                    "-Werror"),
                            null,
                            files.getJavaFileObjects(descriptor, source))
                    .call();
            assertThat(compiled).as(told.toString()).isTrue();
        }
    }
}
