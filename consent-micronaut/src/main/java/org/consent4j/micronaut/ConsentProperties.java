package org.consent4j.micronaut;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.value.PropertyResolver;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.AudienceMeasurementExemption;
import org.consent4j.catalogue.AudienceMeasurementExemption.Attestation;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.InvalidCatalogueException;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
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
        @Nullable List<Locale> locales,
        @Nullable List<String> origins,
        @Nullable List<String> trustedHosts,
        Preference preferenceCookie,
        @Bindable(defaultValue = "consent") String modelAttribute,
        List<Declaration> catalogue,
        List<CategoryText> categories) {

    private static final Pattern WORDS = Pattern.compile("([0-9]{1,5}) +(minute|hour|day|month|year)s?");
    private static final String SITE = "site";
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
            @Nullable String retention,
            @Nullable List<Condition> exemption,
            @Nullable Party party,
            @Nullable List<String> domains,
            @Nullable List<String> paths,
            @Bindable(defaultValue = "false") boolean partitioned,
            @Bindable(defaultValue = "false") boolean allowShortPrefix,
            @Bindable(defaultValue = "false") boolean allowStar) {}

    /**
     * A condition of the audience-measurement exemption that the site attests (rule 16).
     */
    public enum Condition {
        /** The cookie serves no purpose but the measurement of the site's audience. */
        SOLELY_AUDIENCE_MEASUREMENT,

        /** The measurement is for the publisher of this site alone. */
        FOR_THE_PUBLISHER_ONLY,

        /** Nothing but anonymous statistics comes of it. */
        ANONYMOUS_STATISTICS_ONLY,

        /** A visitor is not followed across sites or applications. */
        NO_CROSS_SITE_TRACKING,

        /** The data are neither passed on nor matched with other data. */
        NO_SHARING_OR_CROSS_REFERENCING,

        /** A later visit does not prolong the cookie's life. */
        LIFETIME_NOT_PROLONGED_BY_VISITS,

        /** Visitors are told of the measurement and can object to it. */
        VISITORS_INFORMED_AND_ABLE_TO_OBJECT;

        private String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

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
            @Nullable Integer revision) {}

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
        builder.categories(definitions().values().toArray(Category[]::new));
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
            keys.add(check(prefix + ".signature-keys[" + i + "]", () -> signatureKey(key)));
        }
        if (keys.isEmpty()) {
            return cookie;
        }
        PreferenceCookie unsigned = cookie;
        SignatureKey[] former = keys.subList(1, keys.size()).toArray(SignatureKey[]::new);
        return check(prefix + ".signature-keys", () -> unsigned.signedWith(keys.get(0), former));
    }

    private static SignatureKey signatureKey(Key key) {
        if (key.id == null || key.secret == null) {
            throw new IllegalArgumentException(
                    "A signature key lacks its " + (key.id == null ? "id" : "secret") + "; give both.");
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(key.secret);
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message quotes characters of the secret.
            throw new IllegalArgumentException("The secret of signature key '" + key.id
                    + "' is not in base64; write what 'openssl rand -base64 32' gives.");
        }
        return SignatureKey.of(key.id, secret);
    }

    /** The configured categories by id. */
    private Map<String, Category> definitions() {
        Map<String, Category> definitions = new LinkedHashMap<>();
        for (int i = 0; i < categories.size(); i++) {
            CategoryText text = categories.get(i);
            Category category = check("consent.categories[" + i + "]", () -> definition(text));
            definitions.put(category.id(), category);
        }
        return definitions;
    }

    private static Category definition(CategoryText text) {
        if (text.id == null) {
            throw new IllegalArgumentException("A category has no id; write id: and the name of a built-in category or"
                    + " one of your own, such as newsletter.");
        }
        Category.Builder builder = Category.builtIn().stream()
                .filter(category -> category.id().equals(text.id))
                .findFirst()
                .map(Category::toBuilder)
                .orElseGet(() -> Category.named(text.id));
        if (text.code != null) {
            builder.code(text.code);
        }
        if (text.requirement != null) {
            builder.requirement(text.requirement);
        }
        text("title", text.title, text.titleByLanguage, builder::title);
        text("description", text.description, text.descriptionByLanguage, builder::description);
        if (text.revision != null) {
            builder.revision(text.revision);
        }
        return builder.build();
    }

    /**
     * The configured declarations.
     *
     * @throws InvalidCatalogueException if some are not complete, with all that is wrong, by their keys
     */
    List<CookieDeclaration> declarations() {
        Map<String, Category> known = new LinkedHashMap<>();
        Category.builtIn().forEach(category -> known.put(category.id(), category));
        known.putAll(definitions());
        List<CookieDeclaration> declarations = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < catalogue.size(); i++) {
            String key = "consent.catalogue[" + i + "]";
            try {
                List<String> missing = missing(catalogue.get(i));
                missing.forEach(problem -> problems.add(key + ": " + problem));
                if (missing.isEmpty()) {
                    declarations.add(declaration(catalogue.get(i), known));
                }
            } catch (InvalidCatalogueException e) {
                e.problems().forEach(problem -> problems.add(key + ": " + problem));
            } catch (IllegalArgumentException e) {
                problems.add(key + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidCatalogueException(problems);
        }
        return declarations;
    }

    /** What is told in the words of keys, as the core's messages are in those of Java. */
    private static List<String> missing(Declaration declaration) {
        List<String> missing = new ArrayList<>();
        String cookie = "The declaration " + (declaration.name == null ? "" : "of cookie '" + declaration.name + "' ");
        if (declaration.name == null) {
            missing.add(cookie + "has no name. Write name: and the cookie's name.");
        }
        if (declaration.category == null) {
            missing.add(cookie + "has no category. Write category: necessary, or another.");
        }
        if (declaration.provider == null) {
            missing.add(cookie + "has no provider. Write provider: and a name, or site for this site itself.");
        }
        if (declaration.retention == null) {
            missing.add(cookie + "has no retention. Write retention: session, or how long it is kept.");
        }
        if (Category.NECESSARY.id().equals(declaration.category)
                && declaration.purpose == null
                && declaration.purposeByLanguage.isEmpty()) {
            missing.add(cookie + "is declared necessary without a purpose. Write purpose: and what the visitor asked"
                    + " for that needs it.");
        }
        if (declaration.exemption != null) {
            EnumSet<Condition> unattested = EnumSet.allOf(Condition.class);
            declaration.exemption.forEach(unattested::remove);
            if (!unattested.isEmpty()) {
                missing.add(cookie + "has an exemption that lacks "
                        + unattested.stream().map(Condition::key).collect(Collectors.joining(", "))
                        + ". Add each one that is true under exemption:; if one isn't, leave the exemption out, and the"
                        + " cookie needs consent.");
            }
        }
        return missing;
    }

    private static AudienceMeasurementExemption exemption(List<Condition> attested) {
        Attestation attestation = AudienceMeasurementExemption.attest();
        for (Condition condition : attested) {
            attestation = switch (condition) {
                case SOLELY_AUDIENCE_MEASUREMENT -> attestation.solelyAudienceMeasurement();
                case FOR_THE_PUBLISHER_ONLY -> attestation.forThePublisherOnly();
                case ANONYMOUS_STATISTICS_ONLY -> attestation.anonymousStatisticsOnly();
                case NO_CROSS_SITE_TRACKING -> attestation.noCrossSiteTracking();
                case NO_SHARING_OR_CROSS_REFERENCING -> attestation.noSharingOrCrossReferencing();
                case LIFETIME_NOT_PROLONGED_BY_VISITS -> attestation.lifetimeNotProlongedByVisits();
                case VISITORS_INFORMED_AND_ABLE_TO_OBJECT -> attestation.visitorsInformedAndAbleToObject();
            };
        }
        return attestation.build();
    }

    /** Hands over a text and its translations, where it is given. */
    private static void text(
            String key, @Nullable String text, Map<String, String> byLanguage, Consumer<LocalizedText> setter) {
        if (text == null) {
            if (!byLanguage.isEmpty()) {
                throw new IllegalArgumentException("There is " + key + "-by-language, but no " + key + ". Write " + key
                        + ": too; it is what visitors read in all other languages.");
            }
            return;
        }
        LocalizedText localized = LocalizedText.of(requireWords(key, text));
        for (Map.Entry<String, String> translation : byLanguage.entrySet()) {
            String place = key + "-by-language." + translation.getKey();
            localized =
                    localized.with(locale(place, translation.getKey()), requireWords(place, translation.getValue()));
        }
        setter.accept(localized);
    }

    private static String requireWords(String key, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("The text of " + key + " is blank; write one, or leave the key out.");
        }
        return text;
    }

    private static Locale locale(String key, String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (locale.getLanguage().length() == 2 || locale.getLanguage().length() == 3) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            // Told below, in the words of keys.
        }
        throw new IllegalArgumentException("The key " + key + " does not end with the tag of a language; write one such"
                + " as de or pt-BR"
                // YAML takes an unquoted no for a boolean.
                + (tag.equals("false") ? ", or \"no\" in quotes for Norwegian." : "."));
    }

    private static CookieDeclaration declaration(Declaration given, Map<String, Category> known) {
        String id = String.valueOf(given.category);
        Category category = known.get(id);
        if (category == null) {
            throw new IllegalArgumentException("The declaration of cookie '" + given.name + "' names the category '"
                    + id + "', but the site has " + known.keySet()
                    + ". Write one of these, or define it under consent.categories.");
        }
        CookieDeclaration.Builder builder = CookieDeclaration.cookie(String.valueOf(given.name))
                .category(category)
                .provider(provider(String.valueOf(given.provider), given.policyUrl))
                .retention(retention(String.valueOf(given.retention)));
        if (given.party != null) {
            builder.party(given.party);
        }
        text("function", given.function, given.functionByLanguage, builder::function);
        text("location", given.location, given.locationByLanguage, builder::location);
        text("purpose", given.purpose, given.purposeByLanguage, builder::purpose);
        if (given.exemption != null) {
            builder.exemption(exemption(given.exemption));
        }
        orNone(given.domains).forEach(builder::domain);
        orNone(given.paths).forEach(builder::path);
        if (given.partitioned) {
            builder.partitioned();
        }
        if (given.allowShortPrefix) {
            builder.allowShortPrefix();
        }
        if (given.allowStar) {
            builder.allowStar();
        }
        return builder.build();
    }

    private static Provider provider(String name, @Nullable String policyUrl) {
        if (policyUrl != null) {
            return Provider.of(name, policyUrl);
        }
        return name.equals(SITE) ? Provider.SITE : Provider.of(name);
    }

    private static Retention retention(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("session")) {
            return Retention.session();
        }
        Matcher words = WORDS.matcher(lower);
        if (words.matches()) {
            int count = Integer.parseInt(words.group(1));
            return switch (words.group(2)) {
                case "minute" -> Retention.of(Duration.ofMinutes(count));
                case "hour" -> Retention.of(Duration.ofHours(count));
                case "day" -> Retention.days(count);
                case "month" -> Retention.months(count);
                default -> Retention.years(count);
            };
        }
        try {
            return lower.startsWith("pt") ? Retention.of(Duration.parse(lower)) : Retention.of(Period.parse(lower));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("The retention '" + text
                    + "' can't be read; write session, a number with minutes, hours, days, months or years such as 13"
                    + " months, or an ISO 8601 period such as P13M.");
        }
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
