package org.consent4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;

/** Random lines of what hurts, read by the code and by the plainest reference. */
class CookieLinesFuzzTest {

    private static final int LINES = 200_000;
    private static final long NOW = Instant.parse("2026-11-23T00:00:00Z").getEpochSecond();

    private static final String[] HEADER_PIECES = {
        ";", ";", ";", "=", "=", "=", " ", "\t", ",", "\"", "a", "_ga", "b1", "$", "%3B", "\\", "\u00e9", "\u00ff",
        "\u00a0", "\u0000", "\u001f", "\u007f", "\r", "\n", "\u0100", "\u3000", "\ud83d", "\ude00", "*", "{", "}",
    };

    private static final String[] SET_COOKIE_PIECES = {
        "; ",
        ";",
        "; ",
        "; ",
        "=",
        "a=1",
        "=x",
        "_ga",
        " ",
        "\t",
        "\u00e9",
        "\u0000",
        "\u3000",
        "Path=/",
        "Domain=x",
        "Partitioned",
        "Secure",
        "\"",
        ",",
        "Max-Age=",
        "max-age=0",
        "Max-Age=-1",
        "Max-Age=0",
        "Max-Age = 0 ",
        "Max-Age=5",
        "Max-Age=-0",
        "Max-Age",
        "Expires=",
        "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "expires = Monday, 01-Feb-2010 23:59:59 GMT",
        "Expires=Fri, 01 Jan 2100 00:00:00 GMT",
        "Expires=Thu, 30 Feb 2012 00:00:00 GMT",
        "Expires=0",
        "Expires=Thu, 01-Jan 1970 00:00:00 GMT",
        "Expires=Thu, 01 Jan 1970 00:00:00",
        "0",
        "9",
    };

    private static final Pattern PLAIN_DATE = Pattern.compile(
            "(?:mon|tues|wednes|thurs|fri|satur|sun)day, (.*)|(?:mon|tue|wed|thu|fri|sat|sun), (.*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DAY_AND_TIME =
            Pattern.compile("(\\d\\d)([ -])([A-Za-z]{3})\\2(\\d{4}) (\\d\\d):(\\d\\d):(\\d\\d) GMT");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    @Rule({"30", "31"})
    @Test
    void cookieHeadersAreReadAsThePlainestReferenceDoes() {
        SplittableRandom random = new SplittableRandom(30);
        int cookies = 0;
        for (int i = 0; i < LINES; i++) {
            String line = line(random, HEADER_PIECES);
            List<String> expected = referenceCookies(line);
            List<String> found = new ArrayList<>();
            CookieHeader cursor = new CookieHeader(line);
            while (cursor.next()) {
                found.add(line.substring(cursor.nameStart(), cursor.nameEnd()));
                found.add(line.substring(cursor.valueStart(), cursor.valueEnd()));
            }
            if (!found.equals(expected)) {
                assertThat(found).as(printable(line)).isEqualTo(expected);
            }
            cookies += found.size() / 2;
        }
        assertThat(cookies).as("cookies met").isGreaterThan(LINES);
    }

    @Rule({"31", "34a", "34b"})
    @Test
    void namesAreFoundAsThePlainestReferenceDoes() {
        SplittableRandom random = new SplittableRandom(31);
        int named = 0;
        for (int i = 0; i < LINES; i++) {
            String line = line(random, (i & 1) == 0 ? HEADER_PIECES : SET_COOKIE_PIECES);
            long region = SetCookie.name(line);
            String name = region == SetCookie.UNREADABLE
                    ? ""
                    : line.substring(SetCookie.start(region), SetCookie.end(region));
            String expected = referenceName(line);
            if (!name.equals(expected)) {
                assertThat(name).as(printable(line)).isEqualTo(expected);
            }
            named += name.isEmpty() ? 0 : 1;
        }
        assertThat(named).as("lines with a name").isGreaterThan(LINES / 20).isLessThan(LINES);
    }

    @Rule({"33", "34"})
    @Test
    void deletionsAreWhatThePlainestReferenceCallsSo() {
        SplittableRandom random = new SplittableRandom(34);
        int deletions = 0;
        int writes = 0;
        for (int i = 0; i < LINES; i++) {
            String line = "n=" + line(random, SET_COOKIE_PIECES);
            SetCookie cookie = SetCookie.read(line, NOW);
            if (cookie == null) {
                continue;
            }
            boolean expected = referenceDeletes(line);
            if (cookie.isDeletion() != expected) {
                assertThat(cookie.isDeletion()).as(printable(line)).isEqualTo(expected);
            }
            if (cookie.isDeletion() && cookie.isPersistent()) {
                throw new AssertionError("deletes and persists: " + printable(line));
            }
            deletions += expected ? 1 : 0;
            writes += expected ? 0 : 1;
        }
        assertThat(deletions).as("deletions met").isGreaterThan(LINES / 100);
        assertThat(writes).as("writes met").isGreaterThan(LINES / 100);
    }

    private static String line(SplittableRandom random, String[] pieces) {
        int count = random.nextInt(14);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < count; i++) {
            line.append(pieces[random.nextInt(pieces.length)]);
        }
        return line.toString();
    }

