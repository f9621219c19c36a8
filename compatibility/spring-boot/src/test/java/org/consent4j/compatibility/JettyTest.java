package org.consent4j.compatibility;

class JettyTest extends SpringConsentTck {

    JettyTest() {
        super(Servers.OnJetty.class);
    }
}
