/**
 * Catalogues as files and live sources, and the visitor's state as JSON.
 */
module org.consent4j.json {
    requires transitive org.consent4j.core;
    requires transitive java.sql;
    requires java.net.http;
    requires transitive org.consent4j.pages;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;

    exports org.consent4j.json;

    provides org.consent4j.pages.PageExtension with
            org.consent4j.json.StateApi;
}
