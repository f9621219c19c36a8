package org.consent4j.http;

import java.time.Year;
import java.util.List;

/**
 * The dates of {@code Expires}, read as RFC 6265bis section 5.1.1 has it.
 */
final class CookieDate {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static final String SHAPE = ", 00-aaa-0000 00:00:00 GMT";

    private static final List<String> WEEKDAYS = List.of(
            "mon",
            "tue",
            "wed",
            "thu",
            "fri",
            "sat",
            "sun",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday");

    /** The result of {@link #parse} for what is no date. */
    static final long NONE = Long.MIN_VALUE;

    private CookieDate() {}

    /**
     * The moment that a part of a text names. Creates no objects.
     *
     * @param text any text
     * @param from where the date starts
     * @param to where it ends
     * @return seconds since 1970, or {@link #NONE} where it is no date
     */
    static long parse(String text, int from, int to) {
        int year = -1;
        int month = -1;
        int day = -1;
        long time = -1;
        int i = from;
        while (i < to) {
            while (i < to && isDelimiter(text.charAt(i))) {
                i++;
            }
            int start = i;
            while (i < to && !isDelimiter(text.charAt(i))) {
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
        if (time < 0 || month < 0 || day < 1 || year < 1601 || day > lengthOfMonth(year, month)) {
            return NONE;
        }
        long hour = time / 10_000;
        long minute = time / 100 % 100;
        long second = time % 100;
        return hour > 23 || minute > 59 || second > 59
                ? NONE
                : epochDay(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    }

    private static int lengthOfMonth(int year, int month) {
        if (month == 2) {
            return Year.isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Days since 1970 in the proleptic Gregorian calendar; years are counted from March, so that leap days end them. */
    private static long epochDay(int year, int month, int day) {
        long marchYear = month > 2 ? year : year - 1L;
        int marchMonth = month > 2 ? month - 3 : month + 9;
        long leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400;
        return marchYear * 365 + leapDays + (153 * marchMonth + 2) / 5 + day - 719_469;
    }

    /**
     * Whether a part of a text is a date of the two forms in use, with its zone given as GMT, which no browser reads
     * otherwise: {@code Thu, 01 Jan 1970 00:00:00 GMT}, and the same with hyphens in the date.
     *
     * @param text any text
     * @param from where the date starts
     * @param to where it ends
     * @return true if it is
     */
    static boolean isPlain(String text, int from, int to) {
        int comma = to - SHAPE.length();
        // Any word but a weekday could be a month or a zone to one browser, and nothing to the next.
        if (comma <= from || !isWeekday(text, from, comma)) {
            return false;
        }
        char separator = text.charAt(comma + 4);
        for (int i = 0; i < SHAPE.length(); i++) {
            char c = text.charAt(comma + i);
            boolean fits = switch (SHAPE.charAt(i)) {
                case '0' -> isDigit(c);
                case 'a' -> isLetter(c);
                case '-' -> c == separator && (c == ' ' || c == '-');
                default -> c == SHAPE.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWeekday(String text, int from, int to) {
        for (String weekday : WEEKDAYS) {
            if (weekday.length() == to - from && text.regionMatches(true, from, weekday, 0, to - from)) {
                return true;
            }
        }
        return false;
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
