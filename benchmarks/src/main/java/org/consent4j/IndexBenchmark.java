package org.consent4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.consent4j.benchmarks.Declarations;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jol.info.GraphLayout;

/**
 * Building the index of a catalogue, beside a hash map of the same; {@link #sizes} tells the size of both in memory.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class IndexBenchmark {

    /** How many declarations there are. */
    @Param({"2264", "100000"})
    public int declarations;

    private List<CookieDeclaration> source;

    /** Makes the declarations. */
    @Setup
    public void setUp() {
        source = Declarations.of(declarations);
    }

    /**
     * The index alone.
     *
     * @return the index
     */
    @Benchmark
    public Object index() {
        return new NameIndex(source);
    }

    /**
     * All that comes with a catalogue: checks, categories and the index.
     *
     * @return the consent
     */
    @Benchmark
    public CookieConsent consent() {
        return CookieConsent.builder().catalogue(CookieCatalogue.of(source)).build();
    }

    /**
     * A hash map of names.
     *
     * @return the map
     */
    @Benchmark
    public Map<String, CookieDeclaration> hashMap() {
        return hashMap(source);
    }

    private static Map<String, CookieDeclaration> hashMap(List<CookieDeclaration> source) {
        Map<String, CookieDeclaration> map = new HashMap<>();
        for (CookieDeclaration declaration : source) {
            map.put(declaration.name(), declaration);
        }
        return map;
    }

    /**
     * The octets of an index and of a hash map, each without the declarations themselves.
     *
     * @param count how many declarations they hold
     * @return the index's octets and the map's
     */
    public static long[] sizes(int count) {
        // Records tell their layout in no other way.
        System.setProperty("jol.magicFieldOffset", "true");
        List<CookieDeclaration> source = Declarations.of(count);
        long declarations = GraphLayout.parseInstance(source).totalSize();
        Object[] withIndex = {source, new NameIndex(source)};
        Object[] withMap = {source, hashMap(source)};
        return new long[] {
            GraphLayout.parseInstance(withIndex).totalSize() - declarations,
            GraphLayout.parseInstance(withMap).totalSize() - declarations
        };
    }
}
