package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.consent4j.Exchanges.Request;
import org.consent4j.Exchanges.Response;
import org.consent4j.catalogue.Category;
import org.consent4j.http.ResponseCookies;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCookie;
import org.junit.jupiter.api.Test;

class RecordTest {

    private static final String EXPIRED = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0";

    private final Site.Heard heard = new Site.Heard();
    private final CookieConsent consent = Site.builder().listener(heard).build();
    private final Response response = new Response();

    private ConsentExchange begin(String... cookieLines) {
        return consent.begin(Request.of(cookieLines), response);
    }

    @Test
    @Rule({"6", "9", "42"})
    void acceptAllAndRefuseAllStoreEveryCategory() {
        begin().grantAll();
        begin().refuseAll();

        assertThat(response.lines).hasSize(2);
        assertThat(response.lines.get(0))
                .matches("cookies_preferences=1\\.20261123\\.s1[\\w-]{4}~i1[\\w-]{4}~t1[\\w-]{4}; Path=/;"
                        + " Max-Age=15897600; SameSite=Lax; Secure");
        assertThat(response.lines.get(1)).startsWith("cookies_preferences=1.20261123.s0~i0~t0;");
    }

    @Test
    @Rule("3")
    void aChoiceIsEffectiveAtOnce() {
        ConsentExchange exchange = begin("_ga=1; JSESSIONID=2");
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
        assertThat(exchange.cookieHeaders()).containsExactly("JSESSIONID=2");

        exchange.grantAll();
        assertThat(exchange.allows(Category.STATISTICAL)).isTrue();
        assertThat(exchange.promptNeeded()).isFalse();
        assertThat(exchange.admits("_ga=1").admitted()).isTrue();
        assertThat(exchange.cookieHeaders()).containsExactly("_ga=1; JSESSIONID=2");

        exchange.withdraw(Category.STATISTICAL);
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
        assertThat(exchange.allows(Category.FIRST_PARTY)).isTrue();
        assertThat(exchange.admits("_ga=1").reason()).isEqualTo(Reason.REFUSED);
        assertThat(exchange.cookieHeaders()).containsExactly("JSESSIONID=2");
    }

    @Test
    @Rule({"3", "37"})
    void withdrawalExpiresAllCookiesOfTheCategoryInThatResponse() {
        ConsentExchange exchange = begin("_ga=1; _ga_X=2; seen=3; _pk_id.1=4; " + Site.chose(consent, "s+ i+ t+"));
        assertThat(response.lines).isEmpty();

        exchange.withdraw(Category.STATISTICAL);

        assertThat(response.lines.get(0)).startsWith("cookies_preferences=1.20261123.s0~i1");
        assertThat(response.lines.subList(1, response.lines.size()))
                .containsExactly("_ga=; Path=/" + EXPIRED, "_ga_X=; Path=/" + EXPIRED, "_pk_id.1=; Path=/" + EXPIRED);
    }

    @Test
    @Rule({"36", "40"})
    void whatThisResponseWroteIsDeletedInItsOwnScope() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+ i+ t+"));
        exchange.admits("_ga=1; Path=/a; Domain=.example.org; Max-Age=99; Secure");
        exchange.admits("ads=1; Path=/; Secure; SameSite=None; Partitioned");
        exchange.admits("_pk_id.1=1; Max-Age=99");
        exchange.admits("seen=1");
        exchange.admits("JSESSIONID=1");

        exchange.record(Map.of(Category.STATISTICAL, Choice.REFUSED, Category.THIRD_PARTY, Choice.REFUSED));

        assertThat(response.lines.subList(1, response.lines.size()))
                .containsExactly(
                        "_ga=; Path=/a; Domain=.example.org" + EXPIRED,
                        "ads=; Path=/" + EXPIRED + "; Secure; SameSite=None; Partitioned",
                        "_pk_id.1=" + EXPIRED);
        assertThat(exchange.admits("_ga=2").admitted()).isFalse();

