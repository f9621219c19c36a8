package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.servlet.ConsentFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class ConsentContextTest {

    private static final CookieConsent CONSENT =
            CookieConsent.builder().catalogue(Site.catalogue()).build();

    private final ConsentExchange exchange = CONSENT.begin(name -> Collections.emptyIterator(), line -> {});

    @AfterEach
    void leaveTheRequest() {
        RequestContextHolder.resetRequestAttributes();
        ConsentContext.set(null);
    }

    private void enterRequest() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(ConsentFilter.EXCHANGE_ATTRIBUTE, exchange);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    }

    @Test
    void outsideOfRequestsNothingIsGranted() {
        assertThat(ConsentContext.current()).isSameAs(ConsentExchange.none());
    }

    @Test
    void onARequestsThreadItIsTheRequests() {
        enterRequest();
        assertThat(ConsentContext.current()).isSameAs(exchange);
    }

    @Test
    void contextPropagationBringsItAlongAndTakesItAwayAgain() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            enterRequest();
            ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
            Callable<ConsentExchange> task = ConsentContext::current;
            assertThat(pool.submit(snapshot.wrap(task)).get()).isSameAs(exchange);
            assertThat(pool.submit(task).get()).isSameAs(ConsentExchange.none());
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void springsDecoratorBringsItAlong() throws Exception {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setCorePoolSize(1);
        executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
        executor.initialize();
        try {
            enterRequest();
            assertThat(executor.submit(ConsentContext::current).get()).isSameAs(exchange);
            RequestContextHolder.resetRequestAttributes();
            assertThat(executor.submit(ConsentContext::current).get()).isSameAs(ConsentExchange.none());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aSnapshotOnTheRequestsOwnThreadLeavesNothingBehind() {
        enterRequest();
        ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
        try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
            assertThat(scope).isNotNull();
            assertThat(ConsentContext.current()).isSameAs(exchange);
        }
        assertThat(ConsentContext.current()).isSameAs(exchange);
        RequestContextHolder.resetRequestAttributes();
        assertThat(ConsentContext.current()).isSameAs(ConsentExchange.none());
    }

    @Test
    void aSnapshotWithinAnotherGivesTheOuterOneBack() {
        ConsentExchange outer = CONSENT.begin(name -> Collections.emptyIterator(), line -> {});
        ConsentContext.set(exchange);
        ContextSnapshot inner = ContextSnapshotFactory.builder().build().captureAll();
        ConsentContext.set(outer);
        try (ContextSnapshot.Scope scope = inner.setThreadLocals()) {
            assertThat(scope).isNotNull();
            assertThat(ConsentContext.current()).isSameAs(exchange);
        }
        assertThat(ConsentContext.current()).isSameAs(outer);
    }
}
