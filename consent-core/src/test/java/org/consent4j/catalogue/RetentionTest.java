package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Period;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

    @Test
    void aSessionHasNoTime() {
        assertThat(Retention.session().isSession()).isTrue();
        assertThat(Retention.session().amount()).isEmpty();
        assertThat(Retention.session().longest()).isEqualTo(Duration.ZERO);
        assertThat(Retention.session()).hasToString("session");
        assertThat(Retention.days(1).isSession()).isFalse();
    }

    @Test
    void aTimeIsKeptAsItWasDeclared() {
        assertThat(Retention.days(30).amount()).contains(Period.ofDays(30));
        assertThat(Retention.months(13).amount()).contains(Period.ofMonths(13));
        assertThat(Retention.years(1).amount()).contains(Period.ofYears(1));
        assertThat(Retention.of(Duration.ofHours(1)).amount()).contains(Duration.ofHours(1));
        assertThat(Retention.months(12)).isEqualTo(Retention.of(Period.ofMonths(12)));
        assertThat(Retention.months(12)).isNotEqualTo(Retention.years(1)).isNotEqualTo(Retention.session());
        assertThat(Retention.months(12)).hasSameHashCodeAs(Retention.of(Period.ofMonths(12)));
    }

    @Rule("44")
    @ParameterizedTest
    @CsvSource({"P400D, 400", "P1M, 31", "P12M, 366", "P1Y, 366", "P13M, 397", "P1Y1M, 397", "P14M, 428", "P2M3D, 65"})
    void theLongestCountsLongMonthsAndALeapYear(Period period, long days) {
        assertThat(Retention.of(period).longest()).isEqualTo(Duration.ofDays(days));
    }

    @Rule("16")
    @ParameterizedTest
    @CsvSource({
        "P13M, true",
        "P1Y1M, true",
        "P14M, false",
        "P1Y2M, false",
        "P393D, true",
        "P394D, false",
        "P396D, false",
        "P12M28D, false",
        "P1Y, true",
        "P1D, true",
    })
    void thirteenMonthsAreKeptOnlyByWhatIsNeverLonger(Period period, boolean within) {
        assertThat(Retention.of(period).isWithinMonths(13)).isEqualTo(within);
    }

    @Rule("16")
    @Test
    void durationsAreComparedWithTheShortestMonths() {
        assertThat(Retention.of(Duration.ofDays(393)).isWithinMonths(13)).isTrue();
        assertThat(Retention.of(Duration.ofDays(393).plusSeconds(1)).isWithinMonths(13))
                .isFalse();
        assertThat(Retention.session().isWithinMonths(13)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "P2Y, 2 years",
        "P1Y1M, 1 year 1 month",
        "P14M, 14 months",
        "P1D, 1 day",
        "P1Y2M3D, 1 year 2 months 3 days",
    })
    void messagesTellAPeriodInWords(Period period, String words) {
        assertThat(Retention.of(period).words()).isEqualTo(words);
    }

    @Test
    void messagesTellADurationInWords() {
        assertThat(Retention.of(Duration.ofSeconds(90_061)).words()).isEqualTo("1 day 1 hour 1 minute 1 second");
        assertThat(Retention.of(Duration.ofDays(400).plusNanos(2)).words()).isEqualTo("400 days 2 nanoseconds");
        assertThat(Retention.session().words()).isEqualTo("a session");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void whatIsNotPositiveKeepsNothing(int number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retention.days(number))
                .withMessageContaining("of " + number + " days keeps nothing")
                .withMessageContaining("Retention.session()");
        assertThatIllegalArgumentException().isThrownBy(() -> Retention.months(number));
        assertThatIllegalArgumentException().isThrownBy(() -> Retention.years(number));
        assertThatIllegalArgumentException().isThrownBy(() -> Retention.of(Duration.ofSeconds(number)));
        assertThatIllegalArgumentException().isThrownBy(() -> Retention.of(Period.of(1, 0, Math.min(number, -1))));
    }
}
