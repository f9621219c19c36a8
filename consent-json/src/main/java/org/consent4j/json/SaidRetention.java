package org.consent4j.json;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consent4j.catalogue.Retention;

/**
 * A retention as people say it in free text.
 *
 * @param words the same as catalogues write it, at most 400 days (rule 44)
 * @param isShortened whether more was said
 */
record SaidRetention(String words, boolean isShortened) {

    private static final Duration LONGEST = Duration.ofDays(400);
    private static final Pattern SESSION = Pattern.compile("sessions?( cookie)?|end of session( \\(browser\\))?");
    /** A time that begins anew with each visit, or that a site can change, is the time that its cookie is set for. */
    private static final Pattern TIME =
            Pattern.compile("([0-9]{1,5}) *(sec|second|min|minute|hour|day|week|month|year)s?"
                    + "( after (the )?last activity| from set/? ?update| by default, modifiable)?");

    private static final Pattern ALWAYS = Pattern.compile("forever|unlimited|permanent|no expiration|never expires");
    private static final Pattern OTHER_STORAGE = Pattern.compile("(local|session) ?storage");

    /** Whether this says that it is no cookie at all. */
    static boolean isOtherStorage(String said) {
        return OTHER_STORAGE.matcher(said.strip().toLowerCase(Locale.ROOT)).matches();
    }

    /** Reads what is a single time, or none; all else is for people to read. */
    static Optional<SaidRetention> parse(String said) {
        String lower = said.strip().toLowerCase(Locale.ROOT);
        if (SESSION.matcher(lower).matches()) {
            return Optional.of(new SaidRetention("session", false));
        }
        if (ALWAYS.matcher(lower).matches()) {
            return Optional.of(new SaidRetention("400 days", true));
        }
        Matcher time = TIME.matcher(lower);
        if (!time.matches()) {
            return Optional.empty();
        }
        int count = Integer.parseInt(time.group(1));
        if (count == 0) {
            return Optional.empty();
        }
        String words = switch (time.group(2)) {
            case "sec", "second" -> "PT" + count + "S";
            case "min", "minute" -> words(count, "minute");
            // No more than five digits, which a catalogue's retention has at most.
            case "week" -> words(Math.min(count, 10_000) * 7, "day");
            default -> words(count, time.group(2));
        };
        boolean isLong = Retention.parse(words).longest().compareTo(LONGEST) > 0;
        return Optional.of(new SaidRetention(isLong ? "400 days" : words, isLong));
    }

    private static String words(int count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
