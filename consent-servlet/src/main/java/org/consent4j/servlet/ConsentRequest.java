package org.consent4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.PushBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.consent4j.http.CookieHeader;
import org.jspecify.annotations.Nullable;

/**
 * A request without the cookies that the visitor does not admit, parsed or raw, and with sessions and asynchronous
 * contexts that can't get round the {@link ConsentResponse}.
 */
final class ConsentRequest extends HttpServletRequestWrapper {

    private static final String COOKIE = "Cookie";

    private final ResponseGuard guard;
    private final HttpServletResponse response;

    ConsentRequest(HttpServletRequest request, HttpServletResponse guardedResponse, ResponseGuard guard) {
        super(request);
        this.guard = guard;
        this.response = guardedResponse;
    }

    // ---- Cookies --------------------------------------------------------------------------------------------------

    @Override
    public Cookie @Nullable [] getCookies() {
        Cookie[] parsed = super.getCookies();
        if (parsed == null || !guard.exchange().hidesCookies()) {
            return parsed;
        }
        Set<String> names = visibleNames();
        List<Cookie> visible = new ArrayList<>(parsed.length);
        for (Cookie cookie : parsed) {
            // A container that lets quotes span cookies may have put a hidden one into another one's value.
            boolean whole = cookie.getValue() == null || cookie.getValue().indexOf(';') < 0;
            if (whole && names.contains(cookie.getName())) {
                visible.add(cookie);
            }
        }
        return visible.isEmpty() ? null : visible.toArray(Cookie[]::new);
    }

    private Set<String> visibleNames() {
        Set<String> names = new HashSet<>();
        for (String line : guard.exchange().cookieHeaders()) {
            CookieHeader cookies = new CookieHeader(line);
            while (cookies.next()) {
                names.add(cookies.name());
            }
        }
        return names;
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (!hides(name)) {
            return super.getHeader(name);
        }
        List<String> lines = guard.exchange().cookieHeaders();
        return lines.isEmpty() ? null : lines.get(0);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return hides(name) ? Collections.enumeration(guard.exchange().cookieHeaders()) : super.getHeaders(name);
    }

    @Override
    public int getIntHeader(String name) {
        return hides(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        // The container's exception would tell the value.
        return hides(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Enumeration<String> names = super.getHeaderNames();
        if (names == null
                || !guard.exchange().hidesCookies()
                || !guard.exchange().cookieHeaders().isEmpty()) {
            return names;
        }
        List<String> others = new ArrayList<>();
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            if (!COOKIE.equalsIgnoreCase(name)) {
                others.add(name);
            }
        }
        return Collections.enumeration(others);
    }

    private boolean hides(String header) {
        return COOKIE.equalsIgnoreCase(header) && guard.exchange().hidesCookies();
    }

    @Override
    public @Nullable PushBuilder newPushBuilder() {
        PushBuilder builder = super.newPushBuilder();
        if (builder != null && guard.exchange().hidesCookies()) {
            builder.removeHeader(COOKIE);
            for (String line : guard.exchange().cookieHeaders()) {
                builder.addHeader(COOKIE, line);
            }
        }
        return builder;
    }

    // ---- Sessions: the container writes their cookie past every wrapper -------------------------------------------

    @Override
    public HttpSession getSession() {
        HttpSession session = super.getSession();
        guard.sweep();
        return session;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        HttpSession session = super.getSession(create);
        guard.sweep();
        return session;
    }

    /** Tells of no session whose cookie is hidden; the container goes on finding the session by it. */
    @Override
    public @Nullable String getRequestedSessionId() {
        return hidesSessionCookie() ? null : super.getRequestedSessionId();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return super.isRequestedSessionIdFromCookie() && !hidesSessionCookie();
    }

    private boolean hidesSessionCookie() {
        return super.isRequestedSessionIdFromCookie()
                && guard.exchange().hidesCookies()
                && !visibleNames().contains(ConsentFilter.sessionCookie(getServletContext()));
    }

    @Override
    public String changeSessionId() {
        String id = super.changeSessionId();
        guard.sweep();
        return id;
    }

    // ---- Logins: a container's single sign-on writes its cookie past every wrapper, too
    // ------------------------------

    @Override
    public boolean authenticate(HttpServletResponse challenged) throws IOException, ServletException {
        boolean authenticated = super.authenticate(challenged);
        guard.sweep();
        return authenticated;
    }

    @Override
    public void login(String user, String password) throws ServletException {
        super.login(user, password);
        guard.sweep();
    }

    @Override
    public void logout() throws ServletException {
        super.logout();
        guard.sweep();
    }

    // ---- Asynchronous contexts: without arguments they would hand out the container's own response ------------------

    @Override
    public AsyncContext startAsync() {
        return super.startAsync(this, response);
    }
}
