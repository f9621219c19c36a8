package org.consent4j.json;

import java.util.List;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.jspecify.annotations.Nullable;

/** A catalogue that somebody else reads. */
final class OtherOrigin implements CatalogueSource.Origin {

    private final CookieCatalogue catalogue;

    OtherOrigin(CookieCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return catalogue.toString();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The same instance is how a source says that nothing has changed.
    public CatalogueSource.Version read(CatalogueSource.@Nullable Version last) {
        List<CookieDeclaration> declarations = catalogue.declarations();
        return last != null && last.declarations() == declarations
                ? last
                : new CatalogueSource.Version(
                        new Snapshot(catalogue, declarations, List.copyOf(catalogue.categories())), declarations, "");
    }

    /** What a catalogue returned at one moment. */
    private record Snapshot(CookieCatalogue origin, List<CookieDeclaration> declarations, List<Category> categories)
            implements CookieCatalogue {

        @Override
        public void onInForce(List<CookieDeclaration> declarations) {
            origin.onInForce(declarations);
        }
    }
}
