package org.consent4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;

/**
 * The application that the behaviour suite tests, with routes of its own for what only Servlet has.
 *
 * <p>The container has to answer errors with the page {@value #ERROR_PAGE}.
 */
public final class TckApplication implements ServletContainerInitializer {

    /** The path of the error page. */
    public static final String ERROR_PAGE = "/error-page";

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        ServletRegistration.Dynamic servlet = context.addServlet("tck", new Routes());
        servlet.setAsyncSupported(true);
        servlet.addMapping("/*");
        // Registered before the SDK's and in front of all others, so it stays outside.
        var outer = context.addFilter("outer", new OuterFilter());
        outer.setAsyncSupported(true);
        outer.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/outer", "/cookies/preferences");
        var filter = context.addFilter("application", new ApplicationFilter());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/filtered");
    }

    /** A filter outside the SDK's, which adds lines before it, and reads a form before it where the query says so. */
    private static final class OuterFilter implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            addLines((HttpServletRequest) request, (HttpServletResponse) response);
            if (!parameters(request, "read-form").isEmpty()
                    && request.getParameterMap().isEmpty()) {
                throw new ServletException("no parameters");
            }
            chain.doFilter(request, response);
        }
    }

    /** A filter of the application that adds lines before and after the servlet. */
    private static final class ApplicationFilter implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            addLines((HttpServletRequest) request, (HttpServletResponse) response);
            chain.doFilter(request, response);
            addLines((HttpServletRequest) request, (HttpServletResponse) response);
        }
    }

    private static final class Routes extends HttpServlet {

        /** Header names that come out, or came out of some container, as Set-Cookie. */
        private static final List<String> ODD_NAMES = List.of(
                "Set\u012dCookie",
                "Set-Cookie ",
                "Set-Cookie\t",
                " Set-Cookie",
                "Set-Cookie\u0000",
                "Set-Cookie: stat_d=1; x",
                "Set-Cookie:stat_e=1;x",
                "Set-Cookie\u013a stat_f=1; x",
                "X\r\nSet-Cookie",
                "X\u010d\u010aSet-Cookie",
                "\u0153\u0165\u0174-Cookie");

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            response.setContentType("text/plain;charset=iso-8859-1");
            switch (path(request)) {
                case "/plain" -> write(response, "plain");
                case "/set" -> {
                    addLines(request, response);
                    write(response, "done");
                }
                case "/cookie" -> {
                    Cookie cookie = new Cookie(parameter(request, "name"), parameter(request, "value"));
                    cookie.setPath("/");
                    if (!parameters(request, "age").isEmpty()) {
                        cookie.setMaxAge(Integer.parseInt(parameter(request, "age")));
                    }
                    response.addCookie(cookie);
                    write(response, "done");
                }
                case "/replace" -> {
                    response.setHeader("Set-Cookie", parameter(request, "line"));
                    write(response, "done");
                }
                case "/redirect" -> {
                    addLines(request, response);
                    response.sendRedirect("/plain");
                }
                case "/error" -> {
                    addLines(request, response);
                    throw new ServletException("the route /error fails");
                }
                case "/status" -> {
                    addLines(request, response);
                    response.sendError(Integer.parseInt(parameter(request, "code")));
                }
                case ERROR_PAGE -> {
                    response.addHeader("Set-Cookie", "err_stat=1");
                    write(response, "error");
                }
                case "/async" ->
                    async(request, response, context -> {
                        addLines(request, (HttpServletResponse) context.getResponse());
                        write((HttpServletResponse) context.getResponse(), "done");
                        context.complete();
                    });
                case "/async-error" ->
                    async(request, response, context -> {
                        addLines(request, (HttpServletResponse) context.getResponse());
                        ((HttpServletResponse) context.getResponse()).sendError(500);
                        context.complete();
                    });
                case "/session" -> write(response, String.valueOf(raiseCounter(request.getSession())));
                case "/seen" -> write(response, seen(request));
                case "/state" -> write(response, state(request));
                case "/choose" -> choose(request, response);
                case "/cacheable" -> {
                    response.setHeader("Cache-Control", "public, max-age=60");
                    write(response, "done");
                }
                case "/personal" -> {
                    response.setHeader("Cache-Control", "public, max-age=60");
                    response.setHeader("Vary", "Accept-Encoding");
                    boolean allowed = ConsentFilter.exchange(request).allows(Category.STATISTICAL);
                    write(response, String.valueOf(allowed));
                }
                default -> servletRoute(request, response);
            }
        }

        /** What only Servlet has. */
        private void servletRoute(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String query = "?" + request.getQueryString();
            switch (path(request)) {
                case "/filtered", "/outer" -> write(response, "done");
                case "/forward" -> request.getRequestDispatcher("/set" + query).forward(request, response);
                case "/include" -> {
                    request.getRequestDispatcher("/set" + query).include(request, response);
                    request.getRequestDispatcher("/session").include(request, response);
                }
                case "/forward-seen" -> request.getRequestDispatcher("/seen").forward(request, response);
                case "/async-dispatch" -> request.startAsync().dispatch("/set" + query);
                case "/async-dispatch-seen" -> request.startAsync().dispatch("/seen");
                case "/async-timeout" -> timeOut(request);
                case "/reset" -> {
                    ConsentFilter.exchange(request).grantAll();
                    addLines(request, response);
                    response.reset();
                    write(response, "done");
                }
                case "/session-reset" -> {
                    raiseCounter(request.getSession());
                    response.reset();
                    write(response, "done");
                }
                case "/session-error" -> {
                    raiseCounter(request.getSession());
                    throw new ServletException("the route /session-error fails");
                }
                case "/session-change" -> {
                    raiseCounter(request.getSession());
                    write(response, request.changeSessionId().isEmpty() ? "no id" : "done");
                }
                case "/numbers" -> {
                    response.addIntHeader("Set-Cookie", 1);
                    response.setIntHeader("set-cookie", 2);
                    response.addDateHeader("SET-COOKIE", 0);
                    response.setDateHeader("Set-Cookie", 0);
                    write(response, "done");
                }
                case "/odd-names" -> {
                    response.addHeader("sEt-cOOkie", "stat_a=1");
                    response.setHeader("SET-COOKIE", "stat_b=1");
                    for (String name : ODD_NAMES) {
                        tolerating(() -> response.addHeader(name, "stat_c=1"));
                        tolerating(() -> response.setHeader(name, "stat_c=1"));
                        tolerating(() -> response.addIntHeader(name, 1));
                        tolerating(() -> response.setDateHeader(name, 0));
                    }
                    write(response, "done");
                }
                case "/odd-cookies" -> {
                    for (Cookie cookie : oddCookies()) {
                        tolerating(() -> response.addCookie(cookie));
                    }
                    write(response, "done");
                }
                case "/numbers-seen" ->
                    write(
                            response,
                            number(() -> request.getIntHeader("Cookie"))
                                    + number(() -> request.getDateHeader("cookie")));
                case "/requested-session" ->
                    write(response, request.getRequestedSessionId() + " " + request.isRequestedSessionIdFromCookie());
                case "/replace-after-choice" -> {
                    ConsentFilter.exchange(request).grantAll();
                    response.setHeader("Set-Cookie", parameter(request, "line"));
                    response.setHeader("Cache-Control", "public, s-maxage=60");
                    response.setHeader("Vary", "Accept");
                    write(response, "done");
                }
                case "/caching-by-default" -> {
                    ConsentFilter.exchange(request).allows(Category.STATISTICAL);
                    if (has(response, "Cache-Control")) {
                        throw new ServletException("the application has said nothing on caching");
                    }
                    response.addHeader("Cache-Control", "no-cache, no-store");
                    if (!has(response, "Cache-Control")) {
                        throw new ServletException("the application has said something on caching");
                    }
                    write(response, "done");
                }
                case "/caching-twice" -> {
                    ConsentFilter.exchange(request).allows(Category.STATISTICAL);
                    response.addHeader("Cache-Control", "max-age=60");
                    response.addHeader("cache-control", "must-revalidate");
                    write(response, "done");
                }
                case "/choose-late" -> {
                    write(response, "done");
                    response.flushBuffer();
                    try {
                        ConsentFilter.exchange(request).grantAll();
                    } catch (IllegalStateException e) {
                        write(response, ", not recorded");
                    }
                    write(response, " " + ConsentFilter.exchange(request).allows("statistical"));
                }
                case "/login" -> {
                    request.login("visitor", "secret");
                    response.flushBuffer();
                    write(response, request.getRemoteUser());
                }
                case "/authenticate" -> {
                    if (request.authenticate(response)) {
                        response.flushBuffer();
                        write(response, request.getRemoteUser());
                    }
                }
                case "/trailers" -> {
                    response.setTrailerFields(
                            () -> Map.of("Set-Cookie", "stat_a=1", "Set-Cookie: stat_b=1; x", "y", "X-After", "yes"));
                    write(response, "done");
                    response.flushBuffer();
                }
                case "/unwrap" -> {
                    ServletResponse inner = response;
                    while (inner instanceof ServletResponseWrapper wrapper) {
                        inner = wrapper.getResponse();
                    }
                    addLines(request, (HttpServletResponse) inner);
                    inner.setContentLength(0);
                }
                default -> response.sendError(404);
            }
        }

        /** Runs what a container may refuse, which serves as well. */
        /** Whether a response has a header, by all the ways to ask. */
        private static boolean has(HttpServletResponse response, String header) {
            Set<Boolean> answers = Set.copyOf(List.of(
                    response.containsHeader(header),
                    response.getHeader(header) != null,
                    !response.getHeaders(header).isEmpty(),
                    response.getHeaderNames().stream().anyMatch(header::equalsIgnoreCase)));
            if (answers.size() != 1) {
                throw new IllegalStateException("the response does not agree with itself on " + header);
            }
            return answers.contains(true);
        }

        private static void tolerating(Runnable call) {
            try {
                call.run();
            } catch (IllegalArgumentException e) {
                // Refused.
            }
        }

        private static String number(Supplier<Number> call) {
            try {
                return call.get() + "\n";
            } catch (IllegalArgumentException e) {
                return e.getMessage() + "\n";
            }
        }

        /** Cookies of a refused category whose lines containers make otherwise than the object says. */
        private static List<Cookie> oddCookies() {
            List<Cookie> cookies = new ArrayList<>();
            Cookie past = new Cookie("stat_past", "v");
            past.setAttribute("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
            cookies.add(past);
            Cookie longer = new Cookie("stat_longer", "v");
            longer.setMaxAge(0);
            longer.setAttribute("Foo", "bar; Max-Age=500");
            cookies.add(longer);
            Cookie path = new Cookie("stat_path", "v");
            path.setMaxAge(0);
            tolerating(() -> path.setPath("/; Max-Age=500"));
            cookies.add(path);
            cookies.add(new Cookie("stat_value", "x; Max-Age=0"));
            cookies.add(new Cookie("app_lang", "v") {
                private int asked;

                @Override
                public String getName() {
                    return asked++ == 0 ? "app_lang" : "stat_name";
                }
            });
            cookies.add(new Cookie("stat_age", "v") {
                private int asked;

                @Override
                public int getMaxAge() {
                    return asked++ == 0 ? 0 : 500;
                }
            });
            return cookies;
        }

        private static void timeOut(HttpServletRequest request) {
            AsyncContext context = request.startAsync();
            context.setTimeout(50);
            context.addListener(new AsyncListener() {
                @Override
                public void onTimeout(AsyncEvent event) throws IOException {
                    HttpServletResponse response =
                            (HttpServletResponse) event.getAsyncContext().getResponse();
                    addLines(request, response);
                    write(response, "late");
                    event.getAsyncContext().complete();
                }

                @Override
                public void onComplete(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        }

        private static void choose(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.addHeader("Set-Cookie", "stat_before=1; Path=/");
            ConsentExchange exchange = ConsentFilter.exchange(request);
            Map<Category, Choice> choices = new HashMap<>();
            for (Category category : exchange.catalogue().categories()) {
                for (String choice : parameters(request, category.id())) {
                    choices.put(category, Choice.valueOf(choice));
                }
            }
            exchange.record(choices);
            response.addHeader("Set-Cookie", "stat_after=1; Path=/");
            write(response, seen(request) + state(request));
        }
    }

    /** The path that is asked for; an include leaves the request's own as it is. */
    private static String path(HttpServletRequest request) {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
        return included == null ? request.getPathInfo() : included.toString();
    }

    private interface AsyncWork {

        void run(AsyncContext context) throws IOException;
    }

    private static void async(HttpServletRequest request, HttpServletResponse response, AsyncWork work) {
        // Without arguments where the query says so: the container would then hand out its own response.
        AsyncContext context =
                parameters(request, "bare").isEmpty() ? request.startAsync(request, response) : request.startAsync();
        context.start(() -> {
            try {
                work.run(context);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int raiseCounter(HttpSession session) {
        int counter = session.getAttribute("counter") instanceof Integer earlier ? earlier + 1 : 1;
        session.setAttribute("counter", counter);
        return counter;
    }

    private static String seen(HttpServletRequest request) {
        StringBuilder seen = new StringBuilder("parsed\n");
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                seen.append(cookie.getName())
                        .append('=')
                        .append(cookie.getValue())
                        .append('\n');
            }
        }
        seen.append("raw\n");
        for (String line : Collections.list(request.getHeaders("Cookie"))) {
            seen.append(line).append('\n');
        }
        return seen.toString();
    }

    private static String state(HttpServletRequest request) {
        ConsentExchange exchange = ConsentFilter.exchange(request);
        return "statistical=" + exchange.allows(Category.STATISTICAL)
                + "\nfirst-party=" + exchange.allows("first-party")
                + "\nthird-party=" + exchange.allows("third-party")
                + "\nprompt=" + exchange.promptNeeded()
                + "\nexempt_visit=" + exchange.allowsCookie("exempt_visit") + "\n";
    }

    private static void addLines(HttpServletRequest request, HttpServletResponse response) {
        for (String line : parameters(request, "line")) {
            response.addHeader("Set-Cookie", line);
        }
    }

    private static void write(HttpServletResponse response, String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String parameter(HttpServletRequest request, String name) {
        return parameters(request, name).get(0);
    }

    private static List<String> parameters(ServletRequest request, String name) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        String query = ((HttpServletRequest) inner).getQueryString();
        List<String> values = new ArrayList<>();
        if (query != null) {
            for (String parameter : query.split("&")) {
                if (parameter.startsWith(name + "=")) {
                    values.add(URLDecoder.decode(
                            parameter.substring(name.length() + 1).replace("+", "%2B"), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return values;
    }
}
