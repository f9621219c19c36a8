package org.consent4j.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.consent4j.Rule;
import org.consent4j.preference.PreferenceVectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VersionOneCodecTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final PreferenceScheme SEED = PreferenceVectors.SEED;
    private static final PreferenceCodec UNSIGNED = PreferenceCodec.of(SEED, PreferenceCookie.standard());
    private static final List<Choice> CHOICES = List.of(Choice.GRANTED, Choice.REFUSED, Choice.UNDECIDED);
    private static final SignatureKey NEW_KEY = PreferenceVectors.key("2026");
    private static final SignatureKey OLD_KEY = PreferenceVectors.key("2025");
    private static final PreferenceCodec SIGNED =
            PreferenceCodec.of(SEED, PreferenceCookie.standard().signedWith(NEW_KEY, OLD_KEY));

    static List<Vector> vectors() {
        return PreferenceVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    @Rule({"9", "11", "18", "43"})
    void vectorsAreReadAsTheySay(Vector vector) {
        Preferences read = vector.read();

        assertThat(ids(read, Choice.GRANTED)).isEqualTo(Set.copyOf(vector.categories("granted")));
        assertThat(ids(read, Choice.REFUSED)).isEqualTo(Set.copyOf(vector.categories("refused")));
        assertThat(vector.scheme().entries().stream()
                        .map(PreferenceScheme.Entry::categoryId)
                        .filter(read::isStale))
                .containsExactlyInAnyOrderElementsOf(vector.categories("stale"));
        JsonNode day = vector.node().get("decidedOn");
        assertThat(read.decidedOn().map(LocalDate::toString).orElse(null))
                .isEqualTo(day.isNull() ? null : day.asText());
    }

    @Test
    void vectorsCoverEachKind() {
        Map<String, Long> kinds =
                vectors().stream().collect(Collectors.groupingBy(Vector::kind, Collectors.counting()));

        assertThat(kinds).containsOnlyKeys("valid", "stale", "expired", "broken", "hostile", "signed", "twins");
        assertThat(vectors()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void fingerprintsAreAsTheVectorsSay() {
        for (JsonNode node : PreferenceVectors.file().get("fingerprints")) {
            assertThat(PreferenceScheme.fingerprint(
                            node.get("revision").asInt(), PreferenceVectors.texts(node.get("providers"))))
                    .isEqualTo(node.get("fingerprint").asText());
        }
    }

    @Test
    void theDocumentQuotesTheVectorsAsTheyAre() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "preference-cookie.md"));
        Map<String, Vector> byName = new LinkedHashMap<>();
        vectors().forEach(vector -> byName.put(vector.toString(), vector));

        Matcher rows = Pattern.compile(
                        "(?m)^\\| (\\w+): ([^|]+) \\| `([^|]*)` \\| ([^|]*) \\| ([^|]*) \\| ([^|]*) \\|$")
                .matcher(document);
        int quoted = 0;
        while (rows.find()) {
            Vector vector = Objects.requireNonNull(byName.get(rows.group(1) + ": " + rows.group(2)), rows.group());
            assertThat(rows.group(3)).as(rows.group()).isEqualTo(String.join("` `", vector.values()));
            assertThat(rows.group(4)).as(rows.group()).isEqualTo(words(vector.categories("granted")));
            assertThat(rows.group(5)).as(rows.group()).isEqualTo(words(vector.categories("refused")));
            assertThat(rows.group(6)).as(rows.group()).isEqualTo(words(vector.categories("stale")));
            quoted++;
        }
        assertThat(quoted).isGreaterThanOrEqualTo(15);
    }

    private static String words(List<String> ids) {
        return ids.isEmpty() ? "-" : String.join(", ", ids);
    }

    @Test
    @Rule({"6", "17"})
    void whatIsWrittenIsReadBack() {
        Random random = new Random(20261123);
        for (int i = 0; i < 20_000; i++) {
            PreferenceScheme scheme = randomScheme(random);
            PreferenceCookie cookie = random.nextBoolean()
                    ? PreferenceCookie.standard()
                    : PreferenceCookie.standard().signedWith(NEW_KEY);
            PreferenceCodec codec = PreferenceCodec.of(scheme, cookie);
            LocalDate day = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(200_000));
            Preferences written = Preferences.undecided(scheme).with(randomChoices(random, scheme), day);
            if (written.granted() == 0 && written.refused() == 0) {
                continue;
            }

            String value = codec.encode(written);

            assertThat(value).matches("[A-Za-z0-9._~-]+").hasSizeLessThanOrEqualTo(codec.longest());
            String line = "a=b; x=" + value + "; y=1.2";
            assertThat(codec.decode(line, 7, 7 + value.length(), day.plusDays(random.nextInt(180))))
                    .isEqualTo(written);
        }
    }

    @Test
    @Rule("17")
    void twoVisitorsWithTheSameChoicesHaveTheSameValue() {
        Map<String, Choice> choices = Map.of("statistical", Choice.REFUSED, "third-party", Choice.GRANTED);

        assertThat(SIGNED.encode(Preferences.undecided(SEED).with(choices, TODAY)))
                .isEqualTo(SIGNED.encode(Preferences.undecided(SEED).with(choices, TODAY)));
    }

    @Test
    @Rule("18")
    void aMutatedValueNeverThrowsAndNeverGrantsMore() {
        Random random = new Random(43);
        String alphabet = "sitn01.~_-2026XkqAz9 \t;,\"%=\u0000\u00e9\u0661\uff11";
        List<String> values =
                vectors().stream().flatMap(vector -> vector.values().stream()).toList();
        for (int i = 0; i < 400_000; i++) {
            boolean signed = (i & 7) == 0;
            PreferenceCodec codec = signed ? SIGNED : UNSIGNED;
            String original;
            Preferences read;
            if ((i & 1) == 0) {
                read = Preferences.undecided(SEED)
                        .with(randomChoices(random, SEED), TODAY.minusDays(random.nextInt(150)));
                if (read.granted() == 0 && read.refused() == 0) {
                    continue;
                }
                original = codec.encode(read);
            } else {
                original = values.get(random.nextInt(values.size()));
                read = codec.decode(original, 0, original.length(), TODAY);
                if (read.decidedOn().isEmpty() || read.stale() != 0) {
                    // Broken values, and grants under another's fingerprint, are only to be survived: one change may
                    // well mend them.
                    read = null;
                }
            }
            String mutated = original;
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                mutated = mutate(mutated, alphabet, random);
            }
            String line = "x=" + mutated + "; z=1";

            Preferences decoded = codec.decode(line, 2, 2 + mutated.length(), TODAY);

            if (read != null && (decoded.granted() & ~read.granted()) != 0) {
                throw new AssertionError("'" + mutated + "' grants more than '" + original + "'");
            }
            if (signed
                    && read != null
                    && !mutated.equals(original)
                    && decoded.decidedOn().isPresent()) {
                throw new AssertionError("'" + mutated + "' passes for signed");
            }
        }
    }

    private static String mutate(String text, String alphabet, Random random) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        String other = String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
        return switch (text.isEmpty() ? 1 : random.nextInt(6)) {
            case 0 -> text.substring(0, at) + other + text.substring(at + 1);
            case 1 -> text.substring(0, at) + other + text.substring(at);
            case 2 -> text.substring(0, at) + text.substring(at + 1);
            case 3 -> text.substring(0, at);
            case 4 -> {
                int from = random.nextInt(text.length());
                yield text.substring(0, at)
                        + text.substring(from, from + random.nextInt(text.length() - from + 1))
                        + text.substring(at);
            }
            default -> text.substring(at) + text.substring(0, at);
        };
    }

    @Test
    @Rule("18")
    void aRegionOfALineIsReadAlone() {
        String value = "1.20261123.s1k7q2";

        assertThat(UNSIGNED.decode("1." + value + "~t0", 2, 2 + value.length(), TODAY)
                        .choices())
                .containsEntry("statistical", Choice.GRANTED)
                .containsEntry("third-party", Choice.UNDECIDED);
        for (int end = 0; end < value.length(); end++) {
            assertThat(UNSIGNED.decode(value, 0, end, TODAY).decidedOn()).isEmpty();
        }
    }

    @Test
    @Rule("9")
    void aChoiceCountsForSixCalendarMonthsFromEveryDay() {
        for (LocalDate day = LocalDate.of(2023, 1, 1); day.getYear() < 2030; day = day.plusDays(1)) {
            String value = "1." + day.toString().replace("-", "") + ".s1k7q2~t0";
            LocalDate last = lastDay(day.getYear(), day.getMonthValue(), day.getDayOfMonth());

            assertThat(counts(value, day.minusDays(2)))
                    .as("%s, two days before", day)
                    .isFalse();
            assertThat(counts(value, day.minusDays(1)))
                    .as("%s, the day before", day)
                    .isTrue();
            for (LocalDate today = day; !today.isAfter(last); today = today.plusDays(1)) {
                if (!counts(value, today)) {
                    throw new AssertionError("A choice of " + day + " does not count on " + today);
                }
            }
            for (int late = 1; late < 400; late++) {
                if (counts(value, last.plusDays(late))) {
                    throw new AssertionError("A choice of " + day + " counts on " + last.plusDays(late));
                }
            }
            assertThat(UNSIGNED.decode(value, 0, value.length(), day).validUntil())
                    .contains(last);
            assertThat(last.toEpochDay() + 1 - day.toEpochDay())
                    .as("days for which the browser has to keep the choice of %s", day)
                    .isLessThanOrEqualTo(PreferenceCookie.MAX_AGE / 86_400 + 1);
        }
    }

    private static boolean counts(String value, LocalDate today) {
        Preferences read = UNSIGNED.decode(value, 0, value.length(), today);
        assertThat(read.choice("statistical") == Choice.GRANTED)
                .isEqualTo(read.choice("third-party") == Choice.REFUSED);
        return read.choice("statistical") == Choice.GRANTED;
    }

    /** The same day six months on or the month's last one, reckoned without {@code plusMonths}. */
    private static LocalDate lastDay(int year, int month, int day) {
        int[] lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        int endMonth = month <= 6 ? month + 6 : month - 6;
        int endYear = month <= 6 ? year : year + 1;
        boolean leap = endYear % 4 == 0; // No century lies in the years that are tried.
        int length = endMonth == 2 && leap ? 29 : lengths[endMonth - 1];
        return LocalDate.of(endYear, endMonth, Math.min(day, length));
    }

    @Test
    @Rule("9")
    void theEndOfAugustLastsToTheEndOfFebruary() {
        for (int year = 2023; year <= 2029; year++) {
            assertThat(Preferences.lastDay(LocalDate.of(year, 8, 31)))
                    .isEqualTo(YearMonth.of(year + 1, 2).atEndOfMonth());
        }
    }

    @Test
    void valuesAreShort() {
        SignatureKey longestId = SignatureKey.of("abcdefgh", new byte[32]);
        PreferenceCodec signed =
                PreferenceCodec.of(SEED, PreferenceCookie.standard().signedWith(longestId));
        Preferences all = Preferences.undecided(SEED)
                .with(
                        Map.of(
                                "statistical", Choice.GRANTED,
                                "first-party", Choice.GRANTED,
                                "third-party", Choice.GRANTED),
                        TODAY);

        assertThat(UNSIGNED.encode(all)).hasSizeLessThanOrEqualTo(32).hasSize(UNSIGNED.longest());
        assertThat(signed.encode(all)).hasSizeLessThanOrEqualTo(64).hasSize(signed.longest());
    }

    @Test
    void nothingDecidedHasNoValue() {
        assertThatThrownBy(() -> UNSIGNED.encode(Preferences.undecided(SEED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delete the cookie");
    }

    @Test
    void aFormerKeySignsNothingAnew() {
        Preferences choice = Preferences.undecided(SEED).with(Map.of("statistical", Choice.GRANTED), TODAY);

        assertThat(SIGNED.encode(choice)).contains(".2026.").doesNotContain(".2025.");
    }

    @Test
    void eachOctetOfASignatureCounts() {
        Preferences choice = Preferences.undecided(SEED).with(Map.of("statistical", Choice.GRANTED), TODAY);
        String value = SIGNED.encode(choice);
        Set<String> passing = new HashSet<>();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = value.lastIndexOf('.') + 1; i < value.length(); i++) {
            for (int n = 0; n < alphabet.length(); n++) {
                String other = value.substring(0, i) + alphabet.charAt(n) + value.substring(i + 1);
                if (SIGNED.decode(other, 0, other.length(), TODAY).decidedOn().isPresent()) {
                    passing.add(other);
                }
            }
        }

        assertThat(passing).containsExactly(value);
    }

    private static PreferenceScheme randomScheme(Random random) {
        Map<String, PreferenceScheme.Entry> byCode = new LinkedHashMap<>();
        int size = 1 + random.nextInt(random.nextInt(10) == 0 ? PreferenceScheme.MOST_ENTRIES : 6);
        while (byCode.size() < size) {
            String code = letters(random, "abcdefghijklmnopqrstuvwxyz", 1 + random.nextInt(4));
            String fingerprint = letters(random, "abcXYZ019-_", PreferenceScheme.FINGERPRINT_LENGTH);
            byCode.put(code, new PreferenceScheme.Entry("category-" + code, code, fingerprint));
        }
        return new PreferenceScheme(List.copyOf(byCode.values()));
    }

    private static String letters(Random random, String alphabet, int length) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
                .collect(Collectors.joining());
    }

    private static Map<String, Choice> randomChoices(Random random, PreferenceScheme scheme) {
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (PreferenceScheme.Entry entry : scheme.entries()) {
            choices.put(entry.categoryId(), CHOICES.get(random.nextInt(3)));
        }
        return choices;
    }

    private static Set<String> ids(Preferences preferences, Choice choice) {
        return preferences.choices().entrySet().stream()
                .filter(entry -> entry.getValue() == choice)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
