package org.consent4j;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.consent4j.benchmarks.Visitors;
import org.consent4j.benchmarks.Visitors.Carries;
import org.consent4j.preference.PreferenceCookie;
import org.jspecify.annotations.NullUnmarked;
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
 * Two refused cookies among twelve are taken out of a header. An exchange does it once and keeps the outcome, so this is
 * in the core's package, where it can be asked for again.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HidingBenchmark {

    private static final CookieConsent SITE = Visitors.site(PreferenceCookie.standard());

    private final Visitors.Response response = new Visitors.Response();
    private String[] headers;
    private Visitors.Request[] requests;
    private ConsentExchange[] exchanges;
    private int visitor;

    /** Makes the visitors. */
    @Setup
    public void setUp() {
        headers = Visitors.cookieHeaders(SITE, Carries.TWO_REFUSED, 8);
        requests = Visitors.requests(headers);
        exchanges = new ConsentExchange[Visitors.COUNT];
        for (int i = 0; i < Visitors.COUNT; i++) {
            exchanges[i] = SITE.begin(requests[i], response);
        }
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    /**
     * The header without the two.
     *
     * @return the lines
     */
    @Benchmark
    public List<String> hide() {
        return exchanges[next()].visibleLines();
    }

    /**
     * Begins an exchange, which expires the two: the two lines that delete them are counted here.
     *
     * @return whether there is something to hide
     */
    @Benchmark
    public boolean beginWithLeftovers() {
        return SITE.begin(requests[next()], response).hidesCookies();
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
