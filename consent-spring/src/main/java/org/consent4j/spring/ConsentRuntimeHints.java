package org.consent4j.spring;

import org.consent4j.ConsentExchange;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.Preferences;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image what it can't see: the pages' files, and the methods that views call by their names.
 */
final class ConsentRuntimeHints implements RuntimeHintsRegistrar {

    /** Called by Spring. */
    ConsentRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources().registerPattern("org/consent4j/pages/*");
        for (Class<?> seenByViews : new Class<?>[] {ConsentExchange.class, ConsentPages.class, Preferences.class}) {
            hints.reflection().registerType(seenByViews, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
