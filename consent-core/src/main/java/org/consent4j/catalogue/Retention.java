package org.consent4j.catalogue;

import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a browser keeps a cookie: until it is closed, or for a time.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Retention {

    private static final Retention SESSION = new Retention(null);
    private static final Pattern WORDS = Pattern.compile("([0-9]{1,5}) +(minute|hour|day|month|year)s?");

    private final @Nullable TemporalAmount amount;

    private Retention(@Nullable TemporalAmount amount) {
        this.amount = amount;
    }

    /**
     * Until the browser is closed.
     *
     * @return the retention of a cookie without {@code Max-Age} and {@code Expires}
     */
    public static Retention session() {
        return SESSION;
    }

    /**
     * A number of days.
     *
     * @param days 1 or more
     * @return the retention
     * @throws IllegalArgumentException if the number is not positive
     */
    public static Retention days(int days) {
        return of(Period.ofDays(days));
    }

    /**
     * A number of calendar months.
     *
     * @param months 1 or more
     * @return the retention
     * @throws IllegalArgumentException if the number is not positive
     */
    public static Retention months(int months) {
        return of(Period.ofMonths(months));
    }

    /**
     * A number of calendar years.
     *
     * @param years 1 or more
     * @return the retention
     * @throws IllegalArgumentException if the number is not positive
     */
    public static Retention years(int years) {
        return of(Period.ofYears(years));
    }

    /**
     * A period of the calendar.
     *
     * @param period a positive period
     * @return the retention
     * @throws IllegalArgumentException if the period is not positive
     */
    public static Retention of(Period period) {
        if (period.isZero() || period.isNegative()) {
            throw notPositive(period);
        }
        return new Retention(period);
    }

    /**
     * A duration.
     *
     * @param duration a positive duration
     * @return the retention
     * @throws IllegalArgumentException if the duration is not positive
     */
    public static Retention of(Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw notPositive(duration);
        }
        return new Retention(duration);
    }

    /**
     * Reads a retention as people write it: {@code session}, a number with minutes, hours, days, months or years such as
     * {@code 13 months}, or an ISO 8601 period such as {@code P13M} or {@code PT1H}; in any case of letters.
     *
     * @param text the words
     * @return the retention
     * @throws IllegalArgumentException if it is none of these, or not positive; the message says what to write
     */
    public static Retention parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("session")) {
            return SESSION;
        }
        Matcher words = WORDS.matcher(lower);
        if (words.matches()) {
            int count = Integer.parseInt(words.group(1));
            return switch (words.group(2)) {
                case "minute" -> of(Duration.ofMinutes(count));
                case "hour" -> of(Duration.ofHours(count));
                case "day" -> days(count);
                case "month" -> months(count);
                default -> years(count);
            };
        }
        try {
            return lower.startsWith("pt") ? of(Duration.parse(lower)) : of(Period.parse(lower));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("The retention '" + text
                    + "' can't be read; write session, a number with minutes, hours, days, months or years such as 13"
                    + " months, or an ISO 8601 period such as P13M.");
        }
    }

    private static IllegalArgumentException notPositive(TemporalAmount amount) {
        return new IllegalArgumentException("A retention of " + words(amount)
                + " keeps nothing; give a positive time, or Retention.session() for until the browser is closed.");
    }

    /**
     * Whether the cookie goes when the browser is closed.
     *
     * @return true for {@link #session()}
     */
    public boolean isSession() {
        return amount == null;
    }

    /**
     * The time as it was declared, a {@link Period} or a {@link Duration}.
     *
     * @return the time, or empty for {@link #session()}
     */
    public Optional<TemporalAmount> amount() {
        return Optional.ofNullable(amount);
    }

    /**
     * The longest time that this retention can come to: twelve months count 366 days, each
     * month beside them 31.
     *
     * @return the upper bound; zero for {@link #session()}
     */
    @SuppressWarnings("JavaPeriodGetDays") // The months are counted beside the days.
    public Duration longest() {
        if (amount instanceof Period period) {
            long months = period.toTotalMonths();
            return Duration.ofDays((months / 12) * 366L + (months % 12) * 31L + period.getDays());
        }
        return amount instanceof Duration duration ? duration : Duration.ZERO;
    }

    /**
     * Whether this is certain to be no longer than a number of calendar months, whatever month it starts in.
     *
     * @param months the bound
     * @return true if every start gives an end within the bound
     */
    @SuppressWarnings("JavaPeriodGetDays") // Asks whether there are days beside the months.
    boolean isWithinMonths(int months) {
        if (amount instanceof Period period && period.getDays() == 0) {
            return period.toTotalMonths() <= months;
        }
        return longest().compareTo(Duration.ofDays(shortestDays(months))) <= 0;
    }

    private static long shortestDays(int months) {
        // 365 days in twelve months and 28 in one more: the fewest that so many calendar months can have.
        return (months / 12) * 365L + (months % 12) * 28L;
    }

    /** The time as people say it, for messages. */
    String words() {
        return amount == null ? "a session" : words(amount);
    }

    @SuppressWarnings("JavaPeriodGetDays") // Each unit is told on its own.
    private static String words(TemporalAmount amount) {
        List<String> words = new ArrayList<>();
        if (amount instanceof Period period) {
            add(words, period.getYears(), "year");
            add(words, period.getMonths(), "month");
            add(words, period.getDays(), "day");
        } else if (amount instanceof Duration duration) {
            add(words, duration.toDaysPart(), "day");
            add(words, duration.toHoursPart(), "hour");
            add(words, duration.toMinutesPart(), "minute");
            add(words, duration.toSecondsPart(), "second");
            add(words, duration.toNanosPart(), "nanosecond");
        }
        return words.isEmpty() ? "0 days" : String.join(" ", words);
    }

    private static void add(List<String> words, long count, String unit) {
        if (count != 0) {
            words.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Retention that && Objects.equals(amount, that.amount);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(amount);
    }

    @Override
    public String toString() {
        return amount == null ? "session" : amount.toString();
    }
}
