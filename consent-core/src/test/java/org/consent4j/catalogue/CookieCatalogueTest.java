package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void aPartThatFailsKeepsItsLastDeclarationsAndHoldsUpNoOther() {
        List<List<CookieDeclaration>> first = new ArrayList<>(List.of(List.of(declaration("first"))));
        List<List<CookieDeclaration>> second = new ArrayList<>(List.of(List.of(declaration("second"))));
        CookieCatalogue merged = CookieCatalogue.merged(List.of(() -> first.get(0), () -> second.get(0)));
        assertThat(merged.declarations()).hasSize(2);

        first.clear();
        second.set(0, List.of(declaration("third")));
        assertThat(merged.declarations()).extracting(CookieDeclaration::name).containsExactly("first", "third");
        assertThatThrownBy(merged::declarations).isInstanceOf(IndexOutOfBoundsException.class);

        first.add(List.of(declaration("back")));
        assertThat(merged.declarations()).extracting(CookieDeclaration::name).containsExactly("back", "third");
        assertThat(merged.declarations()).isSameAs(merged.declarations());
    }

    @Test
    @SuppressWarnings("NullAway") // A source is users' code, which may break the contract of its interface.
    void aPartThatReturnsNullHoldsUpNoOther() {
        List<List<CookieDeclaration>> first = new ArrayList<>(List.of(List.of(declaration("first"))));
        List<List<CookieDeclaration>> second = new ArrayList<>(List.of(List.of(declaration("second"))));
        CookieCatalogue merged = CookieCatalogue.merged(List.of(() -> first.get(0), () -> second.get(0)));
        assertThat(merged.declarations()).hasSize(2);

        first.set(0, null);
        second.set(0, List.of(declaration("third")));
        assertThat(merged.declarations()).extracting(CookieDeclaration::name).containsExactly("first", "third");
        assertThatThrownBy(merged::declarations).hasMessageContaining("returned null");

        List<CookieDeclaration> withNull = new ArrayList<>();
        withNull.add(null);
        first.set(0, withNull);
        second.set(0, List.of(declaration("fourth")));
        assertThat(merged.declarations()).extracting(CookieDeclaration::name).containsExactly("first", "fourth");
        assertThatThrownBy(merged::declarations).hasMessageContaining("a null in it");
    }

    @Test
    void aPartThatFailsAtFirstFailsTheWhole() {
        CookieCatalogue failing = () -> {
            throw new IllegalStateException("no file");
        };
        assertThatThrownBy(CookieCatalogue.merged(List.of(CookieCatalogue.of(), failing))::declarations)
                .hasMessage("no file");
    }

    @Test
    void aMergedCatalogueHasTheCategoriesOfItsParts() {
        Category newsletter = Category.named("newsletter").build();
        CookieCatalogue merged = CookieCatalogue.merged(List.of(CookieCatalogue.of(), new CookieCatalogue() {
            @Override
            public List<CookieDeclaration> declarations() {
                return List.of();
            }

            @Override
            public List<Category> categories() {
                return List.of(newsletter);
            }
        }));
        assertThat(merged.declarations()).isEmpty();
        assertThat(merged.categories()).containsExactly(newsletter);
    }

    @Test
    void categoriesInWhichNothingIsDeclaredAreFollowedToo() {
        List<String> titles = new ArrayList<>(List.of("News"));
        CookieCatalogue changing = new CookieCatalogue() {
            @Override
            public List<CookieDeclaration> declarations() {
                return new ArrayList<>();
            }

            @Override
            public List<Category> categories() {
                return List.of(Category.named("news").title(titles.get(0)).build());
            }
        };
        CookieCatalogue merged = CookieCatalogue.merged(List.of(CookieCatalogue.of(), changing));
        List<CookieDeclaration> before = merged.declarations();
        titles.set(0, "Letters");
        assertThat(merged.declarations()).isNotSameAs(before);
        assertThat(merged.categories())
                .singleElement()
                .satisfies(news -> assertThat(news.title()).hasToString("Letters"));
    }

    @Test
    void aMergedCatalogueTellsItsPartsThatTheirDeclarationsAreInForce() {
        List<String> told = new ArrayList<>();
        CookieCatalogue failing = telling("first", told, true);
        CookieCatalogue merged = CookieCatalogue.merged(List.of(failing, telling("second", told, false)));
        List<CookieDeclaration> declarations = merged.declarations();
        merged.onInForce(List.copyOf(new ArrayList<>(declarations)));
        assertThat(told).isEmpty();
        assertThatThrownBy(() -> merged.onInForce(declarations)).hasMessage("first");
        assertThat(told).containsExactly("first", "second");
    }

    private static CookieCatalogue telling(String name, List<String> told, boolean fails) {
        List<CookieDeclaration> declarations = List.of(declaration(name));
        return new CookieCatalogue() {
            @Override
            public List<CookieDeclaration> declarations() {
                return declarations;
            }

            @Override
            public void onInForce(List<CookieDeclaration> inForce) {
                assertThat(inForce).isSameAs(declarations);
                told.add(name);
                if (fails) {
                    throw new IllegalStateException(name);
                }
            }
        };
    }

    @Test
    void oneCatalogueIsItself() {
        CookieCatalogue only = CookieCatalogue.of();
        assertThat(CookieCatalogue.merged(List.of(only))).isSameAs(only);
        assertThat(CookieCatalogue.merged(List.of()).declarations()).isEmpty();
    }
}
