package org.consent4j.json;

import java.util.List;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;

/** A catalogue as it was read. */
record FixedCatalogue(List<CookieDeclaration> declarations, List<Category> categories) implements CookieCatalogue {}
