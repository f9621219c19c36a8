package org.consent4j.example.servlet;

import org.consent4j.test.ConsentTck.RunningSite;

/** The suite's own reference, which shows that nothing of it is left to chance. */
class PortalTest extends PortalSuite {

    @Override
    protected RunningSite start() throws Exception {
        return servletExample();
    }

    @Override
    protected int port(String[] arguments) {
        return Portal.port(arguments);
    }
}
