package org.consent4j.compatibility;

import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Set;
import org.consent4j.CookieConsent;
import org.consent4j.test.ConsentTck;

class MicronautTckTest extends ConsentTck {

    @Override
    protected RunningSite start(CookieConsent consent) {
        EmbeddedServer server = Started.in("tck", consent);
        return new RunningSite(server.getPort(), server::stop);
    }

    @Override
    protected Set<Feature> unsupported() {
        return Set.of(Feature.SESSION, Feature.LATIN_1, Feature.LINES_SURVIVE_ERRORS, Feature.LINES_JUDGED_WHEN_ADDED);
    }
}
