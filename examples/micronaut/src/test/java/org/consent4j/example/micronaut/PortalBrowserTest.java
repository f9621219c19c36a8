package org.consent4j.example.micronaut;

import org.consent4j.example.servlet.PortalBrowserSuite;
import org.consent4j.test.ConsentTck.RunningSite;

class PortalBrowserTest extends PortalBrowserSuite {

    @Override
    protected RunningSite start() {
        return PortalTest.started();
    }
}
