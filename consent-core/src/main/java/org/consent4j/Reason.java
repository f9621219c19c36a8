package org.consent4j;

/**
 * Why a cookie is admitted or not.
 */
public enum Reason {
    /** The cookie needs no consent (rule 15). */
    NECESSARY(true, "the cookie is necessary"),

    /** The cookie is exempt and the visitor has not objected (rule 16). */
    NOT_OBJECTED(true, "the cookie is exempt and the visitor has not objected"),

    /** The visitor granted the cookie's category. */
    GRANTED(true, "the visitor granted its category"),

    /** The line only deletes the cookie (rule 34). */
    DELETION(true, "the line deletes the cookie"),

    /** The catalogue does not declare the cookie, and the site admits such cookies. */
    UNDECLARED_ADMITTED(true, "the cookie is not declared, and the site admits undeclared cookies"),

    /** The visitor has not decided on the cookie's category (rule 1). */
    UNDECIDED(false, "the visitor has not decided on its category"),

    /** The visitor refused the cookie's category. */
    REFUSED(false, "the visitor refused its category"),

    /** The visitor's grant is older than the category's providers or purposes (rule 11). */
    STALE(false, "what the visitor granted has changed since"),

    /** The catalogue does not declare the cookie. */
    UNDECLARED(false, "the catalogue does not declare it"),

    /** Browsers do not agree on which cookie the line is about (rules 34a, 34b). */
    UNREADABLE(false, "browsers do not agree on how to read the line"),

    /** The line would give an exempt cookie a longer life than its exemption allows (rule 16). */
    PROLONGED(false, "it would prolong an exempt cookie beyond its exemption"),

    /** The line writes the preference cookie, which only a visitor's recorded choice does (rule 8). */
    RESERVED(false, "only a recorded choice writes the preference cookie");

    private final boolean admits;
    private final String text;

    Reason(boolean admits, String text) {
        this.admits = admits;
        this.text = text;
    }

    /**
     * Whether a cookie is admitted for this reason when decisions are enforced.
     *
     * @return true if it is
     */
    public boolean admits() {
        return admits;
    }

    /**
     * This reason in words, for logs and developers' pages.
     *
     * @return an English clause without a full stop
     */
    public String text() {
        return text;
    }
}
