package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookieCatalogueTest {

    private static CookieDeclaration declaration(String name) {
        return CookieDeclaration.cookie(name)
                .category(Category.STATISTICAL)
                .provider(Provider.SITE)
                .retention(Retention.session())
                .build();
    }

    @Test
    void aMergedCatalogueIsTheSameInstanceUntilOneOfItsPartsChanges() {
        List<List<CookieDeclaration>> second = new ArrayList<>(List.of(List.of(declaration("second"))));
        CookieCatalogue merged =
                CookieCatalogue.merged(List.of(CookieCatalogue.of(declaration("first")), () -> second.get(0)));

        List<CookieDeclaration> before = merged.declarations();
        assertThat(before).extracting(CookieDeclaration::name).containsExactly("first", "second");
        assertThat(merged.declarations()).isSameAs(before);
        second.set(0, List.of(declaration("third")));
        assertThat(merged.declarations()).extracting(CookieDeclaration::name).containsExactly("first", "third");
    }

    @Test
    void oneCatalogueIsItself() {
        CookieCatalogue only = CookieCatalogue.of();
        assertThat(CookieCatalogue.merged(List.of(only))).isSameAs(only);
        assertThat(CookieCatalogue.merged(List.of()).declarations()).isEmpty();
    }
}
