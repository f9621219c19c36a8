package org.consent4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.consent4j.CookieConsent;
import org.consent4j.benchmarks.Visitors.Carries;
import org.consent4j.preference.PreferenceCookie;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Two refused cookies among twelve are taken out of a header. An exchange does it once, so each is new, and what it costs
 * to begin one stands beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class HidingBenchmark {

    private static final CookieConsent SITE = Visitors.site(PreferenceCookie.standard());

    private String[] headers;
    private int visitor;

    /** Makes the visitors. */
    @Setup
    public void setUp() {
        headers = Visitors.cookieHeaders(SITE, Carries.TWO_REFUSED, 8);
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    /**
     * Begins an exchange, which expires the two, and hides nothing yet.
     *
     * @return whether there is something to hide
     */
    @Benchmark
    public boolean begin() {
        return SITE.begin(new Visitors.Request(headers[next()]), new Visitors.Response())
                .hidesCookies();
    }

    /**
     * Begins an exchange, and asks it for the lines that the application may see.
     *
     * @return the lines
     */
    @Benchmark
    public List<String> beginAndHide() {
        return SITE.begin(new Visitors.Request(headers[next()]), new Visitors.Response())
                .cookieHeaders();
    }

    /**
     * The header split, and joined without the two.
     *
     * @return the header
     */
    @Benchmark
    public String splitAndJoin() {
        List<String> kept = new ArrayList<>();
        for (String cookie : headers[next()].split("; ", -1)) {
            int equals = cookie.indexOf('=');
            String name = cookie.substring(0, equals);
            if (!name.equals("map_style") && !name.startsWith("video_")) {
                kept.add(cookie);
            }
        }
        return String.join("; ", kept);
    }
}
