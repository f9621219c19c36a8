package org.consent4j.json;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** A file on the class path, which does not change. */
final class ClasspathOrigin implements CatalogueSource.Origin {

    private final String name;
    private final URL resource;

    ClasspathOrigin(String name, ClassLoader loader) {
        URL found = loader.getResource(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no file '" + name + "' on the class path. Give its whole path"
                    + " there, such as org/example/cookies.json, without a slash at its beginning.");
        }
        this.name = name;
        this.resource = found;
    }

    @Override
    public String name() {
        return "class path file " + name;
    }

    @Override
    public CatalogueSource.Version read(CatalogueSource.@Nullable Version last) throws IOException {
        if (last != null) {
            return last;
        }
        try (InputStream in = resource.openStream()) {
            return CatalogueSource.Version.of(CatalogueReader.read(JsonReader.octets(in), name, Earlier.nothing()), "");
        }
    }
}
