package org.consent4j.servlet;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.Reason;
import org.consent4j.pages.ConsentPages;
import org.jspecify.annotations.Nullable;

/**
 * The outermost filter of an application: begins an exchange for each request, lets only admitted cookies through in
 * both directions, and answers the consent pages.
 *
 * <p>It has to stand before all other filters, on all paths and all dispatches, which {@link #register} sees to.
 *
 * <p>Safe for use by many threads.
 */
public final class ConsentFilter implements Filter {

    /** The request attribute that holds the {@link ConsentExchange}, for views that can't call Java. */
    public static final String EXCHANGE_ATTRIBUTE = "org.consent4j.ConsentExchange";

    private static final String GUARD_ATTRIBUTE = "org.consent4j.servlet.ResponseGuard";
    private static final String PAGES_ATTRIBUTE = "org.consent4j.pages.ConsentPages";
    private static final String NAME = "consent";
    private static final String CONTAINER_SESSION = "JSESSIONID";
    private static final System.Logger LOG = System.getLogger("org.consent4j.servlet");

    private static final AtomicBoolean WARNED_OF_NO_FILTER = new AtomicBoolean();
    private static final String HOW_TO_REGISTER = "Call ConsentFilter.register(servletContext, pages) before the server"
            + " starts. META-INF/services/" + ConsentConfiguration.class.getName()
            + " is only read by servers that scan"
            + " for it: not by Tomcat.addContext or Jetty's ServletContextHandler.";

    private final ConsentPages configuredPages;
    private final CookieConsent consent;
    private volatile ConsentPages pages;

    /**
     * A filter for a site with pages as they are by default.
     *
     * @param consent the site's consent
     */
    public ConsentFilter(CookieConsent consent) {
        this(ConsentPages.of(consent));
    }

    /**
     * A filter for a site.
     *
     * @param pages the site's pages, which hold its consent
     */
    public ConsentFilter(ConsentPages pages) {
        this.configuredPages = pages;
        this.consent = pages.consent();
        this.pages = pages;
    }

