package org.consent4j.example.servlet;

import org.consent4j.test.ConsentTck.RunningSite;

class PortalBrowserTest extends PortalBrowserSuite {

    @Override
    protected RunningSite start() throws Exception {
        return PortalSuite.servletExample();
    }
}
