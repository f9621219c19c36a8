package org.consent4j;

/**
 * Whether the SDK acts on its decisions or only tells them.
 */
public enum Mode {
    /** Refused cookies are neither set nor read, and leftovers are expired. */
    ENFORCE,

    /**
     * Every cookie passes; the listener hears what would not have. For the first days on a site whose cookies are not
     * all declared yet: it does not satisfy any rule.
     */
    REPORT_ONLY
}
