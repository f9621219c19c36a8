package org.consent4j.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCodec;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.PreferenceScheme;
import org.consent4j.preference.Preferences;

/**
 * A site and those who visit it: as many different ones as a benchmark needs, so that no processor learns them by heart.
 * The same numbers give the same visitors.
 */
public final class Visitors {

    /** How many different ones a benchmark goes through. A power of two. */
    public static final int COUNT = 1024;

    /** The day of all benchmarks. */
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    /** What the visitor carries beside what every one does. */
    public enum Carries {
        /** Nothing that has to be hidden. */
        ONLY_ADMITTED,
        /** A cookie that nobody declared. */
        AN_UNDECLARED,
        /** Two cookies of the category that the visitor refuses. */
        TWO_REFUSED
    }

    private static final String SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final List<Category> CHOICES =
            List.of(Category.STATISTICAL, Category.FIRST_PARTY, Category.THIRD_PARTY);

    private static final Provider MAPS = Provider.of("Example Maps", "https://maps.example/privacy");

    private Visitors() {}

    /** Declarations of the site: four names and four patterns that need consent, and what is necessary. */
    public static List<CookieDeclaration> declarations() {
        List<CookieDeclaration> all = new ArrayList<>();
        all.add(CommonCookies.servletSession());
        all.add(CommonCookies.csrfToken());
        all.add(cookie("_visit_count", Category.STATISTICAL));
        all.add(cookie("heatmap", Category.STATISTICAL));
        all.add(cookie("recommend", Category.FIRST_PARTY));
        all.add(cookie("last_seen", Category.FIRST_PARTY));
        all.add(cookie("_pk_id.*", Category.STATISTICAL));
        all.add(cookie("_pk_ses.*", Category.STATISTICAL));
        all.add(cookie("ab_test_*", Category.FIRST_PARTY));
        all.add(cookie("basket-*", Category.FIRST_PARTY));
        all.add(cookie("map_style", Category.THIRD_PARTY));
        all.add(cookie("video_*", Category.THIRD_PARTY));
        return all;
    }

    private static CookieDeclaration cookie(String name, Category category) {
        return CookieDeclaration.cookie(name)
                .category(category)
                .provider(category.equals(Category.THIRD_PARTY) ? MAPS : Provider.SITE)
                .purpose("To measure")
                .retention(Retention.months(6))
                .build();
    }

