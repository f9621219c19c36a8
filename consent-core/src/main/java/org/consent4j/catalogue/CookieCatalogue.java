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
     * Categories that the source defines, which are known also while no cookie is declared in them, so that visitors'
     * choices there are kept: the site's own ones, and built-in ones with other texts or revisions. They belong to the
     * declarations: a source whose categories change returns another instance of these, too.
     *
     * @return the categories, asked for after the declarations; none, if never overridden
     */
    default List<Category> categories() {
        return List.of();
    }

    /**
     * Takes notice that declarations are in force: valid, also beside the site's own configuration. A source that keeps
     * a copy for its next start keeps it now, not before. Called on the thread that asked for the declarations; what it
     * throws is logged and goes no further. Does nothing, if never overridden; a catalogue around another one hands it on.
     *
     * @param declarations a list that {@link #declarations} returned, the same instance
     */
    default void onInForce(List<CookieDeclaration> declarations) {}

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
     * Several catalogues as one, which changes when one of them does. Where one of them fails, its last declarations stay,
     * and changes of the others come into force all the same.
     *
     * @param sources the catalogues, in the order in which pages show them; copied
     * @return the catalogue; it throws what one of them throws, as long as nothing else changes
     */
    static CookieCatalogue merged(List<CookieCatalogue> sources) {
        return sources.size() == 1 ? sources.get(0) : new MergedCatalogue(sources);
    }
}
