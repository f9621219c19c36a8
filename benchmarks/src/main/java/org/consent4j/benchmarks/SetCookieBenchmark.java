package org.consent4j.benchmarks;

import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import java.net.HttpCookie;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.benchmarks.Visitors.Carries;
import org.consent4j.benchmarks.Visitors.Line;
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

/** Judging one Set-Cookie line, beside two parsers of such lines and a bare look. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SetCookieBenchmark {

    private String[] admittedLines;
    private String[] refusedLines;
    private ConsentExchange[] exchanges;
    private int visitor;

    /** Makes the visitors. */
    @Setup
    public void setUp() {
        CookieConsent site = Visitors.site(PreferenceCookie.standard());
        String[] headers = Visitors.cookieHeaders(site, Carries.ONLY_ADMITTED, 6);
        Visitors.Request[] requests = Visitors.requests(headers);
        Map<Line, String[]> lines = Visitors.setCookieLines(7);
        admittedLines = lines.get(Line.ADMITTED);
        refusedLines = lines.get(Line.REFUSED);
        exchanges = new ConsentExchange[Visitors.COUNT];
        for (int i = 0; i < Visitors.COUNT; i++) {
            exchanges[i] = site.begin(requests[i], new Visitors.Response());
        }
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    /**
     * A line that passes.
     *
     * @return whether it does
     */
    @Benchmark
    public boolean admitted() {
        int i = next();
        return exchanges[i].admits(admittedLines[i]).admitted();
    }

    /**
     * A line that is dropped.
     *
     * @return whether it passes
     */
    @Benchmark
    public boolean refused() {
        int i = next();
        return exchanges[i].admits(refusedLines[i]).admitted();
    }

    /**
     * The JDK's parser.
     *
     * @return the cookie
     */
    @Benchmark
    public List<HttpCookie> jdk() {
        return HttpCookie.parse(admittedLines[next()]);
    }

    /**
     * Netty's parser.
     *
     * @return the cookie
     */
    @Benchmark
    public Object netty() {
        return ClientCookieDecoder.STRICT.decode(admittedLines[next()]);
    }

    /**
     * A look at each character.
     *
     * @return a sum
     */
    @Benchmark
    public int bareLook() {
        return BareLook.at(admittedLines[next()]);
    }
}
