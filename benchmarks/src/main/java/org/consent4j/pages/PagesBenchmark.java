package org.consent4j.pages;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.benchmarks.Declarations;
import org.consent4j.benchmarks.Visitors;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.http.RequestHeaders;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCookie;
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
 * What visitors see, rendered, beside the bare cost of the same characters put into a string.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PagesBenchmark {

    private static final CookieConsent SITE = Visitors.site(PreferenceCookie.standard());
    private static final Category[] CHOICES = {Category.STATISTICAL, Category.FIRST_PARTY, Category.THIRD_PARTY};
    private static final RequestHeaders NO_HEADERS = name -> Collections.emptyIterator();

    /** In Latin letters, which take an octet of memory each, and in others, which take two. */
    @Param({"en", "el"})
    public String language;

    private Locale locale;
    private ConsentPages pages;
    private ConsentExchange[] undecided;
    private ConsentExchange[] partlyDecided;
    private String[] next;
    private String[] bannerParts;
    private int visitor;

    /** Makes the visitors. */
    @Setup
    public void setUp() {
        locale = Locale.forLanguageTag(language);
        pages = ConsentPages.builder(SITE)
                .siteName("Example Portal")
                .controller("City of Example")
                .build();
        String[] cookies = Visitors.cookieHeaders(SITE, Visitors.Carries.ONLY_ADMITTED, 6);
        Random random = new Random(7);
        undecided = new ConsentExchange[Visitors.COUNT];
        partlyDecided = new ConsentExchange[Visitors.COUNT];
        next = new String[Visitors.COUNT];
        for (int i = 0; i < Visitors.COUNT; i++) {
            String cookie = cookies[i].substring(0, cookies[i].lastIndexOf("; "));
            undecided[i] = exchange(cookie);
            partlyDecided[i] = exchange(cookie);
            partlyDecided[i].record(Map.of(CHOICES[i % CHOICES.length], i % 2 == 0 ? Choice.GRANTED : Choice.REFUSED));
            next[i] = "/explore/dataset-" + random.nextInt(100_000) + "?sort=modified&page=" + i;
        }
        bannerParts = parts(pages.banner(undecided[0], locale, next[0]));
    }

    private static ConsentExchange exchange(String cookie) {
        return SITE.begin(
                name -> name.equals("Cookie") ? List.of(cookie).iterator() : Collections.<String>emptyIterator(),
                line -> {});
    }

    private static String[] parts(String page) {
        return page.split("(?=<)");
    }

    private static String joined(String[] parts) {
        StringBuilder page = new StringBuilder();
        for (String part : parts) {
            page.append(part);
        }
        return page.toString();
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    /**
     * The banner for somebody who has chosen nothing, without a page to return to.
     *
     * @return the banner
     */
    @Benchmark
    public String banner() {
        return pages.banner(undecided[next()], locale);
    }

    /**
     * The banner for somebody who has chosen nothing, with the page to return to.
     *
     * @return the banner
     */
    @Benchmark
    public String bannerWithReturn() {
        int i = next();
        return pages.banner(undecided[i], locale, next[i]);
    }

    /**
     * The banner for somebody who is asked again for some categories, with the page to return to.
     *
     * @return the banner
     */
    @Benchmark
    public String bannerOfSome() {
        int i = next();
        return pages.banner(partlyDecided[i], locale, next[i]);
    }

    /**
     * The same characters as a banner has, one tag after the other.
     *
     * @return the banner
     */
    @Benchmark
    public String bareBanner() {
        return joined(bannerParts);
    }

    /**
     * The form in which a visitor chooses, answered to a request.
     *
     * @return the response
     */
    @Benchmark
    public PageResponse preferences() {
        return pages.handle(
                new PageRequest("GET", "/cookies/preferences", "lang=" + language, NO_HEADERS, most -> new byte[0]),
                undecided[next()]);
    }

    /** A site with many declarations. */
    @State(Scope.Thread)
    public static class Policy {

        /** How many. */
        @Param({"4", "2264"})
        public int declarations;

        private ConsentPages pages;
        private ConsentExchange exchange;
        private Texts texts;
        private String[] parts;

        private final RequestHeaders browser = new RequestHeaders() {
            @Override
            public Iterator<String> values(String name) {
                return name.equals("Accept-Encoding") ? List.of("gzip, br").iterator() : Collections.emptyIterator();
            }
        };

        /**
         * Makes the declarations.
         *
         * @param benchmark says in which language
         */
        @Setup
        public void setUp(PagesBenchmark benchmark) {
            CookieConsent consent = CookieConsent.builder()
                    .catalogue(CookieCatalogue.of(Declarations.toBeRead(declarations)))
                    .clock(Clock.fixed(Visitors.TODAY.atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC))
                    .build();
            pages = ConsentPages.builder(consent).siteName("Example Portal").build();
            exchange = consent.begin(NO_HEADERS, line -> {});
            texts = pages.texts(benchmark.locale);
            parts = parts(pages.endpoint.policy(consent.catalogue(), texts));
        }
    }

    /**
     * The policy page, from the declarations to the markup, as it is done once for each language and catalogue.
     *
     * @param site the site
     * @return the page
     */
    @Benchmark
    public String policyPage(Policy site) {
        return site.pages.endpoint.policy(site.exchange.catalogue(), site.texts);
    }

    /**
     * The same characters as the policy page has, one tag after the other.
     *
     * @param site the site
     * @return the page
     */
    @Benchmark
    public String barePolicyPage(Policy site) {
        return joined(site.parts);
    }

    /**
     * The policy page, answered to a request.
     *
     * @param site the site
     * @return the response
     */
    @Benchmark
    public PageResponse policyAnswer(Policy site) {
        return site.pages.handle(
                new PageRequest("GET", "/cookies", "lang=" + language, site.browser, most -> new byte[0]),
                site.exchange);
    }
}
