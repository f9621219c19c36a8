package org.consent4j.http;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The dates of {@code Expires}, read as RFC 6265bis section 5.1.1 has it.
 */
final class CookieDate {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static final Set<String> WEEKDAYS = Set.of(
            "mon",
            "monday",
            "tue",
            "tuesday",
            "wed",
            "wednesday",
            "thu",
            "thursday",
            "fri",
            "friday",
            "sat",
            "saturday",
            "sun",
            "sunday");

    private CookieDate() {}

    /**
     * The moment that a text names.
     *
     * @param text any text
     * @return seconds since 1970, or empty where the text is no date
     */
    static OptionalLong parse(String text) {
        int year = -1;
        int month = -1;
        int day = -1;
        long time = -1;
        int length = text.length();
        int i = 0;
        while (i < length) {
            while (i < length && isDelimiter(text.charAt(i))) {
                i++;
            }
            int start = i;
            while (i < length && !isDelimiter(text.charAt(i))) {
                i++;
            }
            if (start == i) {
                break;
            }
            if (time < 0) {
                time = time(text, start, i);
                if (time >= 0) {
                    continue;
                }
            }
            if (day < 0) {
                day = number(text, start, i, 1, 2);
                if (day >= 0) {
                    continue;
                }
            }
            if (month < 0) {
                month = month(text, start, i);
                if (month >= 0) {
                    continue;
                }
            }
            if (year < 0) {
                year = number(text, start, i, 2, 4);
            }
        }
        if (year >= 70 && year <= 99) {
            year += 1900;
        } else if (year >= 0 && year <= 69) {
            year += 2000;
        }
        if (time < 0 || month < 0 || day < 1 || year < 1601) {
            return OptionalLong.empty();
        }
        int hour = (int) (time / 10_000);
        int minute = (int) (time / 100 % 100);
        int second = (int) (time % 100);
        try {
            return OptionalLong.of(
                    LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Whether a text is a date of the two forms in use, with its zone given as GMT, which no browser reads otherwise:
     * {@code Thu, 01 Jan 1970 00:00:00 GMT}, and the same with hyphens in the date.
     *
     * @param text any text
     * @return true if it is
     */
    static boolean isPlain(String text) {
        int comma = text.indexOf(',');
        if (comma < 3 || text.length() != comma + 26 || !text.endsWith(" GMT")) {
            return false;
        }
        // Any other word could be a month or a zone to one browser, and nothing to the next.
        if (!WEEKDAYS.contains(text.substring(0, comma).toLowerCase(Locale.ROOT))) {
            return false;
        }
        String shape = " 00-AAA-0000 00:00:00 ";
        char separator = text.charAt(comma + 4);
        for (int i = 0; i < shape.length(); i++) {
            char c = text.charAt(comma + 1 + i);
            boolean fits = switch (shape.charAt(i)) {
                case '0' -> isDigit(c);
                case 'A' -> isLetter(c);
                case '-' -> c == separator && (c == ' ' || c == '-');
                default -> c == shape.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDelimiter(char c) {
        return c == 0x09
                || (c >= 0x20 && c <= 0x2f)
                || (c >= 0x3b && c <= 0x40)
                || (c >= 0x5b && c <= 0x60)
                || (c >= 0x7b && c <= 0x7e);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Three numbers of one or two digits with colons between them, as hhmmss, or -1. */
    private static long time(String text, int start, int end) {
        long time = 0;
        int i = start;
        for (int part = 0; part < 3; part++) {
            int from = i;
            int number = 0;
            while (i < end && i - from < 2 && isDigit(text.charAt(i))) {
                number = number * 10 + text.charAt(i) - '0';
                i++;
            }
            if (i == from) {
                return -1;
            }
            time = time * 100 + number;
            if (part < 2) {
                if (i == end || text.charAt(i) != ':') {
                    return -1;
                }
                i++;
            }
        }
        return i < end && isDigit(text.charAt(i)) ? -1 : time;
    }

    /** A number of so many digits at the start of a token, followed by anything but a digit, or -1. */
    private static int number(String text, int start, int end, int fewest, int most) {
        int i = start;
        int number = 0;
        while (i < end && i - start < most && isDigit(text.charAt(i))) {
            number = number * 10 + text.charAt(i) - '0';
            i++;
        }
        return i - start < fewest || (i < end && isDigit(text.charAt(i))) ? -1 : number;
    }

    private static int month(String text, int start, int end) {
        if (end - start < 3) {
            return -1;
        }
        for (int month = 0; month < 12; month++) {
            if (text.regionMatches(true, start, MONTHS, month * 3, 3)) {
                return month + 1;
            }
        }
        return -1;
    }
}
