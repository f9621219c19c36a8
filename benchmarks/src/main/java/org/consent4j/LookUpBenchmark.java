package org.consent4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.consent4j.benchmarks.Declarations;
import org.consent4j.benchmarks.Visitors;
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

/**
 * Finding a declaration by a region of a header, beside a hash map that is asked for a ready text and knows no patterns,
 * and a loop of regular expressions. It is in the core's package, as the index is nobody else's.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class LookUpBenchmark {

    /** What is looked for. */
    public enum Sought {
        /** Declared names. */
        NAME,
        /** Names that a pattern covers. */
        PATTERN,
        /** Names that nothing covers. */
        NOTHING
    }

    /** How many declarations there are. */
    @Param({"4", "100", "2264", "100000"})
    public int declarations;

    /** What is looked for. */
    @Param({"NAME", "PATTERN", "NOTHING"})
    public Sought sought;

    private NameIndex index;
    private Map<String, CookieDeclaration> map;
    private List<Pattern> patterns;
    private String[] headers;
    private String[] names;
    private int[] starts;
    private int visitor;

    /** Makes the catalogue, and names to look for. */
    @Setup
    public void setUp() {
        List<CookieDeclaration> all = new ArrayList<>(Declarations.of(declarations));
        if (declarations < 9) {
            all.set(0, Declarations.of(9).get(8));
        }
        index = new NameIndex(all);
        map = new HashMap<>();
        patterns = new ArrayList<>();
        List<String> exact = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        for (CookieDeclaration declaration : all) {
            map.put(declaration.name(), declaration);
            String name = declaration.name();
            if (declaration.isPrefix()) {
                String prefix = name.substring(0, name.length() - 1);
                prefixes.add(prefix);
                patterns.add(Pattern.compile(Pattern.quote(prefix) + ".*"));
            } else {
                exact.add(name);
                patterns.add(Pattern.compile(Pattern.quote(name)));
            }
        }
        Random random = new Random(11);
        headers = new String[Visitors.COUNT];
        names = new String[Visitors.COUNT];
        starts = new int[Visitors.COUNT];
        for (int i = 0; i < Visitors.COUNT; i++) {
            String name = switch (sought) {
                case NAME -> exact.get(random.nextInt(exact.size()));
                case PATTERN -> prefixes.get(random.nextInt(prefixes.size())) + random.nextInt(1000);
                case NOTHING -> Declarations.undeclared(random);
            };
            // Ready and hashed, but not the map's own object, as no header gives that one.
            names[i] = new String(name.toCharArray());
            headers[i] = "a=" + i + "; " + name + "=1";
            starts[i] = headers[i].length() - "=1".length() - name.length();
        }
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    /**
     * The index.
     *
     * @return the declaration's position
     */
    @Benchmark
    public int index() {
        int i = next();
        String header = headers[i];
        return index.find(header, starts[i], header.length() - "=1".length());
    }

    /**
     * A hash map that is given a ready text whose hash is known, and finds no patterns.
     *
     * @return the declaration
     */
    @Benchmark
    public Object hashMap() {
        return map.get(names[next()]);
    }

    /**
     * A hash map that is asked what the index is asked, for a part of a header, and finds no patterns.
     *
     * @return the declaration
     */
    @Benchmark
    public Object hashMapOfPart() {
        int i = next();
        String header = headers[i];
        return map.get(header.substring(starts[i], header.length() - "=1".length()));
    }

    /**
     * A loop of regular expressions.
     *
     * @return the position of the one that matches
     */
    @Benchmark
    public int patterns() {
        String name = names[next()];
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matcher(name).matches()) {
                return i;
            }
        }
        return -1;
    }
}
