package org.consent4j.preference;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret with which the preference cookie is signed, for sites that don't trust their sub-domains.
 *
 * <p>The signature is HMAC-SHA256. It shows that this site wrote the value, not for whom: a value can be carried from
 * one browser to another, as it holds no visitor's identity (rule 17).
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SignatureKey {

    private static final int SHORTEST_SECRET = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final String id;
    private final Mac prototype;
    /** One that nobody uses now: a clone costs as much as a signature, and who finds none here makes one. */
    private final AtomicReference<@Nullable Mac> spare = new AtomicReference<>();

    private SignatureKey(String id, Mac prototype) {
        this.id = id;
        this.prototype = prototype;
    }

    /**
     * A key.
     *
     * @param id the key's name in the cookie, 1 to 8 ASCII letters and digits
     * @param secret at least 32 random octets; copied
     * @return the key
     * @throws IllegalArgumentException if the id has another form or the secret is too short
     */
    public static SignatureKey of(String id, byte[] secret) {
        if (!id.matches("[A-Za-z0-9]{1,8}")) {
            throw new IllegalArgumentException("The id of a signature key is '" + id
                    + "'; give 1 to 8 ASCII letters and digits, such as the year in which it is used.");
        }
        if (secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("The secret of signature key '" + id + "' has " + secret.length
                    + " octets; give at least " + SHORTEST_SECRET + " random ones.");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            // Clones instead of locks or one instance per thread: checked here, so that no request meets a refusal.
            return new SignatureKey(id, (Mac) mac.clone());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The security provider of HmacSHA256 can't be cloned; use SunJCE.", e);
        }
    }

    /**
     * A key that is written in a configuration.
     *
     * @param id the key's name in the cookie, 1 to 8 ASCII letters and digits; null where none is written
     * @param secret at least 32 random octets, in base64; null where none is written
     * @return the key
     * @throws IllegalArgumentException if one of the two is missing, or can't be used; the message has nothing of the
     *     secret
     */
    public static SignatureKey ofBase64(@Nullable String id, @Nullable String secret) {
        if (id == null || secret == null) {
            throw new IllegalArgumentException(
                    "A signature key lacks its " + (id == null ? "id" : "secret") + "; give both.");
        }
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(secret);
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message quotes characters of the secret.
            throw new IllegalArgumentException("The secret of signature key '" + id
                    + "' is not in base64; write what 'openssl rand -base64 32' gives.");
        }
        return of(id, octets);
    }

    /**
     * The key's name in the cookie.
     *
     * @return 1 to 8 letters and digits
     */
    public String id() {
        return id;
    }

    /** Signs two parts as one message. */
    byte[] sign(byte[] start, byte[] rest) {
        Mac idle = spare.getAndSet(null);
        Mac mac = idle == null ? cloned() : idle;
        mac.update(start);
        byte[] signature = mac.doFinal(rest);
        spare.set(mac);
        return signature;
    }

    private Mac cloned() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Cloning worked when the key was made", e);
        }
    }

    /** The key's id; never the secret. */
    @Override
    public String toString() {
        return "signature key " + id;
    }
}
