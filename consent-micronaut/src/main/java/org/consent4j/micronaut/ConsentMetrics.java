package org.consent4j.micronaut;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.consent4j.ConsentListener;
import org.consent4j.CookieEvent;
import org.consent4j.Reason;
import org.consent4j.preference.Preferences;

/**
 * Counts with Micrometer: {@code consent.cookies.refused} by cookie, reason and action, and {@code consent.choices} by
 * category and choice.
 *
 * <p>Cookies count under the name that the catalogue gives them, never under one that a browser made up.
 */
@Singleton
@Requires(classes = MeterRegistry.class, beans = MeterRegistry.class)
public final class ConsentMetrics implements ConsentListener {

    private static final String UNDECLARED = "undeclared";
    private static final String UNREADABLE = "unreadable";

    private final MeterRegistry registry;

    /**
     * Counters in a registry.
     *
     * @param registry the registry
     */
    public ConsentMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onCookie(CookieEvent event) {
        String cookie = event.declaration()
                .map(declaration -> declaration.name())
                .orElse(event.reason() == Reason.UNREADABLE ? UNREADABLE : UNDECLARED);
        registry.counter(
                        "consent.cookies.refused",
                        "cookie",
                        cookie,
                        "reason",
                        lower(event.reason()),
                        "action",
                        lower(event.action()))
                .increment();
    }

    /** Counts what each category's choice now is, once for each time that a visitor decides. */
    @Override
    public void onChoice(Preferences before, Preferences after) {
        after.choices()
                .forEach((category, choice) -> registry.counter(
                                "consent.choices", "category", category, "choice", lower(choice))
                        .increment());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