        exchange.withdraw(Category.FIRST_PARTY);
        assertThat(response.lines.get(response.lines.size() - 1)).isEqualTo("seen=" + EXPIRED);
    }

    @Test
    @Rule("40")
    void aWriteAfterADeletionIsDropped() {
        ConsentExchange exchange = begin("_ga=1");
        assertThat(response.lines).containsExactly("_ga=; Path=/" + EXPIRED);

        assertThat(exchange.admits("_ga=2").admitted()).isFalse();
    }

    @Test
    @Rule("3")
    void aLeftoverIsExpiredOnceHoweverOftenTheVisitorDecides() {
        ConsentExchange exchange = begin("_ga=1; _ga=2");
        exchange.grantAll();
        exchange.refuseAll();
        exchange.grantAll();
        exchange.refuseAll();

        assertThat(response.lines.stream().filter(line -> line.startsWith("_ga=")))
                .hasSize(1);
    }

    @Test
    @Rule("9")
    void aPartialDecisionDoesNotProlongTheRest() {
        Site.SetClock clock = new Site.SetClock();
        CookieConsent site = Site.builder().clock(clock).build();
        String choice = Site.chose(site, "s+ i- t-");
        clock.pass(Duration.ofDays(100));

        ConsentExchange exchange = site.begin(Request.of(choice), response);
        exchange.withdraw(Category.STATISTICAL);
        assertThat(response.lines.get(0)).startsWith("cookies_preferences=1.20261123.s0~i0~t0");

        exchange.refuseAll();
        assertThat(response.lines.get(1)).startsWith("cookies_preferences=1.20270303.");
    }

    @Test
    @Rule("6")
    void unnamedCategoriesKeepTheirChoice() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+ i-"));

        exchange.record(Map.of(Category.THIRD_PARTY, Choice.GRANTED));

        assertThat(exchange.preferences().choices())
                .containsEntry("statistical", Choice.GRANTED)
                .containsEntry("first-party", Choice.REFUSED)
                .containsEntry("third-party", Choice.GRANTED);
    }

    @Test
    void takingEveryChoiceBackDeletesTheCookie() {
        ConsentExchange exchange = begin(Site.chose(consent, "s+"));

        exchange.record(Map.of(Category.STATISTICAL, Choice.UNDECIDED));

        assertThat(response.lines).containsExactly("cookies_preferences=; Path=/" + EXPIRED);
        assertThat(exchange.promptNeeded()).isTrue();
    }

    @Test
    void whatCantBeChosenIsAnError() {
        ConsentExchange exchange = begin();

        assertThatThrownBy(() -> exchange.record(Map.of(Category.NECESSARY, Choice.REFUSED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'necessary' needs no consent");
        Category unknown = Category.named("unknown").build();
        assertThatThrownBy(() -> exchange.withdraw(unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no category 'unknown'");
        assertThat(response.lines).isEmpty();
        assertThat(exchange.preferences().decidedOn()).isEmpty();
    }

    @Test
    void nothingIsRecordedWhereTheHeadersHaveGone() {
        ResponseCookies sent = line -> {
            throw new IllegalStateException("sent");
        };
        ConsentExchange exchange = consent.begin(Request.of(), sent);

        assertThatThrownBy(exchange::grantAll).isInstanceOf(IllegalStateException.class);
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
        assertThat(heard.choices).isEmpty();
    }

    @Test
    void listenersHearTheChoiceBeforeAndAfter() {
        begin(Site.chose(consent, "s+")).refuseAll();

        int last = heard.choices.size() - 1;
        assertThat(heard.choices.get(last - 1).choice("statistical")).isEqualTo(Choice.GRANTED);
        assertThat(heard.choices.get(last).choice("statistical")).isEqualTo(Choice.REFUSED);
    }

    @Test
    @Rule("43")
    void aNewChoiceDeletesCopiesOfOtherScopes() {
        CookieConsent site =
                Site.builder().trustedHost("example.org").listener(heard).build();
        String old = Site.chose(site, "s-");

        site.begin(Request.of(old + "; " + Site.chose(site, "s+")), response).grantAll();
        assertThat(response.lines.subList(1, response.lines.size()))
                .containsExactly(
                        "cookies_preferences=; Path=/; Domain=www.example.org" + EXPIRED,
                        "cookies_preferences=; Path=/; Domain=example.org" + EXPIRED);

        // A single one may be the copy, which would overrule the new choice from the next request on.
        Response second = new Response();
        site.begin(Request.of(old), second).grantAll();
        assertThat(second.lines).hasSize(3);

        Response none = new Response();
        site.begin(Request.of(), none).grantAll();
        assertThat(none.lines).hasSize(1);
    }

    @Test
    @Rule("43")
    void aCookieForADomainDeletesTheHostOnlyCopy() {
        CookieConsent site = Site.builder()
                .trustedHost("example.org")
                .preferenceCookie(PreferenceCookie.standard().withDomain("example.org"))
                .build();

        site.begin(Request.of("cookies_preferences=x"), response).refuseAll();

        assertThat(response.lines.get(0)).contains("; Domain=example.org; Max-Age=");
        assertThat(response.lines.subList(1, response.lines.size()))
                .containsExactly(
                        "cookies_preferences=; Path=/" + EXPIRED,
                        "cookies_preferences=; Path=/; Domain=www.example.org" + EXPIRED);
    }

    @Test
    @Rule({"38", "43"})
    void aHostBoundPreferenceCookieHasNoOtherScope() {
        CookieConsent site = Site.builder()
                .trustedHost("example.org")
                .preferenceCookie(PreferenceCookie.standard().withHostPrefix())
                .build();

        site.begin(Request.of("__Host-cookies_preferences=x; __Host-cookies_preferences=y"), response)
                .refuseAll();

        assertThat(response.lines).hasSize(1);
        assertThat(response.lines.get(0)).startsWith("__Host-cookies_preferences=1.20261123.s0");
    }

    @Test
    @Rule("42")
    void thereIsNoSecureOverHttp() {
        consent.begin(Request.of().overHttp(), response).refuseAll();

        assertThat(response.lines).singleElement().asString().endsWith("; SameSite=Lax");
    }

    @Test
    @Rule({"1", "3"})
    void everyRowOfDecisionsIsAnsweredByTheLastOne() {
        Map<Category, String> cookies = new LinkedHashMap<>();
        cookies.put(Category.STATISTICAL, "_ga");
        cookies.put(Category.FIRST_PARTY, "seen");
        cookies.put(Category.THIRD_PARTY, "ads");
        List<Choice> said = List.of(Choice.GRANTED, Choice.REFUSED, Choice.UNDECIDED);
        for (Choice first : said) {
            for (Choice second : said) {
                for (Choice third : said) {
                    ConsentExchange exchange = consent.begin(Request.of(), new Response());
                    for (Choice choice : List.of(first, second, third)) {
                        cookies.forEach((category, name) -> {
                            exchange.record(Map.of(category, choice));
                            boolean granted = choice == Choice.GRANTED;
                            assertThat(exchange.allows(category)).isEqualTo(granted);
                            assertThat(exchange.allowsCookie(name)).isEqualTo(granted);
                            assertThat(exchange.admits(name + "=1").admitted()).isEqualTo(granted);
                            assertThat(exchange.undecided().contains(category)).isEqualTo(choice == Choice.UNDECIDED);
                        });
                    }
                }
            }
        }
    }
}
