package org.consent4j.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;

/**
 * Values that releases have written into visitors' browsers. These texts must never be edited: where one of them fails,
 * the code is wrong, as it forgets what visitors chose. A release that writes another form adds its own texts.
 */
class LiteralValuesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);
    private static final PreferenceScheme SCHEME = new PreferenceScheme(List.of(
            new PreferenceScheme.Entry("statistical", "s", PreferenceScheme.fingerprint(1, List.of("This site"))),
            new PreferenceScheme.Entry(
                    "first-party", "i", PreferenceScheme.fingerprint(2, List.of("Example Analytics", "This site"))),
            new PreferenceScheme.Entry("third-party", "t", PreferenceScheme.fingerprint(1, List.of("Bücher & Co")))));

    @Test
    @Rule({"10", "18"})
    void valuesOfVersionOneAreReadForEver() {
        assertThat(read("1.20261123.s1oZpr~i1WZ0y~t1770F", PreferenceCookie.standard()))
                .isEqualTo("GRANTED GRANTED GRANTED");
        assertThat(read("1.20261123.s0~i0~t0", PreferenceCookie.standard())).isEqualTo("REFUSED REFUSED REFUSED");
        assertThat(read("1.20261123.s1oZpr~i0~t0", PreferenceCookie.standard())).isEqualTo("GRANTED REFUSED REFUSED");
        assertThat(read("1.20261123.t0", PreferenceCookie.standard())).isEqualTo("UNDECIDED UNDECIDED REFUSED");
    }

    @Test
    @Rule({"10", "18"})
    void signedValuesOfVersionOneAreReadForEver() {
        SignatureKey key =
                SignatureKey.of("k1", "thirty-two octets of no secrecy!".getBytes(StandardCharsets.US_ASCII));
        PreferenceCookie signed = PreferenceCookie.standard().signedWith(key);

        assertThat(read("1.20261123.s1oZpr~i0~t0.k1.Pc2_4wCVk8GnROoDfbYKXQ", signed))
                .isEqualTo("GRANTED REFUSED REFUSED");
        assertThat(read("1.20261123.s0~i0~t0.k1.X-7LV2XTi7Ugn8nK5xs7KQ", signed.withHostPrefix()))
                .isEqualTo("REFUSED REFUSED REFUSED");
    }

    @Test
    void thePresentReleaseWritesTheseValues() {
        Preferences choice = Preferences.undecided(SCHEME)
                .with(
                        Map.of(
                                "statistical", Choice.GRANTED,
                                "first-party", Choice.REFUSED,
                                "third-party", Choice.REFUSED),
                        LocalDate.of(2026, 11, 23));

        assertThat(PreferenceCodec.of(SCHEME, PreferenceCookie.standard()).encode(choice))
                .isEqualTo("1.20261123.s1oZpr~i0~t0");
    }

    private static String read(String value, PreferenceCookie cookie) {
        Preferences read = PreferenceCodec.of(SCHEME, cookie).decode(value, 0, value.length(), TODAY);
        return read.choice("statistical") + " " + read.choice("first-party") + " " + read.choice("third-party");
    }
}
