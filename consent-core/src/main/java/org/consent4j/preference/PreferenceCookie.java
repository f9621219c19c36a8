package org.consent4j.preference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a site's preference cookie is named, scoped and signed.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PreferenceCookie {

    /** The name of the preference cookie, unless a site chooses another. */
    public static final String STANDARD_NAME = "cookies_preferences";

    /** How long browsers keep the cookie, in seconds: 184 days, the most that six calendar months can have. */
    public static final long MAX_AGE = 184L * 24 * 60 * 60;

    private static final PreferenceCookie STANDARD = new PreferenceCookie(STANDARD_NAME, null, false, false, List.of());

    private final String baseName;
    private final @Nullable String domain;
    private final boolean hostPrefix;
    private final boolean alwaysSecure;
    private final List<SignatureKey> keys;

    private PreferenceCookie(
            String baseName,
            @Nullable String domain,
            boolean hostPrefix,
            boolean alwaysSecure,
            List<SignatureKey> keys) {
        this.baseName = baseName;
        this.domain = domain;
        this.hostPrefix = hostPrefix;
        this.alwaysSecure = alwaysSecure;
        this.keys = keys;
    }

    /**
     * The cookie as it is without configuration: {@value #STANDARD_NAME}, for one host, unsigned.
     *
     * @return the standard cookie
     */
    public static PreferenceCookie standard() {
        return STANDARD;
    }

    /**
     * This cookie under another name.
     *
     * @param name letters, digits, {@code _}, {@code -} and {@code .}, at most 64, without a {@code __Host-} or
     *     {@code __Secure-} prefix
     * @return a new cookie
     * @throws IllegalArgumentException if the name has another form
     */
    public PreferenceCookie withName(String name) {
        if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("The name of the preference cookie is '" + name
                    + "'; give 1 to 64 ASCII letters, digits and '_', '-', '.'.");
        }
        if (name.startsWith("__")) {
            throw new IllegalArgumentException("The name of the preference cookie is '" + name
                    + "'; names with two underscores are browsers' prefixes. Say withHostPrefix() for __Host-.");
        }
        return new PreferenceCookie(name, domain, hostPrefix, alwaysSecure, keys);
    }

    /**
     * This cookie for a domain and all hosts below it, so that they share one choice.
     *
     * @param domain a domain name with at least two labels
     * @return a new cookie
     * @throws IllegalArgumentException if it is not a domain name
     * @throws IllegalStateException if the cookie has the host prefix, which allows no domain
     */
    public PreferenceCookie withDomain(String domain) {
        if (hostPrefix) {
            throw new IllegalStateException("The preference cookie has the __Host- prefix, which allows no domain, so '"
                    + domain + "' can't be set; leave one of the two out.");
        }
        String lower = domain.toLowerCase(Locale.ROOT);
        if (lower.length() > 253
                || !lower.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
                || lower.matches("[0-9.]+")) {
            throw new IllegalArgumentException("The domain of the preference cookie is '" + domain
                    + "'; give a domain name of two labels or more, such as example.org.");
        }
        return new PreferenceCookie(baseName, lower, false, alwaysSecure, keys);
    }

    /**
     * This cookie with the {@code __Host-} prefix before its name: no sub-domain can write it, and browsers take it
     * over https only.
     *
     * @return a new cookie
     * @throws IllegalStateException if the cookie has a domain
     */
    public PreferenceCookie withHostPrefix() {
        if (domain != null) {
            throw new IllegalStateException("The preference cookie has the domain '" + domain
                    + "', which the __Host- prefix does not allow; leave one of the two out.");
        }
        return new PreferenceCookie(baseName, null, true, true, keys);
    }

    /**
     * This cookie with {@code Secure} also where the server does not know that the visitor's connection is encrypted,
     * as behind a proxy that does not tell.
     *
     * @return a new cookie
     */
    public PreferenceCookie withSecureAlways() {
        return new PreferenceCookie(baseName, domain, hostPrefix, true, keys);
    }

    /**
     * This cookie signed. A value without a valid signature of one of the keys is then no choice.
     *
     * @param current the key that signs
     * @param former keys that signed earlier and are still accepted, until six months after their last use
     * @return a new cookie
     * @throws IllegalArgumentException if two keys have the same id
     */
    public PreferenceCookie signedWith(SignatureKey current, SignatureKey... former) {
        List<SignatureKey> all = new ArrayList<>(List.of(former));
        all.add(0, current);
        long distinct = all.stream().map(SignatureKey::id).distinct().count();
        if (distinct != all.size()) {
            throw new IllegalArgumentException("Two signature keys have the same id, among "
                    + all.stream().map(SignatureKey::id).toList() + "; give each its own.");
        }
        return new PreferenceCookie(baseName, domain, hostPrefix, alwaysSecure, List.copyOf(all));
    }

    /**
     * The cookie's full name, with its prefix.
     *
     * @return the name in Cookie and Set-Cookie lines
     */
    public String name() {
        return hostPrefix ? "__Host-" + baseName : baseName;
    }

    /**
     * The domain that the cookie is set for.
     *
     * @return the domain, or null for a host-only cookie
     */
    public @Nullable String domain() {
        return domain;
    }

    /**
     * Whether the site is on https whatever the server knows.
     *
     * @return true after {@link #withSecureAlways()} and {@link #withHostPrefix()}
     */
    public boolean isAlwaysSecure() {
        return alwaysSecure;
    }

    /**
     * Whether the cookie's value is signed, so that it says nothing to those who can't check it.
     *
     * @return true if it is
     */
    public boolean isSigned() {
        return !keys.isEmpty();
    }

    List<SignatureKey> keys() {
        return keys;
    }

    /**
     * The line that stores a value.
     *
     * @param value what a {@link PreferenceCodec} encoded
     * @param secure whether the visitor's connection is encrypted
     * @return a Set-Cookie line
     */
    public String line(String value, boolean secure) {
        return name() + '=' + value + "; Path=/" + (domain == null ? "" : "; Domain=" + domain) + "; Max-Age=" + MAX_AGE
                + "; SameSite=Lax" + (secure || alwaysSecure ? "; Secure" : "");
    }
}
