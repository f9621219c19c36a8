package org.consent4j.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Several catalogues as one, which changes when one of them does. */
final class MergedCatalogue implements CookieCatalogue {

    private final List<CookieCatalogue> sources;
    private @Nullable List<Part> parts;
    private List<CookieDeclaration> merged = List.of();
    private List<Category> categories = List.of();

    /** What one of the sources gave last. */
    private record Part(List<CookieDeclaration> declarations, List<Category> categories) {

        /** What a source gives now: the part before, where nothing has changed. */
        @SuppressWarnings({
            "NullAway", // A source is users' code, which may break the contract of its interface.
            "ReferenceEquality" // The same instance is how a source says that nothing has changed.
        })
        static Part of(CookieCatalogue source, @Nullable Part before) {
            List<CookieDeclaration> declarations = source.declarations();
            if (before != null && declarations == before.declarations) {
                return before;
            }
            Objects.requireNonNull(
                    declarations, "a catalogue returned null; return an empty list if there are no cookies");
            for (CookieDeclaration declaration : declarations) {
                Objects.requireNonNull(declaration, "a catalogue returned a list with a null in it; leave it out");
            }
            return new Part(declarations, List.copyOf(source.categories()));
        }
    }

    MergedCatalogue(List<CookieCatalogue> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public synchronized List<CookieDeclaration> declarations() {
        List<Part> before = parts;
        List<Part> now = new ArrayList<>(sources.size());
        RuntimeException failure = null;
        for (int i = 0; i < sources.size(); i++) {
            try {
                now.add(Part.of(sources.get(i), before == null ? null : before.get(i)));
            } catch (RuntimeException e) {
                if (before == null) {
                    throw e;
                }
                now.add(before.get(i));
                failure = e;
            }
        }
        if (before == null || !isSame(before, now)) {
            List<CookieDeclaration> all = new ArrayList<>();
            now.forEach(part -> all.addAll(part.declarations()));
            // No copy: all that are empty are one instance, which would say that nothing has changed.
            merged = Collections.unmodifiableList(all);
            categories =
                    now.stream().flatMap(part -> part.categories().stream()).toList();
            parts = now;
        } else if (failure != null) {
            // Only now: what others have changed meanwhile is in force.
            throw failure;
        }
        return merged;
    }

    @Override
    public synchronized List<Category> categories() {
        return categories;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Another instance is another catalogue.
    public synchronized void onInForce(List<CookieDeclaration> declarations) {
        if (parts == null || declarations != merged) {
            return;
        }
        RuntimeException failure = null;
        for (int i = 0; i < sources.size(); i++) {
            try {
                sources.get(i).onInForce(parts.get(i).declarations());
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @SuppressWarnings("ReferenceEquality") // A part of which nothing has changed is the one before.
    private static boolean isSame(List<Part> before, List<Part> now) {
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) != before.get(i)) {
                return false;
            }
        }
        return true;
    }
}
