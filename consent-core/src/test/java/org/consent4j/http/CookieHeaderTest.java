package org.consent4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CookieHeaderTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final Duration FAR_BELOW_QUADRATIC = Duration.ofSeconds(20);

    /** Lines, each with its cookies as {@code <name>value}. */
    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("", List.of()),
                arguments(" ", List.of()),
                arguments("\t \t", List.of()),
                arguments(";", List.of()),
                arguments(";;;", List.of()),
                arguments(" ; ;\t; ", List.of()),
                arguments("=", List.of()),
                arguments(" = ", List.of()),
                arguments("=;=; =", List.of()),
                arguments("a=1", List.of("<a>1")),
                arguments("a=1;", List.of("<a>1")),
                arguments("a=1; ", List.of("<a>1")),
                arguments(";a=1", List.of("<a>1")),
                arguments("; a=1", List.of("<a>1")),
                arguments("a=1; b=2", List.of("<a>1", "<b>2")),
                arguments("a=1;b=2", List.of("<a>1", "<b>2")),
                arguments("a=1;;b=2", List.of("<a>1", "<b>2")),
                arguments("a=1; ; ;b=2;", List.of("<a>1", "<b>2")),
                arguments("a=1;=;b=2", List.of("<a>1", "<b>2")),
                arguments("a=1\t;\tb=2", List.of("<a>1", "<b>2")),
                arguments("a=", List.of("<a>")),
                arguments("a= ", List.of("<a>")),
                arguments("a=;b=", List.of("<a>", "<b>")),
                arguments("a =1", List.of("<a>1")),
                arguments(" a = 1 ", List.of("<a>1")),
                arguments("\ta\t=\t1\t", List.of("<a>1")),
                arguments(" _ga =x", List.of("<_ga>x")),
                arguments("_ga \t =x", List.of("<_ga>x")),
                arguments("a b=c d", List.of("<a b>c d")),
                arguments("a\tb=c\td", List.of("<a\tb>c\td")),
                arguments("a=x=y==", List.of("<a>x=y==")),
                arguments("a==", List.of("<a>=")),
                arguments("a= =", List.of("<a>=")),
                arguments("=x", List.of("<>x")),
                arguments(" = x ", List.of("<>x")),
                arguments("=x=y", List.of("<>x=y")),
                arguments("==", List.of("<>=")),
                arguments("x", List.of("<>x")),
                arguments(" x ", List.of("<>x")),
                arguments("x y", List.of("<>x y")),
                arguments("x; a=1", List.of("<>x", "<a>1")),
                arguments("a=1; x", List.of("<a>1", "<>x")),
                arguments("x;y;=z", List.of("<>x", "<>y", "<>z")),
                arguments("a=1,b=2", List.of("<a>1,b=2")),
                arguments("a=1, b=2; c=3", List.of("<a>1, b=2", "<c>3")),
                arguments("a,b=1", List.of("<a,b>1")),
                arguments("a=\"1\"", List.of("<a>\"1\"")),
                arguments("a=\"1; b=2; c=\"3", List.of("<a>\"1", "<b>2", "<c>\"3")),
                arguments("a=\"b=c\\\"; JSESSIONID=1; d=\"", List.of("<a>\"b=c\\\"", "<JSESSIONID>1", "<d>\"")),
                arguments("\"a\"=1", List.of("<\"a\">1")),
                arguments("a=%3B%20b%3D2", List.of("<a>%3B%20b%3D2")),
                arguments("%61=1", List.of("<%61>1")),
                arguments("$Version=1; a=1; $Path=/", List.of("<$Version>1", "<a>1", "<$Path>/")),
                arguments("a=1; Path=/; Domain=x", List.of("<a>1", "<Path>/", "<Domain>x")),
                arguments("a=1; a=2; A=3", List.of("<a>1", "<a>2", "<A>3")),
                arguments("a={\"b\":1,\"c\":\"d\"}", List.of("<a>{\"b\":1,\"c\":\"d\"}")),
                arguments("\u00e9=\u00ff", List.of("<\u00e9>\u00ff")),
                arguments("\u00a0a\u00a0=\u00a0", List.of("<\u00a0a\u00a0>\u00a0")),
                arguments("a\u0000b=\u0000", List.of("<a\u0000b>\u0000")),
                arguments("a\r\n=1\n", List.of("<a\r\n>1\n")),
                arguments("a\u001f=\u007f", List.of("<a\u001f>\u007f")),
                arguments("\u015f=\u3000", List.of("<\u015f>\u3000")),
                arguments("a:b=1; (c)=2; <d>=3", List.of("<a:b>1", "<(c)>2", "<<d>>3")));
    }

    @Rule({"30", "31"})
    @ParameterizedTest
    @MethodSource("lines")
    void aLineIsSplitOnSemicolonsAndTrimmedOnly(String line, List<String> cookies) {
        assertThat(read(line)).isEqualTo(cookies);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void positionsAreThoseOfTheTexts(String line, List<String> cookies) {
        CookieHeader cursor = new CookieHeader(line);
        int count = 0;
        int last = 0;
        while (cursor.next()) {
            count++;
            assertThat(line.substring(cursor.nameStart(), cursor.nameEnd())).isEqualTo(cursor.name());
            assertThat(line.substring(cursor.valueStart(), cursor.valueEnd())).isEqualTo(cursor.value());
            assertThat(cursor.nameStart()).isGreaterThanOrEqualTo(last);
            assertThat(cursor.valueStart()).isGreaterThanOrEqualTo(cursor.nameEnd());
            assertThat(cursor.valueEnd()).isGreaterThanOrEqualTo(cursor.valueStart());
            last = cursor.valueEnd();
        }
        assertThat(count).isEqualTo(cookies.size());
    }

    @Test
    void positionsAreThoseInTheLine() {
        CookieHeader cursor = new CookieHeader("  a b \t= c ; =x;y");

        assertThat(cursor.next()).isTrue();
        assertThat(List.of(cursor.nameStart(), cursor.nameEnd(), cursor.valueStart(), cursor.valueEnd()))
                .isEqualTo(List.of(2, 5, 9, 10));
        assertThat(cursor.next()).isTrue();
        assertThat(List.of(cursor.nameStart(), cursor.nameEnd(), cursor.valueStart(), cursor.valueEnd()))
                .isEqualTo(List.of(13, 13, 14, 15));
        assertThat(cursor.next()).isTrue();
        assertThat(List.of(cursor.nameStart(), cursor.nameEnd(), cursor.valueStart(), cursor.valueEnd()))
                .isEqualTo(List.of(16, 16, 16, 17));
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void afterTheLastCookieTheCursorStaysAtTheEnd() {
        CookieHeader cursor = new CookieHeader("a=1;");

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.next()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "';', 0",
                "'; ', 0",
                "' ', 0",
                "'\t', 0",
                "'=', 1",
                "'=;', 0",
                "' = ; ', 0",
                "'a;', 524288",
                "'a', 1",
                "'a=;', 349525",
                "'a b ', 1",
                "'=x;', 349525",
            })
    void aLongLineIsReadInLinearTime(String quotedPiece, int cookies) {
        String piece = quotedPiece.substring(1, quotedPiece.length() - 1);
        String line = piece.repeat(MEBIBYTE / piece.length());

        assertTimeoutPreemptively(FAR_BELOW_QUADRATIC, () -> {
            CookieHeader cursor = new CookieHeader(line);
            int count = 0;
            while (cursor.next()) {
                count++;
            }
            assertThat(count).isEqualTo(cookies);
        });
    }

    private static List<String> read(String line) {
        List<String> cookies = new ArrayList<>();
        CookieHeader cursor = new CookieHeader(line);
        while (cursor.next()) {
            cookies.add("<" + cursor.name() + ">" + cursor.value());
        }
        return cookies;
    }
}
