package org.consent4j.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceCookieTest {

    private static final byte[] SECRET = "a secret of thirty-two octets ok".getBytes(StandardCharsets.US_ASCII);

    @Test
    @Rule({"9", "42"})
    void theLineHasTheAttributesOfTheRules() {
        assertThat(PreferenceCookie.standard().line("1.20261123.s0", true))
                .isEqualTo("cookies_preferences=1.20261123.s0; Path=/; Max-Age=15897600; SameSite=Lax; Secure");
        assertThat(PreferenceCookie.standard().line("1.20261123.s0", false)).doesNotContain("Secure");
        assertThat(PreferenceCookie.MAX_AGE).isEqualTo(184 * 86_400);
    }

    @Test
    void secureAlwaysHoldsOverHttpToo() {
        assertThat(PreferenceCookie.standard().withSecureAlways().line("x", false))
                .endsWith("; Secure");
    }

    @Test
    @Rule("38")
    void theHostPrefixDemandsSecureAndNoDomain() {
        PreferenceCookie cookie = PreferenceCookie.standard().withName("prefs").withHostPrefix();

        assertThat(cookie.name()).isEqualTo("__Host-prefs");
        assertThat(cookie.line("x", false)).isEqualTo("__Host-prefs=x; Path=/; Max-Age=15897600; SameSite=Lax; Secure");
    }

    @Test
    void aDomainIsSetInLowerCase() {
        PreferenceCookie cookie = PreferenceCookie.standard().withDomain("Example.ORG");

        assertThat(cookie.domain()).isEqualTo("example.org");
        assertThat(cookie.line("x", true)).contains("; Domain=example.org;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a=b", "ä", "a\nb"})
    void aNameOfOtherCharactersIsAnError(String name) {
        assertThatThrownBy(() -> PreferenceCookie.standard().withName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("1 to 64 ASCII letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-x", "__Secure-x", "__host-x", "__Http-x"})
    void aNameWithABrowsersPrefixIsAnError(String name) {
        assertThatThrownBy(() -> PreferenceCookie.standard().withName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withHostPrefix()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "org",
                ".example.org",
                "example.org.",
                "exa mple.org",
                "a..org",
                "192.0.2.1",
                "[::1]",
                "x;y.org"
            })
    void aDomainThatIsNoneIsAnError(String domain) {
        assertThatThrownBy(() -> PreferenceCookie.standard().withDomain(domain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + domain + "'")
                .hasMessageContaining("such as example.org");
    }

    @Test
    void hostPrefixAndDomainConflictWhicheverComesFirst() {
        assertThatThrownBy(() -> PreferenceCookie.standard().withHostPrefix().withDomain("example.org"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The preference cookie has the __Host- prefix, which allows no domain, so 'example.org'"
                        + " can't be set; leave one of the two out.");
        assertThatThrownBy(() ->
                        PreferenceCookie.standard().withDomain("example.org").withHostPrefix())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The preference cookie has the domain 'example.org', which the __Host- prefix does not"
                        + " allow; leave one of the two out.");
    }

    @Test
    void twoKeysOfOneIdAreAnError() {
        SignatureKey key = SignatureKey.of("2026", SECRET);

        assertThatThrownBy(() -> PreferenceCookie.standard().signedWith(key, SignatureKey.of("2026", new byte[32])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2026, 2026]")
                .hasMessageContaining("give each its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456789", "a.b", "a-b", "ä", "a b"})
    void aKeyIdOfAnotherFormIsAnError(String id) {
        assertThatThrownBy(() -> SignatureKey.of(id, SECRET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + id + "'")
                .hasMessageContaining("1 to 8 ASCII letters and digits");
    }

    @Test
    void aShortSecretIsAnErrorThatDoesNotTellIt() {
        byte[] tooShort = Arrays.copyOf(SECRET, 31);

        assertThatThrownBy(() -> SignatureKey.of("2026", tooShort))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The secret of signature key '2026' has 31 octets; give at least 32 random ones.");
    }

    @Test
    void aKeyNeverShowsItsSecret() {
        String shown = SignatureKey.of("2026", SECRET).toString();

        assertThat(shown)
                .isEqualTo("signature key 2026")
                .doesNotContain(new String(SECRET, StandardCharsets.US_ASCII))
                .doesNotContain(HexFormat.of().formatHex(SECRET))
                .doesNotContain(Base64.getEncoder().encodeToString(SECRET));
    }

    @Test
    void aKeyDoesNotChangeWithTheArrayThatItCameFrom() {
        byte[] secret = SECRET.clone();
        SignatureKey key = SignatureKey.of("2026", secret);
        byte[] before = key.sign(new byte[] {1}, new byte[] {2});
        Arrays.fill(secret, (byte) 0);

        assertThat(key.sign(new byte[] {1}, new byte[] {2})).isEqualTo(before);
    }

    @Test
    void signaturesOfManyThreadsAreThoseOfOne() {
        SignatureKey key = SignatureKey.of("2026", SECRET);
        List<byte[]> alone =
                IntStream.range(0, 2_000).mapToObj(i -> sign(key, i)).toList();

        List<byte[]> together =
                IntStream.range(0, 2_000).parallel().mapToObj(i -> sign(key, i)).toList();

        assertThat(together).usingElementComparator(Arrays::compare).containsExactlyElementsOf(alone);
    }

    private static byte[] sign(SignatureKey key, int number) {
        return key.sign(new byte[] {(byte) number}, new byte[] {(byte) (number >> 8)});
    }
}
