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
import org.consent4j.CatalogueReport;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.UndeclaredCookie;
import org.consent4j.catalogue.CommonCookies;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.http.RequestHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenCookieDatabaseTest {

    static final String CSV = """
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
            9,Servlets,Functional,JSESSIONID,,Keeps a session,session,Servlets,,1
            10,Other,Marketing,_cnt_other,,Follows,1 day,Other Ltd,https://other.example/,0
            11,Wide,Functional,_cnt,,Counts,1 day,Wide Ltd,https://wide.example/,1
            12,Magento,Functional,mage-messages,,Shows messages,1 year,Adobe,https://adobe.example/,0
            13,Swap,Marketing,swapped,,Follows,Swap,29 days,not an address,0
            14,Video,Functional,YSC,video.example (3rd party),Plays,Session,Video Ltd,https://video.example/,0
            15,Tags,Analytics,tags_<container-id>,,Counts,forever,Tags Ltd,https://tags.example/,0
            16,Tags,Analytics,tags-NNN,,Counts,2 years after last activity,Website operator,https://tags.example/,0
            17,Store,Functional,stored_things, or store.example (3rd party),Stores,Local Storage,Store,https://store.example/,0
            18,Both,Functional,both,,Stands twice,1 day,Both Ltd,https://both.example/,0
            20,Watch,Functional,_watch_user,,Keeps an id,1 year,Watch Ltd,https://watch.example/,0
            21,Watch,Analytics,_watch_id,,Records visits,1 year,Watch Ltd,https://watch.example/,0
            22,Dotted,Functional,dotted_name,,Says little,1 day,ad.dotted.example,https://dotted.example/,0
            23,Cased,Functional,cased_name,,Says little,1 day,CASED,https://cased.example/,0
            19,Both,Functional,both,,Stands twice,2 days,Both Ltd,https://both.example/,1
            """;

    static final String JSON = """
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
        CatalogueDraft.Entry entry = only("_cnt_7", "_cnt_8");
        assertThat(entry.name()).isEqualTo("_cnt_*");
        assertThat(entry.category()).contains("statistical");
        assertThat(entry.provider()).contains("Counter Ltd");
        assertThat(entry.policyUrl()).contains("https://counter.example/privacy");
        assertThat(entry.function()).contains("Counter");
        assertThat(entry.purpose()).contains("Counts visits, and \"returns\"");
        assertThat(entry.retention()).contains("400 days");
        assertThat(entry.review()).contains("Counter of Counter Ltd (Analytics)", "said to be '2 years'", "400 days");
        assertThat(only("star_1").name()).isEqualTo("star_*");
        assertThat(only("star_1").retention()).contains("30 minutes");
        assertThat(only("tags_GTM-1").name()).isEqualTo("tags_*");
        assertThat(only("tags-042").name()).isEqualTo("tags-*");
        assertThat(read(JSON).draft(List.of("_cnt_1")).entries().get(0).name()).isEqualTo("_cnt_*");
    }

    @Test
    void aBeginningTellsWhatItTakesInAndWhoseElseItMayBe() {
        assertThat(only("_cnt_7", "_cnt_8").review())
                .contains("declares all names that begin so; seen were 2, such as '_cnt_7'")
                .contains("would take in '_cnt_other' of Other of Other Ltd (Marketing), too")
                .contains("could also be one of Wide of Wide Ltd (Functional)");
        // Seen as it stands there, the name alone is declared.
        assertThat(only("_cnt_").name()).isEqualTo("_cnt_");
    }

    @Test
    void aCookieThatThisSdkKnowsIsDeclaredAsItIsThere() {
        CatalogueDraft.Entry session = only("JSESSIONID");
        assertThat(session.name()).isEqualTo("JSESSIONID");
        assertThat(session.category()).contains("necessary");
        assertThat(session.provider()).contains("site");
        assertThat(session.policyUrl()).isEmpty();
        assertThat(session.function()).contains("Session");
        assertThat(session.purpose())
                .hasValueSatisfying(text -> assertThat(text).startsWith("To remember you"));
        assertThat(session.retention()).contains("session");
        assertThat(session.review()).contains("Servlet containers", "only where it serves what the visitor asked for");
        assertThat(only("SESSION").review()).contains("a cookie of Micronaut or Spring Session");
        assertThat(only("cookies_preferences").function()).contains("Cookie preferences");
        assertThat(CatalogueJson.write(
                        CatalogueJson.read(reviewed(read(CSV).draft(List.of("remember-me", "JWT"))), "reviewed")))
                .isEqualTo(CatalogueJson.write(
                        CookieCatalogue.of(CommonCookies.rememberMe(), CommonCookies.micronautJwt())));
    }

    @Test
    void noCookieIsLeftOutForAnotherThatBeginsAlike() {
        assertThat(read(CSV)
                        .draft(List.of("JSESSIONIDSSO", "JSESSIONID", "JSESSIONID_A", "JSESSIONID_B"))
                        .entries())
                .extracting(CatalogueDraft.Entry::name)
                .containsExactly("JSESSIONIDSSO", "JSESSIONID", "JSESSIONID*");
        CatalogueReport report = new CatalogueReport(
                List.of(
                        new UndeclaredCookie("_cnt_1", UndeclaredCookie.Origin.APPLICATION),
                        new UndeclaredCookie("_cnt_2", UndeclaredCookie.Origin.APPLICATION),
                        new UndeclaredCookie("_cnt_3", UndeclaredCookie.Origin.BROWSER)),
                List.of());
        assertThat(read(CSV).draft(report).entries())
                .extracting(CatalogueDraft.Entry::name)
                .containsExactly("_cnt_1", "_cnt_2", "_cnt_*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessionid",
                "csrftoken",
                "PHPSESSID",
                "connect.sid",
                "sid",
                "session",
                "token",
                "lang",
                "locale",
                "language",
                "currency",
                "cart",
                "theme",
                "user",
                "id",
                "uid",
                "user_id",
                "appLang",
                "__Secure-session",
                "_s",
                "tp"
            })
    void aNameThatManySitesUseIsNobodys(String name) {
        String row =
                "20,Vendor,Marketing," + name + ",vendor.example,Follows,1 day,Vendor Ltd,https://vendor.example/,0\n";
        CatalogueDraft.Entry entry = read(CSV.lines().limit(1).findFirst().orElseThrow() + "\n" + row)
                .draft(List.of(name))
                .entries()
                .get(0);
        assertThat(entry)
                .isEqualTo(CatalogueDraft.Entry.unknown(
                        name,
                        false,
                        "Many sites use this name for a cookie of their own. The Open Cookie Database has it for Vendor"
                                + " of Vendor Ltd (Marketing, vendor.example). Find out who sets it on your site, and"
                                + " complete it."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_ga",
                "_gid",
                "_fbp",
                "IDE",
                "NID",
                "_pk_id.",
                "_hjSession_",
                "__cf_bm",
                "AWSALB",
                "uuid2",
                "auth0"
            })
    void aNameThatOneVendorUsesIsIts(String name) {
        assertThat(SharedNames.has(name)).isFalse();
    }

    @Test
    void nothingIsSuggestedBlindly() {
        CatalogueDraft.Entry twice = only("twice");
        assertThat(twice.category()).isEmpty();
        assertThat(twice.provider()).isEmpty();
        assertThat(twice.function()).isEmpty();
        assertThat(twice.purpose()).isEmpty();
        assertThat(twice.retention()).isEmpty();
        assertThat(twice.review())
                .contains("Ads of Ads Ltd (Marketing), Shop of Shop Ltd (Functional)")
                .contains("disagree on the category, provider, policy-url, function, purpose, retention: choose");

        CatalogueDraft.Entry both = only("both");
        assertThat(both.provider()).contains("Both Ltd");
        assertThat(both.retention()).isEmpty();
        assertThat(both.review()).contains("disagree on the retention: choose");

        CatalogueDraft.Entry swallowed = only("_session_of_mine");
        assertThat(swallowed.name()).isEqualTo("_session_of_mine");
        assertThat(swallowed.provider()).isEmpty();
        assertThat(swallowed.review())
                .contains("does not know it", "begin with '_s' for Short of Short Ltd", "so may anybody's");

        CatalogueDraft.Entry tabbed = only("tabbed");
        assertThat(tabbed.category()).contains("first-party");
        assertThat(tabbed.provider()).contains("Tab");
        assertThat(tabbed.policyUrl()).contains("http://tab.example/");
        assertThat(tabbed.purpose()).contains("Of two lines");
        assertThat(tabbed.retention()).isEmpty();
        assertThat(tabbed.review())
                .contains("'Varies', which can't be read", "Is it that cookie on your site?", "write necessary");
        assertThat(read(CSV).unreadableRetentions()).containsOnlyKeys("tabbed", "stored_things");
        assertThat(read(CSV).draft(List.of(" \t", "")).entries()).isEmpty();
    }

    @Test
    void whoseACookieIsIsTold() {
        CatalogueDraft.Entry magento = only("mage-messages");
        assertThat(magento.provider()).contains("site");
        assertThat(magento.policyUrl()).isEmpty();
        assertThat(magento.function()).contains("Magento");
        assertThat(magento.review()).contains("where you run Magento yourself");
        assertThat(only("tags-042").provider()).contains("site");
        assertThat(only("tags-042").retention()).contains("400 days");

        assertThat(only("dotted_name").provider()).contains("Dotted");
        assertThat(only("cased_name").provider()).contains("Cased");
        assertThat(only("cased_name").function()).isEmpty();
        assertThat(only("unheard*").review()).contains("asterisk would declare all names that begin so");

        CatalogueDraft.Entry swapped = only("swapped");
        assertThat(swapped.provider()).contains("Swap");
        assertThat(swapped.retention()).contains("29 days");
        assertThat(swapped.policyUrl()).isEmpty();
        assertThat(swapped.review()).contains("needs the policy-url");

        CatalogueDraft.Entry watch = only("_watch_user");
        assertThat(watch.category()).contains("first-party");
        assertThat(watch.review()).contains("But others of Watch there are for Analytics: is this one?");
        assertThat(magento.review()).contains("write necessary").doesNotContain("But others");

        assertThat(only("YSC").category()).contains("third-party");
        assertThat(only("stored_things").category()).contains("first-party");
        assertThat(only("stored_things").review()).contains("other storage, but was seen as a cookie");
    }

    @ParameterizedTest
    @CsvSource({
        "session, session, false",
        "Sessions, session, false",
        "End of session (browser), session, false",
        "session cookie, session, false",
        "2 years, 400 days, true",
        "1 Year, 1 year, false",
        "13 months, 13 months, false",
        "3 weeks, 21 days, false",
        "30 secs, PT30S, false",
        "24 hours, 24 hours, false",
        "3650 days, 400 days, true",
        "99999 weeks, 400 days, true",
        "forever, 400 days, true",
        "No expiration, 400 days, true",
        "30 minutes after last activity, 30 minutes, false",
        "10 years from set/ update, 400 days, true",
        "'6 months by default, modifiable', 6 months, false"
    })
    void whatCanBeParsedIs(String said, String words, boolean isShortened) {
        assertThat(SaidRetention.parse(said)).contains(new SaidRetention(words, isShortened));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Varies",
                "Persistent",
                "0 days",
                "1 day after login",
                "Local Storage",
                "1 hour or longer",
                "10 Nov 2030",
                "30 seconds till 1 year"
            })
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

        assertThat(CatalogueJson.read(reviewed(read(CSV).draft(List.of("_cnt_1"))), "reviewed")
                        .declarations()
                        .get(0)
                        .name())
                .isEqualTo("_cnt_*");
    }

    private static String reviewed(CatalogueDraft draft) {
        return draft.text().replaceAll("\"review\": .*\n", "");
    }

    /** The draft after somebody has written everything that is missing, and nothing else. */
    private static CookieCatalogue completed(CatalogueDraft draft) {
        return CatalogueJson.read(
                reviewed(new CatalogueDraft(draft.entries().stream()
                        .map(OpenCookieDatabaseTest::completed)
                        .toList())),
                "completed");
    }

    private static CatalogueDraft.Entry completed(CatalogueDraft.Entry entry) {
        return new CatalogueDraft.Entry(
                entry.name(),
                entry.category().or(() -> Optional.of("third-party")),
                entry.provider().or(() -> Optional.of("Somebody")),
                entry.policyUrl()
                        .or(() -> entry.provider().filter("site"::equals).isPresent()
                                ? Optional.empty()
                                : Optional.of("https://somebody.example/")),
                entry.function(),
                entry.purpose(),
                entry.retention().or(() -> Optional.of("session")),
                entry.review());
    }

    /** A name that the entry is meant for. */
    private static String instance(OpenCookieDatabase.Entry entry) {
        return entry.isPrefix() ? entry.name() + "4711" : entry.name();
    }

    private static void assertDraftsRead(OpenCookieDatabase database) {
        List<String> names = database.entries().stream()
                .map(OpenCookieDatabaseTest::instance)
                .distinct()
                .toList();
        CatalogueDraft draft = database.draft(names);
        CookieCatalogue completed = completed(draft);
        assertThat(completed.declarations())
                .extracting(CookieDeclaration::name)
                .containsExactlyElementsOf(
                        draft.entries().stream().map(CatalogueDraft.Entry::name).toList());
        // Each name is declared by what was drafted for it.
        assertThat(names)
                .allSatisfy(name -> assertThat(completed.declarations())
                        .anyMatch(declaration -> declaration.isPrefix()
                                ? name.startsWith(declaration
                                        .name()
                                        .substring(0, declaration.name().length() - 1))
                                : name.equals(declaration.name())));
        assertThat(draft.entries())
                .allSatisfy(entry -> assertThat(entry.review()).isNotBlank().doesNotContain("  ", "null", "()"));
    }

    @Test
    void aDraftReadsOnceItIsCompleted() {
        assertDraftsRead(read(CSV));
        assertDraftsRead(read(JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-cookie-database.csv", "open-cookie-database.json"})
    void aDraftOfTheWholeDatabaseReadsOnceItIsCompleted(String file) {
        assertDraftsRead(OpenCookieDatabase.read(data().resolve(file)));
    }

    @Test
    void theReportOfARunningApplicationGivesADraft() {
        CookieConsent consent = CookieConsent.builder()
                .catalogue(CookieCatalogue.of())
                .mode(Mode.REPORT_ONLY)
                .build();
        RequestHeaders headers = name -> (name.equals("Cookie")
                        ? List.of("_cnt_id=1; unheard=2; caf\u00c3\u00a9=3; YSC=4")
                        : List.<String>of())
                .iterator();
        var exchange = consent.begin(headers, line -> {});
        exchange.cookieHeaders();
        exchange.admits("sessionid=secret; Path=/");

        CatalogueDraft draft = read(CSV).draft(consent.report());
        assertThat(draft.entries())
                .extracting(CatalogueDraft.Entry::name)
                .containsExactlyInAnyOrder("sessionid", "_cnt_id", "unheard", "café", "YSC");
        CatalogueDraft.Entry video = draft.entries().stream()
                .filter(entry -> entry.name().equals("YSC"))
                .findFirst()
                .orElseThrow();
        assertThat(video.category()).contains("first-party");
        assertThat(video.review()).contains("Browsers sent it to your site");
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
        assertThatThrownBy(() -> read(CSV + "9,x\n")).hasMessageContaining("database:26:1: The row has 2 values");
        assertThatThrownBy(() -> read(CSV + "\"9,x\n")).hasMessageContaining("quote in this row has no end");
        assertThatThrownBy(() -> read("{\"a\": [{\"cookie\": 1}]}")).hasMessageContaining("a[0].cookie");
        assertThatThrownBy(() -> read("{\"catalogue\": {}}")).hasMessageContaining("each platform has a list");
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("no entries");
        assertThatThrownBy(() -> read("\ufeff" + JSON)).hasMessageContaining("byte order mark");
        assertThat(read("\ufeff" + CSV)).hasToString(read(CSV).toString());
        assertThat(read("\n " + JSON)).hasToString("Open Cookie Database of 1 entries");
        assertThatThrownBy(() -> read("{")).isInstanceOf(CatalogueFileException.class);
    }

    private static Path data() {
        Path data = Path.of("..", "..", "shared", "data");
        assumeTrue(
                Files.exists(data.resolve("open-cookie-database.csv")),
                "The Open Cookie Database is not beside this repository, in shared/data");
        return data;
    }

    @Test
    void bothFormsOfTheWholeDatabaseAreReadAlike() {
        OpenCookieDatabase csv = OpenCookieDatabase.read(data().resolve("open-cookie-database.csv"));
        OpenCookieDatabase json = OpenCookieDatabase.read(data().resolve("open-cookie-database.json"));
        assertThat(csv).hasToString("Open Cookie Database of 2264 entries");
        assertThat(json).hasToString(csv.toString());
        List<String> all = csv.entries().stream()
                .map(OpenCookieDatabaseTest::instance)
                .distinct()
                .toList();
        assertThat(csv.draft(all).entries())
                .containsExactlyInAnyOrderElementsOf(json.draft(all).entries());
        assertThat(csv.unreadableRetentions().size()).isBetween(40, 100);
    }

    /** Of a site that one could meet: what is its own is nobody else's, and what is a vendor's is told. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "JSESSIONID, JSESSIONID, necessary, site",
                "SESSION, SESSION, necessary, site",
                "XSRF-TOKEN, XSRF-TOKEN, necessary, site",
                "sessionid, sessionid, -, -",
                "csrftoken, csrftoken, -, -",
                "PHPSESSID, PHPSESSID, -, -",
                "connect.sid, connect.sid, -, -",
                "lang, lang, -, -",
                "token, token, -, -",
                "_s, _s, -, -",
                "tp, tp, -, -",
                "_shibsession, _shibsession, -, -",
                "euconsent, euconsent, -, -",
                "_ga, _ga, statistical, Google",
                "_ga_ABC123, _ga_*, statistical, Google",
                "_gid, _gid, statistical, Google",
                "_gcl_au, _gcl_au, third-party, Google",
                "_gat_UA-1-1, _gat*, statistical, Google",
                "_fbp, _fbp, third-party, Facebook",
                "IDE, IDE, third-party, Google",
                "NID, NID, third-party, Google",
                "_uetsid, _uetsid, third-party, Microsoft",
                "_pk_id.1.1fff, _pk_id.*, statistical, Piwik",
                "_hjSession_42, _hjSession_*, first-party, Hotjar",
                "_clck, _clck, statistical, Microsoft",
                "YSC, YSC, third-party, Google",
                "OptanonConsent, OptanonConsent, first-party, OneTrust",
                "__cf_bm, __cf_bm, first-party, Cloudflare",
                "AWSALB, AWSALB, first-party, Amazon Web Services",
                "laravel_session, laravel_session, first-party, site",
                "mage-messages, mage-messages, first-party, site",
                "wordpress_logged_in_1, wordpress_logged_in_*, first-party, site",
                ".AspNetCore.Antiforgery.x, .AspNetCore.Antiforgery.*, first-party, site",
                "lantern, lantern, third-party, Awin",
                "ce_need_secure_cookie, ce_need_secure_cookie, statistical, Crazy Egg"
            })
    void cookiesOfRealSites(String seen, String name, String category, String provider) {
        CatalogueDraft.Entry entry = OpenCookieDatabase.read(data().resolve("open-cookie-database.csv"))
                .draft(List.of(seen))
                .entries()
                .get(0);
        assertThat(entry.name()).isEqualTo(name);
        assertThat(entry.category()).isEqualTo(Optional.ofNullable(category));
        assertThat(entry.provider()).isEqualTo(Optional.ofNullable(provider));
    }
}
