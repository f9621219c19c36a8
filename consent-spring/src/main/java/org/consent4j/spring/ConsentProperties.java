package org.consent4j.spring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.AudienceMeasurementExemption.Condition;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.InvalidCatalogueException;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.WrittenCatalogue;
import org.consent4j.catalogue.WrittenCategory;
import org.consent4j.catalogue.WrittenDeclaration;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.PreferenceCookie;
import org.consent4j.preference.SignatureKey;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The keys under {@code consent}.
 *
 * @param mode Whether decisions are enforced or only reported. Enforced if not set, unless the application declares no
 *     cookie at all.
 * @param undeclared What becomes of cookies that are not declared.
 * @param basePath Path of the cookie policy within the application; the other pages are below it.
 * @param homePath Path of the site's first page within the application, to which its name leads.
 * @param siteName Name under which visitors know the site.
 * @param controller Who is responsible for the site's cookies, with an address; banner and policy say so.
 * @param classPrefix What class names and file names of the pages start with. Blockers may hide the usual ones.
 * @param catalogueLocale Language of those texts of the catalogue that don't say theirs.
 * @param locales Languages that the pages speak, the first where none fits a visitor. All that are bundled if not set.
 * @param origins Origins from which choices are accepted beside the request's own host, such as
 *     https://www.example.org.
 * @param trustedHosts Host names of the site, for which leftovers are expired on parent domains, too.
 * @param preferenceCookie The cookie that holds a visitor's choices.
 * @param modelAttribute Name of the model and request attribute with the exchange in views. The pages are under the
 *     same name with Pages at its end. Nothing is put there if it is empty.
 * @param catalogue Cookies that the site declares, in addition to those of CookieCatalogue beans and after them. Each
 *     has a name, a category, a provider and a retention, and what visitors are told of it.
 * @param categories Categories of the site's own, and other texts or revisions for those that are built in. Each has
 *     an id.
 */
