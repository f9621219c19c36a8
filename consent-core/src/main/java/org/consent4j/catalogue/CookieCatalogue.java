package org.consent4j.catalogue;

import java.util.List;

/**
 * The source of all cookies that a site declares: the one interface that users implement.
 *
 * <p>The SDK asks for the declarations when it starts, and now and then afterwards on a thread of its own, never on a
 * request. It compiles them anew when another instance of the list comes. An implementation therefore
 *
 * <ul>
 *   <li>returns the same instance while nothing has changed,
 *   <li>never changes a list that it has returned,
 *   <li>may throw: at start that is the site's configuration error, later the last good catalogue stays in force.
 * </ul>
 *
 * <p>Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface CookieCatalogue {

    /**
     * All cookies that the site declares, in the order in which pages show them.
     *
     * @return an unmodifiable list, the same instance while nothing has changed; never null
     */
    List<CookieDeclaration> declarations();

    /**
     * A catalogue that never changes.
     *
     * @param declarations the declarations, in the order in which pages show them
     * @return the catalogue
     */
    static CookieCatalogue of(CookieDeclaration... declarations) {
        return of(List.of(declarations));
    }

    /**
     * A catalogue that never changes.
     *
     * @param declarations the declarations, in the order in which pages show them; copied
     * @return the catalogue
     */
    static CookieCatalogue of(List<CookieDeclaration> declarations) {
        List<CookieDeclaration> copy = List.copyOf(declarations);
        return () -> copy;
    }

    /**
     * Several catalogues as one, which changes when one of them does.
     *
     * @param sources the catalogues, in the order in which pages show them; copied
     * @return the catalogue, which fails where one of them does
     */
    static CookieCatalogue merged(List<CookieCatalogue> sources) {
        return sources.size() == 1 ? sources.get(0) : new MergedCatalogue(sources);
    }
}
