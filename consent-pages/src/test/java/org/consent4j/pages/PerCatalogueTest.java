package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.consent4j.ActiveCatalogue;
import org.junit.jupiter.api.Test;

class PerCatalogueTest {

    private final ActiveCatalogue first = Site.consent(Site.statistical()).catalogue();
    private final ActiveCatalogue second = Site.consent(Site.thirdParty()).catalogue();
    private final PerCatalogue<Integer, String> kept = new PerCatalogue<>(first);
    private final AtomicInteger made = new AtomicInteger();

    private String get(ActiveCatalogue catalogue, int key) {
        return kept.get(catalogue, key, () -> key + " made as number " + made.incrementAndGet());
    }

    @Test
    void isMadeOnceForEachKeyAndCatalogue() {
        assertThat(get(first, 1)).isEqualTo("1 made as number 1");
        assertThat(get(first, 2)).isEqualTo("2 made as number 2");
        assertThat(get(first, 1)).isEqualTo("1 made as number 1");
        assertThat(get(second, 1)).isEqualTo("1 made as number 3");
        assertThat(get(second, 1)).isEqualTo("1 made as number 3");
    }

    @Test
    void whoMakesUpKeysFillsNoMemory() {
        for (int key = 0; key < 10_000; key++) {
            assertThat(get(first, key)).startsWith(key + " made");
        }
        assertThat(get(first, 0)).isEqualTo("0 made as number 1");
        assertThat(get(first, 9_999)).isNotEqualTo(get(first, 9_999));
    }
}
