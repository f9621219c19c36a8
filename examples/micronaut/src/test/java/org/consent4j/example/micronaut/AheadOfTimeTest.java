package org.consent4j.example.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.javapoet.JavaFile;
import io.micronaut.aot.core.AOTCodeGenerator;
import io.micronaut.aot.core.Runtime;
import io.micronaut.aot.core.codegen.ApplicationContextConfigurerGenerator;
import io.micronaut.aot.core.config.DefaultConfiguration;
import io.micronaut.aot.core.config.SourceGeneratorLoader;
import io.micronaut.aot.core.context.ApplicationContextAnalyzer;
import io.micronaut.aot.core.context.DefaultSourceGenerationContext;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.consent4j.test.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The portal with the code that Micronaut generates ahead of time, in a process of its own. */
class AheadOfTimeTest {

    private static final List<String> OPTIMISATIONS = List.of(
            "cached.environment",
            "deduce.environment",
            "known.missing.types",
            "precompute.environment.properties",
            "scan.reactive.types",
            "serviceloading.jit");
    private static final Pattern ADDRESS = Pattern.compile("The portal is at http://localhost:([0-9]+)/");

    @Test
    @Timeout(120)
    void thePortalStartsFromGeneratedCode(@TempDir Path folder) throws Exception {
        List<String> enabled = generate(folder);
        assertThat(enabled).as("what is generated").hasSize(OPTIMISATIONS.size());
        Process portal = start(folder);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(portal.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder told = new StringBuilder();
            Matcher address = ADDRESS.matcher(told);
            String line = out.readLine();
            while (line != null
                    && !address.reset(told.append(line).append('\n')).find()) {
                line = out.readLine();
            }
            assertThat(line).as(told.toString()).isNotNull();
            assertThat(told.toString()).contains("Cookie consent is on").doesNotContain("WARN");
            int port = Integer.parseInt(address.group(1));

            RawHttp.Response home =
                    RawHttp.get("/").header("Cookie: _pk_id.1.1fff=1").send(port);
            assertThat(home.status()).isEqualTo(200);
            assertThat(home.setCookies())
                    .hasSize(3)
                    .anyMatch(set -> set.startsWith("sessionid="))
                    .anyMatch(set -> set.startsWith("csrftoken="))
                    .anyMatch(expired -> expired.startsWith("_pk_id.1.1fff=;"));
            assertThat(home.text()).contains("accept-all", "portal-placeholder");
            assertThat(RawHttp.get("/cookies/choices.js").send(port).status()).isEqualTo(200);
        } finally {
            portal.destroy();
            portal.waitFor();
        }
    }

    private static List<String> generate(Path folder) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("runtime", "JIT");
        OPTIMISATIONS.forEach(id -> properties.setProperty(id + ".enabled", "true"));
        properties.setProperty("known.missing.types.list", "io.reactivex.Observable");
        properties.setProperty("service.types", "io.micronaut.context.env.PropertySourceLoader");
        DefaultSourceGenerationContext context = new DefaultSourceGenerationContext(
                "org.consent4j.example.micronaut.generated",
                ApplicationContextAnalyzer.create(),
                new DefaultConfiguration(properties),
                folder);
        List<AOTCodeGenerator> generators = SourceGeneratorLoader.load(Runtime.JIT, context);
        new ApplicationContextConfigurerGenerator(generators).generate(context);

        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")));
        Path sources = Files.createDirectory(folder.resolve("sources"));
        for (JavaFile generated : context.getGeneratedJavaFiles()) {
            generated.writeTo(sources);
        }
        try (var files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return generators.stream()
                .map(generator -> generator.getClass().getSimpleName())
                .toList();
    }

    private static Process start(Path folder) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        Portal.class.getName(),
                        "--port",
                        "0")
                .redirectErrorStream(true)
                .start();
    }
}
