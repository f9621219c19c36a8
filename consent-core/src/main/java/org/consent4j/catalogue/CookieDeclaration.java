package org.consent4j.catalogue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a catalogue: a cookie, or all cookies whose names begin alike, with everything that a visitor is told.
 *
 * <pre>{@code
 * CookieDeclaration.cookie("_pk_id.*")
 *         .category(Category.STATISTICAL)
 *         .provider(Provider.SITE)
 *         .function("Audience measurement")
 *         .purpose("To tell one visit from another")
 *         .retention(Retention.months(13))
 *         .build()
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class CookieDeclaration {

    private static final int SHORT_PREFIX = 3;
    private static final int LONGEST_NAME = 4096;
    private static final int LONGEST_ATTRIBUTE = 1024;
    private static final Duration LONGEST_RETENTION = Duration.ofDays(400);
    private static final int EXEMPT_MONTHS = 13;

    private final String name;
    private final Category category;
    private final Provider provider;
    private final Party party;
    private final @Nullable LocalizedText function;
    private final @Nullable LocalizedText location;
    private final @Nullable LocalizedText purpose;
    private final @Nullable LocalizedText recipients;
    private final Retention retention;
    private final @Nullable AudienceMeasurementExemption exemption;
    private final List<String> domains;
    private final List<String> paths;
    private final boolean partitioned;

    private CookieDeclaration(Builder builder, Category category, Provider provider, Party party, Retention retention) {
        this.name = builder.name;
        this.category = category;
        this.provider = provider;
        this.party = party;
        this.function = builder.function;
        this.location = builder.location;
        this.purpose = builder.purpose;
        this.recipients = builder.recipients;
        this.retention = retention;
        this.exemption = builder.exemption;
        this.domains = List.copyOf(builder.domains);
        this.paths = List.copyOf(builder.paths);
        this.partitioned = builder.partitioned;
    }

    /**
     * Starts a declaration.
     *
     * @param name a cookie's name, or the beginning of names followed by {@code *}, which also stands for an empty
     *     rest; names are case-sensitive (rule 31); a {@code *} elsewhere needs
     *     {@link Builder#allowStar}
     * @return a builder
     * @throws IllegalArgumentException if no browser would store a cookie of that name
     */
    public static Builder cookie(String name) {
        return new Builder(requireStorable(name));
    }

    /**
     * Starts a copy of this declaration, to change some of its values.
     *
     * @return a builder with this declaration's values
     */
    public Builder toBuilder() {
        Builder builder = new Builder(name);
        builder.category = category;
        builder.provider = provider;
        builder.party = party;
        builder.function = function;
        builder.location = location;
        builder.purpose = purpose;
        builder.recipients = recipients;
        builder.retention = retention;
        builder.exemption = exemption;
        builder.domains.addAll(domains);
        builder.paths.addAll(paths);
        builder.partitioned = partitioned;
        builder.shortPrefixAllowed = true;
        builder.starAllowed = true;
        return builder;
    }

    /**
     * The name as it was declared, with its {@code *} where it is a prefix.
     *
     * @return the name or prefix pattern
     */
    public String name() {
        return name;
    }

    /**
     * Whether this declares all names that begin alike.
     *
     * @return true if {@link #name()} ends in {@code *}
     */
    public boolean isPrefix() {
        return name.endsWith("*");
    }

    /**
     * The unit of choice that this cookie belongs to.
     *
     * @return the category
     */
    public Category category() {
        return category;
    }

    /**
     * Who is responsible for this cookie (rule 14).
     *
     * @return the provider
     */
    public Provider provider() {
        return provider;
    }

    /**
     * Whose cookie it is, seen from this site.
     *
     * @return the party
     */
    public Party party() {
        return party;
    }

    /**
     * What the cookie is part of, such as a login.
     *
     * @return the function, or empty
     */
    public Optional<LocalizedText> function() {
        return Optional.ofNullable(function);
    }

    /**
     * The parts of the site where the cookie is used.
     *
     * @return the location, or empty
     */
    public Optional<LocalizedText> location() {
        return Optional.ofNullable(location);
    }

    /**
     * What the cookie is for.
     *
     * @return the purpose; never empty for a cookie that needs nothing (rule 15)
     */
    public Optional<LocalizedText> purpose() {
        return Optional.ofNullable(purpose);
    }

    /**
     * Who gets what the cookie holds, beside those whom everybody can tell from its party and its provider (rule 14).
     *
     * @return the recipients, or empty where nobody was named
     */
    public Optional<LocalizedText> recipients() {
        return Optional.ofNullable(recipients);
    }

    /**
     * How long browsers keep the cookie.
     *
     * @return the retention, at most 400 days (rule 44)
     */
    public Retention retention() {
        return retention;
    }

    /**
     * The attestation that frees this cookie from consent.
     *
     * @return the exemption, or empty
     */
    public Optional<AudienceMeasurementExemption> exemption() {
        return Optional.ofNullable(exemption);
    }

    /**
     * What this cookie needs before it may be used: its category's requirement, or no objection where it is exempt.
     *
     * @return the requirement
     */
    public Requirement requirement() {
        return exemption != null ? Requirement.NO_OBJECTION : category.requirement();
    }

    /**
     * The domains that the cookie is set for, beside those that the SDK tries by itself when it expires it (rule 37).
     *
     * @return domain names in lower case without a leading dot
     */
    public List<String> domains() {
        return domains;
    }

    /**
     * The paths that the cookie is set for, beside {@code /}, which the SDK tries by itself when it expires it.
     *
     * @return absolute paths
     */
    public List<String> paths() {
        return paths;
    }

    /**
     * Whether the cookie is set with {@code Partitioned}, so that a deletion must be, too (rule 38).
     *
     * @return true if it is
     */
    public boolean isPartitioned() {
        return partitioned;
    }

    /**
     * Whether another declaration is the same in every value, those of its category included.
     *
     * @param other the other one
     * @return true if all values are equal
     */
    public boolean isSameDefinitionAs(CookieDeclaration other) {
        return name.equals(other.name)
                && category.isSameDefinitionAs(other.category)
                && provider.equals(other.provider)
                && party == other.party
                && Objects.equals(function, other.function)
                && Objects.equals(location, other.location)
                && Objects.equals(purpose, other.purpose)
                && Objects.equals(recipients, other.recipients)
                && retention.equals(other.retention)
                // One that is there is complete.
                && (exemption == null) == (other.exemption == null)
                && domains.equals(other.domains)
                && paths.equals(other.paths)
                && partitioned == other.partitioned;
    }

    private static String requireStorable(String name) {
        String stem = name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "A declaration needs a cookie name; cookies without a name can't be declared.");
        }
        if (!stem.isEmpty() && (isBlank(stem.charAt(0)) || isBlank(name.charAt(name.length() - 1)))) {
            throw unstorable(name, "blanks around it, which browsers take off");
        }
        boolean ascii = true;
        for (int i = 0; i < stem.length(); i++) {
            char c = stem.charAt(i);
            ascii &= c < 0x80;
            if (c < 0x20 || c == 0x7f) {
                throw unstorable(name, "a control character at position " + i);
            }
            if (c == ';' || c == '=') {
                throw unstorable(name, "'" + c + "', which ends a name");
            }
        }
        if (!ascii && !StandardCharsets.UTF_8.newEncoder().canEncode(stem)) {
            throw unstorable(name, "half a surrogate pair, which is no text");
        }
        if ((ascii ? stem.length() : stem.getBytes(StandardCharsets.UTF_8).length) > LONGEST_NAME) {
            throw unstorable(name.substring(0, 40) + "...", "more than " + LONGEST_NAME + " octets");
        }
        return name;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static IllegalArgumentException unstorable(String name, String why) {
        return new IllegalArgumentException("No browser stores a cookie named '" + printable(name) + "': it has " + why
                + ". Declare the name as it stands in the Set-Cookie line, before the '='.");
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                printable.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                printable.append(c);
            }
        }
        return printable.toString();
    }

    @Override
    public String toString() {
        return name + " (" + category + ", " + provider.name() + ")";
    }

    /**
     * Builds a declaration.
     *
     * <p>Not safe for use by many threads.
     */
    public static final class Builder {

        private final String name;
        private @Nullable Category category;
        private @Nullable Provider provider;
        private @Nullable Party party;
        private @Nullable LocalizedText function;
        private @Nullable LocalizedText location;
        private @Nullable LocalizedText purpose;
        private @Nullable LocalizedText recipients;
        private @Nullable Retention retention;
        private @Nullable AudienceMeasurementExemption exemption;
        private final Set<String> domains = new LinkedHashSet<>();
        private final Set<String> paths = new LinkedHashSet<>();
        private boolean partitioned;
        private boolean shortPrefixAllowed;
        private boolean starAllowed;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Sets the unit of choice that the cookie belongs to; required.
         *
         * @param category the category
         * @return this
         */
        public Builder category(Category category) {
            this.category = Objects.requireNonNull(category, "category");
            return this;
        }

        /**
         * Sets who is responsible for the cookie; required.
         *
         * @param provider the provider; {@link Provider#SITE} for the site itself
         * @return this
         */
        public Builder provider(Provider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * Sets whose cookie it is; without it, third for {@link Category#THIRD_PARTY} and first for all others.
         *
         * @param party the party
         * @return this
         */
        public Builder party(Party party) {
            this.party = Objects.requireNonNull(party, "party");
            return this;
        }

        /**
         * Sets what the cookie is part of.
         *
         * @param function the function
         * @return this
         */
        public Builder function(LocalizedText function) {
            this.function = Objects.requireNonNull(function, "function");
            return this;
        }

        /**
         * Sets what the cookie is part of, in one wording.
         *
         * @param function the function; not blank
         * @return this
         */
        public Builder function(String function) {
            return function(LocalizedText.of(function));
        }

        /**
         * Sets the parts of the site where the cookie is used.
         *
         * @param location the location
         * @return this
         */
        public Builder location(LocalizedText location) {
            this.location = Objects.requireNonNull(location, "location");
            return this;
        }

        /**
         * Sets the parts of the site where the cookie is used, in one wording.
         *
         * @param location the location; not blank
         * @return this
         */
        public Builder location(String location) {
            return location(LocalizedText.of(location));
        }

        /**
         * Sets what the cookie is for; required where the category needs no consent (rule 15).
         *
         * @param purpose the purpose
         * @return this
         */
        public Builder purpose(LocalizedText purpose) {
            this.purpose = Objects.requireNonNull(purpose, "purpose");
            return this;
        }

        /**
         * Sets what the cookie is for, in one wording.
         *
         * @param purpose the purpose; not blank
         * @return this
         */
        public Builder purpose(String purpose) {
            return purpose(LocalizedText.of(purpose));
        }

        /**
         * Sets who gets what the cookie holds, such as a company that works on the site's behalf. Pages name the site
         * and the provider by themselves: the site gets every first party's cookie, the provider its own (rule 14).
         *
         * @param recipients further recipients
         * @return this
         */
        public Builder recipients(LocalizedText recipients) {
            this.recipients = Objects.requireNonNull(recipients, "recipients");
            return this;
        }

        /**
         * Sets who gets what the cookie holds, in one wording.
         *
         * @param recipients further recipients; not blank
         * @return this
         */
        public Builder recipients(String recipients) {
            return recipients(LocalizedText.of(recipients));
        }

        /**
         * Sets how long browsers keep the cookie; required (rule 14).
         *
         * @param retention the retention, at most 400 days
         * @return this
         */
        public Builder retention(Retention retention) {
            this.retention = Objects.requireNonNull(retention, "retention");
            return this;
        }

        /**
         * Frees the cookie from consent; the visitor can still object.
         *
         * @param exemption the site's complete attestation
         * @return this
         */
        public Builder exemption(AudienceMeasurementExemption exemption) {
            this.exemption = Objects.requireNonNull(exemption, "exemption");
            return this;
        }

        /**
         * Adds a domain that the cookie is set for, so that it can be expired there.
         *
         * @param domain a domain name, with or without a leading dot
         * @return this
         * @throws IllegalArgumentException if it is not a domain name
         */
        public Builder domain(String domain) {
            String bare = (domain.startsWith(".") ? domain.substring(1) : domain).toLowerCase(Locale.ROOT);
            if (bare.length() > 253
                    || !bare.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")) {
                throw new IllegalArgumentException("The domain '" + printable(domain) + "' of cookie '" + name
                        + "' is not a domain name; give one such as example.org, in its xn-- form where it needs one.");
            }
            domains.add(bare);
            return this;
        }

        /**
         * Adds a path that the cookie is set for, so that it can be expired there.
         *
         * @param path an absolute path
         * @return this
         * @throws IllegalArgumentException if it does not start with a slash, or can't stand in a Set-Cookie line
         */
        public Builder path(String path) {
            if (!path.matches("/[\\x20-\\x3a\\x3c-\\x7e]*")
                    || path.endsWith(" ")
                    || path.length() > LONGEST_ATTRIBUTE) {
                throw new IllegalArgumentException("The path '" + printable(path) + "' of cookie '" + name
                        + "' can't be a cookie's Path; give one such as /shop, of at most " + LONGEST_ATTRIBUTE
                        + " ASCII characters without ';'.");
            }
            paths.add(path);
            return this;
        }

        /**
         * Says that the cookie is set with {@code Partitioned}.
         *
         * @return this
         */
        public Builder partitioned() {
            this.partitioned = true;
            return this;
        }

        /**
         * Allows a prefix of three characters or fewer, which may well take in other vendors' cookies.
         *
         * @return this
         */
        public Builder allowShortPrefix() {
            this.shortPrefixAllowed = true;
            return this;
        }

        /**
         * Allows a {@code *} before the end of the name, which stands for itself there and not for other characters.
         *
         * @return this
         */
        public Builder allowStar() {
            this.starAllowed = true;
            return this;
        }

        /**
         * The declaration, once it is complete and lawful.
         *
         * @return a new declaration
         * @throws InvalidCatalogueException if it is not; the message says of each problem what to do
         */
        public CookieDeclaration build() {
            List<String> problems = new ArrayList<>();
            CookieDeclaration declaration = build((key, problem) -> problems.add(problem));
            if (declaration == null) {
                throw new InvalidCatalogueException("The declaration of cookie '" + name + "'", problems);
            }
            return declaration;
        }

        /** The declaration, or null once everything that is wrong was told by the key that it is written under. */
        @Nullable
        CookieDeclaration build(WrittenCatalogue.Problems problems) {
            List<String> keys = new ArrayList<>();
            WrittenCatalogue.Problems all = (key, problem) -> {
                keys.add(key);
                problems.add(key, problem);
            };
            if (name.endsWith("*") && name.length() - 1 <= SHORT_PREFIX && !shortPrefixAllowed) {
                int length = name.length() - 1;
                all.add(
                        "name",
                        about("has a prefix of only " + length + (length == 1 ? " character ('" : " characters ('")
                                + name.substring(0, length)
                                + "'), which may take in other vendors' cookies. Give at least "
                                + (SHORT_PREFIX + 1) + " characters, or say allowShortPrefix(), in a file"
                                + " allow-short-prefix: true."));
            }
            int star = name.indexOf('*');
            if (star >= 0 && star < name.length() - 1 && !starAllowed) {
                all.add(
                        "name",
                        about(
                                "has a '*' at position " + star + ", but only one at the end stands for a rest of the"
                                        + " name. Declare the beginning that the names share, such as _pk_id.*, or each name on its"
                                        + " own; or, if the cookie's name has one, say allowStar(), in a file allow-star: true."));
            }
            if (category == null) {
                all.add("category", about("has no category. Say category(Category.NECESSARY), or another."));
            }
            if (provider == null) {
                all.add("provider", about("has no provider. Say provider(Provider.of(\"...\")), or Provider.SITE."));
            }
            if (retention == null) {
                all.add(
                        "retention",
                        about("has no retention. Say retention(Retention.session()), or how long it is kept."));
            }
            Party effectiveParty =
                    party != null ? party : Category.THIRD_PARTY.equals(category) ? Party.THIRD : Party.FIRST;
            if (category != null) {
                checkCategory(category, effectiveParty, all);
            }
            if (provider != null
                    && effectiveParty == Party.THIRD
                    && provider.policyUrl().isEmpty()) {
                all.add("provider", withoutPolicy(provider));
            }
            if (retention != null) {
                checkRetention(retention, all);
            }
            if (!keys.isEmpty() || category == null || provider == null || retention == null) {
                return null;
            }
            return new CookieDeclaration(this, category, provider, effectiveParty, retention);
        }

        private String withoutPolicy(Provider provider) {
            if (!provider.equals(Provider.SITE)) {
                return about("is a third party's, but its provider '" + provider.name()
                        + "' has no policy URL. Say provider(Provider.of(\"" + provider.name()
                        + "\", \"https://...\")).");
            }
            String other =
                    ", but its provider is this site. Name the other company as the provider, with the address of"
                            + " its policy, or ";
            return Category.THIRD_PARTY.equals(category)
                    ? about("is in the category third-party" + other + "choose the category first-party.")
                    : about("is a third party's" + other + "leave out that its party is the third.");
        }

        private void checkCategory(Category category, Party effectiveParty, WrittenCatalogue.Problems problems) {
            if (category.requirement() == Requirement.NOTHING && purpose == null) {
                problems.add(
                        "purpose",
                        about("is declared " + category
                                + " without a purpose. Add the purpose: what the visitor asked for that needs it."));
            }
            if (exemption != null && category.requirement() == Requirement.NOTHING) {
                problems.add(
                        "exemption",
                        about("is declared " + category
                                + ", which needs no consent, and exempt as well. Leave one of the two out."));
            }
            if (exemption != null && effectiveParty == Party.THIRD) {
                problems.add(
                        "exemption",
                        about("is a third party's, which no audience-measurement exemption covers. Leave the"
                                + " exemption out."));
            }
        }

        private void checkRetention(Retention retention, WrittenCatalogue.Problems problems) {
            if (retention.longest().compareTo(LONGEST_RETENTION) > 0) {
                problems.add(
                        "retention",
                        about("has a retention of " + retention.words()
                                + ", but browsers keep no cookie longer than "
                                + LONGEST_RETENTION.toDays()
                                + " days. Declare 13 months or less, and shorten the cookie's Max-Age."));
            }
            if (exemption != null && !retention.isWithinMonths(EXEMPT_MONTHS)) {
                problems.add(
                        "exemption",
                        about("is exempt with a retention of " + retention.words() + ", but the exemption allows "
                                + EXEMPT_MONTHS + " months at most. Shorten it, or leave the exemption out."));
            }
        }

        private String about(String problem) {
            return "The cookie '" + name + "' " + problem;
        }
    }
}
