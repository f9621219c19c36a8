package org.consent4j.json;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a source before. What has not changed stays the same object, so that reading a large catalogue again
 * leaves little behind that the garbage collector has to move while requests wait for it.
 */
final class Earlier {

    private final CookieCatalogue catalogue;
    private final List<CookieDeclaration> declarations;
    /** Where the next one is, if the order has not changed. */
    private int next;

    private @Nullable Map<String, Integer> positions;

    private Earlier(CookieCatalogue catalogue) {
        this.catalogue = catalogue;
        this.declarations = catalogue.declarations();
    }

    static Earlier nothing() {
        return new Earlier(new FixedCatalogue(List.of(), List.of()));
    }

    static Earlier of(CatalogueSource.@Nullable Version last) {
        return last == null ? nothing() : new Earlier(last.catalogue());
    }

    /** The providers of the declarations. */
    Set<Provider> providers() {
        Set<Provider> providers = new HashSet<>();
        declarations.forEach(declaration -> providers.add(declaration.provider()));
        return providers;
    }

    /** The earlier declaration where it says the same, else the one that was read now. */
    CookieDeclaration orSame(CookieDeclaration read) {
        int position = position(read.name());
        if (position < 0) {
            return read;
        }
        next = position + 1;
        CookieDeclaration earlier = declarations.get(position);
        return earlier.isSameDefinitionAs(read) ? earlier : read;
    }

    /** The name as an earlier declaration has it, else as it was read now. */
    String orSame(String name) {
        int position = position(name);
        return position < 0 ? name : declarations.get(position).name();
    }

    private int position(String name) {
        if (next < declarations.size() && declarations.get(next).name().equals(name)) {
            return next;
        }
        if (positions == null) {
            positions = new HashMap<>();
            for (int i = 0; i < declarations.size(); i++) {
                positions.put(declarations.get(i).name(), i);
            }
        }
        return positions.getOrDefault(name, -1);
    }

    /** The earlier catalogue where it says the same, else the one that was read now. */
    CookieCatalogue orSame(FixedCatalogue read) {
        return isSame(read.declarations()) && isSameInCategories(read.categories()) ? catalogue : read;
    }

    @SuppressWarnings("ReferenceEquality") // What says the same is the same object by now.
    private boolean isSame(List<CookieDeclaration> read) {
        if (read.size() != declarations.size()) {
            return false;
        }
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i) != declarations.get(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSameInCategories(List<Category> read) {
        List<Category> categories = catalogue.categories();
        if (read.size() != categories.size()) {
            return false;
        }
        for (int i = 0; i < read.size(); i++) {
            if (!read.get(i).isSameDefinitionAs(categories.get(i))) {
                return false;
            }
        }
        return true;
    }
}
