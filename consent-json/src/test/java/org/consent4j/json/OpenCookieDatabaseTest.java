package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.http.RequestHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenCookieDatabaseTest {

    private static final String CSV = """
            ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,User Privacy & GDPR Rights Portals,Wildcard match
            1,Counter,Analytics,_cnt_,,"Counts visits, and ""returns""\",2 years,Counter Ltd,https://counter.example/privacy,1
            2,Counter,Analytics,_cnt_id,,Tells visitors apart,13 months,Counter Ltd,https://counter.example/privacy,0
            3,Photos,Functional,sessionid,photos.example,Keeps a login,Session,Photos Inc,https://photos.example/privacy,0
            4,Ads,Marketing,twice,,Follows,90 days,Ads Ltd,https://ads.example/privacy,0
            5,Shop,Functional,twice,,Keeps a basket,1 year,Shop Ltd,https://shop.example/privacy,0
            6,Short,Marketing,_s,,Swallows all,1 day,Short Ltd,https://short.example/privacy,1
            7,Tab,Functional,"tabbed\t",,"Of two
            lines",Varies,,http://tab.example/,0
            8,Star,Analytics,star_*,,Has its asterisk already,30 mins,Star Ltd,https://star.example/,1
            """;

    private static final String JSON = """
            {
              "Counter": [
                {"id": "1", "category": "Analytics", "cookie": "_cnt_", "domain": "", "description": "Counts visits",
                 "retentionPeriod": "2 years", "dataController": "Counter Ltd",
                 "privacyLink": "https://counter.example/privacy", "wildcardMatch": "1"}
              ]
            }
            """;

    private static OpenCookieDatabase read(String text) {
        return OpenCookieDatabase.read(new ByteArrayInputStream(text.getBytes(UTF_8)), "database");
    }

    private static CatalogueDraft.Entry only(String... names) {
        List<CatalogueDraft.Entry> entries =
                read(CSV).draft(Arrays.asList(names)).entries();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    @Test
    void aNameIsPreferredToABeginningAndAWildcardMeansABeginning() {
        assertThat(only("_cnt_id").name()).isEqualTo("_cnt_id");
        CatalogueDraft.Entry entry = only("_cnt_7", "_cnt_8", "_cnt_");
        assertThat(entry.name()).isEqualTo("_cnt_*");
        assertThat(entry.category()).contains("statistical");
        assertThat(entry.provider()).contains("Counter Ltd");
        assertThat(entry.policyUrl()).contains("https://counter.example/privacy");
        assertThat(entry.purpose()).contains("Counts visits, and \"returns\"");
        assertThat(entry.retention()).contains("400 days");
        assertThat(entry.review()).contains("Counter of Counter Ltd (Analytics)", "said to be '2 years'", "400 days");
        assertThat(only("star_1").name()).isEqualTo("star_*");
        assertThat(only("star_1").retention()).contains("30 minutes");
        assertThat(read(JSON).draft(List.of("_cnt_1")).entries().get(0).name()).isEqualTo("_cnt_*");
    }

    @Test
    void nothingIsSuggestedBlindly() {
        CatalogueDraft.Entry functional = only("sessionid");
        assertThat(functional.category()).contains("first-party");
        assertThat(functional.review())
                .contains(
                        "Photos of Photos Inc (Functional, photos.example)",
                        "Is it that cookie on your site?",
                        "write necessary");

        CatalogueDraft.Entry twice = only("twice");
        assertThat(twice.category()).isEmpty();
        assertThat(twice.provider()).isEmpty();
        assertThat(twice.purpose()).isEmpty();
        assertThat(twice.review())
                .contains("Ads of Ads Ltd (Marketing), Shop of Shop Ltd (Functional)", "disagree on the category");

        CatalogueDraft.Entry swallowed = only("_session");
        assertThat(swallowed.name()).isEqualTo("_session");
        assertThat(swallowed.provider()).isEmpty();
        assertThat(swallowed.review())
                .contains("does not know it", "begin with '_s' for Short of Short Ltd", "too short");

        CatalogueDraft.Entry tabbed = only("tabbed");
        assertThat(tabbed.provider()).contains("Tab");
        assertThat(tabbed.policyUrl()).isEmpty();
        assertThat(tabbed.retention()).isEmpty();
        assertThat(tabbed.review()).contains("'Varies', which can't be read");
        assertThat(only("JSESSIONID").review()).contains("does not know it");
        assertThat(read(CSV).unreadableRetentions()).containsOnlyKeys("tabbed");
    }

    @ParameterizedTest
    @CsvSource({
        "session, session, false",
        "Sessions, session, false",
        "End of session (browser), session, false",
        "session cookie, session, false",
        "2 years, 400 days, true",
        "1 Year, 1 years, false",
        "13 months, 13 months, false",
        "3 weeks, 21 days, false",
        "30 secs, PT30S, false",
        "24 hours, 24 hours, false",
        "3650 days, 400 days, true",
        "99999 weeks, 400 days, true"
    })
    void whatCanBeParsedIs(String said, String words, boolean isShortened) {
        assertThat(SaidRetention.parse(said)).contains(new SaidRetention(words, isShortened));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Varies", "forever", "0 days", "1 hour or longer", "10 Nov 2030", "30 seconds till 1 year"})
    void whatNeedsAReaderIsLeftToOne(String said) {
        assertThat(SaidRetention.parse(said)).isEmpty();
    }

    @Test
    void aDraftIsRefusedUntilItIsReviewed(@TempDir Path directory) {
        Path file = directory.resolve("draft.json");
        read(CSV).draft(List.of("_cnt_1", "twice")).write(file);
        CatalogueFileException e = catchThrowableOfType(CatalogueFileException.class, () -> CatalogueJson.read(file));
        assertThat(e.problems())
                .filteredOn(problem -> problem.path().endsWith(".review"))
                .hasSize(2);
        assertThat(e).hasMessageContaining("still to be reviewed").hasMessageContaining("has no category");

        String reviewed = read(CSV).draft(List.of("_cnt_1")).text().replaceAll("\"review\": .*\n", "");
        assertThat(CatalogueJson.read(reviewed, "reviewed")
                        .declarations()
                        .get(0)
                        .name())
                .isEqualTo("_cnt_*");
    }

    @Test
    void theReportOfARunningApplicationGivesADraft() {
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CookieCatalogue.of())
                .mode(Mode.REPORT_ONLY)
                .build();
        RequestHeaders headers =
                name -> (name.equals("Cookie") ? List.of("_cnt_id=1; unheard=2") : List.<String>of()).iterator();
        var exchange = consent.begin(headers, line -> {});
        exchange.cookieHeaders();
        exchange.admits("sessionid=secret; Path=/");

        CatalogueDraft draft = read(CSV).draft(consent.report());
        assertThat(draft.entries())
                .extracting(CatalogueDraft.Entry::name)
                .containsExactlyInAnyOrder("sessionid", "_cnt_id", "unheard");
        CatalogueDraft.Entry session = draft.entries().get(0);
        assertThat(session.provider()).contains("site");
        assertThat(session.category()).isEqualTo(Optional.empty());
        assertThat(session.review()).startsWith("Your application sets it.").contains("Photos Inc");
        assertThat(draft.text()).doesNotContain("secret");
    }

    @Test
    void whatIsNoDatabaseIsToldByItsPlace() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("no rows");
        assertThatThrownBy(() -> read("a,b\n1,2\n")).hasMessageContaining("no column 'Platform'");
        assertThatThrownBy(() -> read(CSV + "9,x\n")).hasMessageContaining("database:11:1: The row has 2 values");
        assertThatThrownBy(() -> read(CSV + "\"9,x\n")).hasMessageContaining("quote in this row has no end");
        assertThatThrownBy(() -> read("{\"a\": [{\"cookie\": 1}]}")).hasMessageContaining("a[0].cookie");
        assertThatThrownBy(() -> read("{")).isInstanceOf(CatalogueFileException.class);
    }

    @Test
    void bothFormsOfTheWholeDatabaseAreReadAlike() {
        Path data = Path.of("..", "..", "shared", "data");
        assumeTrue(
                Files.exists(data.resolve("open-cookie-database.csv")),
                "The Open Cookie Database is not beside this repository, in shared/data");
        OpenCookieDatabase csv = OpenCookieDatabase.read(data.resolve("open-cookie-database.csv"));
        OpenCookieDatabase json = OpenCookieDatabase.read(data.resolve("open-cookie-database.json"));
        assertThat(csv).hasToString("Open Cookie Database of 2264 entries");
        assertThat(json).hasToString(csv.toString());
        List<String> names = List.of("_ga", "_ga_ABC", "sessionid", "_shibsession", "ce_need_secure_cookie", "token");
        assertThat(csv.draft(names).entries()).isEqualTo(json.draft(names).entries());
        assertThat(csv.draft(names).entries())
                .extracting(CatalogueDraft.Entry::name)
                .containsExactly("_ga", "_ga_*", "sessionid", "_shibsession", "ce_need_secure_cookie", "token");
        assertThat(csv.draft(List.of("sessionid")).text()).contains("Instagram");
        assertThat(csv.draft(List.of("_shibsession")).entries().get(0).provider())
                .isEmpty();
        assertThat(csv.unreadableRetentions().size()).isBetween(50, 150);
    }
}
