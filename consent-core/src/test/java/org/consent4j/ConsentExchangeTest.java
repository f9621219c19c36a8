package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.consent4j.Exchanges.Request;
import org.consent4j.Exchanges.Response;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.http.ResponseCookies;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.Preferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentExchangeTest {

    private final Site.Heard heard = new Site.Heard();
    private final CookieConsent consent = Site.builder().listener(heard).build();
    private final Response response = new Response();

    private ConsentExchange begin(String... cookieLines) {
        return consent.begin(Request.of(cookieLines), response);
    }

    @Test
    @Rule({"2", "3"})
    void anAdapterHearsOfAChoiceOnceItCounts() {
        List<List<String>> visible = new ArrayList<>();
        List<ConsentExchange> begun = new ArrayList<>();
        ConsentExchange exchange = consent.begin(Request.of("_ga=1; ads=2"), new ResponseCookies() {
            @Override
            public void add(String line) {}

            @Override
            public void decided() {
                visible.add(begun.get(0).cookieHeaders());
            }
        });
        begun.add(exchange);

        exchange.grantAll();
        exchange.refuseAll();
        assertThat(visible).containsExactly(List.of("_ga=1; ads=2"), List.of());
    }

    @Test
    @Rule("1")
    void beforeAChoiceOnlyExemptCookiesLeave() {
        ConsentExchange exchange = begin();

        assertThat(exchange.admits("JSESSIONID=1; Path=/")).isEqualTo(new Decision(true, Reason.NECESSARY));
        assertThat(exchange.admits("_pk_id.1.2=1")).isEqualTo(new Decision(true, Reason.NOT_OBJECTED));
        assertThat(exchange.admits("_ga=1")).isEqualTo(new Decision(false, Reason.UNDECIDED));
        assertThat(exchange.admits("_ga_X=1")).isEqualTo(new Decision(false, Reason.UNDECIDED));
        assertThat(exchange.admits("ads=1")).isEqualTo(new Decision(false, Reason.UNDECIDED));
        assertThat(exchange.admits("other=1")).isEqualTo(new Decision(false, Reason.UNDECLARED));
        assertThat(exchange.admits("_GA=1")).isEqualTo(new Decision(false, Reason.UNDECLARED));
        assertThat(response.lines).isEmpty();
    }

    @Test
    @Rule("1")
    void aChoiceAdmitsItsCategoryAndNoOther() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+ i-"));

        assertThat(exchange.admits("_ga=1").reason()).isEqualTo(Reason.GRANTED);
        assertThat(exchange.admits("seen=1").reason()).isEqualTo(Reason.REFUSED);
        assertThat(exchange.admits("ads=1").reason()).isEqualTo(Reason.UNDECIDED);
    }

    @Test
    @Rule("2")
    void refusedCookiesAreHiddenFromEveryLine() {
        String choice = Site.chose(consent, "s- i+ t-");
        ConsentExchange exchange = begin(
                "JSESSIONID=1; _ga=2;" + choice + "; seen=3", "_ga=4", "other=5;  seen = a b ;_pk_id.1=6; bare; =7");

        assertThat(exchange.hidesCookies()).isTrue();
        assertThat(exchange.cookieHeaders()).containsExactly("JSESSIONID=1; " + choice + "; seen=3", "seen = a b");
    }

    @Test
    @Rule("2")
    void linesWithoutHiddenCookiesStayAsTheyCame() {
        List<String> lines = List.of("JSESSIONID=1;; seen = \"x\"; ", Site.chose(consent, "i+"));
        ConsentExchange exchange = begin(lines.toArray(String[]::new));

        assertThat(exchange.hidesCookies()).isFalse();
        assertThat(exchange.cookieHeaders()).isEqualTo(lines);
        assertThat(begin().cookieHeaders()).isEmpty();
        assertThat(begin("JSESSIONID=1").cookieHeaders()).containsExactly("JSESSIONID=1");
    }

    @Test
    @Rule({"2", "16"})
    void anExemptCookieIsSeenUnlessTheVisitorObjects() {
        assertThat(begin("_pk_id.1=2").cookieHeaders()).containsExactly("_pk_id.1=2");
        assertThat(begin("_pk_id.1=2; " + Site.chose(consent, "s-")).cookieHeaders())
                .containsExactly(Site.chose(consent, "s-"));
    }

    @Test
    @Rule("8")
    void theApplicationNeverWritesThePreferenceCookie() {
        String name = PreferenceCookie.STANDARD_NAME;
        for (String line : List.of(name + "=1.20261123.s0", " " + name + " =x", name + "=; Max-Age=0")) {
            assertThat(begin().admits(line)).as(line).isEqualTo(new Decision(false, Reason.RESERVED));
        }
    }

    @Test
    @Rule("9")
    void aChoiceEndsAfterSixMonthsWhateverTheVisits() {
        Site.SetClock clock = new Site.SetClock();
        CookieConsent site = Site.builder().clock(clock).build();
        String choice = Site.chose(site, "s+ i+ t-");
        for (int day = 0; day < 181; day++) {
            Response visit = new Response();
            assertThat(site.begin(Request.of(choice), visit).promptNeeded())
                    .as("after %s days", day)
                    .isFalse();
            assertThat(visit.lines).isEmpty();
            clock.pass(Duration.ofDays(1));
        }

        clock.pass(Duration.ofDays(1));

        ConsentExchange after = site.begin(Request.of(choice), new Response());
        assertThat(after.promptNeeded()).isTrue();
        assertThat(after.allows(Category.STATISTICAL)).isFalse();
    }

    @Test
    @Rule("10")
    void noPromptAfterARefusal() {
        ConsentExchange exchange = begin(Site.chose(consent, "s- i- t-"));

        assertThat(exchange.promptNeeded()).isFalse();
        assertThat(exchange.undecided()).isEmpty();
    }

    @Test
    @Rule({"10", "11"})
    void aNewProviderAsksForItsCategoryAlone() {
        String choice = Site.chose(consent, "s+ i+ t-");
        CookieConsent changed = CookieConsent.builder()
                .clock(new Site.SetClock())
                .catalogue(CookieCatalogue.of(
                        Site.GA,
                        Site.declare("_hj*", Category.STATISTICAL)
                                .provider(Provider.of("Example Heatmaps"))
                                .allowShortPrefix()
                                .build(),
                        Site.SHOP,
                        Site.ADS))
                .build();

        ConsentExchange exchange = changed.begin(Request.of(choice), response);

        assertThat(exchange.undecided()).containsExactly(Category.STATISTICAL);
        assertThat(exchange.preferences().isStale("statistical")).isTrue();
        assertThat(exchange.admits("_ga=1").reason()).isEqualTo(Reason.STALE);
        assertThat(exchange.allows(Category.FIRST_PARTY)).isTrue();
        assertThat(exchange.admits("ads=1").reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    @Rule({"10", "11"})
    void aCategoryThatLosesItsLastCookieLeavesTheOtherChoices() {
        String choice = Site.chose(consent, "s+ i+ t-");
        CookieConsent changed = CookieConsent.builder()
                .clock(new Site.SetClock())
                .catalogue(CookieCatalogue.of(Site.SHOP, Site.ADS))
                .build();

        ConsentExchange exchange = changed.begin(Request.of(choice), response);

        assertThat(exchange.promptNeeded()).isFalse();
        assertThat(exchange.allows(Category.FIRST_PARTY)).isTrue();
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
        assertThat(exchange.preferences().choices()).containsOnlyKeys("first-party", "third-party");
    }

    @Test
    @Rule({"10", "11"})
    void anOwnCategoryStaysKnownWhereItIsConfigured() {
        Category own = Category.named("videos").build();
        CookieDeclaration player = Site.declare("player", own).build();
        CookieConsent before = CookieConsent.builder()
                .catalogue(CookieCatalogue.of(Site.GA, player))
                .build();
        Response first = new Response();
        before.begin(Request.of(), first).grantAll();
        String choice = first.lines.get(0).substring(0, first.lines.get(0).indexOf(';'));

        CookieConsent configured = CookieConsent.builder()
                .catalogue(CookieCatalogue.of(Site.GA))
                .categories(own)
                .build();
        CookieConsent forgotten =
                CookieConsent.builder().catalogue(CookieCatalogue.of(Site.GA)).build();

        assertThat(configured.begin(Request.of(choice), response).allows(Category.STATISTICAL))
                .isTrue();
        assertThat(forgotten.begin(Request.of(choice), response).allows(Category.STATISTICAL))
                .isFalse();
    }

    @Test
    @Rule("16")
    void anExemptCookieThatTheBrowserHasIsNotProlonged() {
        ConsentExchange carried = begin("_pk_id.1=2");
        assertThat(carried.admits("_pk_id.1=2; Max-Age=3600").reason()).isEqualTo(Reason.PROLONGED);
        assertThat(carried.admits("_pk_id.1=2").reason()).isEqualTo(Reason.NOT_OBJECTED);
        assertThat(carried.admits("_pk_id.9=2; Max-Age=3600").reason()).isEqualTo(Reason.NOT_OBJECTED);
        assertThat(carried.admits("_pk_id.1=; Max-Age=0").reason()).isEqualTo(Reason.DELETION);
    }

    @ParameterizedTest
    @CsvSource({
        "'Max-Age=34128000', NOT_OBJECTED",
        "'Max-Age=34214400', PROLONGED",
        "'Max-Age=99999999999999999999', PROLONGED",
        "'Expires=Thu, 23 Dec 2027 12:00:00 GMT', NOT_OBJECTED",
        "'Expires=Sat, 25 Dec 2027 00:00:00 GMT', PROLONGED",
        "'Max-Age=60; Expires=Sat, 25 Dec 2032 00:00:00 GMT', PROLONGED",
    })
    @Rule("16")
    void anExemptCookieLastsThirteenMonthsAtMost(String attributes, Reason reason) {
        assertThat(begin().admits("_pk_id.1=2; " + attributes).reason()).isEqualTo(reason);
    }

    @Test
    @Rule("17")
    void aRefusalCreatesNoIdentifier() {
        begin().refuseAll();

        assertThat(response.lines)
                .containsExactly(
                        "cookies_preferences=1.20261123.s0~i0~t0; Path=/; Max-Age=15897600; SameSite=Lax;" + " Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "all",
                "1.20200101.s0",
                "1.20261123.zz0",
                "\"1.20261123.s0\"",
                "\u0000",
                "1.20261123.s0 x"
            })
    @Rule("18")
    void aBrokenPreferenceIsNoChoice(String value) {
        ConsentExchange exchange = begin("cookies_preferences=" + value);

        assertThat(exchange.preferences().decidedOn()).isEmpty();
        assertThat(exchange.promptNeeded()).isTrue();
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
    }

    @Test
    @Rule("19")
    void onlyWhatReadsConsentMakesAResponsePersonal() {
        ConsentExchange exchange = begin("JSESSIONID=1; other=2; " + Site.chose(consent, "s+"));
        exchange.cookieHeaders();
        exchange.hidesCookies();
        exchange.admits("JSESSIONID=1");
        exchange.admits("other=1");
        exchange.allows(Category.NECESSARY);
        exchange.allows("necessary");
        exchange.allows("no-such-category");
        exchange.allowsCookie("JSESSIONID");
        exchange.allowsCookie("other");
        exchange.globalPrivacyControl();
        exchange.catalogue();
        assertThat(response.personalised).isZero();

        exchange.allows(Category.STATISTICAL);
        exchange.promptNeeded();
        exchange.refuseAll();
        assertThat(response.personalised).isEqualTo(1);
    }

    @Test
    @Rule("19")
    void everyReadingOfConsentMakesAResponsePersonalOnce() {
        List<Consumer<ConsentExchange>> readings = List.of(
                exchange -> exchange.allows(Category.THIRD_PARTY),
                exchange -> exchange.allows("first-party"),
                exchange -> exchange.allowsCookie("_ga"),
                exchange -> exchange.allowsCookie("_pk_id.1"),
                ConsentExchange::preferences,
                ConsentExchange::promptNeeded,
                ConsentExchange::undecided,
                ConsentExchange::grantAll);
        for (var reading : readings) {
            Response own = new Response();
            ConsentExchange exchange = consent.begin(Request.of(), own);

            reading.accept(exchange);
            reading.accept(exchange);

            assertThat(own.personalised).isEqualTo(1);
        }
    }

    @Test
    @Rule("19")
    void anExpiredLeftoverMakesAResponsePersonal() {
        begin("_ga=1; ads=2");

        assertThat(response.lines).isNotEmpty();
        assertThat(response.personalised).isEqualTo(1);
    }

    @Test
    @Rule("19")
    void aLineThatPassesByAChoiceMakesAResponsePersonal() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+"));
        exchange.admits("ads=1");
        exchange.admits("ads=; Max-Age=0");
        assertThat(response.personalised).isZero();

        exchange.admits("_ga=1");
        assertThat(response.personalised).isEqualTo(1);

        Response exempt = new Response();
        consent.begin(Request.of(), exempt).admits("_pk_id.1=1");
        assertThat(exempt.personalised).isEqualTo(1);
    }

    @Test
    @Rule("19")
    void threadsThatAskAtOnceMakeAResponsePersonalOnce() throws Exception {
        int rounds = 20_000;
        AtomicInteger told = new AtomicInteger();
        ResponseCookies counting = new ResponseCookies() {
            @Override
            public void add(String line) {}

            @Override
            public void personalised() {
                told.incrementAndGet();
            }
        };
        List<ConsentExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            exchanges.add(consent.begin(Request.of(), counting));
        }
        AtomicInteger arrived = new AtomicInteger();
        Callable<Void> asking = () -> {
            for (int i = 0; i < rounds; i++) {
                arrived.incrementAndGet();
                // Both threads go on from here together, as near as two threads can.
                for (int spins = 0; arrived.get() < 2 * (i + 1); spins++) {
                    if (spins > 1_000) {
                        LockSupport.parkNanos(1);
                    }
                }
                exchanges.get(i).allows(Category.STATISTICAL);
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> done : threads.invokeAll(List.of(asking, asking), 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(told).hasValue(rounds);
    }

    @Test
    @Rule("19")
    void asksNobodyWhereNothingNeedsConsent() {
        CookieConsent plain = CookieConsent.builder()
                .catalogue(CookieCatalogue.of(Site.SESSION, Site.EXEMPT))
                .build();
        ConsentExchange exchange = plain.begin(Request.of(), response);

        assertThat(exchange.promptNeeded()).isFalse();
        assertThat(response.personalised).isZero();
        assertThat(exchange.undecided()).isEmpty();
        assertThat(exchange.allows(Category.STATISTICAL)).isTrue();
        exchange.refuseAll();
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'1', true", "'0', false", "'', false", "'1 ', false", "'11', false", "'true', false", "'1,1', false"})
    @Rule("22")
    void onlyExactlyOneIsTheGlobalPrivacyControl(String value, boolean expected) {
        Request request = new Request(true, "www.example.org", Map.of("Sec-GPC", List.of(value)));

        assertThat(consent.begin(request, response).globalPrivacyControl()).isEqualTo(expected);
    }

    @Test
    @Rule("22")
    void theGlobalPrivacyControlIsNoChoiceAndWritesNothing() {
        Request signal = new Request(
                true, "www.example.org", Map.of("Sec-GPC", List.of("1"), "Cookie", List.of(Site.chose(consent, "s+"))));
        ConsentExchange exchange = consent.begin(signal, response);

        assertThat(exchange.globalPrivacyControl()).isTrue();
        assertThat(exchange.allows(Category.STATISTICAL)).isTrue();
        assertThat(exchange.allows(Category.THIRD_PARTY)).isFalse();
        assertThat(exchange.undecided()).contains(Category.THIRD_PARTY);
        assertThat(response.lines).isEmpty();
        assertThat(begin().globalPrivacyControl()).isFalse();
        Request twice = new Request(true, "www.example.org", Map.of("Sec-GPC", List.of("1", "1")));
        assertThat(consent.begin(twice, response).globalPrivacyControl()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_ga=; Max-Age=0",
                "_ga=; Max-Age=-1; Path=/",
                "_ga=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "_ga=x; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; Domain=example.org",
                "other=; Max-Age=0",
            })
    @Rule({"33", "34"})
    void ownDeletionsPass(String line) {
        assertThat(begin().admits(line)).isEqualTo(new Decision(true, Reason.DELETION));
        assertThat(heard.events).isEmpty();
        assertThat(heard.undeclared).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_ga=; Max-Age=\"0\"",
                "_ga=; Expires=0",
                "_ga=; Expires=-1",
                "_ga=; Max-Age=0; Max-Age=500",
                "_ga=; Max-Age=0; Max-Age=bad",
                "_ga=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=garbage",
                "_ga=; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Max-Age=0",
                "_ga=",
            })
    @Rule({"33", "34"})
    void whatABrowserWouldStoreIsNoDeletion(String line) {
        assertThat(begin().admits(line).admitted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_ga",
                "=_ga",
                "",
                "; _ga=1",
                "JSESSIONID=1\rSet-Cookie: _ga=2",
                "JSESSIONID=1\n",
                "JSESSIONID=\u0000",
                "\u015f\u0167=1",
                "JSESSIONID\u3000=1",
                "JSESSIONID\u001f=1",
            })
    @Rule({"34a", "34b"})
    void linesWithoutASureReadingAreDroppedWithoutAWordOfTheirText(String line) {
        assertThat(begin().admits(line)).isEqualTo(new Decision(false, Reason.UNREADABLE));
        assertThat(heard.told()).containsExactly("REFUSED  UNREADABLE");
    }

    @Test
    @Rule("32")
    void aCommaAndUnknownAttributesChangeNothing() {
        ConsentExchange exchange = begin();

        assertThat(exchange.admits("JSESSIONID=1; Path=/, _ga=2").admitted()).isTrue();
        assertThat(exchange.admits("JSESSIONID=1; Partitioned; Priority=High").admitted())
                .isTrue();
        assertThat(exchange.admits("_ga=1, JSESSIONID=2").admitted()).isFalse();
    }

    @Test
    @Rule({"33", "34"})
    void aDeletionOfAGrantedCookieCountsAsGranted() {
        assertThat(begin(Site.chose(consent, "s+")).admits("_ga=; Max-Age=0").reason())
                .isEqualTo(Reason.GRANTED);
    }

    @Test
    @Rule("43")
    void ofTwinsOnlyWhatAllGrantIsGranted() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+ i+") + "; JSESSIONID=1", Site.chose(consent, "s+ i-"));

        assertThat(exchange.allows(Category.STATISTICAL)).isTrue();
        assertThat(exchange.allows(Category.FIRST_PARTY)).isFalse();
        assertThat(begin(Site.chose(consent, "s+") + "; cookies_preferences=x").allows(Category.STATISTICAL))
                .isFalse();
    }

    @Test
    void asksByIdAndByCookie() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+ i-"));

        assertThat(exchange.allows("statistical")).isTrue();
        assertThat(exchange.allows("first-party")).isFalse();
        assertThat(exchange.allows("third-party")).isFalse();
        assertThat(exchange.allows("necessary")).isTrue();
        assertThat(exchange.allows("no such")).isFalse();
        assertThat(exchange.allows(Category.named("other").build())).isFalse();
        assertThat(exchange.allowsCookie("_ga")).isTrue();
        assertThat(exchange.allowsCookie("_ga_ABC")).isTrue();
        assertThat(exchange.allowsCookie("seen")).isFalse();
        assertThat(exchange.allowsCookie("JSESSIONID")).isTrue();
        assertThat(exchange.allowsCookie("other")).isFalse();
        assertThat(exchange.allowsCookie("")).isFalse();
        assertThat(exchange.undecided()).containsExactly(Category.THIRD_PARTY);
        assertThat(exchange.promptNeeded()).isTrue();
    }

    @Test
    @Rule({"1", "18"})
    void outsideOfAFilterNothingIsGrantedAndNothingCanBeRecorded() {
        ConsentExchange none = ConsentExchange.none();

        assertThat(none.allows(Category.STATISTICAL)).isFalse();
        assertThat(none.allows(Category.NECESSARY)).isTrue();
        assertThat(none.allowsCookie("_ga")).isFalse();
        assertThat(none.admits("_ga=1").admitted()).isFalse();
        assertThat(none.preferences().decidedOn()).isEmpty();
        assertThat(none.promptNeeded()).isFalse();
        assertThat(none.cookieHeaders()).isEmpty();
        assertThat(none.hidesCookies()).isFalse();
        assertThat(none.globalPrivacyControl()).isFalse();
        assertThatThrownBy(none::grantAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not pass the consent filter");
        assertThatThrownBy(() -> none.withdraw(Category.STATISTICAL)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> none.record(Map.of(Category.STATISTICAL, Choice.GRANTED)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(none.allows(Category.STATISTICAL)).isFalse();
    }

    @Test
    @Rule("1")
    void reportOnlyLetsEverythingPassAndTells() {
        CookieConsent reporting =
                Site.builder().mode(Mode.REPORT_ONLY).listener(heard).build();
        ConsentExchange exchange = reporting.begin(Request.of("_ga=1; other=2"), response);

        assertThat(exchange.admits("ads=1")).isEqualTo(new Decision(true, Reason.UNDECIDED));
        assertThat(exchange.admits("bare")).isEqualTo(new Decision(true, Reason.UNREADABLE));
        assertThat(exchange.hidesCookies()).isFalse();
        assertThat(exchange.cookieHeaders()).containsExactly("_ga=1; other=2");
        assertThat(response.lines).isEmpty();
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
        assertThat(heard.told())
                .containsExactly(
                        "HIDDEN other UNDECLARED reported",
                        "HIDDEN _ga UNDECIDED reported",
                        "REFUSED ads UNDECIDED reported",
                        "REFUSED  UNREADABLE reported");
    }

    @Test
    void undeclaredCookiesPassWhereTheSiteAdmitsThem() {
        CookieConsent lenient = Site.builder().admitUndeclared().listener(heard).build();
        ConsentExchange exchange = lenient.begin(Request.of("other=1; bare; _ga=2"), response);

        assertThat(exchange.admits("another=1")).isEqualTo(new Decision(true, Reason.UNDECLARED_ADMITTED));
        assertThat(exchange.allowsCookie("another")).isTrue();
        assertThat(exchange.cookieHeaders()).containsExactly("other=1; bare");
        assertThat(exchange.admits("_ga=1").admitted()).isFalse();
        assertThat(heard.undeclared)
                .containsExactly(
                        new UndeclaredCookie("other", UndeclaredCookie.Origin.BROWSER),
                        new UndeclaredCookie("another", UndeclaredCookie.Origin.APPLICATION));
    }

    @Test
    void listenersHearNamesAndNeverValues() {
        ConsentExchange exchange = begin("_ga=SECRET; other=SECRET; SECRET; =SECRET; cookies_preferences=SECRET");
        exchange.admits("_ga=SECRET; Path=/SECRET");
        exchange.admits("unknown=SECRET");
        exchange.admits("SECRET");
        exchange.admits("cookies_preferences=SECRET");
        exchange.refuseAll();

        assertThat(heard.events).hasSizeGreaterThan(6);
        assertThat(heard.events.toString() + heard.undeclared + heard.choices).doesNotContain("SECRET");
    }

    @Test
    void aThrowingListenerHarmsNothing() {
        CookieConsent site = Site.builder()
                .listener(new ConsentListener() {
                    @Override
                    public void onCookie(CookieEvent event) {
                        throw ConsentExchangeTest.<RuntimeException>undeclared(new IOException("full"));
                    }

                    @Override
                    public void onUndeclared(UndeclaredCookie cookie) {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public void onChoice(Preferences before, Preferences after) {
                        throw new IllegalStateException("broken");
                    }
                })
                .listener(heard)
                .build();
        ConsentExchange exchange = site.begin(Request.of("_ga=1; other=2"), response);
        exchange.admits("_ga=1");
        exchange.grantAll();

        assertThat(exchange.admits("_ga=1").admitted()).isTrue();
        assertThat(heard.told()).contains("HIDDEN _ga UNDECIDED", "EXPIRED _ga UNDECIDED", "REFUSED _ga UNDECIDED");
        assertThat(heard.undeclared).hasSize(1);
        assertThat(heard.choices).hasSize(2);
    }

    /** Throws a checked exception where none is declared, as Kotlin code may. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Exception> E undeclared(Exception e) throws E {
        throw (E) e;
    }

    @Test
    void judgingAnswersAsAdmittingAndLeavesNoTrace() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+"));
        heard.events.clear();
        for (String line :
                List.of("_ga=1", "ads=1", "ads=; Max-Age=0", "JSESSIONID=1", "never_told=1", "odd", "a\u0001=1")) {
            Decision judged = exchange.judge(line);
            assertThat(response.personalised).isZero();
            assertThat(heard.events).isEmpty();
            assertThat(consent.report().undeclared()).isEmpty();
            CookieConsent other = Site.builder().build();
            assertThat(judged)
                    .as(line)
                    .isEqualTo(other.begin(Request.of(Site.chose(other, "s+")), new Response())
                            .admits(line));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | ads=; Max-Age=0; Secure                      | true",
                "false | ads=; Max-Age=0; Secure                      | true",
                "false | ads=; Max-Age=0                              | true",
                "true  | ads=; Max-Age=0; Domain=www.example.org      | true",
                "true  | ads=; Max-Age=0; Domain=.Example.org         | true",
                "true  | ads=; Max-Age=0; Domain=                     | true",
                "true  | ads=; Max-Age=0; Domain=example.net          | false",
                "true  | ads=; Max-Age=0; Domain=ample.org            | false",
                "true  | ads=; Max-Age=0; Domain=shop.www.example.org | false",
                "true  | ads=; Max-Age=0; Domain=backend.example      | true",
            })
    @Rule("34")
    void aDeletionPassesWhereBrowsersActOnIt(boolean secure, String line, boolean admitted) {
        CookieConsent site = Site.builder().trustedHost("www.backend.example").build();
        Request request = new Request(secure, "www.example.org", Map.of());

        assertThat(site.begin(request, response).judge(line).admitted()).isEqualTo(admitted);
    }
}
