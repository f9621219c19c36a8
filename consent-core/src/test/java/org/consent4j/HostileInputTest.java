package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.consent4j.Exchanges.Request;
import org.consent4j.Exchanges.Response;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.SignatureKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileInputTest {

    private static final String CONSENT = "1.20261123.s1AAAA~i1AAAA~t1AAAA";

    private final CookieConsent consent = Site.builder()
            .trustedHost("example.org")
            .preferenceCookie(PreferenceCookie.standard().signedWith(SignatureKey.of("k", new byte[32])))
            .listener(new Site.Heard())
            .build();

    record Shape(String name, String pattern, boolean numbered) {

        String line(int octets) {
            StringBuilder line = new StringBuilder(octets + pattern.length() + 16);
            for (int i = 0; line.length() < octets; i++) {
                line.append(numbered ? pattern.replace("#", Integer.toString(i)) : pattern);
            }
            return line.toString();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Shape> shapes() {
        return List.of(
                new Shape("twins", "cookies_preferences=" + CONSENT + ";", false),
                new Shape("signed twins", "cookies_preferences=" + CONSENT + ".k.AAAAAAAAAAAAAAAAAAAAAA;", false),
                new Shape("short twins", "cookies_preferences=1.20261123.s0;", false),
                new Shape("twins without an end", "cookies_preferences=1.20261123.s1", false),
                new Shape("undeclared names", "x#=;", true),
                new Shape("one undeclared name", "x=;", false),
                new Shape("undeclared names that collide", "AaAaBBBBAaBBAaAaBBAaBBBBAaBB#=;", true),
                new Shape("leftovers", "_ga_#=;", true),
                new Shape("one leftover", "_ga=1;", false),
                new Shape("leftovers with a secure prefix", "__Secure-track=#;", true),
                new Shape("partitioned leftovers", "ads=#;", true),
                new Shape("exempt cookies", "_pk_id.#=1; ", true),
                new Shape("semicolons", ";", false),
                new Shape("equals signs", "=", false),
                new Shape("equals and semicolons", "=;", false),
                new Shape("blanks", " ", false),
                new Shape("blanks and semicolons", "\t ;", false),
                new Shape("bare words", "a;", false),
                new Shape("one long name", "a", false),
                new Shape("one long declared name", "_ga_", false),
                new Shape("long names", "_ga_" + "y".repeat(3000) + "#=1;", true),
                new Shape("quotes", "\"a=\\\";", false),
                new Shape("commas", "_ga=1,", false),
                new Shape("percents", "%5f%67%61=%3b;", false),
                new Shape("NULs", "\u0000", false),
                new Shape("octets", "\u00c3\u00a9=\u00ff;", false),
                new Shape("surrogates", "\ud800=\udc00;", false),
                new Shape("dots", "1.", false),
                new Shape("tildes", "s0~", false),
                new Shape("digits", "1", false),
                new Shape("markup", "<script>alert(1)</script>", false));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    @Rule({"18", "45"})
    void aMebibyteOfAnyShapeIsNoConsentAndTakesNoQuadraticTime(Shape shape) {
        String line = shape.line(1024 * 1024);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> use(line, "a.".repeat(100) + "example.org"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    @Rule("18")
    void aLongPreferenceValueOfAnyShapeIsNoConsent(Shape shape) {
        String value = shape.line(64 * 1024);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            use("cookies_preferences=" + value, "www.example.org");
            use("cookies_preferences=1." + value, "www.example.org");
            use("cookies_preferences=1.20261123." + value, "www.example.org");
            use("cookies_preferences=1.20261123.s1AAAA.k." + value, "www.example.org");
        });
    }

    private void use(String line, String host) {
        Response response = new Response();
        ConsentExchange exchange = consent.begin(Request.of(line).to(host), response);
        assertThat(exchange.preferences().granted()).isZero();
        assertThat(exchange.allows(Category.STATISTICAL)).isFalse();
        assertThat(exchange.admits("_ga=1").admitted()).isFalse();
        assertThat(exchange.promptNeeded() || exchange.preferences().refused() != 0)
                .isTrue();
        exchange.cookieHeaders();
        exchange.admits(line);
        exchange.admits("JSESSIONID=" + line);
        exchange.admits("JSESSIONID=1; " + line);
        exchange.admits("_ga=1; Max-Age=0; " + line);
        exchange.refuseAll();
        exchange.cookieHeaders();
        assertThat(response.lines.stream()
                        .filter(added -> added.contains("Max-Age=0"))
                        .mapToInt(String::length)
                        .sum())
                .isLessThan(8 * 1024);
        assertThat(response.lines).allMatch(added -> added.chars().allMatch(c -> c >= 0x20 && c <= 0xff));
    }

    @Test
    @Rule({"1", "2", "18"})
    void randomLinesGrantNothingAndHideWhatIsNotNecessary() {
        Random random = new Random(7);
        List<String> pieces = List.of(
                "_ga",
                "JSESSIONID",
                "cookies_preferences",
                "ads",
                "=",
                "=",
                ";",
                ";",
                "; ",
                " ",
                "\t",
                ",",
                "\"",
                "1.20261123.s1AAAA",
                "~t0",
                ".",
                "\u0000",
                "\u00e9",
                "$Version",
                "%3B",
                "x");
        for (int i = 0; i < 20_000; i++) {
            String line = IntStream.range(0, random.nextInt(24))
                    .mapToObj(n -> pieces.get(random.nextInt(pieces.size())))
                    .collect(Collectors.joining());

            ConsentExchange exchange = consent.begin(Request.of(line), new Response());

            assertThat(exchange.preferences().granted()).isZero();
            for (String seen : exchange.cookieHeaders()) {
                for (String cookie : List.of(seen.split(";", -1))) {
                    String dense = cookie.replace(" ", "").replace("\t", "");
                    if (dense.isEmpty() || dense.equals("=")) {
                        continue; // No cookie at all, in a line that passed as it came.
                    }
                    String name = cookie.contains("=") ? cookie.substring(0, cookie.indexOf('=')) : "";
                    assertThat(name.strip()).as(line).isIn("JSESSIONID", "cookies_preferences");
                }
            }
        }
    }
}
