package org.consent4j.benchmarks;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;
import org.apache.tomcat.util.http.ServerCookies;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.benchmarks.Visitors.Carries;
import org.consent4j.benchmarks.Visitors.Line;
import org.consent4j.preference.PreferenceCookie;
import org.eclipse.jetty.http.CookieCompliance;
import org.eclipse.jetty.http.CookieParser;
import org.eclipse.jetty.http.HttpCookie;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that consent costs a request, beside what servers do with the same header anyway, and a bare look at it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RequestBenchmark {

    private static final CookieConsent SITE = Visitors.site(PreferenceCookie.standard());

    private final CookieConsent ownSite = Visitors.site(PreferenceCookie.standard());
    private final Visitors.Response response = new Visitors.Response();
    private String[] mixedHeaders;
    private Visitors.Request[] mixed;
    private Visitors.Request[] admitted;
    private byte[][] octets;
    private String[] admittedLines;
    private String[] refusedLines;
    private String[] undeclaredLines;
    private int visitor;

    private final Rfc6265CookieProcessor tomcat = new Rfc6265CookieProcessor();
    private final MimeHeaders tomcatHeaders = new MimeHeaders();
    private final ServerCookies tomcatCookies = new ServerCookies(4);

    /** Makes the visitors. */
    @Setup
    public void setUp() {
        mixedHeaders = Visitors.cookieHeaders(SITE, Carries.AN_UNDECLARED, 3);
        mixed = Visitors.requests(mixedHeaders);
        admitted = Visitors.requests(Visitors.cookieHeaders(SITE, Carries.ONLY_ADMITTED, 4));
        octets = new byte[Visitors.COUNT][];
        for (int i = 0; i < Visitors.COUNT; i++) {
            octets[i] = mixedHeaders[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        Map<Line, String[]> lines = Visitors.setCookieLines(5);
        admittedLines = lines.get(Line.ADMITTED);
        refusedLines = lines.get(Line.REFUSED);
        undeclaredLines = lines.get(Line.UNDECLARED);
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    private boolean mixed(CookieConsent site, int i) {
        ConsentExchange exchange = site.begin(mixed[i], response);
        return exchange.admits(admittedLines[i]).admitted()
                ^ exchange.admits(refusedLines[i]).admitted()
                ^ exchange.admits(undeclaredLines[i]).admitted();
    }

    /**
     * An undeclared cookie comes in; of three lines, one is admitted, one refused, one undeclared.
     *
     * @return what became of them
     */
    @Benchmark
    public boolean request() {
        return mixed(SITE, next());
    }

    /**
     * The same from eight threads that share one consent.
     *
     * @return what became of them
     */
    @Benchmark
    @Threads(8)
    public boolean requestOnEightThreads() {
        return mixed(SITE, next());
    }

    /**
     * The same from eight threads, each with a consent of its own.
     *
     * @return what became of them
     */
    @Benchmark
    @Threads(8)
    public boolean requestOnEightThreadsUnshared() {
        return mixed(ownSite, next());
    }

    /**
     * Nothing to hide, and nothing refused.
     *
     * @return what became of the lines
     */
    @Benchmark
    public boolean requestWithNothingToDo() {
        int i = next();
        ConsentExchange exchange = SITE.begin(admitted[i], response);
        return exchange.admits(admittedLines[i]).admitted()
                ^ exchange.admits(admittedLines[(i + 1) & (Visitors.COUNT - 1)]).admitted()
                ^ exchange.admits(admittedLines[(i + 2) & (Visitors.COUNT - 1)]).admitted();
    }

    /**
     * The header alone: what servers' parsing of it is to be compared with.
     *
     * @return the exchange
     */
    @Benchmark
    public ConsentExchange begin() {
        return SITE.begin(mixed[next()], response);
    }

    /**
     * A look at each character of the header and the lines.
     *
     * @return a sum
     */
    @Benchmark
    public int bareLook() {
        int i = next();
        return BareLook.at(mixedHeaders[i])
                + BareLook.at(admittedLines[i])
                + BareLook.at(refusedLines[i])
                + BareLook.at(undeclaredLines[i]);
    }

    /**
     * A look at each character of the header alone.
     *
     * @return a sum
     */
    @Benchmark
    public int bareLookAtHeader() {
        return BareLook.at(mixedHeaders[next()]);
    }

    /**
     * The header as Tomcat reads it, with objects that it keeps from request to request.
     *
     * @return the number of cookies
     */
    @Benchmark
    public int tomcat() {
        byte[] header = octets[next()];
        tomcatHeaders.recycle();
        tomcatCookies.recycle();
        tomcatHeaders.addValue("Cookie").setBytes(header, 0, header.length);
        tomcat.parseCookieHeader(tomcatHeaders, tomcatCookies);
        return tomcatCookies.getCookieCount();
    }

    /**
     * The header as Jetty reads it.
     *
     * @return the cookies
     */
    @Benchmark
    public List<HttpCookie> jetty() {
        List<HttpCookie> cookies = new ArrayList<>();
        CookieParser.newParser(
                        (name, value, version, domain, path, comment) -> cookies.add(HttpCookie.from(name, value)),
                        CookieCompliance.RFC6265,
                        null)
                .parseField(mixedHeaders[next()]);
        return cookies;
    }

    /**
     * The header as Netty reads it.
     *
     * @return the cookies
     */
    @Benchmark
    public Object netty() {
        return ServerCookieDecoder.STRICT.decodeAll(mixedHeaders[next()]);
    }
}
