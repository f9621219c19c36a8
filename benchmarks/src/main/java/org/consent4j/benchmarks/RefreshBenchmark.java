package org.consent4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.consent4j.CookieConsent;
import org.consent4j.benchmarks.Visitors.Carries;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.json.CatalogueJson;
import org.consent4j.json.CatalogueSource;
import org.consent4j.preference.PreferenceCookie;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request notices of a catalogue's file that is read, compiled and put in force all the time, by its percentiles;
 * and the same requests beside a file that does not change.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 10)
public class RefreshBenchmark {

    /** How many declarations the file has. */
    @Param("100000")
    public int declarations;

    private Path file;
    private String[] versions;
    private CookieConsent consent;
    private String[] headers;
    private int visitor;
    private int version;

    /** Writes the file, and puts it in force. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        List<CookieDeclaration> all = new ArrayList<>(Declarations.of(declarations));
        versions = new String[2];
        versions[0] = CatalogueJson.write(CookieCatalogue.of(all));
        versions[1] = CatalogueJson.write(CookieCatalogue.of(all.subList(0, all.size() - 1)));
        file = Files.createTempFile("cookies", ".json");
        Files.writeString(file, versions[0]);
        consent = CookieConsent.builder().catalogue(CatalogueSource.file(file)).build();
        headers = Visitors.cookieHeaders(Visitors.site(PreferenceCookie.standard()), Carries.ONLY_ADMITTED, 4);
    }

    /** Removes the file. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        Files.delete(file);
    }

    private Object begin() {
        return consent.begin(new Visitors.Request(headers[visitor++ & (Visitors.COUNT - 1)]), new Visitors.Response());
    }

    /**
     * A request while the file does not change.
     *
     * @return its exchange
     */
    @Benchmark
    @Group("quiet")
    public Object requestBesideAQuietFile() {
        return begin();
    }

    /**
     * A request while the file changes all the time.
     *
     * @return its exchange
     */
    @Benchmark
    @Group("refreshing")
    public Object requestBesideAChangingFile() {
        return begin();
    }

    /**
     * The file changes, is read, compiled and put in force.
     *
     * @return false where the consent's own thread was first
     */
    @Benchmark
    @Group("refreshing")
    public boolean refresh() throws IOException {
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), versions[++version & 1]);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return consent.refresh();
    }
}
