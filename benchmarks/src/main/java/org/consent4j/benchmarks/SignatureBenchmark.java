package org.consent4j.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.consent4j.CookieConsent;
import org.consent4j.preference.PreferenceCodec;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.Preferences;
import org.consent4j.preference.SignatureKey;
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

/** Writing a preference cookie, and signing and verifying it, beside the signature's own price. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SignatureBenchmark {

    private PreferenceCodec unsigned;
    private PreferenceCodec signed;
    private Preferences[] preferences;
    private String[] signedValues;
    private byte[][] texts;
    private Mac mac;
    private int visitor;

    /**
     * Makes the visitors.
     *
     * @throws GeneralSecurityException never
     */
    @Setup
    public void setUp() throws GeneralSecurityException {
        byte[] secret = new byte[32];
        new Random(9).nextBytes(secret);
        CookieConsent site = Visitors.site(PreferenceCookie.standard());
        preferences = Visitors.preferences(site, 10);
        unsigned = PreferenceCodec.of(preferences[0].scheme(), site.preferenceCookie());
        signed = PreferenceCodec.of(
                preferences[0].scheme(), PreferenceCookie.standard().signedWith(SignatureKey.of("k1", secret)));
        signedValues = new String[Visitors.COUNT];
        texts = new byte[Visitors.COUNT][];
        for (int i = 0; i < Visitors.COUNT; i++) {
            signedValues[i] = signed.encode(preferences[i]);
            String covered = PreferenceCookie.STANDARD_NAME + '=' + unsigned.encode(preferences[i]) + ".k1";
            texts[i] = covered.getBytes(StandardCharsets.US_ASCII);
        }
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    }

    private int next() {
        return visitor++ & (Visitors.COUNT - 1);
    }

    /**
     * Writes a value.
     *
     * @return the value
     */
    @Benchmark
    public String encode() {
        return unsigned.encode(preferences[next()]);
    }

    /**
     * Writes and signs a value.
     *
     * @return the value
     */
    @Benchmark
    public String encodeAndSign() {
        return signed.encode(preferences[next()]);
    }

    /**
     * Verifies and reads a value.
     *
     * @return the preferences
     */
    @Benchmark
    public Preferences verifyAndDecode() {
        String value = signedValues[next()];
        return signed.decode(value, 0, value.length(), Visitors.TODAY);
    }

    /**
     * The signature alone.
     *
     * @return the signature
     */
    @Benchmark
    public byte[] mac() {
        return mac.doFinal(texts[next()]);
    }
}
