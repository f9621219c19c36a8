package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.consent4j.ConsentExchange;
import org.consent4j.ConsentListener;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.Provider;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChoosingTest {

    private final Site site = Site.asking();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                | REFUSED | REFUSED",
                "statistical=granted                               | GRANTED | REFUSED",
                "third-party=granted                               | REFUSED | GRANTED",
                "third-party=granted&statistical=granted           | GRANTED | GRANTED",
                "statistical=granted&statistical=granted           | GRANTED | REFUSED",
                "%73tatistical=%67ranted                           | GRANTED | REFUSED",
                "&&statistical=granted&                            | GRANTED | REFUSED",
                "choice=accept-all                                 | GRANTED | GRANTED",
                "choice=refuse-all                                 | REFUSED | REFUSED",
                "choice=refuse-all&statistical=granted             | REFUSED | REFUSED",
                "statistical=granted&choice=accept-all             | GRANTED | GRANTED",
                "choice=accept-all&choice=accept-all               | GRANTED | GRANTED",
                "necessary=granted                                 | REFUSED | REFUSED",
                "first-party=granted                               | REFUSED | REFUSED",
                "next=                                             | REFUSED | REFUSED",
                "next=//evil.example&third-party=granted           | REFUSED | GRANTED",
                "_csrf=x&statistical=granted&_third-party=granted  | GRANTED | REFUSED",
            })
    @Rule({"6", "7", "8"})
    void aSubmittedFormDecidesEveryCategoryThatIsOffered(String body, Choice statistical, Choice thirdParty) {
        Site.Call post = site.post(body);
        PageResponse response = post.send();
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers())
                .containsEntry("Cache-Control", "no-store")
                .doesNotContainKey("Content-Type");
        assertThat(post.lines).hasSize(1);
        assertThat(after(post).choices())
                .containsEntry("statistical", statistical)
                .containsEntry("third-party", thirdParty)
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown=granted",
                "statistical=",
                "statistical",
                "statistical=GRANTED",
                "statistical=granted+",
                "statistical=refused",
                "statistical=granted&statistical=refused",
                "Statistical=granted",
                "necessary=on",
                "choice=",
                "choice=accept",
                "choice=granted",
                "choice=accept-all&choice=refuse-all",
                "choice=accept-all&unknown=granted",
                "=granted",
                "csrf=x",
                "%=granted",
                "statistical=%g0",
                "statistical=grante%6",
                "next=%",
                "next=%C3",
                "next=\u00e9",
                "next=%C0%AF",
                "asked_for=unknown&choice=accept-all",
            })
    @Rule("8")
    void whatTheFormDoesNotHaveIsRejectedAndNothingIsRecorded(String body) {
        rejected(site.post(body), 400);
    }

    @Test
    void theBodyHasToBeAFormOfAtMostEightKibibytes() {
        rejected(site.post("statistical=granted").without("Content-Type"), 415);
        for (String type : List.of("application/json", "text/plain", "multipart/form-data; boundary=x", "")) {
            rejected(site.post("statistical=granted").without("Content-Type").header("Content-Type", type), 415);
        }
        rejected(site.post("statistical=granted").header("Content-Type", "application/x-www-form-urlencoded"), 415);
        String start = "statistical=granted&next=/";
        Site.Call tooLong = site.post(start + "x".repeat(8193 - start.length()));
        rejected(tooLong, 413);
        assertThat(tooLong.asked()).isEqualTo(8193);
        assertThat(site.post(start + "x".repeat(8192 - start.length())).send().status())
                .isEqualTo(303);
        assertThat(site.post("statistical=granted")
                        .without("Content-Type")
                        .header("Content-Type", "Application/X-WWW-Form-Urlencoded ; charset=UTF-8")
                        .send()
                        .status())
                .isEqualTo(303);
    }

    @Test
    @Rule("7")
    void anEmptyFormRefusesAll() {
        rejected(site.post("").without("Content-Type").header("Content-Type", "multipart/form-data; boundary=x"), 415);
        Site.Call post = site.post("").without("Content-Type");
        assertThat(post.send().status()).isEqualTo(303);
        assertThat(after(post).choices())
                .containsOnlyKeys("statistical", "third-party")
                .doesNotContainValue(Choice.GRANTED);
    }

    @Test
    void checksComeInTheirOrder() {
        Site.Call foreign = site.post("%".repeat(9000)).without("Content-Type").without("Sec-Fetch-Site");
        rejected(foreign.header("Sec-Fetch-Site", "cross-site"), 403);
        assertThat(foreign.asked()).as("octets read of a foreign body").isZero();
        rejected(site.post("%".repeat(9000)).without("Content-Type"), 415);
        rejected(site.post("%".repeat(9000)), 413);
        rejected(site.post("%"), 400);
    }

    @Test
    void aConnectionThatFailsIsNoException() {
        Site.Call call = site.post("");
        PageRequest request = new PageRequest("POST", "/cookies/preferences", null, call, most -> {
            throw new IOException("gone");
        });
        assertThat(site.pages.handle(request, call.exchange()).status()).isEqualTo(400);
        assertThat(call.lines).isEmpty();
    }

    @Test
    void whereNothingCanBeRecordedTheAdapterHearsOfIt() {
        Site.Call call = site.post("choice=accept-all");
        PageRequest request = new PageRequest("POST", "/cookies/preferences", "", call, most -> new byte[0]);
        assertThatThrownBy(() -> site.pages.handle(request, ConsentExchange.none()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Rule({"6", "8"})
    void oneSubmissionIsOneRecord() {
        List<Preferences> heard = new ArrayList<>();
        Site listened = new Site(ConsentPages.of(CookieConsent.builder()
                .catalogue(CookieCatalogue.of(Site.statistical(), Site.thirdParty()))
                .clock(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC))
                .listener(new ConsentListener() {
                    @Override
                    public void onChoice(Preferences before, Preferences after) {
                        heard.add(after);
                    }
                })
                .build()));
        listened.post("statistical=granted").send();
        listened.post("choice=accept-all").send();
        assertThat(heard).hasSize(2);
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "post", "TRACE")) {
            listened.new Call(method, "/cookies/preferences?choice=accept-all&statistical=granted")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .body("choice=accept-all")
                    .send();
        }
        assertThat(heard).as("after methods that choose nothing").hasSize(2);
    }

    @Test
    @Rule("3")
    void withdrawingExpiresTheCookiesInTheSameResponse() {
        String cookie = site.cookieAfter("choice=accept-all");
        Site.Call post = site.post("choice=refuse-all").header("Cookie", cookie + "; _stat=1; sessionid=2");
        assertThat(post.send().status()).isEqualTo(303);
        assertThat(post.lines).anyMatch(line -> line.startsWith("_stat=;") && line.contains("Max-Age=0"));
        assertThat(post.lines).noneMatch(line -> line.startsWith("sessionid"));
    }

    /** What scripts send that record a choice for some categories, each by its box. */
    @Test
    @Rule({"7", "11"})
    void boxesCountForTheCategoriesThatWereAskedFor() {
        String cookie = site.cookieAfter("third-party=granted");
        Site.Call post = site.post("asked_for=statistical&statistical=granted").header("Cookie", cookie);
        assertThat(post.send().status()).isEqualTo(303);
        assertThat(site.preferences(post).choices())
                .containsEntry("statistical", Choice.GRANTED)
                .containsEntry("third-party", Choice.GRANTED);
        Site.Call withdrawal = site.post("asked_for=third-party").header("Cookie", cookie);
        assertThat(withdrawal.send().status()).isEqualTo(303);
        assertThat(site.preferences(withdrawal).choices())
                .containsEntry("statistical", Choice.REFUSED)
                .containsEntry("third-party", Choice.REFUSED);
    }

    @Test
    @Rule("11")
    void acceptingWhatABannerAsksAgainForKeepsAnEarlierRefusal() {
        String cookie = site.cookieAfter("third-party=granted");
        Site changed = Site.of(
                Site.statistical(),
                Site.thirdParty(),
                Site.cookie("_ad", Category.THIRD_PARTY)
                        .provider(Provider.of("Ad Ltd", "https://ad.example/"))
                        .build());
        Document banner = Jsoup.parse(changed.get("/").header("Cookie", cookie).banner());
        assertThat(banner.select("li b").eachText()).containsExactly("Third-party cookies");
        for (Element button : banner.select("button[name]")) {
            StringBuilder body = new StringBuilder(button.attr("name") + "=" + button.attr("value"));
            banner.select("input[type=hidden]")
                    .forEach(field -> body.append('&')
                            .append(field.attr("name"))
                            .append('=')
                            .append(field.attr("value")));
            Site.Call post = changed.post(body.toString()).header("Cookie", cookie);
            assertThat(post.send().status()).isEqualTo(303);
            boolean accepts = button.attr("value").equals("accept-all");
            assertThat(changed.preferences(post).choices())
                    .containsEntry("statistical", Choice.REFUSED)
                    .containsEntry("third-party", accepts ? Choice.GRANTED : Choice.REFUSED);
        }
    }

    @Test
    void aCategoryMayBeNamedLikeAFieldOfTheForm() {
        Category choice = Category.named("choice").build();
        Category next = Category.named("next").build();
        Site odd =
                Site.of(Site.cookie("a", choice).build(), Site.cookie("b", next).build());
        Site.Call post = odd.post("next=granted&next=/there");
        assertThat(post.send().headers()).containsEntry("Location", "/there");
        assertThat(odd.preferences(post).choices())
                .containsEntry("choice", Choice.REFUSED)
                .containsEntry("next", Choice.GRANTED);
        post = odd.post("choice=granted");
        post.send();
        assertThat(odd.preferences(post).choices()).containsEntry("choice", Choice.GRANTED);
        post = odd.post("choice=accept-all");
        post.send();
        assertThat(odd.preferences(post).choices()).doesNotContainValue(Choice.REFUSED);
    }

    private Preferences after(Site.Call post) {
        return site.preferences(post);
    }

    private static void rejected(Site.Call call, int status) {
        PageResponse response = call.send();
        assertThat(response.status()).isEqualTo(status);
        assertThat(call.lines).as("Set-Cookie lines").isEmpty();
        assertThat(response.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Content-Type", "text/html;charset=utf-8");
        Document page = Jsoup.parse(new String(response.body(), StandardCharsets.UTF_8));
        assertThat(page.select("main h1").text()).isEqualTo("Nothing was saved");
        assertThat(page.select("main a").eachAttr("href")).containsExactly("/cookies/preferences");
    }
}
