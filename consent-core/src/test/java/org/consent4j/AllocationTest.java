package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import org.consent4j.Exchanges.Request;
import org.consent4j.http.RequestHeaders;
import org.consent4j.http.ResponseCookies;
import org.junit.jupiter.api.Test;

/** What requests cost in memory: the numbers that docs/performance.md promises, which do not depend on the machine. */
class AllocationTest {

    private static final int CALLS = 100_000;
    private static final int ROUNDS = 5;
    private static final ResponseCookies NOWHERE = line -> {};

    private final CookieConsent consent = Site.builder().build();

    @Test
    void judgingANecessaryLineCreatesNoObjects() {
        ConsentExchange exchange = consent.begin(Request.of("JSESSIONID=1"), NOWHERE);
        String line = "JSESSIONID=0123456789ABCDEF; Path=/; HttpOnly; SameSite=Lax";

        assertThat(bytesPerCall(() -> exchange.admits(line).admitted())).isLessThan(1.0);
    }

    @Test
    void judgingARefusedOrUndeclaredLineCreatesNoObjects() {
        ConsentExchange exchange = consent.begin(Request.of("JSESSIONID=1"), NOWHERE);

        assertThat(bytesPerCall(() ->
                        !exchange.admits("_ga=1; Path=/; Max-Age=600; Secure").admitted()))
                .isLessThan(1.0);
        assertThat(bytesPerCall(() -> !exchange.admits("unknown=1; Path=/; Expires=Sat, 22 May 2027 00:00:00 GMT")
                        .admitted()))
                .isLessThan(1.0);
    }

    @Test
    void findingADeclarationCreatesNoObjects() {
        ActiveCatalogue catalogue = consent.catalogue();
        String name = "_ga_ABCDEF";

        assertThat(bytesPerCall(() -> catalogue.find(name, 0, name.length()) >= 0))
                .isLessThan(1.0);
    }

    @Test
    void aRequestWithNothingToHideCreatesItsExchangeAndPreferencesAlone() {
        SameHeader headers = new SameHeader("JSESSIONID=1; _ga=2; _ga_X1=3; " + Site.chose(consent, "s+"));

        assertThat(bytesPerCall(() -> {
                    ConsentExchange exchange = consent.begin(headers, NOWHERE);
                    return exchange.admits("_ga=4; Path=/").admitted()
                            && exchange.admits("_ga=5; Path=/").admitted();
                }))
                .isLessThanOrEqualTo(200.0);
    }

    @Test
    void anUndeclaredCookieCostsARequestNothingMore() {
        SameHeader headers = new SameHeader("JSESSIONID=1; unknown=2; " + Site.chose(consent, "s+"));

        assertThat(bytesPerCall(() -> consent.begin(headers, NOWHERE).hidesCookies()))
                .isLessThanOrEqualTo(200.0);
    }

    private static double bytesPerCall(BooleanSupplier call) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int yes = 0;
        double least = Double.MAX_VALUE;
        // The least of some rounds: in the first ones the compiler may still allocate on this thread's account.
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < CALLS; i++) {
                yes += call.getAsBoolean() ? 1 : 0;
            }
            long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            least = Math.min(least, (double) (after - before) / CALLS);
        }
        assertThat(yes).isEqualTo(ROUNDS * CALLS);
        return least;
    }

    /** One Cookie line, which is handed over without creating anything, so that only the SDK's own objects count. */
    private static final class SameHeader implements RequestHeaders, Iterator<String> {

        private final String line;
        private boolean given;

        SameHeader(String line) {
            this.line = line;
        }

        @Override
        public Iterator<String> values(String name) {
            given = false;
            return this;
        }

        @Override
        public boolean hasNext() {
            return !given;
        }

        @Override
        public String next() {
            given = true;
            return line;
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public String host() {
            return "www.example.org";
        }
    }
}