    private static List<String> referenceCookies(String line) {
        List<String> cookies = new ArrayList<>();
        for (String pair : line.split(";", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : trim(pair.substring(0, equals));
            String value = trim(pair.substring(equals + 1));
            if (!name.isEmpty() || !value.isEmpty()) {
                cookies.add(name);
                cookies.add(value);
            }
        }
        return cookies;
    }

    private static String referenceName(String line) {
        if (line.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 127 || c > 255))) {
            return "";
        }
        String pair = line.split(";", -1)[0];
        return pair.contains("=") ? trim(pair.substring(0, pair.indexOf('='))) : "";
    }

    private static boolean referenceDeletes(String line) {
        List<String> maxAges = new ArrayList<>();
        List<String> dates = new ArrayList<>();
        String[] parts = line.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = trim(equals < 0 ? parts[i] : parts[i].substring(0, equals));
            String value = equals < 0 ? "" : trim(parts[i].substring(equals + 1));
            if (name.equalsIgnoreCase("Max-Age")) {
                maxAges.add(value);
            } else if (name.equalsIgnoreCase("Expires")) {
                dates.add(value);
            } else if (name.chars().anyMatch(c -> c > 126)) {
                return false;
            }
        }
        return maxAges.size() <= 1
                && dates.size() <= 1
                && maxAges.size() + dates.size() >= 1
                && maxAges.stream().allMatch(value -> value.matches("0|-[1-9][0-9]{0,17}"))
                && dates.stream().allMatch(CookieLinesFuzzTest::isPlainAndPast);
    }

    private static boolean isPlainAndPast(String date) {
        Matcher weekday = PLAIN_DATE.matcher(date);
        if (!weekday.matches()) {
            return false;
        }
        Matcher rest = DAY_AND_TIME.matcher(weekday.group(1) != null ? weekday.group(1) : weekday.group(2));
        if (!rest.matches()) {
            return false;
        }
        int month = MONTHS.indexOf(rest.group(3).toLowerCase(Locale.ROOT)) + 1;
        try {
            long seconds = LocalDateTime.of(
                            Integer.parseInt(rest.group(4)),
                            month,
                            Integer.parseInt(rest.group(1)),
                            Integer.parseInt(rest.group(5)),
                            Integer.parseInt(rest.group(6)),
                            Integer.parseInt(rest.group(7)))
                    .toEpochSecond(ZoneOffset.UTC);
            return seconds >= 0 && seconds < NOW - 3_600;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String trim(String text) {
        return text.replaceAll("^[ \t]+|[ \t]+\\z", "");
    }

    private static String printable(String line) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            printable.append(c < ' ' || c > '~' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
        }
        return printable.toString();
    }
}
