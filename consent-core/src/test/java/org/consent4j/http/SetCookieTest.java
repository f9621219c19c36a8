package org.consent4j.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetCookieTest {

    private static final long NOW = Instant.parse("2026-11-23T00:00:00Z").getEpochSecond();
    private static final String PAST = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration FAR_BELOW_QUADRATIC = Duration.ofSeconds(20);

    // ---- Names ----------------------------------------------------------------------------------------------------

    static Stream<Arguments> linesWithASureName() {
        return Stream.of(
                arguments("a=1", "a"),
                arguments("a=", "a"),
                arguments("a==", "a"),
                arguments("a=b=c", "a"),
                arguments("a=1;", "a"),
                arguments("a=1; Path=/", "a"),
                arguments("a=1; Path=/, b=2", "a"),
                arguments("a=1, b=2", "a"),
                arguments("a,b=1", "a,b"),
                arguments(" a=1", "a"),
                arguments("a =1", "a"),
                arguments(" _ga =x", "_ga"),
                arguments("\t_ga\t=x", "_ga"),
                arguments(" \t _ga \t =x", "_ga"),
                arguments("a b=1", "a b"),
                arguments("a\tb=1", "a\tb"),
                arguments("\"a\"=1", "\"a\""),
                arguments("\"a=1", "\"a"),
                arguments("a=\"1; b=2\"", "a"),
                arguments("a=1; b=2; c=3", "a"),
                arguments("$Version=1", "$Version"),
                arguments("Path=/", "Path"),
                arguments("Max-Age=0", "Max-Age"),
                arguments("%5Fga=1", "%5Fga"),
                arguments("_ga=%00", "_ga"),
                arguments("A=1", "A"),
                arguments("*=1", "*"),
                arguments("__Host-a=1; Secure; Path=/", "__Host-a"),
                arguments("a={\"b\":1,\"c\":[2]}", "a"),
                arguments("a\u00e9=1", "a\u00e9"),
                arguments("\u00c5\u009f=1", "\u00c5\u009f"),
                arguments("\u00a0a=1", "\u00a0a"),
                arguments("\u0085=1", "\u0085"),
                arguments("a=\u00ff", "a"),
                arguments("a=1\t; Path=/", "a"),
                arguments("a" + "b".repeat(4_095) + "=1", "a" + "b".repeat(4_095)));
    }

    @Rule({"31", "32", "34a"})
    @ParameterizedTest
    @MethodSource("linesWithASureName")
    void theNameStandsBeforeTheFirstEqualsSign(String line, String name) {
        long region = SetCookie.name(line);

        assertThat(region).isNotEqualTo(SetCookie.UNREADABLE);
        assertThat(line.substring(SetCookie.start(region), SetCookie.end(region)))
                .isEqualTo(name);
        assertThat(read(line).name()).isEqualTo(name);
    }

    @Rule({"34a", "34b"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                ";",
                ";;;",
                "=",
                "==",
                "=x",
                " =x",
                "\t=x",
                " \t = x",
                "=a=b",
                "foo",
                " foo ",
                "foo;",
                "foo; Path=/",
                "foo; bar=1",
                "; a=1",
                " ; a=1",
                ";a=1; Max-Age=0",
                "a\u0000=1",
                "a=\u0000",
                "a=1; Path=/\u0000",
                "a\u0001=1",
                "_ga\u001f=1",
                "a\u007f=1",
                "a=1\u007f",
                "ok=1\rSet-Cookie: _ga=2",
                "ok=1\nSet-Cookie: _ga=2",
                "ok=1\r\n_ga=2",
                "\na=1",
                "a=1\u000b",
                "a=1\u000c",
                "_ga\u3000=1",
                "_ga\u2003=1",
                "\u015f\u0167\u0161=1",
                "a=\u0100",
                "a=1; Path=/\u2028",
                "\ufeffa=1",
                "a=\ud83d\ude00",
                "\ud800=1",
            })
    void aLineWithoutASureReadingHasNoName(String line) {
        assertThat(SetCookie.name(line)).isEqualTo(SetCookie.UNREADABLE);
        assertThat(SetCookie.read(line, NOW)).isNull();
    }

    @Test
    void theRegionIsTrueForLongLinesToo() {
        String line = " ".repeat(70_000) + "name" + "\t".repeat(70_000) + "=value";

        long region = SetCookie.name(line);

        assertThat(SetCookie.start(region)).isEqualTo(70_000);
        assertThat(SetCookie.end(region)).isEqualTo(70_004);
    }

    // ---- Deletions ------------------------------------------------------------------------------------------------

    @Rule({"33", "34"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Age=0",
                "max-age=0",
                "MAX-AGE=0",
                " Max-Age = 0 ",
                "\tMax-Age\t=\t0\t",
                "Max-Age=-1",
                "Max-Age=-20",
                "Max-Age=-100000000000000000",
                PAST,
                "expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "Expires=Thu, 01-Jan-1970 00:00:10 GMT",
                "Expires=Thursday, 01-Jan-1970 00:00:00 GMT",
                "Expires=THU, 01 JAN 1970 00:00:00 GMT",
                "Expires=Fri, 01 Jan 1970 00:00:00 GMT",
                "Expires=Sun, 22 Nov 2026 22:59:59 GMT",
                "Max-Age=0; " + PAST,
                PAST + "; Max-Age=0",
                "Path=/; Domain=example.org; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
                "Max-Age=0; Path=/shop; Expires=Thu, 01-Jan-1970 00:00:10 GMT; Partitioned",
                ";;Max-Age=0;;",
                "Max-Age=0; Max-Agee=5; xExpires=never",
            })
    void aLineThatEveryBrowserTakesForADeletionIsOne(String attributes) {
        SetCookie cookie = read("a=1; " + attributes);

        assertThat(cookie.isDeletion()).isTrue();
        assertThat(cookie.isPersistent()).isFalse();
    }

    static Stream<Arguments> writes() {
        return Stream.of(
                arguments(""),
                arguments("Path=/"),
                arguments("Max-Age=1"),
                arguments("Max-Age=500"),
                arguments("Max-Age=\"0\""),
                arguments("Max-Age"),
                arguments("Max-Age="),
                arguments("Max-Age=-"),
                arguments("Max-Age=+0"),
                arguments("Max-Age=-0"),
                arguments("Max-Age=00"),
                arguments("Max-Age=-01"),
                arguments("Max-Age=0x0"),
                arguments("Max-Age=0.0"),
                arguments("Max-Age=0 0"),
                arguments("Max-Age=bad"),
                arguments("Max-Age=-1x"),
                arguments("Max-Age=--1"),
                arguments("Max Age=0"),
                arguments("Max-Age=\u00b2"),
                arguments("Max-Age=0; Max-Age=500"),
                arguments("Max-Age=500; Max-Age=0"),
                arguments("Max-Age=0; Max-Age=0"),
                arguments("Max-Age=0; Max-Age=bad"),
                arguments("Max-Age=0; Max-Age"),
                arguments("Max-Age=500; " + PAST),
                arguments(PAST + "; Max-Age=500"),
                arguments(PAST + "; Max-Age=bad"),
                arguments(PAST + "; Expires=garbage"),
                arguments(PAST + "; " + PAST),
                arguments("Max-Age=0; Expires=Mon, 23 Nov 2099 00:00:00 GMT"),
                arguments("Max-Age=0; Expires=garbage"),
                arguments("Max-Age=0; Expires"),
                arguments("Expires"),
                arguments("Expires="),
                arguments("Expires=0"),
                arguments("Expires=-1"),
                arguments("Expires=Thu, 01 Jan 2099 00:00:00 GMT"),
                arguments("Expires=Mon, 23 Nov 2026 00:00:00 GMT"),
                arguments("Expires=\"Thu, 01 Jan 1970 00:00:00 GMT\""),
                arguments("Expires=Thu, 01 Jan 1970 00:00:00"),
                arguments("Expires=Thu, 01 Jan 1970 00:00:00 PST"),
                arguments("Expires=Thu, 01 Jan 1970 00:00:00 GMT+1"),
                arguments("Expires=Thu 01 Jan 1970 00:00:00 GMT"),
                arguments("Expires=Thu, 1 Jan 1970 00:00:00 GMT"),
                arguments("Expires=Thu, 01 Jan 70 00:00:00 GMT"),
                arguments("Expires=Thu, 01/Jan/1970 00:00:00 GMT"),
                arguments("Expires=Thu, 30 Feb 1970 00:00:00 GMT"),
                arguments("Expires=Thu, 01 Jan 1970 24:00:00 GMT"),
                arguments("Expires=PST, 01 Jan 1970 00:00:00 GMT"),
                arguments("Expires=Jan, 01 Dec 2099 00:00:00 GMT"),
                arguments("Expires=Mon, 01 Jan 1601 00:00:00 GMT"),
                arguments("Expires=Wed, 31 Dec 1969 23:59:59 GMT"),
                arguments("Max-Age=-" + "1".repeat(1_024)),
                arguments("Max-Age=0; Expires=" + "x".repeat(2_000)));
    }

    @Rule({"33", "34"})
    @ParameterizedTest
    @MethodSource("writes")
    void aLineThatSomeBrowserKeepsIsAWrite(String attributes) {
        assertThat(read("a=1; " + attributes).isDeletion()).isFalse();
    }

    @Rule("34")
    @Test
    void whatStandsInTheValueDeletesNothing() {
        assertThat(read("a=Max-Age=0").isDeletion()).isFalse();
        assertThat(read("Max-Age=0").isDeletion()).isFalse();
        assertThat(read("a=\"x\"Max-Age=0").isDeletion()).isFalse();
    }

    @Rule({"34", "44"})
    @Test
    void anAttributeBeyondBrowsersLimitDeletesNothing() {
        assertThat(read("a=1; Max-Age=-" + "1".repeat(1_024)).isDeletion()).isFalse();
    }

    @Rule("34")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Age=-18446744073709551000",
                "Max-Age=-1000000000000000000",
                "Max-Age=0; \u00a0Max-Age=500",
                "\u00e9Max-Age=500; Max-Age=0",
                "Expires=Sun, 22 Nov 2026 23:00:00 GMT",
            })
    void aLineThatSomeBrowserOrClockMayReadOtherwiseIsNoDeletion(String attributes) {
        assertThat(read("a=1; " + attributes).isDeletion()).isFalse();
    }

    @Rule("16")
    @ParameterizedTest
    @ValueSource(strings = {"Max-Age=+99999999", "Max-Age=1e9", "Max-Age=", "Expires=garbage", "Max-Age=60; Expires=x"})
    void aLifetimeThatDoesNotParseIsWithoutEnd(String attributes) {
        SetCookie cookie = read("a=1; " + attributes);

        assertThat(cookie.isPersistent()).isTrue();
        assertThat(cookie.latestExpiry()).isGreaterThan(NOW + 1_000_000_000_000L);
    }

    // ---- How long -------------------------------------------------------------------------------------------------

    @Rule("16")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Max-Age=60 | 60",
                "Max-Age=0060 | 60",
                "Max-Age=60; Max-Age=30 | 60",
                "Max-Age=30; Max-Age=60 | 60",
                "Expires=Mon, 23 Nov 2026 00:01:00 GMT | 60",
                "Expires=Mon, 23 Nov 2026 00:01:00 GMT; Max-Age=120 | 120",
                "Expires=Mon, 23 Nov 2026 00:02:00 GMT; Max-Age=60 | 120",
                "Max-Age=0; Max-Age=500 | 500"
            })
    void theLatestOfAllEndsCounts(String attributes, long secondsFromNow) {
        SetCookie cookie = read("a=1; " + attributes);

        assertThat(cookie.isPersistent()).isTrue();
        assertThat(cookie.latestExpiry() - NOW).isEqualTo(secondsFromNow);
    }

    @Rule("16")
    @Test
    void aLifetimeBeyondAllNumbersIsAVeryLongOne() {
        for (int digits : new int[] {10, 18, 19, 20, 40, 900}) {
            assertThat(read("a=1; Max-Age=" + "9".repeat(digits)).latestExpiry())
                    .as("%d digits", digits)
                    .isGreaterThan(NOW + 400L * 86_400)
                    .isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Path=/; Secure", "MaxAge=60", "Expire=Mon, 23 Nov 2099 00:00:00 GMT"})
    void withoutAnAttributeThatSaysSoNothingIsKept(String attributes) {
        SetCookie cookie = read("a=1; " + attributes);

        assertThat(cookie.isPersistent()).isFalse();
        assertThat(cookie.isDeletion()).isFalse();
        assertThat(cookie.latestExpiry()).isEqualTo(Long.MIN_VALUE);
    }

    // ---- Deletion lines -------------------------------------------------------------------------------------------

    static Stream<Arguments> prefixes() {
        String gone = "; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0";
        return Stream.of(
                arguments("a", null, null, false, "a=" + gone),
                arguments("a", null, "/", false, "a=; Path=/" + gone),
                arguments("a", "", "", false, "a=" + gone),
                arguments("a", "example.org", "/shop", false, "a=; Path=/shop; Domain=example.org" + gone),
                arguments("a", null, "/", true, "a=; Path=/" + gone + "; Secure; SameSite=None; Partitioned"),
                arguments(
                        "__Secure-a",
                        "example.org",
                        "/x",
                        false,
                        "__Secure-a=; Path=/x; Domain=example.org" + gone + "; Secure"),
                arguments("__SECURE-a", null, "/", false, "__SECURE-a=; Path=/" + gone + "; Secure"),
                arguments("__Host-a", "example.org", "/x", false, "__Host-a=; Path=/" + gone + "; Secure"),
                arguments("__host-a", "example.org", null, false, "__host-a=; Path=/" + gone + "; Secure"),
                arguments(
                        "__Host-a",
                        null,
                        "/",
                        true,
                        "__Host-a=; Path=/" + gone + "; Secure; SameSite=None; Partitioned"),
                arguments(
                        "__Http-a",
                        "example.org",
                        "/x",
                        false,
                        "__Http-a=; Path=/x; Domain=example.org" + gone + "; Secure; HttpOnly"),
                arguments("__hTTP-a", null, null, false, "__hTTP-a=" + gone + "; Secure; HttpOnly"),
                arguments(
                        "__Host-Http-a",
                        "example.org",
                        "/x",
                        false,
                        "__Host-Http-a=; Path=/" + gone + "; Secure; HttpOnly"),
                arguments(
                        "__HOST-HTTP-a",
                        null,
                        null,
                        true,
                        "__HOST-HTTP-a=; Path=/" + gone + "; Secure; HttpOnly; SameSite=None; Partitioned"),
                arguments("_Host-a", "example.org", "/x", false, "_Host-a=; Path=/x; Domain=example.org" + gone),
                arguments("__Hosta", null, "/x", false, "__Hosta=; Path=/x" + gone),
                arguments("x__Host-a", null, "/x", false, "x__Host-a=; Path=/x" + gone));
    }

    @Rule("38")
    @ParameterizedTest
    @MethodSource("prefixes")
    void aDeletionHasWhatItsNamesPrefixDemands(
            String name, String domain, String path, boolean partitioned, String expected) {
        String line = SetCookie.deletion(name, domain, path, partitioned);

        assertThat(line).isEqualTo(expected);
        assertThat(read(line).isDeletion()).isTrue();
        assertThat(read(line).name()).isEqualTo(name);
    }

    @Rule("36")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1 | a=; !",
                "a=1; Path=/shop | a=; Path=/shop; !",
                "a=1; Path=/shop; Path=/x | a=; Path=/x; !",
                "a=1; Path=/shop; Path= | a=; !",
                "a=1; domain=example.org; PATH=/ | a=; Path=/; Domain=example.org; !",
                "a=1; Domain=example.org; Domain= | a=; !",
                "a=1; Domain=.example.org; Domain=b.example.org | a=; Domain=b.example.org; !",
                "a=1; Max-Age=500; Secure; HttpOnly; SameSite=Strict | a=; !",
                "a=1; Path=/; Secure; Partitioned | a=; Path=/; !; Secure; SameSite=None; Partitioned",
                "a=1; Path=/; Secure; partitioned=x | a=; Path=/; !; Secure; SameSite=None; Partitioned",
                "__Host-a=1; Path=/; Secure | __Host-a=; Path=/; !; Secure",
                "a = 1 ; Path = /shop | a=; Path=/shop; !",
            })
    void aWriteIsTakenBackOnItsOwnDomainPathAndPartition(String line, String deletion) {
        assertThat(read(line).toDeletion())
                .isEqualTo(deletion.replace("!", "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0"));
    }

    @Rule({"36", "44"})
    @Test
    void whatBrowsersOverlookSaysNothingOfTheCookiesIdentity() {
        String tooLong = "x".repeat(1_024);

        assertThat(read("a=1; Path=/shop; Path=/" + tooLong).toDeletion()).startsWith("a=; Path=/shop; Expires");
        assertThat(read("a=1; Domain=example.org; Domain=x" + tooLong).toDeletion())
                .startsWith("a=; Domain=example.org; Expires");
    }

    @Rule("39")
    @ParameterizedTest
    @CsvSource({
        "__Secure-a, true, false",
        "__secure-a, true, false",
        "__SECURE-, true, false",
        "__Host-a, true, true",
        "__hOsT-a, true, true",
        "__Http-a, true, false",
        "__http-a, true, false",
        "__Host-Http-a, true, true",
        "__host-HTTP-a, true, true",
        "a, false, false",
        "__Secure, false, false",
        "_Secure-a, false, false",
        "a__Host-, false, false",
        "__Hos, false, false",
    })
    void aPrefixInAnyCaseBindsItsCookie(String name, boolean needsSecure, boolean hostBound) {
        assertThat(SetCookie.needsSecure(name)).isEqualTo(needsSecure);
        assertThat(SetCookie.isHostBound(name)).isEqualTo(hostBound);
    }

    // ---- Long lines -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {";", "; ", "=", " ", "a;", "\t;", "a=;", ";Max-Age=0", ";Path=/", "; Expires="})
    void aLongLineIsReadInLinearTime(String piece) {
        String line = "a=" + piece.repeat(MEBIBYTE / piece.length());

        assertTimeoutPreemptively(FAR_BELOW_QUADRATIC, () -> {
            assertThat(SetCookie.name(line)).isEqualTo(1);
            assertThat(read(line).name()).isEqualTo("a");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {";", " ", "\t", "a", "a;", "="})
    void aLongLineWithoutANameIsRejectedInLinearTime(String piece) {
        String line = piece.repeat(MEBIBYTE / piece.length());

        assertTimeoutPreemptively(
                FAR_BELOW_QUADRATIC, () -> assertThat(SetCookie.read(line, NOW)).isNull());
    }

    private static SetCookie read(String line) {
        return requireNonNull(SetCookie.read(line, NOW));
    }
}
