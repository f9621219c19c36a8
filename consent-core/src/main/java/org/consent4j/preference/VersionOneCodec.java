package org.consent4j.preference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code 1.yyyymmdd.choices} and, where the site signs, {@code .key.mac}.
 */
final class VersionOneCodec implements PreferenceCodec {

    private static final String VERSION = "1.";
    private static final int CHOICES_START = VERSION.length() + 8 + 1;
    private static final int MAC_OCTETS = 16;
    private static final int MAC_LENGTH = 22;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PreferenceScheme scheme;
    private final String[] codes;
    private final String[] dormantCodes;
    private final String[] fingerprints;
    /** The name and its {@code =}, which signatures cover with the value. */
    private final byte[] signedStart;

    private final List<SignatureKey> keys;
    private final Preferences undecided;
    private final int longest;
    /** The longest value that is worth a look: one that speaks of the dormant categories, too. */
    private final int longestRead;

    VersionOneCodec(PreferenceScheme scheme, PreferenceCookie cookie) {
        this.scheme = scheme;
        this.codes = scheme.entries().stream().map(PreferenceScheme.Entry::code).toArray(String[]::new);
        this.dormantCodes = scheme.dormantCodes().toArray(String[]::new);
        this.fingerprints = scheme.entries().stream()
                .map(PreferenceScheme.Entry::fingerprint)
                .toArray(String[]::new);
        this.signedStart = (cookie.name() + '=').getBytes(StandardCharsets.US_ASCII);
        this.keys = cookie.keys();
        this.undecided = Preferences.undecided(scheme);
        int length = CHOICES_START;
        for (String code : codes) {
            length += code.length() + 1 + PreferenceScheme.FINGERPRINT_LENGTH + 1;
        }
        int keyLength = 0;
        for (SignatureKey key : keys) {
            keyLength = Math.max(keyLength, key.id().length());
        }
        int dormantLength = 0;
        for (String code : dormantCodes) {
            dormantLength += code.length() + 1 + PreferenceScheme.FINGERPRINT_LENGTH + 1;
        }
        this.longest = Math.max(CHOICES_START, length - 1) + (keys.isEmpty() ? 0 : 1 + keyLength + 1 + MAC_LENGTH);
        this.longestRead = longest + dormantLength;
    }

    @Override
    public int longest() {
        return longest;
    }

    @Override
    public String encode(Preferences preferences) {
        if (preferences.granted() == 0 && preferences.refused() == 0) {
            throw new IllegalArgumentException("Nothing is decided; delete the cookie instead.");
        }
        StringBuilder value = new StringBuilder(longest);
        value.append(VERSION).append(preferences.day());
        char separator = '.';
        for (int i = 0; i < codes.length; i++) {
            long bit = 1L << i;
            if ((preferences.granted() & bit) != 0) {
                value.append(separator).append(codes[i]).append('1').append(fingerprints[i]);
                separator = '~';
            } else if ((preferences.refused() & bit) != 0) {
                value.append(separator).append(codes[i]).append('0');
                separator = '~';
            }
        }
        if (!keys.isEmpty()) {
            SignatureKey key = keys.get(0);
            byte[] mac = mac(key, value.toString());
            value.append('.').append(key.id()).append('.').append(new String(mac, StandardCharsets.US_ASCII));
        }
        return value.toString();
    }

    @Override
    public Preferences decode(String text, int from, int to, LocalDate today) {
        if (to - from > longestRead || to - from <= CHOICES_START || !text.startsWith(VERSION, from)) {
            return undecided;
        }
        int day = number(text, from + VERSION.length(), from + CHOICES_START - 1);
        if (day < 0 || text.charAt(from + CHOICES_START - 1) != '.' || !isCurrent(day, today)) {
            return undecided;
        }
        int choicesEnd = text.indexOf('.', from + CHOICES_START);
        if (choicesEnd < 0 || choicesEnd > to) {
            choicesEnd = to;
        }
        if (keys.isEmpty() ? choicesEnd != to : !isSigned(text, from, choicesEnd, to)) {
            return undecided;
        }
        return choices(text, from + CHOICES_START, choicesEnd, day);
    }

