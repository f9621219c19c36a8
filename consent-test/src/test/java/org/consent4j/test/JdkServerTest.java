package org.consent4j.test;

import org.consent4j.CookieConsent;

/** The suite on the JDK's own server, with an adapter made by hand: proves that the suite can be passed. */
class JdkServerTest extends ConsentTck {

    @Override
    protected RunningSite start(CookieConsent consent) throws Exception {
        JdkSite site = new JdkSite(consent);
        return new RunningSite(site.port(), site::close);
    }
}