@ConfigurationProperties("consent")
public record ConsentProperties(
        @Nullable Mode mode,
        @DefaultValue("refuse") Undeclared undeclared,
        @DefaultValue("/cookies") String basePath,
        @DefaultValue("/") String homePath,
        @Nullable String siteName,
        @Nullable String controller,
        @Nullable String classPrefix,
        @Nullable Locale catalogueLocale,
        @DefaultValue List<Locale> locales,
        @DefaultValue List<String> origins,
        @DefaultValue List<String> trustedHosts,
        @DefaultValue Preference preferenceCookie,
        @DefaultValue("consent") String modelAttribute,
        @DefaultValue List<Declaration> catalogue,
        @DefaultValue List<CategoryText> categories) {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("consent");
    static final Set<String> KEYS = Set.of(
            "mode",
            "undeclared",
            "base-path",
            "home-path",
            "site-name",
            "controller",
            "class-prefix",
            "catalogue-locale",
            "locales",
            "origins",
            "trusted-hosts",
            "preference-cookie",
            "model-attribute",
            "catalogue",
            "categories");
    static final Set<String> PREFERENCE_COOKIE_KEYS =
            Set.of("name", "domain", "host-prefix", "secure-always", "signature-keys");
    static final Set<String> SIGNATURE_KEY_KEYS = Set.of("id", "secret");

    /**
     * What becomes of cookies that are not declared.
     */
    public enum Undeclared {
        /** They are refused, as nobody was told of them. */
        REFUSE,

        /** They pass, and no rule is satisfied for them. */
        ADMIT
    }

    /**
     * The cookie that holds a visitor's choices.
     *
     * @param name Name of the cookie, without a prefix.
     * @param domain Domain whose hosts share one choice. The cookie is for one host if not set.
     * @param hostPrefix Whether the name has the __Host- prefix, so that no sub-domain can write the cookie.
     * @param secureAlways Whether the cookie is Secure also where the server does not know of the encryption.
     * @param signatureKeys Keys that sign the cookie. The first one signs, the others are still accepted.
     */
    public record Preference(
            @DefaultValue(PreferenceCookie.STANDARD_NAME) String name,
            @Nullable String domain,
            @DefaultValue("false") boolean hostPrefix,
            @DefaultValue("false") boolean secureAlways,
            @DefaultValue List<Key> signatureKeys) {}

    /**
     * A key that signs the preference cookie.
     *
     * @param id Name of the key in the cookie, 1 to 8 letters and digits.
     * @param secret At least 32 random octets, in base64.
     */
    public record Key(@Nullable String id, @Nullable String secret) {

        /** The id; never the secret. */
        @Override
        public String toString() {
            return "signature key " + id;
        }
    }

    /**
     * A declaration.
     *
     * @param name Name of the cookie, or the beginning of names followed by an asterisk.
     * @param category Id of the category: necessary, statistical, first-party, third-party, or one under
     *     consent.categories.
     * @param provider Name of who is responsible for the cookie, or "site" for the site itself.
     * @param policyUrl Address of the provider's policy.
     * @param function What the cookie is part of.
     * @param functionByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param location Parts of the site where the cookie is used.
     * @param locationByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param purpose What the cookie is for.
     * @param purposeByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param recipients Who gets what the cookie holds, beside the site and the provider.
     * @param recipientsByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param retention How long browsers keep the cookie, such as "session", "30 days", "13 months" or PT1H.
     * @param exemption All conditions of the audience-measurement exemption, where the site attests each of them, so
     *     that the cookie needs no consent.
     * @param party Whose cookie it is. Third for third-party cookies if not set, first for all others.
     * @param domains Domains that the cookie is set for.
     * @param paths Paths that the cookie is set for.
     * @param partitioned Whether the cookie is set with Partitioned.
     * @param allowShortPrefix Whether a prefix of three characters or fewer is meant.
     * @param allowStar Whether an asterisk before the end of the name is one of its characters.
     */
    public record Declaration(
            @Nullable String name,
            @Nullable String category,
            @Nullable String provider,
            @Nullable String policyUrl,
            @Nullable String function,
            @DefaultValue Map<String, String> functionByLanguage,
            @Nullable String location,
            @DefaultValue Map<String, String> locationByLanguage,
            @Nullable String purpose,
            @DefaultValue Map<String, String> purposeByLanguage,
            @Nullable String recipients,
            @DefaultValue Map<String, String> recipientsByLanguage,
            @Nullable String retention,
            @Nullable List<Condition> exemption,
            @Nullable Party party,
            @DefaultValue List<String> domains,
            @DefaultValue List<String> paths,
            @DefaultValue("false") boolean partitioned,
            @DefaultValue("false") boolean allowShortPrefix,
            @DefaultValue("false") boolean allowStar)
            implements WrittenDeclaration {}

    /**
     * A category.
     *
     * @param id Id of the category, a built-in one or the site's own.
     * @param code Name of an own category in the preference cookie; the letters of the id if not set.
     * @param requirement What cookies of an own category need: consent if not set, or nothing.
     * @param title Name that visitors read.
     * @param titleByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param description Explanation that visitors read.
     * @param descriptionByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param revision Edition of the category's purposes; raised when they change, so that visitors are asked again.
     */
    public record CategoryText(
            @Nullable String id,
            @Nullable String code,
            @Nullable Requirement requirement,
            @Nullable String title,
            @DefaultValue Map<String, String> titleByLanguage,
            @Nullable String description,
            @DefaultValue Map<String, String> descriptionByLanguage,
            @Nullable Integer revision)
            implements WrittenCategory {}

    /**
     * Stops the start for keys that Boot overlooks, as no value has their name. Directly under {@code consent} there may
     * be keys that are the application's, so there only those count that are almost one of ours.
     */
    static void checkKeys(ConfigurableEnvironment environment) {
        Set<String> problems = new LinkedHashSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            // The names of environment variables don't tell a dash from a dot.
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                names.stream().filter(PREFIX::isAncestorOf).forEach(name -> checkKey(name, problems));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConsentFailureAnalyzer.InvalidConfigurationException(
                    String.join(System.lineSeparator(), problems),
                    "Change these keys in the application's configuration.");
        }
    }

    private static void checkKey(ConfigurationPropertyName name, Set<String> problems) {
        int depth = PREFIX.getNumberOfElements();
        if (WrittenCatalogue.meant(name.getElement(depth, Form.ORIGINAL), KEYS).isPresent()) {
            checkElement(name, depth, KEYS, problems);
        }
        Set<String> known = switch (name.getElement(depth, Form.UNIFORM)) {
            case "catalogue" -> WrittenCatalogue.DECLARATION_KEYS;
            case "categories" -> WrittenCatalogue.CATEGORY_KEYS;
            case "preferencecookie" -> PREFERENCE_COOKIE_KEYS;
            default -> Set.of();
        };
        while (++depth < name.getNumberOfElements() && !known.isEmpty()) {
            if (name.isNumericIndex(depth)) {
                continue;
            }
            checkElement(name, depth, known, problems);
            known = name.getElement(depth, Form.UNIFORM).equals("signaturekeys") ? SIGNATURE_KEY_KEYS : Set.of();
        }
    }

    private static void checkElement(
            ConfigurationPropertyName name, int place, Set<String> known, Set<String> problems) {
        String element = name.getElement(place, Form.UNIFORM);
        if (known.stream().noneMatch(key -> key.replace("-", "").equals(element))) {
            WrittenCatalogue.unknown(name.getElement(place, Form.ORIGINAL), known)
                    .ifPresent(problem -> problems.add(name.chop(place) + ": " + problem));
        }
    }

    /** Hands over what is configured beside the catalogue and the mode. */
    void configure(CookieConsent.Builder builder) {
        builder.categories(definitions().toArray(Category[]::new));
        if (undeclared == Undeclared.ADMIT) {
            builder.admitUndeclared();
        }
        each("consent.trusted-hosts", trustedHosts, builder::trustedHost);
        builder.preferenceCookie(preference());
    }

    void configure(ConsentPages.Builder builder) {
        check("consent.base-path", basePath, builder::basePath);
        check("consent.home-path", homePath, builder::homePath);
        if (siteName != null) {
            check("consent.site-name", siteName, builder::siteName);
        }
        if (controller != null) {
            check("consent.controller", controller, builder::controller);
        }
        if (classPrefix != null) {
            check("consent.class-prefix", classPrefix, builder::classPrefix);
        }
        if (catalogueLocale != null) {
            check("consent.catalogue-locale", () -> builder.catalogueLocale(catalogueLocale));
        }
        if (!locales.isEmpty()) {
            check("consent.locales", () -> builder.locales(locales.toArray(Locale[]::new)));
        }
        each("consent.origins", origins, builder::origin);
    }

    private PreferenceCookie preference() {
        String prefix = "consent.preference-cookie";
        PreferenceCookie cookie =
                check(prefix + ".name", () -> PreferenceCookie.standard().withName(preferenceCookie.name));
        if (preferenceCookie.hostPrefix) {
            cookie = cookie.withHostPrefix();
        }
        if (preferenceCookie.secureAlways) {
            cookie = cookie.withSecureAlways();
        }
        if (preferenceCookie.domain != null) {
            PreferenceCookie named = cookie;
            String domain = preferenceCookie.domain;
            cookie = check(prefix + ".domain", () -> named.withDomain(domain));
        }
        List<SignatureKey> keys = new ArrayList<>();
        for (int i = 0; i < preferenceCookie.signatureKeys.size(); i++) {
            Key key = preferenceCookie.signatureKeys.get(i);
            keys.add(check(prefix + ".signature-keys[" + i + "]", () -> SignatureKey.ofBase64(key.id, key.secret)));
        }
        if (keys.isEmpty()) {
            return cookie;
        }
        PreferenceCookie unsigned = cookie;
        SignatureKey[] former = keys.subList(1, keys.size()).toArray(SignatureKey[]::new);
        return check(prefix + ".signature-keys", () -> unsigned.signedWith(keys.get(0), former));
    }

    /** The site's own categories, and what is written of those that are built in. */
    private List<Category> definitions() {
        List<Category> definitions = new ArrayList<>();
        for (int i = 0; i < categories.size(); i++) {
            CategoryText text = categories.get(i);
            definitions.add(check("consent.categories[" + i + "]", () -> WrittenCatalogue.category(text)));
        }
        return definitions;
    }

    /**
     * The configured declarations.
     *
     * @throws InvalidCatalogueException if some are not complete, with all that is wrong, by their keys
     */
    List<CookieDeclaration> declarations() {
        return new WrittenCatalogue(definitions()).declarations("consent.catalogue", catalogue);
    }

    private static void each(String key, List<String> values, Consumer<String> setter) {
        for (int i = 0; i < values.size(); i++) {
            check(key + "[" + i + "]", values.get(i), setter);
        }
    }

    private static void check(String key, String value, Consumer<String> setter) {
        check(key, () -> {
            setter.accept(value);
            return value;
        });
    }

    private static <T> T check(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw ConsentFailureAnalyzer.InvalidConfigurationException.ofKey(key, e);
        }
    }
}
