package org.consent4j.preference;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All of one visitor's choices, with the day they were made.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Preferences {

    private static final int MONTHS_VALID = 6;

    private final PreferenceScheme scheme;
    private final long granted;
    private final long refused;
    private final long stale;
    /** yyyymmdd, or 0 where nothing has been decided. */
    private final int day;

    Preferences(PreferenceScheme scheme, long granted, long refused, long stale, int day) {
        this.scheme = scheme;
        this.granted = granted;
        this.refused = refused;
        this.stale = stale;
        this.day = granted == 0 && refused == 0 && stale == 0 ? 0 : day;
    }

    /**
     * The preferences of a visitor who has decided nothing.
     *
     * @param scheme the site's categories
     * @return preferences in which everything is undecided
     */
    public static Preferences undecided(PreferenceScheme scheme) {
        return new Preferences(scheme, 0, 0, 0, 0);
    }

    /**
     * What the visitor said to a category.
     *
     * @param categoryId the category's id
     * @return the choice; undecided where the site has no such category or nothing to choose in it, and where a grant
     *     is stale or expired
     */
    public Choice choice(String categoryId) {
        int position = scheme.position(categoryId);
        return position < 0 ? Choice.UNDECIDED : choice(position);
    }

    private Choice choice(int position) {
        long bit = 1L << position;
        if ((granted & bit) != 0) {
            return Choice.GRANTED;
        }
        return (refused & bit) != 0 ? Choice.REFUSED : Choice.UNDECIDED;
    }

    /**
     * The choice for every category in which there is something to choose.
     *
     * @return category ids with their choices, in the site's order
     */
    public Map<String, Choice> choices() {
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (int i = 0; i < scheme.entries().size(); i++) {
            choices.put(scheme.entries().get(i).categoryId(), choice(i));
        }
        return choices;
    }

    /**
     * Whether a category was granted before its providers or purposes changed, and so has to be asked for anew
     * (rule 11).
     *
     * @param categoryId the category's id
     * @return true if an earlier grant no longer counts for that reason
     */
    public boolean isStale(String categoryId) {
        int position = scheme.position(categoryId);
        return position >= 0 && (stale & 1L << position) != 0;
    }

    /**
     * The day on which the choices were made, in UTC.
     *
     * @return the day, or empty where nothing has been decided
     */
    public Optional<LocalDate> decidedOn() {
        return day == 0 ? Optional.empty() : Optional.of(LocalDate.of(day / 10_000, day / 100 % 100, day % 100));
    }

    /**
     * The last day on which the choices count: six calendar months after they were made (rule 9).
     *
     * @return the day, or empty where nothing has been decided
     */
    public Optional<LocalDate> validUntil() {
        return decidedOn().map(Preferences::lastDay);
    }

    /**
     * The last day of a choice's validity. A period in months ends with the end of the day of the same number, or of
     * the month's last day where it has no such (Regulation (EEC, Euratom) 1182/71, article 3).
     */
    static LocalDate lastDay(LocalDate decided) {
        return decided.plusMonths(MONTHS_VALID);
    }

    /**
     * The categories of these preferences.
     *
     * @return the scheme
     */
    public PreferenceScheme scheme() {
        return scheme;
    }

    /**
     * The granted categories, as bits at their positions in the {@link #scheme()}.
     *
     * @return a set of bits
     */
    public long granted() {
        return granted;
    }

    /**
     * The refused categories, as bits at their positions in the {@link #scheme()}.
     *
     * @return a set of bits
     */
    public long refused() {
        return refused;
    }

    /**
     * The categories whose grant went stale, as bits at their positions in the {@link #scheme()}.
     *
     * @return a set of bits
     */
    public long stale() {
        return stale;
    }

    /**
     * These preferences after a new decision on some or all categories.
     *
     * <p>A decision on part of them does not give the other choices a longer life: the earlier day then stays
     * (rule 9).
     *
     * @param choices the decided categories by id
     * @param today the day of the decision, in UTC
     * @return new preferences
     * @throws IllegalArgumentException if the scheme does not have one of the categories
     */
    public Preferences with(Map<String, Choice> choices, LocalDate today) {
        long decided = 0;
        long nowGranted = 0;
        long nowRefused = 0;
        for (Map.Entry<String, Choice> entry : choices.entrySet()) {
            int position = scheme.position(entry.getKey());
            if (position < 0) {
                throw new IllegalArgumentException("There is nothing to choose in category '" + entry.getKey() + "'.");
            }
            long bit = 1L << position;
            decided |= bit;
            switch (entry.getValue()) {
                case GRANTED -> nowGranted |= bit;
                case REFUSED -> nowRefused |= bit;
                case UNDECIDED -> {}
            }
        }
        long keptGranted = granted & ~decided;
        long keptRefused = refused & ~decided;
        int date = date(today);
        boolean keepsOlder = (keptGranted | keptRefused) != 0 && day != 0 && day < date;
        return new Preferences(
                scheme, keptGranted | nowGranted, keptRefused | nowRefused, stale & ~decided, keepsOlder ? day : date);
    }

    /**
     * What these and other preferences of the same request agree on: granted is what both grant, refused is what
     * either refuses (rule 43).
     *
     * @param other preferences of the same scheme
     * @return new preferences
     */
    public Preferences and(Preferences other) {
        long bothGranted = granted & other.granted;
        long eitherRefused = refused | other.refused;
        int earlier = day == 0 || other.day == 0 ? Math.max(day, other.day) : Math.min(day, other.day);
        return new Preferences(
                scheme,
                bothGranted & ~eitherRefused,
                eitherRefused,
                (stale | other.stale) & ~eitherRefused & ~bothGranted,
                earlier);
    }

    /** The day of the choices as yyyymmdd, or 0. */
    int day() {
        return day;
    }

    static int date(LocalDate date) {
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preferences that
                && scheme.entries().equals(that.scheme.entries())
                && granted == that.granted
                && refused == that.refused
                && stale == that.stale
                && day == that.day;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(granted * 31 + refused) * 31 + day;
    }

    @Override
    public String toString() {
        return choices() + (day == 0 ? "" : " on " + day);
    }
}
