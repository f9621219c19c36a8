package org.consent4j.micronaut;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.value.PropertyResolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        @Bindable(defaultValue = "refuse") Undeclared undeclared,
        @Bindable(defaultValue = "/cookies") String basePath,
        @Bindable(defaultValue = "/") String homePath,
        @Nullable String siteName,
        @Nullable String controller,
        @Nullable String classPrefix,
        @Nullable Locale catalogueLocale,
        @Nullable List<Locale> locales,
        @Nullable List<String> origins,
        @Nullable List<String> trustedHosts,
        Preference preferenceCookie,
        @Bindable(defaultValue = "consent") String modelAttribute,
        List<Declaration> catalogue,
        List<CategoryText> categories) {

    static final Set<String> PREFERENCE_COOKIE_KEYS =
            Set.of("name", "domain", "host-prefix", "secure-always", "signature-keys");
    static final Set<String> SIGNATURE_KEY_KEYS = Set.of("id", "secret");

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
    private static final Map<String, Set<String>> KNOWN_KEYS = Map.of(
            "catalogue", WrittenCatalogue.DECLARATION_KEYS,
            "categories", WrittenCatalogue.CATEGORY_KEYS,
            "preference-cookie", PREFERENCE_COOKIE_KEYS);
    private static final Set<String> BOOLEANS = Set.of("true", "false", "yes", "no", "on", "off");

    /** Sorts what Micronaut hands over in any order. */
    public ConsentProperties {
        catalogue = sorted(catalogue, Declaration::index);
        categories = sorted(categories, CategoryText::index);
    }

    private static <T> List<T> sorted(List<T> given, Function<T, Integer> index) {
        return given.stream().sorted(Comparator.comparing(index)).toList();
    }

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
    @ConfigurationProperties("preference-cookie")
    public record Preference(
            @Bindable(defaultValue = PreferenceCookie.STANDARD_NAME)
            String name,

            @Nullable String domain,
            @Bindable(defaultValue = "false") boolean hostPrefix,
            @Bindable(defaultValue = "false") boolean secureAlways,
            List<Key> signatureKeys) {

        /** Sorts what Micronaut hands over in any order. */
        public Preference {
            signatureKeys = sorted(signatureKeys, Key::index);
        }
    }

    /**
     * A key that signs the preference cookie.
     *
     * @param index Place of the key in the list, from zero.
     * @param id Name of the key in the cookie, 1 to 8 letters and digits.
     * @param secret At least 32 random octets, in base64.
     */
    @EachProperty(value = "preference-cookie.signature-keys", list = true)
    public record Key(
            @Parameter Integer index,
            @Nullable String id,
            @Nullable String secret) {

        /** The id; never the secret. */
        @Override
        public String toString() {
            return "signature key " + id;
        }
    }

    /**
     * A declaration.
     *
     * @param index Place of the declaration in the list, from zero.
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
    @EachProperty(value = "catalogue", list = true)
    public record Declaration(
            @Parameter Integer index,
            @Nullable String name,
            @Nullable String category,
            @Nullable String provider,
            @Nullable String policyUrl,
            @Nullable String function,
            Map<String, String> functionByLanguage,
            @Nullable String location,
            Map<String, String> locationByLanguage,
            @Nullable String purpose,
            Map<String, String> purposeByLanguage,
            @Nullable String recipients,
            Map<String, String> recipientsByLanguage,
            @Nullable String retention,
            @Nullable List<Condition> exemption,
            @Nullable Party party,
            @Nullable List<String> domains,
            @Nullable List<String> paths,
            @Bindable(defaultValue = "false") boolean partitioned,
            @Bindable(defaultValue = "false") boolean allowShortPrefix,
            @Bindable(defaultValue = "false") boolean allowStar)
            implements WrittenDeclaration {}

    /**
     * A category.
     *
     * @param index Place of the category in the list, from zero.
     * @param id Id of the category, a built-in one or the site's own.
     * @param code Name of an own category in the preference cookie; the letters of the id if not set.
     * @param requirement What cookies of an own category need: consent if not set, or nothing.
     * @param title Name that visitors read.
     * @param titleByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param description Explanation that visitors read.
     * @param descriptionByLanguage The same in other languages, by tags such as de or pt-BR.
     * @param revision Edition of the category's purposes; raised when they change, so that visitors are asked again.
     */
    @EachProperty(value = "categories", list = true)
    public record CategoryText(
            @Parameter Integer index,
            @Nullable String id,
            @Nullable String code,
            @Nullable Requirement requirement,
            @Nullable String title,
            Map<String, String> titleByLanguage,
            @Nullable String description,
            Map<String, String> descriptionByLanguage,
            @Nullable Integer revision)
            implements WrittenCategory {}

    /**
     * Stops the start for keys that Micronaut overlooks, all of them at once.
     *
     * @param environment the properties as they were written
     */
    static void checkKeys(Environment environment) {
        Set<String> problems = new TreeSet<>();
        for (PropertySource source : environment.getPropertySources()) {
            // The names of environment variables don't tell a dash from a dot.
            if (source.getConvention() != PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE) {
                for (String key : source) {
                    List<String> path = Stream.of(key.split("[.\\[\\]]+"))
                            .map(NameUtils::hyphenate)
                            .toList();
                    if (path.size() > 1 && path.get(0).equals("consent")) {
                        checkKey(path.get(1), path.subList(2, path.size()), source.get(key), problems);
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("These configuration keys mean nothing; change them, or leave them out."
                    + System.lineSeparator() + String.join(System.lineSeparator(), problems));
        }
    }

    /** Directly under {@code consent} there may be keys that are the application's, if they are not almost ours. */
    private static void checkKey(String key, List<String> path, @Nullable Object value, Set<String> problems) {
        if (WrittenCatalogue.meant(key, KEYS).isPresent()) {
            WrittenCatalogue.unknown(key, KEYS).ifPresent(problem -> problems.add("consent: " + problem));
        }
        Set<String> known = KNOWN_KEYS.get(key);
        if (known != null) {
            checkKeys("consent." + key, known, path, value, problems);
        }
    }

    /** Follows a key to its end, and from there the lists and maps that its value is made of. */
    private static void checkKeys(
            String place, Set<String> known, List<String> path, @Nullable Object value, Set<String> problems) {
        if (path.isEmpty()) {
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, of) -> checkKeys(place, known, List.of(String.valueOf(key)), of, problems));
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    checkKeys(place + '[' + i + ']', known, List.of(), list.get(i), problems);
                }
            }
            return;
        }
        String key = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (isIndex(key)) {
            checkKeys(place + '[' + key + ']', known, rest, value, problems);
        } else {
            WrittenCatalogue.unknown(key, known).ifPresent(problem -> problems.add(place + ": " + problem));
            if (key.equals("signature-keys")) {
                checkKeys(place + '.' + key, SIGNATURE_KEY_KEYS, rest, value, problems);
            } else if (!rest.isEmpty() && isIndex(rest.get(0))) {
                // Micronaut finds no list within a list by the indices of both.
                problems.add(place + ": The key '" + key + "' is not read with indices; write all its values after one "
                        + place + '.' + key + "=, separated by commas.");
            }
        }
    }

    private static boolean isIndex(String key) {
        return key.matches("[0-9]+");
    }

    /**
     * Stops the start for values that Micronaut takes for none, as they are not of their key's type.
     *
     * @param environment the properties as they were written
     */
    void check(PropertyResolver environment) {
        check(environment, "consent.mode", Mode.class);
        check(environment, "consent.undeclared", Undeclared.class);
        check(environment, "consent.preference-cookie.host-prefix", Boolean.class);
        check(environment, "consent.preference-cookie.secure-always", Boolean.class);
        for (int i = 0; i < catalogue.size(); i++) {
            String prefix = "consent.catalogue[" + i + "].";
            check(environment, prefix + "party", Party.class);
            check(environment, prefix + "partitioned", Boolean.class);
            check(environment, prefix + "allow-short-prefix", Boolean.class);
            check(environment, prefix + "allow-star", Boolean.class);
        }
        for (int i = 0; i < categories.size(); i++) {
            String prefix = "consent.categories[" + i + "].";
            check(environment, prefix + "requirement", Requirement.class);
            check(environment, prefix + "revision", Integer.class);
        }
    }

    private static void check(PropertyResolver environment, String key, Class<?> type) {
        String text = environment.getProperty(key, String.class).orElse("");
        boolean fits = type == Boolean.class
                ? BOOLEANS.contains(text.toLowerCase(Locale.ROOT))
                : environment.getProperty(key, type).isPresent();
        if (!text.isEmpty() && !fits) {
            String constants = Stream.of(type.isEnum() ? type.getEnumConstants() : new Object[0])
                    .map(constant ->
                            constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(" or "));
            throw new ConfigurationException("The configuration key " + key + " can't be used: '" + text + "' is not "
                    + (type.isEnum() ? constants : type == Boolean.class ? "true or false" : "a whole number")
                    + ". Change it, or leave it out.");
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
        if (locales != null && !locales.isEmpty()) {
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

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    private static void each(String key, @Nullable List<String> values, Consumer<String> setter) {
        List<String> given = orNone(values);
        for (int i = 0; i < given.size(); i++) {
            check(key + "[" + i + "]", given.get(i), setter);
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
            throw new ConfigurationException("The configuration key " + key + " can't be used: " + e.getMessage(), e);
        }
    }
}
