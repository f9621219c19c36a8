package org.consent4j.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.iabtcf.decoder.TCString;
import com.iabtcf.encoder.TCStringEncoder;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.consent4j.CookieConsent;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCodec;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.Preferences;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a preference cookie to decisions, beside the two other forms in which consent is kept on the web, and a bare look
 * at as many characters.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PreferenceBenchmark {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PreferenceCodec codec;
    private String[] values;
    private String[] tcf;
    private String[] json;
    private int visitor;

    /** Makes the visitors. */
    @Setup
    public void setUp() {
        CookieConsent site = Visitors.site(PreferenceCookie.standard());
        Preferences[] preferences = Visitors.preferences(site, 1);
        codec = PreferenceCodec.of(preferences[0].scheme(), site.preferenceCookie());
        values = new String[Visitors.COUNT];
        tcf = new String[Visitors.COUNT];
        json = new String[Visitors.COUNT];
        Random random = new Random(2);
        for (int i = 0; i < Visitors.COUNT; i++) {
            values[i] = codec.encode(preferences[i]);
            tcf[i] = tcf(random);
            json[i] = json(preferences[i], random);
        }
    }

    /** A string of the size that sites' banners write: ten purposes and some hundred vendors. */
    private static String tcf(Random random) {
        Instant day = Instant.parse("2026-11-01T00:00:00Z").minus(random.nextInt(100), ChronoUnit.DAYS);
        TCStringEncoder.Builder builder = TCStringEncoder.newBuilder()
                .version(2)
                .created(day)
                .lastUpdated(day)
                .cmpId(10)
                .cmpVersion(3)
                .consentScreen(1)
                .consentLanguage("EN")
                .vendorListVersion(150)
                .publisherCC("FR")
                .tcfPolicyVersion(4);
        for (int purpose = 1; purpose <= 10; purpose++) {
            if (random.nextBoolean()) {
                builder.addPurposesConsent(purpose);
            }
        }
        for (int vendor = 1; vendor <= 400; vendor++) {
            if (random.nextInt(4) == 0) {
                builder.addVendorConsent(vendor);
            }
        }
        return builder.encode();
    }

    /** What a common banner of scripts keeps: an object of categories, services, an id and times. */
    private static String json(Preferences preferences, Random random) {
        StringBuilder categories = new StringBuilder("\"necessary\"");
        preferences.choices().forEach((id, choice) -> {
            if (choice == Choice.GRANTED) {
                categories.append(",\"").append(id).append('"');
            }
        });
        String text = "{\"categories\":[" + categories + "],\"revision\":0,\"data\":null,"
                + "\"consentTimestamp\":\"2026-10-0" + (1 + random.nextInt(9)) + "T08:00:00.000Z\","
                + "\"consentId\":\"" + Visitors.text(random, 36) + "\",\"services\":{\"necessary\":[],"
                + "\"statistical\":[],\"first-party\":[],\"third-party\":[]},\"languageCode\":\"en\","
                + "\"lastConsentTimestamp\":\"2026-10-09T08:00:00.000Z\",\"expirationTime\":1795000000000}";
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    /**
     * Decode, validity and four answers.
     *
     * @return the answers
     */
    @Benchmark
    public int preferences() {
        String value = values[next()];
        Preferences preferences = codec.decode(value, 0, value.length(), Visitors.TODAY);
        return (preferences.choice("statistical") == Choice.GRANTED ? 1 : 0)
                + (preferences.choice("first-party") == Choice.GRANTED ? 2 : 0)
                + (preferences.choice("third-party") == Choice.GRANTED ? 4 : 0)
                + (preferences.isStale("statistical") ? 8 : 0);
    }

    /**
     * Decode and one purpose.
     *
     * @return the answer
     */
    @Benchmark
    public boolean tcf() {
        return TCString.decode(tcf[next()]).getPurposesConsent().contains(1);
    }

    /**
     * URL-decode, read, and look for a category.
     *
     * @return the answer
     * @throws JsonProcessingException never
     */
    @Benchmark
    public boolean json() throws JsonProcessingException {
        JsonNode tree = JSON.readTree(URLDecoder.decode(json[next()], StandardCharsets.UTF_8));
        for (JsonNode category : tree.get("categories")) {
            if (category.textValue().equals("statistical")) {
                return true;
            }
        }
        return false;
    }

    /**
     * A look at each character.
     *
     * @return a sum
     */
    @Benchmark
    public int bareLook() {
        return BareLook.at(values[next()]);
    }
}
