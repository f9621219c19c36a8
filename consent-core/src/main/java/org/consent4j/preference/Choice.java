package org.consent4j.preference;

/**
 * What a visitor said to one category.
 */
public enum Choice {
    /** The visitor agreed. */
    GRANTED,

    /** The visitor refused, or objected. */
    REFUSED,

    /** The visitor has not said, or what was said no longer counts. */
    UNDECIDED
}
