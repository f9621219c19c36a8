package org.consent4j;

import java.util.List;
import org.consent4j.catalogue.CookieDeclaration;

/**
 * How the catalogue and life differ, since the start of the application.
 *
 * @param undeclared cookies that were seen but are not declared, the application's first; at most some hundreds are
 *     kept
 * @param neverSeen declarations of which no cookie was seen, neither set nor sent
 */
public record CatalogueReport(List<UndeclaredCookie> undeclared, List<CookieDeclaration> neverSeen) {

    /**
     * A report of copies.
     *
     * @param undeclared the undeclared cookies
     * @param neverSeen the unused declarations
     */
    public CatalogueReport {
        undeclared = List.copyOf(undeclared);
        neverSeen = List.copyOf(neverSeen);
    }
}
