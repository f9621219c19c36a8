package org.consent4j.pages;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.AudienceMeasurementExemption;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.consent4j.preference.Preferences;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** A site with its pages, asked without a server. */
final class Site {

    static final Provider PUBLISHER = Provider.of("Opendatasoft");

    final ConsentPages pages;

    Site(ConsentPages pages) {
        this.pages = pages;
    }

    static Site of(CookieDeclaration... declarations) {
        return new Site(ConsentPages.builder(consent(declarations))
                .siteName("Jersey City")
                .build());
    }

    static CookieConsent consent(CookieDeclaration... declarations) {
        return CookieConsent.builder()
                .catalogue(CookieCatalogue.of(declarations))
                .clock(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC))
                .build();
    }

    /** The four cookies of the policy that this SDK grew from. */
    static CookieDeclaration[] necessary() {
        return new CookieDeclaration[] {
            cookie("sessionid", Category.NECESSARY)
                    .function("Authentication")
                    .location("front and back office")
                    .purpose("To remember the user from one page to another")
                    .build(),
            cookie("django_language", Category.NECESSARY)
                    .function("Language selection")
                    .location("front and back office")
                    .purpose("To remember the visitor's language")
                    .retention(Retention.years(1))
                    .build(),
            cookie("csrftoken", Category.NECESSARY)
                    .function("API (CSRF)")
                    .location("front et back office")
                    .purpose("To retrieve data via API calls")
                    .retention(Retention.days(364))
                    .build(),
            cookie("cookies_preferences", Category.NECESSARY)
                    .function("Choices related to your cookie preferences")
                    .purpose("To remember the visitor's cookie preferences")
                    .retention(Retention.months(6))
                    .build()
        };
    }

    static CookieDeclaration.Builder cookie(String name, Category category) {
        return CookieDeclaration.cookie(name)
                .category(category)
                .provider(PUBLISHER)
                .retention(Retention.session());
    }

    static CookieDeclaration statistical() {
        return cookie("_stat", Category.STATISTICAL)
                .purpose("To count visits")
                .retention(Retention.months(13))
                .build();
    }

    static CookieDeclaration exempt() {
        return cookie("_pk_id.*", Category.STATISTICAL)
                .provider(Provider.SITE)
                .purpose("To count visits")
                .retention(Retention.months(13))
                .exemption(AudienceMeasurementExemption.attest()
                        .solelyAudienceMeasurement()
                        .forThePublisherOnly()
                        .anonymousStatisticsOnly()
                        .noCrossSiteTracking()
                        .noSharingOrCrossReferencing()
                        .lifetimeNotProlongedByVisits()
                        .visitorsInformedAndAbleToObject()
                        .build())
                .build();
    }

    static CookieDeclaration thirdParty() {
        return cookie("_video", Category.THIRD_PARTY)
                .provider(Provider.of("Video Ltd", "https://video.example/privacy?a=1&b=2"))
                .function("Embedded videos")
                .purpose("To choose advertising")
                .retention(Retention.days(30))
                .build();
    }

    /** The whole of a site that asks for statistical and third-party cookies. */
    static Site asking() {
        List<CookieDeclaration> all = new ArrayList<>(List.of(necessary()));
        all.add(statistical());
        all.add(thirdParty());
        return of(all.toArray(CookieDeclaration[]::new));
    }

    Call get(String path) {
        return new Call("GET", path);
    }

    Call post(String body) {
        return new Call("POST", "/cookies/preferences")
                .header("Host", "www.example.org")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(body);
    }

    static Document parse(PageResponse response) {
        return Jsoup.parse(new String(response.body(), StandardCharsets.UTF_8));
    }

    /** What a later request finds after a response. */
    Preferences preferences(Call answered) {
        return get("/").header("Cookie", cookie(answered)).exchange().preferences();
    }

    private static String cookie(Call answered) {
        String line = answered.lines.get(0);
        return line.substring(0, line.indexOf(';'));
    }

    /** The preference cookie that a submission leaves, to be sent with later requests. */
    String cookieAfter(String body) {
        Call post = post(body);
        post.send();
        return cookie(post);
    }

    /** One request on its way, and what came of it. */
    final class Call implements RequestHeaders, ResponseCookies {

        private final String method;
        private final String path;
        private final @Nullable String query;
        private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private byte[] body = new byte[0];
        private int asked;

        final List<String> lines = new ArrayList<>();
        int personalised;

        Call(String method, String target) {
            this.method = method;
            int mark = target.indexOf('?');
            this.path = mark < 0 ? target : target.substring(0, mark);
            this.query = mark < 0 ? null : target.substring(mark + 1);
        }

        Call header(String name, String value) {
            headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            return this;
        }

        Call without(String name) {
            headers.remove(name);
            return this;
        }

        Call body(String text) {
            body = text.getBytes(StandardCharsets.ISO_8859_1);
            return this;
        }

        PageResponse send() {
            return send(pages);
        }

        PageResponse send(ConsentPages handler) {
            return handler.handle(new PageRequest(method, path, query, this, this::read), exchange());
        }

        ConsentExchange exchange() {
            return pages.consent().begin(this, this);
        }

        Document document() {
            return parse(send());
        }

        String banner() {
            return pages.banner(exchange(), Locale.ENGLISH);
        }

        private byte[] read(int most) {
            asked = most;
            return Arrays.copyOf(body, Math.min(most, body.length));
        }

        int asked() {
            return asked;
        }

        @Override
        public Iterator<String> values(String name) {
            return headers.getOrDefault(name, List.of()).iterator();
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public void add(String line) {
            lines.add(line);
        }

        @Override
        public void personalised() {
            personalised++;
        }
    }
}
