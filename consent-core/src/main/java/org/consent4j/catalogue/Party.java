package org.consent4j.catalogue;

/**
 * Whose cookie it is, seen from the site that the visitor reads.
 */
public enum Party {
    /** The site sets the cookie, or has it set on its own domain. */
    FIRST,

    /** Somebody else sets the cookie, or has it set for a site of theirs. */
    THIRD
}
