package org.consent4j.build;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Minifies and compresses the style sheets and scripts of a directory into another: each as it is, with Brotli, and with
 * gzip. The same files always give the same octets.
 */
public final class AssetBuilder {

    private static final int BROTLI_QUALITY = 11;
    private static final int BROTLI_WINDOW = 22;

    private AssetBuilder() {}

    /**
     * Runs as a step of the build.
     *
     * @param arguments the directory of the sources, and that of the results
     * @throws IOException if a file can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path target = Files.createDirectories(Path.of(arguments[1]));
        Brotli4jLoader.ensureAvailability();
        for (Path source : files(Path.of(arguments[0]))) {
            String name = String.valueOf(source.getFileName());
            String text = Files.readString(source);
            if (name.endsWith(".d.ts")) {
                Files.writeString(target.resolve(name), text);
            } else if (name.endsWith(".css")) {
                write(target, name, Css.minified(text));
            } else if (name.endsWith(".js")) {
                write(target, name, JavaScript.minified(name, text));
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void write(Path target, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Files.write(target.resolve(name), content);
        Files.write(target.resolve(name + ".br"), brotli(content));
        Files.write(target.resolve(name + ".gz"), gzip(content));
    }

    static byte[] brotli(byte[] content) throws IOException {
        return Encoder.compress(content, Encoder.Parameters.create(BROTLI_QUALITY, BROTLI_WINDOW, Encoder.Mode.TEXT));
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
