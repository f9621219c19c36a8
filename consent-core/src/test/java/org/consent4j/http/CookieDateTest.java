package org.consent4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.consent4j.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDateTest {

    @Rule("33")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 01 Jan 1970 00:00:00 GMT | 1970-01-01T00:00:00Z",
                "Thu, 01-Jan-1970 00:00:10 GMT | 1970-01-01T00:00:10Z",
                "Thursday, 01-Jan-70 00:00:00 GMT | 1970-01-01T00:00:00Z",
                "Thu Jan  1 00:00:00 1970 | 1970-01-01T00:00:00Z",
                "1 jan 1970 0:0:0 | 1970-01-01T00:00:00Z",
                "00:00:00 1970 Jan 1 | 1970-01-01T00:00:00Z",
                "1970 1 00:00:00 January | 1970-01-01T00:00:00Z",
                "31 Dec 99 23:59:59 | 1999-12-31T23:59:59Z",
                "31 Dec 70 23:59:59 | 1970-12-31T23:59:59Z",
                "31 Dec 69 23:59:59 | 2069-12-31T23:59:59Z",
                "31 Dec 00 23:59:59 | 2000-12-31T23:59:59Z",
                "31 Dec 070 23:59:59 | 1970-12-31T23:59:59Z",
                "1 Jan 1601 00:00:00 | 1601-01-01T00:00:00Z",
                "31 Dec 9999 23:59:59 | 9999-12-31T23:59:59Z",
                "29 Feb 2024 12:00:00 | 2024-02-29T12:00:00Z",
                "23 Nov 2026 01:02:03 PST | 2026-11-23T01:02:03Z",
                "23 Nov 2026 01:02:03 +0200 | 2026-11-23T01:02:03Z",
                "23 NOVEMBER 2026 01:02:03 | 2026-11-23T01:02:03Z",
                "23 Novxyz 2026 01:02:03 | 2026-11-23T01:02:03Z",
                "23rd Nov 2026 01:02:03 | 2026-11-23T01:02:03Z",
                "23 Nov 2026AD 01:02:03 | 2026-11-23T01:02:03Z",
                "23 Nov 2026 01:02:03.999 | 2026-11-23T01:02:03Z",
                "23 Nov 2026 01:02:03Z | 2026-11-23T01:02:03Z",
                "23 Nov 2026 01:02:03PM | 2026-11-23T01:02:03Z",
                "23_Nov_2026_01:02:03 | 2026-11-23T01:02:03Z",
                "23/Nov/2026/01:02:03 | 2026-11-23T01:02:03Z",
                "[23][Nov][2026][01:02:03] | 2026-11-23T01:02:03Z",
                "23 Nov 2026 01:02:03 04:05:06 | 2026-11-23T01:02:03Z",
                "23 Nov Dec 2026 01:02:03 | 2026-11-23T01:02:03Z",
                "23 Nov 2026 2030 01:02:03 | 2026-11-23T01:02:03Z",
                "23 24 Nov 2026 01:02:03 | 2024-11-23T01:02:03Z",
                "Mon, 32 Nov 2026 01:02:03 12 | ",
                "23 Nov 2026 24:00:00 | ",
                "23 Nov 2026 00:60:00 | ",
                "23 Nov 2026 00:00:60 | ",
                "30 Feb 2026 00:00:00 | ",
                "29 Feb 2026 00:00:00 | ",
                "31 Apr 2026 00:00:00 | ",
                "0 Jan 2026 00:00:00 | ",
                "32 Jan 2026 00:00:00 | ",
                "1 Jan 1600 00:00:00 | ",
                "1 Jan 100 00:00:00 | ",
                "1 Jan 0000 00:00:00 | 2000-01-01T00:00:00Z",
                "1 Jan 20260 00:00:00 | ",
                "012 Jan 2026 00:00:00 | ",
                "1 Jan 2026 000:00:00 | ",
                "1 Jan 2026 00:000:00 | ",
                "1 Jan 2026 00:00:000 | ",
                "1 Jan 2026 00:00 | ",
                "1 Jan 2026 00: 00:00 | ",
                "1 Jan 2026 00-00-00 | ",
                "1 01 2026 00:00:00 | ",
                "1 Ja 2026 00:00:00 | ",
                "Jan 2026 00:00:00 | ",
                "1 2026 00:00:00 | ",
                "1 Jan 00:00:00 | ",
                "1 Jan 2026 | ",
                "0 | ",
                "-1 | ",
                "garbage | ",
                "'' | ",
                "'   ' | ",
                "2026-11-23T01:02:03Z | ",
                "\u0661 Jan 2026 00:00:00 | ",
            })
    void aDateIsReadByItsTokens(String text, Instant expected) {
        assertThat(CookieDate.parse(text, 0, text.length()))
                .isEqualTo(expected == null ? CookieDate.NONE : expected.getEpochSecond());
        assertThat(CookieDate.parse("x=1; Expires=" + text + ";1970", 13, 13 + text.length()))
                .as("as a part of a line")
                .isEqualTo(CookieDate.parse(text, 0, text.length()));
    }

    @Rule("34")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Thu, 01-Jan-1970 00:00:00 GMT",
                "Thursday, 01-Jan-1970 00:00:00 GMT",
                "Sunday, 22 Nov 2026 23:59:59 GMT",
                "mON, 23 nOV 2026 01:02:03 GMT",
            })
    void theFormsInUseArePlain(String text) {
        assertThat(CookieDate.isPlain(text, 0, text.length())).isTrue();
    }

    @Rule("34")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ", 01 Jan 1970 00:00:00 GMT",
                "01 Jan 1970 00:00:00 GMT",
                "Th, 01 Jan 1970 00:00:00 GMT",
                "Thur, 01 Jan 1970 00:00:00 GMT",
                "Jan, 01 Jan 1970 00:00:00 GMT",
                "EST, 01 Jan 1970 00:00:00 GMT",
                "T1u, 01 Jan 1970 00:00:00 GMT",
                "Thu,01 Jan 1970 00:00:00 GMT",
                "Thu, 1 Jan 1970 00:00:00 GMT",
                "Thu, 01 Jan 70 00:00:00 GMT",
                "Thu, 01-Jan 1970 00:00:00 GMT",
                "Thu, 01/Jan/1970 00:00:00 GMT",
                "Thu, 01 Janu 1970 00:00:00 GMT",
                "Thu, 01 Jan 1970 00:00:00 UTC",
                "Thu, 01 Jan 1970 00:00:00 gmt",
                "Thu, 01 Jan 1970 00:00:00  GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT ",
                "Thu, 01 Jan 1970 0:00:00 GMT",
                "Thu, 01 Jan 1970\t00:00:00 GMT",
                "Thu, 01 Jan 1970 00:00:00",
            })
    void otherFormsAreNotPlain(String text) {
        assertThat(CookieDate.isPlain(text, 0, text.length())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "1 ", "Jan ", "2026 ", "00:00:00 ", "x", "9", ":"})
    void aLongTextIsRead(String piece) {
        assertThat(CookieDate.parse(piece.repeat(65_536), 0, 65_536 * piece.length()))
                .isEqualTo(CookieDate.NONE);
    }
}
