package org.consent4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine that has done nothing yet. */
final class FreshJvm {

    private FreshJvm() {}

    /** Runs a class of this jar, and gives the numbers of the first line that it prints. */
    static List<Double> run(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException("Nothing was printed by " + String.join(" ", command));
                }
                List<Double> numbers = new ArrayList<>();
                for (String number : line.split(" ")) {
                    numbers.add(Double.valueOf(number));
                }
                return numbers;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
