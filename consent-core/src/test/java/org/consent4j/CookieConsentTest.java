package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.consent4j.Exchanges.Request;
import org.consent4j.Exchanges.Response;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.InvalidCatalogueException;
import org.consent4j.preference.Choice;
import org.junit.jupiter.api.Test;

class CookieConsentTest {

    private static final List<CookieDeclaration> FIRST = List.of(Site.GA);
    private static final List<CookieDeclaration> SECOND = List.of(Site.GA, Site.SHOP);
    private static final List<CookieDeclaration> INVALID = List.of(Site.GA, Site.GA);

    private final Site.Heard heard = new Site.Heard();
    private final Site.SetClock clock = new Site.SetClock();
    private volatile Callable<List<CookieDeclaration>> answer = () -> FIRST;
    private final AtomicInteger asked = new AtomicInteger();
    private final CookieCatalogue source = () -> {
        asked.incrementAndGet();
        try {
            return answer.call();
        } catch (Exception e) {
            throw ConsentExchangeTest.<RuntimeException>undeclared(e);
        }
    };

    private void answerWith(Callable<List<CookieDeclaration>> next) {
        answer = next;
    }

    private CookieConsent build() {
        return CookieConsent.builder()
                .catalogue(source)
                .clock(clock)
                .listener(heard)
                .build();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time for what was awaited").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // Breaks the contract on purpose.
    void aSiteWithoutACatalogueIsAnError() {
        assertThatThrownBy(() -> CookieConsent.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No catalogue is set");
        assertThatThrownBy(() -> CookieConsent.builder().catalogue(null))
                .hasMessage("No catalogue is given; say catalogue(CookieCatalogue.of(...)).");
        assertThatThrownBy(() -> CookieConsent.builder().catalogue(source).catalogue(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already set");
    }

    @Test
    void aSourceThatFailsAtStartStopsTheStart() {
        answerWith(() -> {
            throw new IllegalArgumentException("no file");
        });
        assertThatThrownBy(this::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("failed at start")
                .hasMessageContaining("no file")
                .hasCauseInstanceOf(IllegalArgumentException.class);

        answerWith(() -> {
            throw new IOException("no disk");
        });
        assertThatThrownBy(this::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no disk");
    }

    @Test
    @SuppressWarnings("NullAway") // Breaks the contract on purpose.
    void aSourceThatReturnsNullAtStartStopsTheStart() {
        answerWith(() -> null);
        assertThatThrownBy(this::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null");

        answerWith(() -> Arrays.asList(Site.GA, null));
        assertThatThrownBy(this::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a null in it");
    }

    @Test
    void anInvalidCatalogueStopsTheStart() {
        answerWith(() -> INVALID);

        assertThatThrownBy(this::build)
                .isInstanceOf(InvalidCatalogueException.class)
                .hasMessageContaining("'_ga' is declared twice");
    }

    @Test
    void aLaterFailureKeepsTheLastGoodCatalogueAndIsToldOnce() {
        CookieConsent consent = build();
        ActiveCatalogue good = consent.catalogue();
        answerWith(() -> {
            throw new IOException("no disk");
        });

        assertThat(consent.refresh()).isFalse();
        assertThat(consent.refresh()).isFalse();

        assertThat(consent.catalogue()).isSameAs(good);
        assertThat(heard.failures)
                .singleElement()
                .extracting(Throwable::getCause)
                .isInstanceOf(IOException.class);

        answerWith(() -> SECOND);
        assertThat(consent.refresh()).isTrue();
        assertThat(consent.catalogue().find("seen")).isPresent();
        assertThat(heard.catalogues).containsExactly(consent.catalogue());

        answerWith(() -> {
            throw new IOException("no disk");
        });
        consent.refresh();
        assertThat(heard.failures).hasSize(2);
    }

    @Test
    void aLaterInvalidCatalogueKeepsTheLastGoodOneAndIsToldOnce() {
        CookieConsent consent = build();
        ActiveCatalogue good = consent.catalogue();
        answerWith(() -> new ArrayList<>(INVALID));

        assertThat(consent.refresh()).isFalse();
        assertThat(consent.refresh()).isFalse();

        assertThat(consent.catalogue()).isSameAs(good);
        assertThat(heard.failures).singleElement().isInstanceOf(InvalidCatalogueException.class);

        answerWith(() -> SECOND);
        assertThat(consent.refresh()).isTrue();
    }

    @Test
    @SuppressWarnings("NullAway") // Breaks the contract on purpose.
    void aLaterNullKeepsTheLastGoodCatalogue() {
        CookieConsent consent = build();
        answerWith(() -> null);

        assertThat(consent.refresh()).isFalse();

        assertThat(consent.catalogue().find("_ga")).isPresent();
        assertThat(heard.failures).hasSize(1);
    }

    @Test
    @Rule({"10", "18"})
    void aSourcesCategoriesAreKnownAlsoWhileNothingIsDeclaredInThem() {
        Category newsletter =
                Category.named("newsletter").title("From the source").build();
        List<List<CookieDeclaration>> declared = new ArrayList<>(
                List.of(List.of(Site.GA, Site.declare("letter", newsletter).build())));
        CookieCatalogue defining = new CookieCatalogue() {
            @Override
            public List<CookieDeclaration> declarations() {
                return declared.get(0);
            }

            @Override
            public List<Category> categories() {
                return List.of(newsletter);
            }
        };
        CookieConsent consent =
                CookieConsent.builder().catalogue(defining).clock(clock).build();
        Response response = new Response();
        consent.begin(Request.of(), response)
                .record(Map.of(Category.STATISTICAL, Choice.GRANTED, newsletter, Choice.REFUSED));
        String line = response.lines.get(0);
        String choice = line.substring(0, line.indexOf(';'));

        declared.set(0, FIRST);
        assertThat(consent.refresh()).isTrue();
        assertThat(consent.catalogue().category("newsletter")).isPresent();
        assertThat(consent.begin(Request.of(choice), new Response()).allows(Category.STATISTICAL))
                .isTrue();

        CookieConsent settled = CookieConsent.builder()
                .catalogue(defining)
                .categories(newsletter.toBuilder().title("From the builder").build())
                .build();
        assertThat(settled.catalogue().category("newsletter").orElseThrow().title())
                .hasToString("From the builder");
    }

    @Test
    void sourcesThatDefineACategoryDifferentlyStopTheStart() {
        CookieCatalogue defining = new CookieCatalogue() {
            @Override
            public List<CookieDeclaration> declarations() {
                return FIRST;
            }

            @Override
            public List<Category> categories() {
                return List.of(
                        Category.named("newsletter").title("One").build(),
                        Category.named("newsletter").title("Other").build(),
                        Category.STATISTICAL);
            }
        };
        assertThatThrownBy(() -> CookieConsent.builder().catalogue(defining).build())
                .isInstanceOf(InvalidCatalogueException.class)
                .hasMessageContaining("'newsletter' differently");
    }

    @Test
    void theSameInstanceIsNotCompiledAgain() {
        CookieConsent consent = build();
        ActiveCatalogue before = consent.catalogue();

        assertThat(consent.refresh()).isFalse();

        assertThat(consent.catalogue()).isSameAs(before);
        assertThat(heard.catalogues).isEmpty();
    }

    @Test
    void requestsRefreshInTheBackgroundOnADaemonThread() {
        CookieConsent consent = build();
        AtomicReference<Thread> thread = new AtomicReference<>();
        answerWith(() -> {
            thread.set(Thread.currentThread());
            return SECOND;
        });
        consent.begin(Request.of(), new Response());
        assertThat(asked).hasValue(1);

        clock.pass(Duration.ofSeconds(2));
        consent.begin(Request.of(), new Response());
        await(() -> consent.catalogue().find("seen").isPresent());

        Thread refresher = Objects.requireNonNull(thread.get());
        assertThat(refresher).isNotSameAs(Thread.currentThread());
        assertThat(refresher.isDaemon()).isTrue();
        assertThat(refresher.getName()).isEqualTo("consent-catalogue");
    }

    /** A source that keeps in mind which of its declarations it was told of. */
    private final class Told implements CookieCatalogue {

        private final List<List<CookieDeclaration>> inForce = new ArrayList<>();

        @Override
        public List<CookieDeclaration> declarations() {
            return source.declarations();
        }

        @Override
        public void onInForce(List<CookieDeclaration> declarations) {
            inForce.add(declarations);
        }
    }

    @Test
    void aSourceIsToldOfWhatCameIntoForceAndOfNothingElse() {
        Told told = new Told();
        List<CookieDeclaration> twice = List.of(Site.GA, Site.GA);
        answerWith(() -> twice);
        assertThatThrownBy(() -> CookieConsent.builder().catalogue(told).build())
                .isInstanceOf(InvalidCatalogueException.class);
        assertThat(told.inForce).isEmpty();

        answerWith(() -> FIRST);
        CookieConsent consent = CookieConsent.builder().catalogue(told).build();
        consent.refresh();
        assertThat(told.inForce).hasSize(1);
        assertThat(told.inForce.get(0)).isSameAs(FIRST);
        answerWith(() -> twice);
        assertThat(consent.refresh()).isFalse();
        assertThat(told.inForce).hasSize(1);
        answerWith(() -> SECOND);
        assertThat(consent.refresh()).isTrue();
        assertThat(told.inForce).hasSize(2);
        assertThat(told.inForce.get(1)).isSameAs(SECOND);
    }

    @Test
    void aSourceThatFailsWhenItIsToldStopsNothing() {
        CookieCatalogue failing = new CookieCatalogue() {
            @Override
            public List<CookieDeclaration> declarations() {
                return source.declarations();
            }

            @Override
            public void onInForce(List<CookieDeclaration> declarations) {
                throw new IllegalStateException("disk full");
            }
        };
        CookieConsent consent =
                CookieConsent.builder().catalogue(failing).listener(heard).build();
        answerWith(() -> SECOND);
        assertThat(consent.refresh()).isTrue();
        assertThat(heard.catalogues).hasSize(1);
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void aCatalogueThatIsEmptiedWhileTheApplicationRunsIsAFailure() {
        CookieConsent consent = build();
        answerWith(ArrayList::new);
        assertThat(consent.refresh()).isFalse();
        assertThat(consent.refresh()).isFalse();
        assertThat(consent.catalogue().find("_ga")).isPresent();
        assertThat(heard.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("declares no cookie any more")
                        .hasMessageContaining("start the application again"));
        answerWith(() -> SECOND);
        assertThat(consent.refresh()).isTrue();

        List<CookieDeclaration> none = new ArrayList<>();
        answerWith(() -> none);
        for (int i = 0; i < 3; i++) {
            assertThat(consent.refresh()).isFalse();
        }
        assertThat(heard.failures).as("told once, though it stays so").hasSize(2);

        answerWith(ArrayList::new);
        assertThat(build().catalogue().declarations()).hasSize(1);
    }

    @Test
    void whatIsTooLargeForTheMemoryLeavesTheLastGoodCatalogueInForce() {
        CookieConsent consent = build();
        answerWith(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(consent.refresh()).isFalse();
        assertThat(consent.catalogue().find("_ga")).isPresent();
        assertThat(heard.failures).hasSize(1);
        assertThat(heard.failures.get(0)).hasCauseInstanceOf(OutOfMemoryError.class);
    }

    /** A refresh in the background, whose source gives no answer before it is let go. */
    private record HeldRead(CountDownLatch release, Thread thread) {

        Thread letGo() {
            release.countDown();
            return thread;
        }
    }

    private HeldRead held(CookieConsent consent, Callable<List<CookieDeclaration>> answer) throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        answerWith(() -> {
            thread.set(Thread.currentThread());
            reading.countDown();
            release.await();
            return answer.call();
        });
        clock.pass(Duration.ofSeconds(2));
        consent.begin(Request.of(), new Response());
        assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
        return new HeldRead(release, Objects.requireNonNull(thread.get()));
    }

    @Test
    void onceClosedNothingIsAskedAnyMoreAndRequestsGoOn() throws Exception {
        CookieConsent consent = build();
        HeldRead read = held(consent, () -> SECOND);

        consent.close();
        Thread thread = read.letGo();
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(consent.catalogue().find("seen")).isEmpty();
        assertThat(heard.catalogues).isEmpty();

        clock.pass(Duration.ofSeconds(2));
        ConsentExchange exchange = consent.begin(Request.of("seen=1"), new Response());
        assertThat(exchange.allowsCookie("seen")).isFalse();
        assertThat(consent.refresh()).isFalse();
        consent.close();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aReadThatFailsBecauseTheApplicationStopsIsNotTold() throws Exception {
        CookieConsent consent = build();
        HeldRead read = held(consent, () -> {
            throw new IllegalStateException("the pool is closed");
        });
        consent.close();
        read.letGo().join(20_000);
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void aThreadThatWaitsForRequestsEndsWithTheConsent() throws Exception {
        CookieConsent consent = build();
        AtomicReference<Thread> thread = new AtomicReference<>();
        answerWith(() -> {
            thread.set(Thread.currentThread());
            return SECOND;
        });
        clock.pass(Duration.ofSeconds(2));
        consent.begin(Request.of(), new Response());
        await(() -> consent.catalogue().find("seen").isPresent());
        consent.close();
        Objects.requireNonNull(thread.get()).join(5_000);
        assertThat(Objects.requireNonNull(thread.get()).isAlive()).isFalse();
    }

    @Test
    void aClockThatWasSetBackDoesNotStopRefreshes() {
        CookieConsent consent = build();
        clock.set(Instant.parse("2020-01-01T00:00:00Z"));

        consent.begin(Request.of(), new Response());

        await(() -> asked.get() == 2);
    }

    @Test
    void aSourceThatBlocksNeverBlocksARequest() throws Exception {
        CookieConsent consent = build();
        HeldRead read = held(consent, () -> SECOND);
        try {
            for (int i = 0; i < 1_000; i++) {
                clock.pass(Duration.ofSeconds(2));
                ConsentExchange exchange = consent.begin(Request.of("_ga=1; seen=2"), new Response());
                exchange.refuseAll();
                assertThat(exchange.allowsCookie("seen")).isFalse();
            }

            assertThat(asked).hasValue(2);
            assertThat(consent.catalogue().find("seen")).isEmpty();
        } finally {
            read.letGo();
        }
        await(() -> consent.catalogue().find("seen").isPresent());
    }

    @Test
    void anExchangeGoesByTheCatalogueThatItBeganWith() {
        CookieConsent consent = build();
        Response response = new Response();
        ConsentExchange exchange = consent.begin(Request.of(), response);
        answerWith(() -> SECOND);
        assertThat(consent.refresh()).isTrue();

        exchange.grantAll();

        assertThat(exchange.allowsCookie("seen")).isFalse();
        assertThat(response.lines).singleElement().asString().startsWith("cookies_preferences=1.20261123.s1");
        assertThat(consent.begin(Request.of(), response).undecided())
                .containsExactly(Category.STATISTICAL, Category.FIRST_PARTY);
    }

    @Test
    void manyThreadsSeeOneOfTheCataloguesWhileItIsSwapped() throws Exception {
        List<CookieDeclaration> necessary =
                List.of(Site.declare("x", Category.NECESSARY).purpose("p").build());
        List<CookieDeclaration> refusable =
                List.of(Site.declare("x", Category.STATISTICAL).build(), Site.SHOP);
        answerWith(() -> necessary);
        CookieConsent consent = build();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch enough = new CountDownLatch(4_000);
        List<Future<?>> workers = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                workers.add(threads.submit(() -> {
                    for (int n = 0; n < 20_000; n++) {
                        Response response = new Response();
                        ConsentExchange exchange = consent.begin(Request.of("x=1; y" + n % 300 + "=2"), response);
                        boolean isNecessary =
                                exchange.catalogue().declarations().size() == 2;
                        assertThat(exchange.allowsCookie("x")).isEqualTo(isNecessary);
                        assertThat(exchange.admits("x=1").admitted()).isEqualTo(isNecessary);
                        assertThat(exchange.cookieHeaders()).hasSize(isNecessary ? 1 : 0);
                        assertThat(response.lines).hasSize(isNecessary ? 0 : 1);
                        assertThat(exchange.undecided()).hasSize(isNecessary ? 0 : 2);
                        enough.countDown();
                    }
                    return null;
                }));
            }
            int swaps = 0;
            while (enough.getCount() > 0 || workers.stream().anyMatch(worker -> !worker.isDone())) {
                List<CookieDeclaration> next = swaps % 2 == 0 ? refusable : necessary;
                answerWith(() -> next);
                swaps += consent.refresh() ? 1 : 0;
            }
            for (Future<?> worker : workers) {
                worker.get(20, TimeUnit.SECONDS);
            }
            assertThat(swaps).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aListenerThatFailsDoesNotStopARefresh() {
        CookieConsent consent = CookieConsent.builder()
                .catalogue(source)
                .listener(new ConsentListener() {
                    @Override
                    public void onCatalogue(ActiveCatalogue catalogue) {
                        throw new IllegalStateException("broken");
                    }
                })
                .listener(heard)
                .build();
        answerWith(() -> SECOND);

        assertThat(consent.refresh()).isTrue();

        assertThat(heard.catalogues).hasSize(1);
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void anUndeclaredCookieIsToldOnceForEachNameAndOrigin() {
        CookieConsent consent = build();
        for (int i = 0; i < 3; i++) {
            ConsentExchange exchange = consent.begin(Request.of("a=1; b=2; a=3"), new Response());
            exchange.admits("a=1");
            exchange.admits("a=2; Path=/x");
        }

        assertThat(heard.undeclared)
                .containsExactly(
                        new UndeclaredCookie("a", UndeclaredCookie.Origin.BROWSER),
                        new UndeclaredCookie("b", UndeclaredCookie.Origin.BROWSER),
                        new UndeclaredCookie("a", UndeclaredCookie.Origin.APPLICATION));
        assertThat(consent.report().undeclared())
                .containsExactly(
                        new UndeclaredCookie("a", UndeclaredCookie.Origin.APPLICATION),
                        new UndeclaredCookie("a", UndeclaredCookie.Origin.BROWSER),
                        new UndeclaredCookie("b", UndeclaredCookie.Origin.BROWSER));
    }

    @Test
    void tenThousandMadeUpNamesTakeNoMoreThanTheirRoom() {
        CookieConsent consent = build();
        for (int i = 0; i < 10_000; i++) {
            ConsentExchange exchange = consent.begin(Request.of("made-up-" + i + "=1"), new Response());
            exchange.admits("own-" + i + "=1");
        }
        ConsentExchange exchange = consent.begin(Request.of("z".repeat(257) + "=1"), new Response());
        exchange.admits("z".repeat(257) + "=1");

        assertThat(heard.undeclared).hasSize(512 + 128);
        assertThat(consent.report().undeclared()).hasSize(512 + 128);
        assertThat(exchange.admits("own-9999=1").admitted()).isFalse();
        assertThat(exchange.cookieHeaders()).isEmpty();
    }

    @Test
    void namesTooLongToKeepAreJudgedAndNotKept() {
        CookieConsent consent = build();
        String tooLong = "n".repeat(257);

        ConsentExchange exchange = consent.begin(Request.of(tooLong + "=1"), new Response());

        assertThat(exchange.admits(tooLong + "=1").reason()).isEqualTo(Reason.UNDECLARED);
        assertThat(exchange.cookieHeaders()).isEmpty();
        assertThat(consent.report().undeclared()).isEmpty();
        consent.begin(Request.of("n".repeat(256) + "=1"), new Response());
        assertThat(consent.report().undeclared()).hasSize(1);
    }

    @Test
    void theReportForgetsWhatIsDeclaredLaterAndKeepsWhatWasSeen() {
        CookieConsent consent = build();
        assertThat(consent.report().neverSeen())
                .extracting(CookieDeclaration::name)
                .containsExactly("_ga");
        ConsentExchange exchange = consent.begin(Request.of("cookies_preferences=x; seen=1"), new Response());
        exchange.admits("_ga=1");
        assertThat(consent.report().neverSeen()).isEmpty();
        assertThat(consent.report().undeclared()).hasSize(1);

        answerWith(() -> SECOND);
        consent.refresh();

        assertThat(consent.report().undeclared()).isEmpty();
        assertThat(consent.report().neverSeen())
                .extracting(CookieDeclaration::name)
                .containsExactly("seen");
    }

    @Test
    void aStubIsJavaThatCompilesWhateverTheName() {
        // What stands in the place of the category is for people to read, and no Java.
        String categories = "/* NECESSARY, STATISTICAL, FIRST_PARTY or THIRD_PARTY */";
        List<String> names = List.of(
                "plain",
                "a\"b",
                "a\\b",
                "a\\u0041",
                "\\\u00e9",
                "\u00e9\ud83c\udf6a",
                "a\nb",
                "a\rb",
                "a\tb",
                "a\u00001",
                "%s{0}",
                "*/ x /*",
                "// x",
                "a\u007fb",
                "\\",
                "\"\"\"");
        StringBuilder program = new StringBuilder(
                "import org.consent4j.catalogue.*;\npublic class Stubs {\npublic static final String[] NAMES = {\n");
        StringBuilder stubs = new StringBuilder();
        for (String name : names) {
            String stub = new UndeclaredCookie(name, UndeclaredCookie.Origin.APPLICATION).stub();
            assertThat(stub).containsOnlyOnce("Category." + categories + ")");
            assertThat(stub.chars()).allMatch(c -> c == '\n' || (c >= 0x20 && c <= 0x7e));
            stubs.append("Object s")
                    .append(stubs.length())
                    .append("() { return ")
                    .append(stub.replace(categories, "NECESSARY"))
                    .append("; }\n");
            program.append(stub, stub.indexOf('"'), stub.indexOf("\")\n") + 1).append(",\n");
        }
        program.append("};\n").append(stubs).append("}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringBuilder problems = new StringBuilder();
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Stubs.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return program;
            }
        };

        boolean compiled = compiler.getTask(
                        null,
                        null,
                        diagnostic -> problems.append(diagnostic).append('\n'),
                        List.of("-proc:none", "-d", "target", "-cp", "target/classes"),
                        null,
                        List.of(file))
                .call();

        assertThat(compiled).as(problems + "\n" + program).isTrue();
        assertThat(names(new File("target"))).containsExactlyElementsOf(names);
    }

    private static List<String> names(File directory) {
        try (var loader = new URLClassLoader(new URL[] {directory.toURI().toURL()}, null)) {
            return List.of(
                    (String[]) loader.loadClass("Stubs").getField("NAMES").get(null));
        } catch (ReflectiveOperationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anErrorOfASourceOrAListenerStopsNothing() {
        AtomicInteger calls = new AtomicInteger();
        List<RuntimeException> failures = new ArrayList<>();
        CookieConsent consent = CookieConsent.builder()
                .catalogue(() -> {
                    if (calls.incrementAndGet() > 1) {
                        throw new NoClassDefFoundError("gone");
                    }
                    return List.of(Site.GA);
                })
                .listener(new ConsentListener() {
                    @Override
                    public void onCatalogueFailure(RuntimeException failure) {
                        failures.add(failure);
                        throw new AssertionError("a listener's own");
                    }
                })
                .build();

        assertThat(consent.refresh()).isFalse();
        assertThat(consent.catalogue().find("_ga")).isPresent();
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasCauseInstanceOf(NoClassDefFoundError.class));
    }
}