    /** The site's consent, on the benchmarks' day. */
    public static CookieConsent site(PreferenceCookie cookie) {
        // A clock that costs what the system's costs, but shows the day for which the visitors are made.
        Instant noon = TODAY.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), noon));
        return CookieConsent.builder()
                .catalogue(CookieCatalogue.of(declarations()))
                .preferenceCookie(cookie)
                .clock(clock)
                .build();
    }

    /** Values of the preference cookie, each with a choice for all three categories; the third is refused. */
    public static String[] preferenceValues(CookieConsent site) {
        PreferenceCodec codec = PreferenceCodec.of(scheme(site), site.preferenceCookie());
        String[] values = new String[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = codec.encode(Preferences.undecided(scheme(site))
                    .with(
                            Map.of(
                                    "statistical", Choice.GRANTED,
                                    "first-party", Choice.GRANTED,
                                    "third-party", Choice.REFUSED),
                            TODAY.minusDays(i % 150)));
        }
        return values;
    }

    /** Preferences with any of the choices, for values that differ in more than the day. */
    public static Preferences[] preferences(CookieConsent site, long seed) {
        Random random = new Random(seed);
        Preferences[] all = new Preferences[COUNT];
        for (int i = 0; i < COUNT; i++) {
            Map<String, Choice> choices = new LinkedHashMap<>();
            for (Category category : CHOICES) {
                choices.put(category.id(), random.nextBoolean() ? Choice.GRANTED : Choice.REFUSED);
            }
            all[i] = Preferences.undecided(scheme(site)).with(choices, TODAY.minusDays(random.nextInt(150)));
        }
        return all;
    }

    private static PreferenceScheme scheme(CookieConsent site) {
        return site.begin(name -> Collections.emptyIterator(), line -> {})
                .preferences()
                .scheme();
    }

    /** Cookie headers of twelve cookies and about 520 characters, the preference cookie last. */
    public static String[] cookieHeaders(CookieConsent site, Carries carries, long seed) {
        Random random = new Random(seed);
        String[] preferences = preferenceValues(site);
        String[] headers = new String[COUNT];
        for (int i = 0; i < COUNT; i++) {
            StringBuilder header = new StringBuilder();
            add(header, "JSESSIONID", text(random, 32));
            add(header, "XSRF-TOKEN", text(random, 36));
            add(header, "_visit_count", Integer.toString(random.nextInt(1000)));
            add(header, "heatmap", text(random, 40));
            add(header, "recommend", text(random, 44));
            add(header, "last_seen", text(random, 30));
            add(header, "_pk_id." + random.nextInt(90) + "." + text(random, 4), text(random, 46));
            add(header, "_pk_ses." + random.nextInt(90) + "." + text(random, 4), "1");
            add(header, "ab_test_" + text(random, 6), text(random, 30));
            switch (carries) {
                case ONLY_ADMITTED -> {
                    add(header, "basket-" + text(random, 8), text(random, 60));
                    add(header, "basket-" + text(random, 8), text(random, 34));
                }
                case AN_UNDECLARED -> {
                    add(header, "basket-" + text(random, 8), text(random, 60));
                    add(header, "campaign_" + random.nextInt(8), text(random, 34));
                }
                case TWO_REFUSED -> {
                    add(header, "map_style", text(random, 60));
                    add(header, "video_" + text(random, 8), text(random, 34));
                }
            }
            add(header, site.preferenceCookie().name(), preferences[i]);
            headers[i] = header.toString();
        }
        return headers;
    }

    private static void add(StringBuilder header, String name, String value) {
        header.append(header.length() == 0 ? "" : "; ").append(name).append('=').append(value);
    }

    /** What the application writes in a response. */
    public enum Line {
        /** A cookie that the visitor granted. */
        ADMITTED,
        /** One that the visitor refused. */
        REFUSED,
        /** One that nobody declared. */
        UNDECLARED
    }

    /** Set-Cookie lines of about 120 characters. */
    public static Map<Line, String[]> setCookieLines(long seed) {
        Random random = new Random(seed);
        Map<Line, String[]> lines = new EnumMap<>(Line.class);
        for (Line line : Line.values()) {
            String[] texts = new String[COUNT];
            for (int i = 0; i < COUNT; i++) {
                String name = switch (line) {
                    case ADMITTED -> "recommend";
                    case REFUSED -> "video_" + text(random, 4);
                    case UNDECLARED -> "campaign_" + random.nextInt(8);
                };
                texts[i] = name + '=' + text(random, 24)
                        + "; Path=/; Max-Age=15552000; Expires=Sat, 22 May 2027 00:00:00 GMT; SameSite=Lax; Secure";
            }
            lines.put(line, texts);
        }
        return lines;
    }

    /** A text of characters that cookies may have. */
    static String text(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(SAFE.charAt(random.nextInt(SAFE.length())));
        }
        return text.toString();
    }

    /** A request with each of some Cookie lines. */
    public static Request[] requests(String[] cookieLines) {
        return Stream.of(cookieLines).map(Request::new).toArray(Request[]::new);
    }

    /**
     * The headers of a request that has a Cookie line and nothing else. It is made beforehand and creates nothing when it
     * is asked, so that what a benchmark counts is the SDK's alone: a server and an adapter create their own view of a
     * request in any case.
     */
    public static final class Request implements RequestHeaders, Iterator<String> {

        private final String cookieLine;
        private boolean given;

        Request(String cookieLine) {
            this.cookieLine = cookieLine;
        }

        @Override
        public Iterator<String> values(String name) {
            given = !name.equals("Cookie");
            return this;
        }

        @Override
        public boolean hasNext() {
            return !given;
        }

        @Override
        public String next() {
            given = true;
            return cookieLine;
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public String host() {
            return "www.example.org";
        }
    }

    /** A response that counts what is added to it. */
    public static final class Response implements ResponseCookies {

        int lines;

        @Override
        public void add(String line) {
            lines++;
        }
    }
}
