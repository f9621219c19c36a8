package org.consent4j.example.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Set;
import org.consent4j.example.servlet.PortalSuite;
import org.consent4j.test.ConsentTck.RunningSite;
import org.consent4j.test.RawHttp;
import org.junit.jupiter.api.Test;

/** The portal on Micronaut, beside the one on Servlet. */
class PortalTest extends PortalSuite {

    private static final Set<String> OTHERWISE = Set.of("/seen/", "/language/fr/", "/try?line=%zz");

    @Override
    protected RunningSite start() {
        return started();
    }

    static RunningSite started() {
        EmbeddedServer portal = Portal.start(0);
        return new RunningSite(portal.getPort(), portal.getApplicationContext());
    }

    @Override
    protected int port(String[] arguments) {
        return Portal.port(arguments);
    }

    @Override
    protected boolean answersOtherwise(String target) {
        return OTHERWISE.contains(target);
    }

    @Test
    void aSlashAtTheEndOfAPathChangesNothing() throws Exception {
        assertThat(RawHttp.get("/seen/").send(port()).status()).isEqualTo(200);
        assertThat(RawHttp.get("/language/fr/").send(port()).status()).isEqualTo(303);
    }

    @Test
    void addressesThatAreNotEncodedAreRefused() throws Exception {
        assertThat(RawHttp.get("/try?line=%zz").send(port()).status()).isEqualTo(400);
    }
}
