package org.consent4j.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several catalogues as one, which changes when one of them does. */
final class MergedCatalogue implements CookieCatalogue {

    private final List<CookieCatalogue> sources;
    private @Nullable List<List<CookieDeclaration>> parts;
    private List<CookieDeclaration> merged = List.of();

    MergedCatalogue(List<CookieCatalogue> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public synchronized List<CookieDeclaration> declarations() {
        List<List<CookieDeclaration>> now = new ArrayList<>(sources.size());
        for (CookieCatalogue source : sources) {
            now.add(source.declarations());
        }
        if (!isSame(now)) {
            List<CookieDeclaration> all = new ArrayList<>();
            now.forEach(all::addAll);
            merged = List.copyOf(all);
            parts = now;
        }
        return merged;
    }

    @SuppressWarnings("ReferenceEquality") // The same instance is how a source says that nothing has changed.
    private boolean isSame(List<List<CookieDeclaration>> now) {
        List<List<CookieDeclaration>> before = parts;
        if (before == null) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) != before.get(i)) {
                return false;
            }
        }
        return true;
    }
}
