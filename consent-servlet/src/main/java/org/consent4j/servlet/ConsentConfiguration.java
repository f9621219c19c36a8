package org.consent4j.servlet;

import jakarta.servlet.ServletContext;
import org.consent4j.pages.ConsentPages;

/**
 * Where an application gives its consent to the container: implement it and name the class in
 * {@code META-INF/services/org.consent4j.servlet.ConsentConfiguration}, and the filter is registered at start.
 *
 * <pre>{@code
 * public final class SiteConsent implements ConsentConfiguration {
 *     public ConsentPages configure(ServletContext context) {
 *         return ConsentPages.of(CookieConsent.builder().catalogue(new SiteCatalogue()).build());
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface ConsentConfiguration {

    /**
     * The site's consent and its pages; called once, when the application starts. The consent is closed when the
     * application stops.
     *
     * @param context the application's context
     * @return the pages, which hold the consent; never null
     */
    ConsentPages configure(ServletContext context);
}