    /**
     * Registers a filter in front of all others, for all paths and dispatches, and the pages' paths for containers that
     * call no filter where no servlet is. To be called while the application starts.
     *
     * @param context the application's context
     * @param pages the site's pages, which hold its consent
     * @throws IllegalStateException if the application has a consent filter already, or has started
     */
    public static void register(ServletContext context, ConsentPages pages) {
        FilterRegistration.@Nullable Dynamic filter;
        try {
            filter = context.addFilter(NAME, new ConsentFilter(pages));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "The application at '" + place(context)
                            + "' has started already; call ConsentFilter.register before"
                            + " the server starts, or in a ServletContainerInitializer.",
                    e);
        }
        if (filter == null) {
            throw new IllegalStateException("The application at '" + place(context)
                    + "' registers two consent filters: ConsentFilter.register is called twice, or called by hand where"
                    + " META-INF/services/" + ConsentConfiguration.class.getName() + " has it called as well. Take one"
                    + " of the two away.");
        }
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        ServletRegistration.Dynamic mount = context.addServlet(NAME, new MountServlet());
        if (mount != null) {
            mount.setAsyncSupported(true);
            mount.addMapping(pages.paths().toArray(String[]::new));
        }
    }

    /**
     * The exchange of a request.
     *
     * @param request the request, wrapped or not
     * @return its exchange; where no filter ran, {@link ConsentExchange#none()}, which allows only what needs no consent
     */
    public static ConsentExchange exchange(ServletRequest request) {
        if (request.getAttribute(EXCHANGE_ATTRIBUTE) instanceof ConsentExchange exchange) {
            return exchange;
        }
        if (WARNED_OF_NO_FILTER.compareAndSet(false, true)) {
            LOG.log(
                    WARNING,
                    "ConsentFilter.exchange was asked of a request that no consent filter has seen, so nothing that needs"
                            + " consent is allowed in it, and no cookie is held back. " + HOW_TO_REGISTER
                            + " This is told once.");
        }
        return ConsentExchange.none();
    }

    /**
     * The pages of an application, with its context path in their links.
     *
     * @param context the application's context
     * @return the pages
     * @throws IllegalStateException if no consent filter has been started in it
     */
    public static ConsentPages pages(ServletContext context) {
        if (context.getAttribute(PAGES_ATTRIBUTE) instanceof ConsentPages pages) {
            return pages;
        }
        throw new IllegalStateException(
                "No consent filter runs in the application at '" + place(context) + "'. " + HOW_TO_REGISTER);
    }

    private static String place(ServletContext context) {
        String path = context.getContextPath();
        return path.isEmpty() ? "/" : path;
    }

    @Override
    public void init(FilterConfig config) {
        ServletContext context = config.getServletContext();
        pages = configuredPages.under(context.getContextPath());
        context.setAttribute(PAGES_ATTRIBUTE, pages);
        tellOfStart();
        warnOfSessionCookie(context);
    }

    private void tellOfStart() {
        ActiveCatalogue catalogue = consent.catalogue();
        if (!consent.isSetUp()) {
            // The framework's adapter tells what to do.
            return;
        }
        long categories = catalogue.categories().stream()
                .filter(category -> !catalogue.declarations(category).isEmpty())
                .count();
        boolean enforces = consent.mode() == Mode.ENFORCE;
        LOG.log(
                enforces ? INFO : WARNING,
                (enforces
                                ? "Cookie consent is on: "
                                : "Cookie consent only reports: every cookie passes, whatever the visitor chose: ")
                        + catalogue.declarations().size() + " cookies in " + categories + " categories, mode "
                        + consent.mode() + ", pages at " + pages.policyPath());
    }

    private void warnOfSessionCookie(ServletContext context) {
        if (consent.mode() == Mode.REPORT_ONLY) {
            return;
        }
        // Jetty has neither where sessions are switched off.
        @Nullable SessionCookieConfig sessions = context.getSessionCookieConfig();
        @Nullable Set<SessionTrackingMode> modes = context.getEffectiveSessionTrackingModes();
        if (sessions == null || (modes != null && !modes.contains(SessionTrackingMode.COOKIE))) {
            return;
        }
        String sessionName = sessionCookie(context);
        Reason ofAnyLine = consent.begin(name -> Collections.emptyIterator(), line -> {})
                .judge(sessionName + "=1")
                .reason();
        if (ofAnyLine == Reason.UNDECLARED) {
            LOG.log(
                    WARNING,
                    "The catalogue does not declare the container''s session cookie {0}, so sessions will not last from"
                            + " one request to the next. Where the application uses sessions, {1}.",
                    sessionName,
                    sessionName.equals(CONTAINER_SESSION)
                            ? "add CommonCookies.servletSession() to the catalogue"
                            : "declare it as CommonCookies.servletSession() declares " + CONTAINER_SESSION);
        }
    }

    /** The name of the cookie by which the container knows its sessions. */
    static String sessionCookie(ServletContext context) {
        @Nullable SessionCookieConfig sessions = context.getSessionCookieConfig();
        @Nullable String configured = sessions == null ? null : sessions.getName();
        return configured == null || configured.isEmpty() ? CONTAINER_SESSION : configured;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)) {
            chain.doFilter(request, response);
        } else if (request.getAttribute(GUARD_ATTRIBUTE) instanceof ResponseGuard guard && guard.consent() == consent) {
            // A filter outside may have cleared the response before it dispatches to an error page.
            guard.restoreOwn();
            pass(httpRequest, httpResponse, guard, chain);
        } else {
            begin(httpRequest, httpResponse, chain);
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ResponseGuard guard = new ResponseGuard(consent, request, response);
        request.setAttribute(GUARD_ATTRIBUTE, guard);
        request.setAttribute(EXCHANGE_ATTRIBUTE, guard.exchange());
        guard.sweep();
        String path = path(request);
        if (pages.owns(path) && consent.isSetUp()) {
            PagesEndpoint.answer(pages, path, request, new ConsentResponse(response, guard), guard.exchange());
        } else {
            pass(request, response, guard, chain);
        }
    }

    /** Goes on with both sides wrapped; error and asynchronous dispatches may come with the container's own objects. */
    private static void pass(
            HttpServletRequest request, HttpServletResponse response, ResponseGuard guard, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse guardedResponse = isGuarded(response) ? response : new ConsentResponse(response, guard);
        HttpServletRequest guardedRequest =
                isGuarded(request) ? request : new ConsentRequest(request, guardedResponse, guard);
        try {
            chain.doFilter(guardedRequest, guardedResponse);
        } finally {
            if (!request.isAsyncStarted()) {
                guard.sweep();
            }
        }
    }

    private static boolean isGuarded(ServletRequest request) {
        ServletRequest current = request;
        while (current instanceof ServletRequestWrapper wrapper && !(current instanceof ConsentRequest)) {
            current = wrapper.getRequest();
        }
        return current instanceof ConsentRequest;
    }

    private static boolean isGuarded(ServletResponse response) {
        ServletResponse current = response;
        while (current instanceof ServletResponseWrapper wrapper && !(current instanceof ConsentResponse)) {
            current = wrapper.getResponse();
        }
        return current instanceof ConsentResponse;
    }

    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }
}