    private Preferences choices(String text, int from, int to, int day) {
        long granted = 0;
        long refused = 0;
        long stale = 0;
        long dormant = 0;
        int i = from;
        while (true) {
            int digit = i;
            while (digit < to && text.charAt(digit) >= 'a' && text.charAt(digit) <= 'z') {
                digit++;
            }
            if (digit == to) {
                return undecided;
            }
            boolean grants = text.charAt(digit) == '1';
            int end = digit + 1 + (grants ? PreferenceScheme.FINGERPRINT_LENGTH : 0);
            if (end > to || !(grants || text.charAt(digit) == '0')) {
                return undecided;
            }
            int position = position(codes, text, i, digit);
            int dormantPosition = position < 0 ? position(dormantCodes, text, i, digit) : -1;
            if (position < 0 && dormantPosition < 0) {
                return undecided;
            }
            long bit = 1L << Math.max(position, dormantPosition);
            if (((position < 0 ? dormant : granted | refused | stale) & bit) != 0) {
                return undecided;
            }
            if (position >= 0 && grants && text.startsWith(fingerprints[position], digit + 1)) {
                granted |= bit;
            } else if (grants && !isBase64Url(text, digit + 1, end)) {
                return undecided;
            } else if (position < 0) {
                dormant |= bit;
            } else if (grants) {
                stale |= bit;
            } else {
                refused |= bit;
            }
            if (end == to) {
                return new Preferences(scheme, granted, refused, stale, day);
            }
            if (text.charAt(end) != '~') {
                return undecided;
            }
            i = end + 1;
        }
    }

    private static int position(String[] codes, String text, int from, int to) {
        for (int i = 0; i < codes.length; i++) {
            if (codes[i].length() == to - from && text.startsWith(codes[i], from)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a choice of this day counts today; the servers of a site may differ by a midnight. */
    private static boolean isCurrent(int day, LocalDate today) {
        int year = day / 10_000;
        int month = day / 100 % 100;
        int dayOfMonth = day % 100;
        if (year < 2000 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) {
            return false;
        }
        if (dayOfMonth > 28 && dayOfMonth > YearMonth.of(year, month).lengthOfMonth()) {
            return false;
        }
        int date = Preferences.date(today);
        if (day > date) {
            return day == Preferences.date(today.plusDays(1));
        }
        // Within the first five months no calendar is needed: nearly all requests end here.
        int months = (today.getYear() - year) * 12 + today.getMonthValue() - month;
        return months < 6
                || (months == 6 && !today.isAfter(Preferences.lastDay(LocalDate.of(year, month, dayOfMonth))));
    }

    private boolean isSigned(String text, int from, int choicesEnd, int to) {
        int macStart = to - MAC_LENGTH;
        int keyStart = choicesEnd + 1;
        int keyEnd = macStart - 1;
        if (keyEnd <= keyStart || text.charAt(keyEnd) != '.' || !isBase64Url(text, macStart, to)) {
            return false;
        }
        SignatureKey key = key(text, keyStart, keyEnd);
        if (key == null) {
            return false;
        }
        byte[] given = text.substring(macStart, to).getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(given, mac(key, text.substring(from, choicesEnd)));
    }

    private @Nullable SignatureKey key(String text, int from, int to) {
        for (SignatureKey key : keys) {
            if (key.id().length() == to - from && text.startsWith(key.id(), from)) {
                return key;
            }
        }
        return null;
    }

    private byte[] mac(SignatureKey key, String value) {
        byte[] mac = key.sign(signedStart, value.getBytes(StandardCharsets.US_ASCII));
        return BASE64.encode(Arrays.copyOf(mac, MAC_OCTETS));
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private static boolean isBase64Url(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean fits =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
