package org.consent4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.http.CookieHeader;
import org.consent4j.http.SetCookie;
import org.consent4j.preference.PreferenceCookie;
import org.junit.jupiter.api.Test;

/**
 * What others' test suites feed to cookie code, judged as browsers were seen to act on it.
 *
 * <p>The data lie beside the repository, in {@code shared/conformance}, and are not part of it: without them these
 * tests are skipped. Their README explains the fields.
 */
class ConformanceTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    /** Surefire's console counts skipped tests without their reason. */
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private static final String UNRELATED = "no-such-cookie";
    private static final Pattern SHORTENED = Pattern.compile("(.*)\\.\\.\\.\\((\\d+) chars\\)", Pattern.DOTALL);

    /** One line, as octets, with what browsers did on it; the names are texts. */
    private record Case(
            String id,
            String line,
            Set<String> verdictNames,
            Set<String> names,
            boolean mayReject,
            boolean mayPassAsDeletion,
            URI url) {

        @Override
        public String toString() {
            return id + " [" + (line.length() > 120 ? line.substring(0, 120) + "..." : line) + "]";
        }
    }

    // ---- Set-Cookie -----------------------------------------------------------------------------------------------

    @Rule({"1", "34", "34a", "34b"})
    @Test
    void noLinePassesUnlessEveryNameIsAdmittedUnderWhichABrowserActsOnIt() throws IOException {
        List<String> leaks = new ArrayList<>();
        int lines = 0;
        int judgements = 0;
        CookieConsent declaresNothing = consent(Set.of(), Set.of());
        for (Case test : setCookieCases()) {
            lines++;
            judgements++;
            if (leaks(test, declaresNothing)) {
                leaks.add("declaring nothing: " + test);
            }
            for (String left : test.verdictNames()) {
                Set<String> others = new LinkedHashSet<>(test.verdictNames());
                others.addAll(test.names());
                others.remove(left);
                judgements += 2;
                if (leaks(test, consent(others, Set.of()))) {
                    leaks.add("without '" + left + "': " + test);
                }
                if (leaks(test, consent(others, Set.of(left)))) {
                    leaks.add("with '" + left + "' undecided: " + test);
                }
            }
        }

        assertThat(leaks)
                .as("%d leaks in %d judgements of %d lines", leaks.size(), judgements, lines)
                .isEmpty();
        assertThat(lines).as("lines").isGreaterThanOrEqualTo(898);
        assertThat(judgements).as("judgements").isGreaterThan(2 * lines);
    }

    /** Whether a line passes that touches more cookies than a deletion that all browsers agree on. */
    private static boolean leaks(Case test, CookieConsent consent) {
        Decision decision = begin(test, consent, new Exchanges.Response()).admits(test.line());
        return decision.admitted() && !(decision.reason() == Reason.DELETION && test.mayPassAsDeletion());
    }

    @Rule({"32", "34"})
    @Test
    void noLineIsDroppedThatNeedNotBe() throws IOException {
        List<String> dropped = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        int lines = 0;
        int needed = 0;
        for (Case test : setCookieCases()) {
            lines++;
            if (test.mayReject()) {
                continue;
            }
            needed++;
            Set<String> names = new LinkedHashSet<>(test.names());
            names.addAll(test.verdictNames());
            Exchanges.Response response = new Exchanges.Response();
            Decision decision = begin(test, consent(names, Set.of()), response).admits(test.line());
            if (!decision.admitted()) {
                dropped.add(decision.reason() + ": " + test);
            }
            if (!response.lines.isEmpty()) {
                changed.add(test + " came with " + response.lines);
            }
        }

        assertThat(dropped)
                .as("%d dropped of %d that must pass, of %d lines", dropped.size(), needed, lines)
                .isEmpty();
        assertThat(changed).as("%d lines that brought others", changed.size()).isEmpty();
        assertThat(needed).as("lines that must pass").isGreaterThan(500);
    }

    @Rule({"34a", "34b"})
    @Test
    void aLineIsDroppedWhereOneOfItsNamesCannotBeDeclared() throws IOException {
        List<String> leaks = new ArrayList<>();
        int undeclarable = 0;
        for (Case test : setCookieCases()) {
            if (test.verdictNames().stream().allMatch(name -> isDeclarable(name, test.line()))) {
                continue;
            }
            undeclarable++;
            Set<String> names = new LinkedHashSet<>(test.names());
            names.addAll(test.verdictNames());
            if (leaks(test, consent(names, Set.of()))) {
                leaks.add(test.toString());
            }
        }

        assertThat(leaks).as("%d of %d pass", leaks.size(), undeclarable).isEmpty();
        assertThat(undeclarable).as("lines with such names").isGreaterThan(20);
    }

    private static List<Case> setCookieCases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonNode entry : read("set-cookie.jsonl")) {
            JsonNode lines = entry.get("lines");
            assertThat(entry.get("set_cookie_b64")).hasSize(lines.size());
            URI url = URI.create(entry.get("url").asText());
            for (int i = 0; i < lines.size(); i++) {
                JsonNode line = lines.get(i);
                String text = octets(entry.get("set_cookie_b64").get(i));
                Set<String> verdictNames = new LinkedHashSet<>();
                line.get("verdict_names").forEach(name -> verdictNames.add(fullName(name.asText(), text)));
                assertThat(verdictNames).doesNotContain(PreferenceCookie.STANDARD_NAME, UNRELATED);
                JsonNode name = line.get("name");
                String effects = line.get("effect").asText() + " "
                        + line.get("firefox_effect").asText();
                cases.add(new Case(
                        entry.get("id").asText(),
                        text,
                        verdictNames,
                        name == null || name.isNull() ? Set.of() : Set.of(fullName(name.asText(), text)),
                        line.get("may_reject").asBoolean(),
                        effects.equals("delete delete")
                                || (effects.equals("ignore ignore") && isSecureOverHttp(text, url)),
                        url));
            }
        }
        return cases;
    }

    /** The data shorten long names to {@code start...(n chars)}; the line has them in full. */
    private static String fullName(String name, String line) {
        Matcher shortened = SHORTENED.matcher(name);
        if (!shortened.matches()) {
            return name;
        }
        int equals = line.indexOf('=');
        String full = (equals < 0 ? line : line.substring(0, equals)).strip();
        assertThat(full).startsWith(shortened.group(1)).hasSize(Integer.parseInt(shortened.group(2)));
        return full;
    }

    /** Whether browsers overlook a line as it is for https; behind a proxy, no server can tell. */
    private static boolean isSecureOverHttp(String line, URI url) {
        return url.getScheme().equals("http") && line.toLowerCase(Locale.ROOT).contains("secure");
    }

    /** A site where some cookies are necessary and others undecided, as far as such names can be declared. */
    private static CookieConsent consent(Set<String> necessary, Set<String> undecided) {
        List<CookieDeclaration> declarations = new ArrayList<>();
        declarations.add(declaration(UNRELATED, Category.NECESSARY));
        for (String name : necessary) {
            declarable(name).ifPresent(text -> declarations.add(declaration(text, Category.NECESSARY)));
        }
        for (String name : undecided) {
            declarable(name).ifPresent(text -> declarations.add(declaration(text, Category.FIRST_PARTY)));
        }
        return CookieConsent.builder()
                .catalogue(CookieCatalogue.of(declarations))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build();
    }

    /** The request to which the line was an answer. */
    private static ConsentExchange begin(Case test, CookieConsent consent, Exchanges.Response response) {
        boolean secure = test.url().getScheme().equals("https");
        return consent.begin(new Exchanges.Request(secure, test.url().getHost(), Map.of()), response);
    }

    private static CookieDeclaration declaration(String name, Category category) {
        return CookieDeclaration.cookie(name)
                .category(category)
                .provider(Provider.SITE)
                .purpose("To be tested")
                .retention(Retention.session())
                .allowStar()
                .build();
    }

    private static Optional<String> declarable(String name) {
        if (name.endsWith("*")) {
            return Optional.empty();
        }
        try {
            CookieDeclaration.cookie(name);
            return Optional.of(name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a declaration can mean a name as it stands in a line, which takes storable UTF-8. */
    private static boolean isDeclarable(String name, String line) {
        return declarable(name).isPresent() && line.contains(new String(name.getBytes(UTF_8), ISO_8859_1));
    }

    // ---- Cookie ---------------------------------------------------------------------------------------------------

    @Rule({"30", "31"})
    @Test
    void cookieHeadersAreReadAsBrowsersMeanThem() throws IOException {
        List<String> wrong = new ArrayList<>();
        int strict = 0;
        int lenient = 0;
        for (JsonNode entry : read("cookie-header.jsonl")) {
            List<String> expected = new ArrayList<>();
            entry.get("expected")
                    .forEach(cookie -> expected.add(pair(
                            cookie.get("name").asText(), cookie.get("value").asText())));
            List<String> found = new ArrayList<>();
            for (JsonNode line : entry.get("cookie_headers_b64")) {
                CookieHeader cookies = new CookieHeader(octets(line));
                while (cookies.next()) {
                    found.add(pair(text(cookies.name()), text(cookies.value())));
                }
            }
            boolean right;
            if (entry.get("strict").asBoolean()) {
                strict++;
                right = found.equals(expected);
            } else {
                lenient++;
                List<String> invented = new ArrayList<>(found);
                expected.forEach(invented::remove);
                right = invented.isEmpty();
            }
            if (!right) {
                wrong.add(entry.get("id").asText() + ": " + found + " instead of " + expected);
            }
        }

        assertThat(wrong)
                .as("%d wrong of %d strict and %d lenient headers", wrong.size(), strict, lenient)
                .isEmpty();
        assertThat(strict + lenient).as("headers").isGreaterThanOrEqualTo(201);
        assertThat(strict).as("strict headers").isPositive();
    }

    /** The data give UTF-8 as the text that it is. */
    private static String text(String octets) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return octets;
        }
    }

    private static String pair(String name, String value) {
        return "<" + name + ">" + value;
    }

    // ---- Expires --------------------------------------------------------------------------------------------------

    @Rule("33")
    @Test
    void datesAreReadAsBrowsersReadThem() throws IOException {
        List<String> wrong = new ArrayList<>();
        int dates = 0;
        for (JsonNode entry : read("cookie-dates.jsonl")) {
            dates++;
            String text = entry.get("expires").asText();
            long expected = entry.get("expected").isNull()
                    ? Long.MAX_VALUE / 4 // no date: for all that is known, without end
                    : ZonedDateTime.parse(
                                    entry.get("expected").asText(),
                                    DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                            .toEpochSecond();
            SetCookie cookie = requireNonNull(SetCookie.read("a=b; Expires=" + text, NOW.getEpochSecond()));
            if (cookie.latestExpiry() != expected) {
                wrong.add(entry.get("id").asText() + " '" + text + "': " + cookie.latestExpiry() + " instead of "
                        + expected);
            }
        }

        assertThat(wrong).as("%d wrong of %d dates", wrong.size(), dates).isEmpty();
        assertThat(dates).as("dates").isGreaterThanOrEqualTo(70);
    }

    // ---- The data -------------------------------------------------------------------------------------------------

    private static List<JsonNode> read(String file) throws IOException {
        Path directory = null;
        for (Path at = Path.of("").toAbsolutePath(); at != null && directory == null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("conformance");
            directory = Files.isDirectory(candidate) ? candidate : null;
        }
        if (directory == null && TOLD.compareAndSet(false, true)) {
            System.out.println("ConformanceTest is skipped: no folder shared/conformance beside the repository.");
        }
        assumeTrue(directory != null, "no folder shared/conformance beside the repository");
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> entries = new ArrayList<>();
        for (String line : Files.readAllLines(requireNonNull(directory).resolve(file), UTF_8)) {
            if (!line.isBlank()) {
                entries.add(mapper.readTree(line));
            }
        }
        return entries;
    }

    private static String octets(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), ISO_8859_1);
    }
}
