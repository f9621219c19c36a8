package org.consent4j.catalogue;

/**
 * What a cookie needs before it may be set or read.
 */
public enum Requirement {
    /** Always admitted: the visitor asked for what the cookie does (rule 15). */
    NOTHING,

    /** Admitted unless the visitor refused: exempt audience measurement (rule 16). */
    NO_OBJECTION,

    /** Admitted only where the visitor granted it (rule 1). */
    CONSENT
}
