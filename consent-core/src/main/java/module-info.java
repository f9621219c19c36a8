/**
 * Server-side cookie consent in plain Java: what a site declares decides which cookies may be set and read.
 */
module org.consent4j.core {
    requires static org.jspecify;

    exports org.consent4j;
    exports org.consent4j.catalogue;
    exports org.consent4j.preference;
    exports org.consent4j.http;
}
