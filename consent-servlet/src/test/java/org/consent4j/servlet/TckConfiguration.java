package org.consent4j.servlet;

import jakarta.servlet.ServletContext;
import org.consent4j.CookieConsent;
import org.consent4j.pages.ConsentPages;

/** The application's consent, which the suite hands over in a context attribute. */
public final class TckConfiguration implements ConsentConfiguration {

    /** The context attribute that holds the {@link CookieConsent}. */
    public static final String CONSENT = "tck.consent";

    @Override
    public ConsentPages configure(ServletContext context) {
        return ConsentPages.of((CookieConsent) context.getAttribute(CONSENT));
    }
}
