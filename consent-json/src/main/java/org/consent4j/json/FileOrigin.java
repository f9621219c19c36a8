package org.consent4j.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file, which is read again where it was changed or replaced. */
final class FileOrigin implements CatalogueSource.Origin {

    /** The coarsest clock of a file system in use: what was written within it may change without a trace. */
    private static final Duration UNSETTLED = Duration.ofSeconds(2);

    private final Path file;
    private @Nullable Stamp failed;
    private @Nullable CatalogueFileException failure;

    /** What a file system says of a file, and whether it would say something else after another change. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key, boolean settled, String digest) {

        boolean tells(BasicFileAttributes attributes) {
            return settled
                    && modified.equals(attributes.lastModifiedTime())
                    && size == attributes.size()
                    && (key == null || key.equals(attributes.fileKey()));
        }
    }

    FileOrigin(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "file " + file.toAbsolutePath();
    }

    @Override
    public CatalogueSource.Version read(CatalogueSource.@Nullable Version last) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (failed != null && failure != null && failed.tells(attributes)) {
            throw failure;
        }
        Stamp known = last != null && last.stamp() instanceof Stamp stamp ? stamp : null;
        if (last != null && known != null && failed == null && known.tells(attributes)) {
            return last;
        }
        boolean settled =
                attributes.lastModifiedTime().toInstant().plus(UNSETTLED).isBefore(Instant.now());
        byte[] octets;
        try (InputStream in = Files.newInputStream(file)) {
            octets = JsonReader.octets(in, attributes.size());
        }
        Stamp stamp = new Stamp(
                attributes.lastModifiedTime(), attributes.size(), attributes.fileKey(), settled, Digests.of(octets));
        if (failed != null && failure != null && failed.digest.equals(stamp.digest)) {
            failed = stamp;
            throw failure;
        }
        try {
            CatalogueSource.Version version = last != null && known != null && known.digest.equals(stamp.digest)
                    ? last.stamped(stamp)
                    : CatalogueSource.Version.of(
                            CatalogueReader.read(octets, file.toString(), Earlier.of(last)), stamp);
            failed = null;
            failure = null;
            return version;
        } catch (CatalogueFileException e) {
            failed = stamp;
            failure = e;
            throw e;
        }
    }
}
