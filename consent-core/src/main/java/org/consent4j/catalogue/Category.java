package org.consent4j.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The unit of choice: what a visitor switches on or off.
 *
 * <p>Four categories are built in; sites add their own with {@link #named(String)}. Two categories are equal where
 * their ids are, whatever their texts.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Category {

    /** Cookies that the visitor's own requests need (rule 15); needs nothing, cannot be switched off. */
    public static final Category NECESSARY = builtIn(
            "necessary",
            "n",
            Requirement.NOTHING,
            "Necessary cookies",
            "Keep what you ask the site to do working from one page to the next, such as a login, a basket or a"
                    + " language that you chose. They need no consent.");

    /** Cookies that measure how the site is used; needs consent, save where a declaration is exempt (rule 16). */
    public static final Category STATISTICAL = builtIn(
            "statistical",
            "s",
            Requirement.CONSENT,
            "Statistical cookies",
            "Let the site count its visits and see which of its pages are read.");

    /** Cookies of the site itself for purposes beyond what is necessary; needs consent. */
    public static final Category FIRST_PARTY = builtIn(
            "first-party",
            "i",
            Requirement.CONSENT,
            "First-party cookies",
            "Come from this site in addition to the necessary ones, for example to follow what you look at or to choose"
                    + " advertising.");

    /** Cookies that another company sets, or has set for it; needs consent. */
    public static final Category THIRD_PARTY = builtIn(
            "third-party",
            "t",
            Requirement.CONSENT,
            "Third-party cookies",
            "Belong to another company whose content this site embeds. That company can see which pages you open"
                    + " here.");

    private static final List<Category> BUILT_IN = List.of(NECESSARY, STATISTICAL, FIRST_PARTY, THIRD_PARTY);

    private final String id;
    private final String code;
    private final Requirement requirement;
    private final LocalizedText title;
    private final LocalizedText description;
    private final int revision;

    private Category(Builder builder) {
        this.id = builder.id;
        this.code = builder.code;
        this.requirement = builder.requirement;
        this.title = builder.title;
        this.description = builder.description;
        this.revision = builder.revision;
    }

    private static Category builtIn(String id, String code, Requirement requirement, String title, String description) {
        Builder builder = new Builder(id, code, LocalizedText.of(Locale.ENGLISH, title));
        builder.requirement = requirement;
        return builder.description(LocalizedText.of(Locale.ENGLISH, description))
                .build();
    }

    /**
     * The four categories that every site has, in the order in which they are shown.
     *
     * @return necessary, statistical, first-party, third-party
     */
    public static List<Category> builtIn() {
        return BUILT_IN;
    }

    /**
     * Starts a category of the site's own, which needs consent unless said otherwise.
     *
     * @param id lower-case letters, digits and hyphens, starting with a letter, at most 40 characters; it names the
     *     category in forms and configuration, for good
     * @return a builder
     * @throws IllegalArgumentException if the id is of another form, or that of a built-in category
     */
    public static Builder named(String id) {
        if (!id.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("The category id '" + id
                    + "' is not of the form [a-z][a-z0-9-]*, at most 40 characters; try '" + similarId(id) + "'.");
        }
        for (Category category : BUILT_IN) {
            if (category.id.equals(id)) {
                throw new IllegalArgumentException("The category '" + id
                        + "' is built in; change its texts with toBuilder() of the constant in Category.");
            }
        }
        LocalizedText title = LocalizedText.of(
                Character.toUpperCase(id.charAt(0)) + id.substring(1).replace('-', ' '));
        return new Builder(id, id.replaceAll("[^a-z]", ""), title);
    }

    private static String similarId(String id) {
        String similar =
                id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-$", "");
        return similar.isEmpty() ? "my-category" : similar.substring(0, Math.min(similar.length(), 40));
    }

    /**
     * Starts a copy of this category, to give it other texts or another revision.
     *
     * @return a builder with this category's values
     */
    public Builder toBuilder() {
        Builder builder = new Builder(id, code, title);
        builder.requirement = requirement;
        builder.description = description;
        builder.revision = revision;
        return builder;
    }

    /**
     * The name of this category in forms, code and configuration.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * The name of this category in the preference cookie, unique within a site and never changed.
     *
     * @return one or more lower-case letters
     */
    public String code() {
        return code;
    }

    /**
     * What this category's cookies need before they may be used.
     *
     * @return {@link Requirement#NOTHING} or {@link Requirement#CONSENT}
     */
    public Requirement requirement() {
        return requirement;
    }

    /**
     * What visitors read as this category's name.
     *
     * @return the title
     */
    public LocalizedText title() {
        return title;
    }

    /**
     * What visitors read as this category's explanation.
     *
     * @return the explanation
     */
    public LocalizedText description() {
        return description;
    }

    /**
     * The edition of this category's purposes, which a site raises when one of them changes, so that earlier grants of
     * this category go stale and are asked for again (rule 11).
     *
     * @return 1 or more
     */
    public int revision() {
        return revision;
    }

    /**
     * Whether another category is the same in every value, not only in its id.
     *
     * @param other the other one
     * @return true if all values are equal
     */
    public boolean isSameDefinitionAs(Category other) {
        return id.equals(other.id)
                && code.equals(other.code)
                && requirement == other.requirement
                && title.equals(other.title)
                && description.equals(other.description)
                && revision == other.revision;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Category that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The id. */
    @Override
    public String toString() {
        return id;
    }

    /**
     * Builds a category.
     *
     * <p>Not safe for use by many threads.
     */
    public static final class Builder {

        private final String id;
        private String code;
        private Requirement requirement = Requirement.CONSENT;
        private LocalizedText title;
        private LocalizedText description;
        private int revision = 1;

        private Builder(String id, String code, LocalizedText title) {
            this.id = id;
            this.code = code;
            this.title = title;
            this.description = title;
        }

        /**
         * Names the category in the preference cookie; without it, the letters of the id do.
         *
         * @param code lower-case letters, at most 16, unique within the site; changing it forgets visitors' choices
         * @return this
         * @throws IllegalArgumentException if the code has other characters or the category is built in
         */
        public Builder code(String code) {
            if (!code.matches("[a-z]{1,16}")) {
                throw new IllegalArgumentException("The code '" + code + "' of category '" + id
                        + "' is not of the form [a-z]+, at most 16 characters.");
            }
            requireOwn("code", this.code, code);
            this.code = code;
            return this;
        }

        /**
         * Says what the category's cookies need; consent, if never called.
         *
         * @param requirement {@link Requirement#NOTHING} or {@link Requirement#CONSENT}
         * @return this
         * @throws IllegalArgumentException for {@link Requirement#NO_OBJECTION}, which belongs to single declarations,
         *     or if the category is built in
         */
        public Builder requirement(Requirement requirement) {
            if (requirement == Requirement.NO_OBJECTION) {
                throw new IllegalArgumentException("Category '" + id + "' can't be exempt as a whole; give each"
                        + " declaration that is exempt an exemption of its own.");
            }
            requireOwn("requirement", this.requirement, requirement);
            this.requirement = requirement;
            return this;
        }

        /**
         * Sets the name that visitors read.
         *
         * @param title the title
         * @return this
         */
        public Builder title(LocalizedText title) {
            this.title = Objects.requireNonNull(title, "title");
            return this;
        }

        /**
         * Sets the name that visitors read, in one wording.
         *
         * @param title the title; not blank
         * @return this
         */
        public Builder title(String title) {
            return title(LocalizedText.of(title));
        }

        /**
         * Sets the explanation that visitors read.
         *
         * @param description the explanation
         * @return this
         */
        public Builder description(LocalizedText description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /**
         * Sets the explanation that visitors read, in one wording.
         *
         * @param description the explanation; not blank
         * @return this
         */
        public Builder description(String description) {
            return description(LocalizedText.of(description));
        }

        /**
         * Sets the edition of the category's purposes.
         *
         * @param revision 1 or more
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder revision(int revision) {
            if (revision < 1) {
                throw new IllegalArgumentException("The revision of category '" + id + "' is " + revision
                        + "; revisions start with 1 and only ever rise.");
            }
            this.revision = revision;
            return this;
        }

        /**
         * The category.
         *
         * @return a new category
         */
        public Category build() {
            return new Category(this);
        }

        private void requireOwn(String what, Object current, Object wanted) {
            for (Category category : BUILT_IN == null ? List.<Category>of() : BUILT_IN) {
                if (category.id.equals(id) && !current.equals(wanted)) {
                    throw new IllegalArgumentException("The " + what + " of the built-in category '" + id + "' is '"
                            + current + "' for good; define a category of your own for '" + wanted + "'.");
                }
            }
        }
    }
}
