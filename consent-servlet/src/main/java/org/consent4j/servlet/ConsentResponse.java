package org.consent4j.servlet;

import static org.consent4j.servlet.ResponseGuard.SET_COOKIE;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response on which only admitted cookies can be set, by whichever of its methods.
 *
 * <p>Its headers are guarded by a lock, unlike a container's: who asks for consent on another thread makes the SDK write
 * headers there, while the thread of the request may still be on its way out.
 */
final class ConsentResponse extends HttpServletResponseWrapper {

    private final ResponseGuard guard;

    ConsentResponse(HttpServletResponse response, ResponseGuard guard) {
        super(response);
        this.guard = guard;
    }

    @Override
    public void addCookie(Cookie cookie) {
        synchronized (guard) {
            // A copy, as a subclass could answer otherwise the next time it is asked.
            Cookie copy = new Cookie(cookie.getName(), cookie.getValue());
            cookie.getAttributes().forEach(copy::setAttribute);
            if (guard.admits(copy)) {
                super.addCookie(copy);
                guard.sweep();
            }
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        synchronized (guard) {
            if (isSetCookie(name)) {
                if (value != null && guard.admits(value)) {
                    super.addHeader(name, value);
                }
            } else if (isHeader(name)) {
                if (value != null && guard.hides(name)) {
                    super.setHeader(name, value);
                } else {
                    super.addHeader(name, value);
                }
                guard.restorePrivacyAfter(name, value);
            }
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        synchronized (guard) {
            if (isSetCookie(name)) {
                if (value == null || guard.admits(value)) {
                    replaceCookies(name, value);
                }
            } else if (isHeader(name)) {
                super.setHeader(name, value);
                guard.restorePrivacyAfter(name, value);
            }
        }
    }

    /** The SDK's lines stay, and stay in front: the application's line may be one that they deleted before a grant. */
    private void replaceCookies(String name, @Nullable String value) {
        Iterator<String> own = guard.own().iterator();
        if (!own.hasNext()) {
            super.setHeader(name, value);
            return;
        }
        super.setHeader(name, own.next());
        own.forEachRemaining(line -> super.addHeader(name, line));
        if (value != null) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        synchronized (guard) {
            // A number has no '=', so as a Set-Cookie line it would be a cookie without a sure name.
            if (!isSetCookie(name) && isHeader(name)) {
                super.addIntHeader(name, value);
            }
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        synchronized (guard) {
            if (!isSetCookie(name) && isHeader(name)) {
                super.setIntHeader(name, value);
            }
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        synchronized (guard) {
            if (!isSetCookie(name) && isHeader(name)) {
                super.addDateHeader(name, date);
            }
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        synchronized (guard) {
            if (!isSetCookie(name) && isHeader(name)) {
                super.setDateHeader(name, date);
            }
        }
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        super.setTrailerFields(() -> {
            Map<String, String> fields = supplier.get();
            if (fields == null) {
                return fields;
            }
            Map<String, String> others = new HashMap<>(fields);
            others.keySet().removeIf(name -> isSetCookie(name) || !isHeader(name));
            return others;
        });
    }

    @Override
    public void reset() {
        synchronized (guard) {
            super.reset();
            guard.sweep();
            guard.restoreOwn();
        }
    }

    @Override
    public @Nullable String getHeader(String name) {
        synchronized (guard) {
            return guard.hides(name) ? null : super.getHeader(name);
        }
    }

    @Override
    public Collection<String> getHeaders(String name) {
        synchronized (guard) {
            return guard.hides(name) ? List.of() : super.getHeaders(name);
        }
    }

    @Override
    public Collection<String> getHeaderNames() {
        synchronized (guard) {
            Collection<String> names = super.getHeaderNames();
            return names.stream().anyMatch(guard::hides)
                    ? names.stream().filter(name -> !guard.hides(name)).toList()
                    : names;
        }
    }

    @Override
    public boolean containsHeader(String name) {
        synchronized (guard) {
            return !guard.hides(name) && super.containsHeader(name);
        }
    }

    private static boolean isSetCookie(@Nullable String name) {
        return SET_COOKIE.equalsIgnoreCase(name);
    }

    /**
     * Whether a name is a token (RFC 9110 section 5.6.2), as all headers' names are. Some containers write others as they
     * are, or cut their characters to octets, so that a name can hold a whole Set-Cookie line.
     */
    private static boolean isHeader(@Nullable String name) {
        if (name == null) {
            return true; // for the container to answer
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean token = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!token) {
                return false;
            }
        }
        return true;
    }
}
