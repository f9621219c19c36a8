package org.consent4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshingTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<CookieDeclaration> present = List.of(CatalogueJsonTest.EVERYTHING.get(0));
    private volatile @Nullable RuntimeException failure;

    private final CookieCatalogue origin = new CookieCatalogue() {
        @Override
        public List<CookieDeclaration> declarations() {
            asked.incrementAndGet();
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            return present;
        }

        @Override
        public List<Category> categories() {
            return List.of(Category.named("news").build());
        }

        @Override
        public String toString() {
            return "the origin";
        }
    };

    private CatalogueSource source(Duration every) {
        return new CatalogueSource(new OtherOrigin(origin), every, Duration.ZERO, null, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void theOriginIsAskedAtItsPace() {
        CatalogueSource source = source(Duration.ofMinutes(10));
        List<CookieDeclaration> first = source.declarations();
        assertThat(source.categories()).extracting(Category::id).containsExactly("news");
        present = CatalogueJsonTest.EVERYTHING;
        pass(Duration.ofMinutes(10).minusNanos(1));
        assertThat(source.declarations()).isSameAs(first);
        assertThat(asked).hasValue(1);
        pass(Duration.ofNanos(1));
        assertThat(source.declarations()).isSameAs(CatalogueJsonTest.EVERYTHING);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aPaceThatNoClockCountsIsToldAtOnce() {
        CatalogueSource source = source(Duration.ZERO);
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        assertThatThrownBy(() -> source.refreshing(endless, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 years");
        assertThatThrownBy(() -> source.refreshing(Duration.ZERO, endless))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 years");
    }

    @Test
    void chanceMakesThePaceNoShorterAndNotMuchLonger() {
        CatalogueSource source =
                source(Duration.ofMinutes(10)).refreshing(Duration.ofMinutes(10), Duration.ofMinutes(5));
        int early = 0;
        for (int i = 0; i < 200; i++) {
            source.declarations();
            int before = asked.get();
            pass(Duration.ofMinutes(10).minusNanos(1));
            source.declarations();
            assertThat(asked).hasValue(before);
            pass(Duration.ofSeconds(150));
            source.declarations();
            early += asked.get() - before;
            pass(Duration.ofSeconds(150).plusNanos(1));
            source.declarations();
            assertThat(asked.get()).isGreaterThan(before);
            pass(Duration.ofMinutes(20));
        }
        assertThat(early).isBetween(50, 150);
        assertThatThrownBy(() -> source.refreshing(Duration.ofSeconds(-1), Duration.ZERO))
                .hasMessageContaining("zero or more");
    }

    @Test
    void afterFailuresItWaitsLongerEachTimeAndIsToldOnce() {
        FileSourceTest.Heard heard = new FileSourceTest.Heard();
        CatalogueSource source = source(Duration.ofMinutes(1));
        CookieConsent consent =
                CookieConsent.builder().catalogue(source).listener(heard).build();
        failure = new IllegalStateException("down");
        pass(Duration.ofMinutes(1));
        StringBuilder pauses = new StringBuilder();
        int last = asked.get();
        int waited = 0;
        for (int second = 0; second < 1_500; second++) {
            assertThat(consent.refresh()).isFalse();
            if (asked.get() > last) {
                pauses.append(waited).append(' ');
                waited = 0;
                last = asked.get();
            }
            pass(Duration.ofSeconds(1));
            waited++;
        }
        assertThat(pauses).hasToString("0 5 10 20 40 80 160 300 300 300 ");
        assertThat(heard.failures)
                .singleElement()
                .satisfies(
                        told -> assertThat(told).hasMessageContaining("The catalogue of the origin could not be read"));
        assertThat(consent.catalogue().find("JSESSIONID")).isPresent();

        failure = null;
        present = CatalogueJsonTest.EVERYTHING;
        pass(Duration.ofMinutes(5));
        assertThat(consent.refresh()).isTrue();
        failure = new IllegalStateException("down again");
        pass(Duration.ofMinutes(1));
        assertThat(consent.refresh()).isFalse();
        assertThat(heard.failures).hasSize(2);
    }

    @Test
    void aSourceOfItsOwnPaceStartsFromItsCopyWhileTheOriginIsDown(@TempDir Path directory) throws IOException {
        Path copy = directory.resolve("copy.json");
        CookieConsent.builder()
                .catalogue(source(Duration.ofMinutes(1)).cached(copy))
                .build();
        assertThat(CatalogueJson.read(copy).declarations()).hasSize(1);

        failure = new IllegalStateException("down");
        assertThatThrownBy(source(Duration.ofMinutes(1)).cached(directory.resolve("none.json"))::declarations)
                .hasMessageContaining("down");
        CatalogueSource restarted = source(Duration.ofMinutes(1)).cached(copy);
        FileSourceTest.Heard heard = new FileSourceTest.Heard();
        CookieConsent consent =
                CookieConsent.builder().catalogue(restarted).listener(heard).build();
        assertThat(consent.catalogue().find("JSESSIONID")).isPresent();
        assertThat(consent.catalogue().category("news")).isPresent();
        assertThat(consent.refresh()).isFalse();
        assertThat(heard.failures).hasSize(1);

        failure = null;
        present = CatalogueJsonTest.EVERYTHING;
        pass(Duration.ofSeconds(5));
        assertThat(consent.refresh()).isTrue();
        assertThat(CatalogueJson.read(copy).declarations()).hasSize(CatalogueJsonTest.EVERYTHING.size());

        Files.writeString(copy, "{");
        failure = new IllegalStateException("down");
        Throwable both = catchThrowable(source(Duration.ofMinutes(1)).cached(copy)::declarations);
        assertThat(both).hasMessageContaining("down");
        assertThat(both.getSuppressed()).singleElement().isInstanceOf(CatalogueFileException.class);
    }

    @Test
    void aCopyThatCannotBeWrittenStopsNothing(@TempDir Path directory) throws IOException {
        Path noDirectory = Files.writeString(directory.resolve("file"), "");
        CatalogueSource source = source(Duration.ZERO).cached(noDirectory.resolve("copy.json"));
        CookieConsent consent = CookieConsent.builder().catalogue(source).build();
        assertThat(consent.catalogue().find("JSESSIONID")).isPresent();
    }

    @Test
    void theDirectoryOfACopyIsMade(@TempDir Path directory) {
        Path copy = directory.resolve("cache/shop/copy.json");
        failure = new IllegalStateException("down");
        assertThatThrownBy(source(Duration.ZERO).cached(copy)::declarations)
                .hasMessageContaining("down")
                .hasMessageEndingWith(" There is no copy in " + copy + " either.");
        failure = null;
        CookieConsent.builder().catalogue(source(Duration.ZERO).cached(copy)).build();
        assertThat(CatalogueJson.read(copy).declarations()).hasSize(1);
    }

    @Test
    void theCopyIsOnlyEverOfWhatIsInForce(@TempDir Path directory) throws IOException {
        Path copy = directory.resolve("copy.json");
        Path copyOfMany = directory.resolve("copy-of-many.json");
        CookieCatalogue own = CookieCatalogue.of(CatalogueJsonTest.EVERYTHING.get(2));
        CatalogueSource inner = source(Duration.ZERO).cached(copy);
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CatalogueSource.of(CookieCatalogue.merged(List.of(own, inner)))
                        .refreshing(Duration.ZERO, Duration.ZERO)
                        .cached(copyOfMany))
                .build();
        String good = Files.readString(copy);
        String goodOfMany = Files.readString(copyOfMany);
        assertThat(CatalogueJson.read(copy).declarations()).hasSize(1);
        assertThat(CatalogueJson.read(copyOfMany).declarations()).hasSize(2);

        // Sound in itself, but both declare this cookie.
        present = List.of(CatalogueJsonTest.EVERYTHING.get(0), CatalogueJsonTest.EVERYTHING.get(2));
        assertThat(consent.refresh()).isFalse();
        assertThat(copy).hasContent(good);
        assertThat(copyOfMany).hasContent(goodOfMany);

        present = List.of(CatalogueJsonTest.EVERYTHING.get(0), CatalogueJsonTest.EVERYTHING.get(3));
        assertThat(consent.refresh()).isTrue();
        assertThat(CatalogueJson.read(copy).declarations()).hasSize(2);
        assertThat(CatalogueJson.read(copyOfMany).declarations()).hasSize(3);

        Files.delete(copy);
        assertThat(consent.refresh()).isFalse();
        assertThat(copy).doesNotExist();
    }

    @Test
    void aCopyThatWasStartedFromIsNotWrittenAgain(@TempDir Path directory) throws IOException {
        Path copy = directory.resolve("copy.json");
        Files.writeString(copy, CatalogueJson.write(CookieCatalogue.of(present)) + "\n\n");
        String before = Files.readString(copy);
        failure = new IllegalStateException("down");
        CookieConsent consent = CookieConsent.builder()
                .catalogue(source(Duration.ZERO).cached(copy))
                .build();
        assertThat(consent.catalogue().find("JSESSIONID")).isPresent();
        assertThat(Files.readString(copy)).isEqualTo(before);
        failure = null;
        assertThat(consent.refresh()).isTrue();
        assertThat(Files.readString(copy)).isNotEqualTo(before);
    }

    @Test
    void mergedSourcesDontWaitForEachOther() {
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CookieCatalogue.merged(
                        List.of(source(Duration.ofMinutes(1)), () -> List.of(CatalogueJsonTest.EVERYTHING.get(2)))))
                .build();
        failure = new IllegalStateException("down");
        pass(Duration.ofMinutes(1));
        assertThat(consent.refresh()).isTrue();
        assertThat(consent.catalogue().declarations()).hasSize(3);
    }

    @Test
    void aSourceHasNoThreadAndTheConsentsOneEndsByItself() throws InterruptedException {
        CookieConsent consent = CookieConsent.builder()
                .catalogue(source(Duration.ZERO).refreshing(Duration.ZERO, Duration.ZERO))
                .build();
        int before = asked.get();
        for (int i = 0; i < 200 && asked.get() == before; i++) {
            consent.begin(new FileSourceTest.Nothing(), line -> {});
            Thread.sleep(20);
        }
        assertThat(asked.get()).isGreaterThan(before);
        List<Thread> ours = threads();
        assertThat(ours).isNotEmpty().allMatch(Thread::isDaemon);
        for (int i = 0; i < 200 && !threads().isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("consent"))
                .toList();
    }

    @Test
    void aThreadThatIsInterruptedStaysSo() {
        CatalogueSource.Origin waiting = new CatalogueSource.Origin() {
            @Override
            public CatalogueSource.Version read(CatalogueSource.@Nullable Version last) throws InterruptedException {
                throw new InterruptedException();
            }

            @Override
            public String name() {
                return "one that waits";
            }
        };
        CatalogueSource source = new CatalogueSource(waiting, Duration.ZERO, Duration.ZERO, null, nanos::get);
        assertThatThrownBy(source::declarations).hasMessageContaining("one that waits could not be read");
        assertThat(Thread.interrupted()).isTrue();
    }
}
