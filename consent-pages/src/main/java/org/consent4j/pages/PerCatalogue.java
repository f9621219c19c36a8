package org.consent4j.pages;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.consent4j.ActiveCatalogue;

/**
 * What was made from a catalogue, kept until another comes into force.
 *
 * <p>Safe for use by many threads.
 */
final class PerCatalogue<K, V> {

    /** So that nobody who makes up keys fills the memory. */
    private static final int MOST = 500;

    private volatile Kept<K, V> kept;

    private record Kept<K, V>(ActiveCatalogue catalogue, Map<K, V> values) {}

    PerCatalogue(ActiveCatalogue catalogue) {
        this.kept = new Kept<>(catalogue, new ConcurrentHashMap<>());
    }

    /** What was made for a key, or is made now. */
    V get(ActiveCatalogue catalogue, K key, Supplier<V> make) {
        Kept<K, V> current = kept;
        if (current.catalogue() != catalogue) {
            current = new Kept<>(catalogue, new ConcurrentHashMap<>());
            kept = current;
        }
        V value = current.values().get(key);
        if (value != null) {
            return value;
        }
        return current.values().size() < MOST
                ? current.values().computeIfAbsent(key, missing -> make.get())
                : make.get();
    }
}
