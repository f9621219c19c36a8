/**
 * What a visitor sees of a site's consent: banner, preference form and policy page, for any framework.
 */
module org.consent4j.pages {
    requires transitive org.consent4j.core;
    requires static io.jstach.jstache;
    requires static org.jspecify;

    exports org.consent4j.pages;

    uses org.consent4j.pages.PageExtension;
}
