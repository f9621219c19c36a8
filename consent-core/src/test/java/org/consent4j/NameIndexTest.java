package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameIndexTest {

    private static final int CATALOGUES = 80;
    private static final int LOOKUPS = 800;

    @Rule("31")
    @ParameterizedTest
    @CsvSource({
        "_ga, _ga",
        "_gat, _ga*",
        "_ga_ABC, _ga_*",
        "_ga_, _ga_*",
        "_ga_x, _ga_x",
        "_g, *",
        "_GA, *",
        "x, *",
        "_ga_xy, _ga_*",
    })
    void theExactNameIsBeforeTheLongestPrefix(String name, String declared) {
        List<CookieDeclaration> declarations = declarations("*", "_ga*", "_ga", "_ga_x", "_ga_*");

        assertThat(declarations.get(find(declarations, name)).name()).isEqualTo(declared);
    }

    @Test
    void aPrefixCoversTheEmptyRest() {
        assertThat(find(declarations("_pk_id.*"), "_pk_id.")).isZero();
        assertThat(find(declarations("_pk_id.*"), "_pk_id")).isEqualTo(-1);
    }

    @Test
    void anEmptyNameIsNeverCovered() {
        assertThat(find(declarations("*", "a"), "")).isEqualTo(-1);
    }

    @Test
    void anEmptyCatalogueCoversNothing() {
        assertThat(find(List.of(), "a")).isEqualTo(-1);
    }

    @Rule("31")
    @Test
    void onlyAnAsteriskAtTheEndMakesAPrefix() {
        List<CookieDeclaration> declarations = declarations("*abc", "a*bcd");

        assertThat(find(declarations, "*abc")).isZero();
        assertThat(find(declarations, "xabc")).isEqualTo(-1);
        assertThat(find(declarations, "a*bcd")).isEqualTo(1);
        assertThat(find(declarations, "axbcd")).isEqualTo(-1);
    }

    @Test
    void namesOfOneHashAreToldApart() {
        List<String> names = new ArrayList<>();
        for (String start : List.of("AaAa", "AaBB", "BBAa", "BBBB")) {
            for (String end : List.of("AaAa", "AaBB", "BBAa", "BBBB")) {
                names.add(start + end);
            }
        }
        assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);
        List<CookieDeclaration> exact = declarations(names.subList(0, 15).toArray(String[]::new));
        List<CookieDeclaration> prefixes = declarations(
                names.subList(0, 15).stream().map(name -> name + "*").toArray(String[]::new));

        for (int i = 0; i < 15; i++) {
            assertThat(find(exact, names.get(i))).isEqualTo(i);
            assertThat(find(prefixes, names.get(i) + "x")).isEqualTo(i);
        }
        assertThat(find(exact, names.get(15))).isEqualTo(-1);
        assertThat(find(prefixes, names.get(15))).isEqualTo(-1);
    }

    @Test
    void namesBeyondAsciiAreFoundAsHeaderLinesCarryThem() {
        List<CookieDeclaration> declarations = declarations("caf\u00e9", "\u6f22\u5b57*");

        assertThat(find(declarations, "caf\u00c3\u00a9")).isZero();
        assertThat(find(declarations, "caf\u00e9")).isEqualTo(-1);
        assertThat(find(declarations, octets("\u6f22\u5b57\u4e00"))).isEqualTo(1);
    }

    @Test
    void aRegionIsLookedUpWithoutWhatStandsAroundIt() {
        NameIndex index = new NameIndex(declarations("abc", "abcd*"));
        String line = "xabcdex";

        assertThat(index.find(line, 1, 4)).isZero();
        assertThat(index.find(line, 1, 5)).isEqualTo(1);
        assertThat(index.find(line, 1, 3)).isEqualTo(-1);
        assertThat(index.find(line, 0, 4)).isEqualTo(-1);
    }

    @Test
    void namesOfAnyLengthAreToldApartByTheirLastCharacter() {
        String digits = "0123456789".repeat(10);
        for (int length = 1; length <= digits.length(); length++) {
            String name = digits.substring(0, length);
            String other = digits.substring(0, length - 1) + 'x';
            for (String around : List.of("", "=", "\u00ff".repeat(9), "\u6f22".repeat(9))) {
                String text = around + name + around;
                int start = around.length();

                assertThat(new NameIndex(declarations(other, name)).find(text, start, start + length))
                        .isEqualTo(1);
                assertThat(new NameIndex(declarations(other, name + "*")).find(text, start, start + length))
                        .isEqualTo(1);
                assertThat(new NameIndex(declarations(other, other + "*")).find(text, start, start + length))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void theLongestPrefixIsFoundAmongThoseOfAllLengths() {
        String digits = "0123456789".repeat(10);
        List<String> prefixes = new ArrayList<>();
        for (int length = 0; length <= digits.length(); length += 3) {
            prefixes.add(digits.substring(0, length) + "*");
        }
        NameIndex index = new NameIndex(declarations(prefixes.toArray(String[]::new)));
        for (int length = 1; length <= digits.length(); length++) {
            String name = digits.substring(0, length) + "x";

            assertThat(index.find(name, 0, name.length())).as(name).isEqualTo(length / 3);
        }
    }

    @Test
    void whatIsNoOctetIsNoCharacterOfADeclaredName() {
        assertThat(find(declarations("a"), "a\u0000")).isEqualTo(-1);
        assertThat(find(declarations("a"), "a\u0100")).isEqualTo(-1);
        assertThat(find(declarations("abcdefgha"), "abcdefg\u0168a")).isEqualTo(-1);
        assertThat(find(declarations("ab"), "\u0161b")).isEqualTo(-1);
        assertThat(find(declarations("a*"), "a\u6f22")).isZero();
    }

    @Test
    void randomCataloguesAnswerAsALinearSearchDoes() {
        SplittableRandom random = new SplittableRandom(31);
        int exact = 0;
        int prefixed = 0;
        int missed = 0;
        for (int i = 0; i < CATALOGUES; i++) {
            List<CookieDeclaration> declarations = randomCatalogue(random);
            NameIndex index = new NameIndex(declarations);
            for (int j = 0; j < LOOKUPS; j++) {
                String name = octets(randomName(random, 7));
                String before = octets(randomName(random, 3));
                String text = before + name + octets(randomName(random, 3));
                int expected = linear(declarations, name);
                int found = index.find(text, before.length(), before.length() + name.length());
                if (found != expected) {
                    assertThat(found).as("'%s' in %s", name, declarations).isEqualTo(expected);
                }
                if (found < 0) {
                    missed++;
                } else if (declarations.get(found).isPrefix()) {
                    prefixed++;
                } else {
                    exact++;
                }
            }
        }
        assertThat(exact).as("found by name").isGreaterThan(1_000);
        assertThat(prefixed).as("found by prefix").isGreaterThan(1_000);
        assertThat(missed).as("not found").isGreaterThan(1_000);
    }

    private static List<CookieDeclaration> randomCatalogue(SplittableRandom random) {
        Set<String> names = new LinkedHashSet<>();
        int size = random.nextInt(301);
        for (int i = 0; i < size; i++) {
            String name = randomName(random, 5) + (random.nextInt(3) == 0 ? "*" : "");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        if (random.nextBoolean()) {
            names.remove("*");
        }
        return declarations(names.toArray(String[]::new));
    }

    private static String randomName(SplittableRandom random, int longest) {
        String[] pieces = {"a", "b", "Aa", "BB", "_", "*x", "\u00e9", "\u6f22", "\ud83d\ude00"};
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            name.append(pieces[random.nextInt(pieces.length)]);
        }
        return name.toString();
    }

    private static int linear(List<CookieDeclaration> declarations, String name) {
        int best = -1;
        int bestLength = -1;
        for (int i = 0; i < declarations.size() && !name.isEmpty(); i++) {
            String declared = octets(declarations.get(i).name());
            if (declared.equals(name) && !declared.endsWith("*")) {
                return i;
            }
            if (declared.endsWith("*")
                    && name.startsWith(declared.substring(0, declared.length() - 1))
                    && declared.length() > bestLength) {
                best = i;
                bestLength = declared.length();
            }
        }
        return best;
    }

    private static int find(List<CookieDeclaration> declarations, String name) {
        return new NameIndex(declarations).find(name, 0, name.length());
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static List<CookieDeclaration> declarations(String... names) {
        return Stream.of(names)
                .map(name -> CookieDeclaration.cookie(name)
                        .category(Category.FIRST_PARTY)
                        .provider(Provider.SITE)
                        .retention(Retention.session())
                        .allowShortPrefix()
                        .allowStar()
                        .build())
                .toList();
    }
}
