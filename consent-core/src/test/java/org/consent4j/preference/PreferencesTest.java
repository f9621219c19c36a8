package org.consent4j.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;

class PreferencesTest {

    private static final LocalDate EARLIER = LocalDate.of(2026, 10, 1);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final PreferenceScheme SEED = PreferenceVectors.SEED;
    private static final Map<String, Choice> ALL_REFUSED =
            Map.of("statistical", Choice.REFUSED, "first-party", Choice.REFUSED, "third-party", Choice.REFUSED);

    @Test
    @Rule("9")
    void aPartialDecisionKeepsTheEarlierDay() {
        Preferences before = Preferences.undecided(SEED).with(ALL_REFUSED, EARLIER);

        Preferences after = before.with(Map.of("statistical", Choice.GRANTED), TODAY);

        assertThat(after.decidedOn()).contains(EARLIER);
        assertThat(after.choices())
                .containsExactly(
                        Map.entry("statistical", Choice.GRANTED),
                        Map.entry("first-party", Choice.REFUSED),
                        Map.entry("third-party", Choice.REFUSED));
    }

    @Test
    @Rule("9")
    void aDecisionOnEverythingStartsANewTerm() {
        Preferences before = Preferences.undecided(SEED).with(Map.of("statistical", Choice.GRANTED), EARLIER);

        assertThat(before.with(ALL_REFUSED, TODAY).decidedOn()).contains(TODAY);
        assertThat(before.with(ALL_REFUSED, TODAY).validUntil()).contains(LocalDate.of(2027, 5, 23));
    }

    @Test
    @Rule("9")
    void aDecisionOnTheOnlyDecidedCategoryStartsANewTerm() {
        Preferences before = Preferences.undecided(SEED).with(Map.of("statistical", Choice.GRANTED), EARLIER);

        assertThat(before.with(Map.of("statistical", Choice.REFUSED), TODAY).decidedOn())
                .contains(TODAY);
    }

    @Test
    @Rule("9")
    void aDayOfTomorrowIsNotKept() {
        Preferences before = Preferences.undecided(SEED).with(ALL_REFUSED, TODAY.plusDays(1));

        assertThat(before.with(Map.of("statistical", Choice.GRANTED), TODAY).decidedOn())
                .contains(TODAY);
    }

    @Test
    void undecidedTakesAChoiceBack() {
        Preferences before = Preferences.undecided(SEED).with(Map.of("statistical", Choice.GRANTED), TODAY);

        Preferences after = before.with(Map.of("statistical", Choice.UNDECIDED), TODAY);

        assertThat(after).isEqualTo(Preferences.undecided(SEED));
        assertThat(after.decidedOn()).isEmpty();
        assertThat(after.validUntil()).isEmpty();
    }

    @Test
    @Rule("11")
    void aNewDecisionEndsStaleness() {
        Preferences before = decode("1.20261001.s1AAAA~t0");
        assertThat(before.isStale("statistical")).isTrue();
        assertThat(before.choice("statistical")).isEqualTo(Choice.UNDECIDED);

        Preferences after = before.with(Map.of("statistical", Choice.GRANTED), TODAY);

        assertThat(after.isStale("statistical")).isFalse();
        assertThat(after.stale()).isZero();
        assertThat(after.choice("third-party")).isEqualTo(Choice.REFUSED);
    }

    @Test
    void anUnknownCategoryIsAnError() {
        assertThatThrownBy(() -> Preferences.undecided(SEED).with(Map.of("ads", Choice.GRANTED), TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'ads'");
        assertThat(Preferences.undecided(SEED).choice("ads")).isEqualTo(Choice.UNDECIDED);
        assertThat(Preferences.undecided(SEED).isStale("ads")).isFalse();
    }

    @Test
    @Rule("43")
    void twinsGrantOnlyWhatBothGrantWhateverTheirOrder() {
        List<String> values = List.of(
                "1.20261123.s1k7q2~i1m3Xd~t1x9b4",
                "1.20261123.s0~i1m3Xd",
                "1.20261001.s1k7q2~t0",
                "1.20261123.s1AAAA~i0~t1x9b4",
                "x");
        for (String one : values) {
            for (String other : values) {
                Preferences both = decode(one).and(decode(other));

                assertThat(both).isEqualTo(decode(other).and(decode(one)));
                assertThat(both.granted())
                        .isEqualTo(decode(one).granted() & decode(other).granted() & ~both.refused());
                assertThat(both.refused())
                        .isEqualTo(decode(one).refused() | decode(other).refused());
                assertThat(both.stale() & (both.granted() | both.refused())).isZero();
            }
        }
    }

    @Test
    @Rule("43")
    void twinsCountFromTheEarlierDay() {
        assertThat(decode("1.20261123.s0").and(decode("1.20261001.t0")).decidedOn())
                .contains(EARLIER);
        assertThat(decode("x").and(decode("1.20261001.t0")).decidedOn()).contains(EARLIER);
        assertThat(decode("x").and(decode("1.20261001.s1k7q2")).decidedOn()).isEmpty();
    }

    @Test
    void equalPreferencesAreEqual() {
        assertThat(decode("1.20261123.s1k7q2~t0"))
                .isEqualTo(decode("1.20261123.t0~s1k7q2"))
                .hasSameHashCodeAs(decode("1.20261123.t0~s1k7q2"))
                .isNotEqualTo(decode("1.20261122.t0~s1k7q2"))
                .isNotEqualTo(decode("1.20261123.s0~t0"))
                .hasToString("{statistical=GRANTED, first-party=UNDECIDED, third-party=REFUSED} on 20261123");
    }

    @Test
    void aSchemeHasALimit() {
        List<PreferenceScheme.Entry> entries = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i <= PreferenceScheme.MOST_ENTRIES; i++) {
            String code = "" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
            entries.add(new PreferenceScheme.Entry("category-" + code, code, "AAAA"));
            codes.add(code);
        }

        assertThatThrownBy(() -> new PreferenceScheme(entries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("61 categories are to be chosen from, but 60 is the most; merge some.");
        assertThatThrownBy(() -> new PreferenceScheme(List.of(), codes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("61 categories without a choice are known, but 60 is the most; leave some out.");
    }

    private static Preferences decode(String value) {
        return PreferenceCodec.of(SEED, PreferenceCookie.standard()).decode(value, 0, value.length(), TODAY);
    }
}
