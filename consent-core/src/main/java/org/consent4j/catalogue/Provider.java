package org.consent4j.catalogue;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is responsible for a cookie: a name that visitors recognise and, for third parties, where their policy stands.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Provider {

    /**
     * The site itself; pages show the site's own name in its place.
     */
    public static final Provider SITE = new Provider("This site", null);

    private final String name;
    private final @Nullable URI policyUrl;

    private Provider(String name, @Nullable URI policyUrl) {
        this.name = name;
        this.policyUrl = policyUrl;
    }

    /**
     * A provider without a policy of its own, which suffices for first-party cookies.
     *
     * @param name the name; not blank
     * @return the provider
     * @throws IllegalArgumentException if the name is blank
     */
    public static Provider of(String name) {
        return new Provider(requireName(name), null);
    }

    /**
     * A provider with the address of its privacy or cookie policy (rule 14).
     *
     * @param name the name; not blank
     * @param policyUrl an absolute {@code http} or {@code https} address
     * @return the provider
     * @throws IllegalArgumentException if the name is blank or the address is of another kind
     */
    public static Provider of(String name, String policyUrl) {
        return new Provider(requireName(name), requireWebAddress(name, policyUrl));
    }

    /**
     * The name that visitors recognise.
     *
     * @return the name, never blank
     */
    public String name() {
        return name;
    }

    /**
     * Where the provider's policy stands.
     *
     * @return an absolute {@code http} or {@code https} address, or empty
     */
    public Optional<URI> policyUrl() {
        return Optional.ofNullable(policyUrl);
    }

    /** Whether its policy stands at an address that is written in the same way. */
    boolean hasPolicyUrl(String written) {
        return policyUrl != null && policyUrl.toString().equals(written);
    }

    private static String requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A provider needs a name; use Provider.SITE for the site itself.");
        }
        return name;
    }

    private static URI requireWebAddress(String name, String policyUrl) {
        try {
            URI uri = new URI(policyUrl);
            if (("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, in the words of this library.
        }
        throw new IllegalArgumentException("The policy URL of provider '" + name + "' is '" + policyUrl
                + "'; give an absolute address such as https://example.com/privacy.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Provider that && name.equals(that.name) && Objects.equals(policyUrl, that.policyUrl);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, policyUrl);
    }

    @Override
    public String toString() {
        return policyUrl == null ? name : name + " <" + policyUrl + ">";
    }
}
