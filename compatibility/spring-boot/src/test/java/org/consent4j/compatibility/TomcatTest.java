package org.consent4j.compatibility;

class TomcatTest extends SpringConsentTck {

    TomcatTest() {
        super(Servers.OnTomcat.class);
    }
}
