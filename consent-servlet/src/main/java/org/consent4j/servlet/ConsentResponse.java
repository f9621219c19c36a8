package org.consent4j.servlet;

import static org.consent4j.servlet.ResponseGuard.SET_COOKIE;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response on which only admitted cookies can be set, by whichever of its methods.
 */
final class ConsentResponse extends HttpServletResponseWrapper {

    private final ResponseGuard guard;

    ConsentResponse(HttpServletResponse response, ResponseGuard guard) {
        super(response);
        this.guard = guard;
    }

    @Override
    public void addCookie(Cookie cookie) {
        if (guard.admits(cookie)) {
            // What others have added beside the wrapper until now is not to be taken for this cookie's line.
            guard.sweep();
            super.addCookie(cookie);
            guard.noteAdded();
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!isSetCookie(name)) {
            super.addHeader(name, value);
            restorePrivacyAfter(name);
        } else if (value != null && guard.admits(value)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!isSetCookie(name)) {
            super.setHeader(name, value);
            restorePrivacyAfter(name);
        } else if (value == null || guard.admits(value)) {
            super.setHeader(name, value);
            guard.restoreOwn();
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        // A number has no '=', so as a Set-Cookie line it would be a cookie without a sure name.
        if (!isSetCookie(name)) {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!isSetCookie(name)) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (!isSetCookie(name)) {
            super.addDateHeader(name, date);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (!isSetCookie(name)) {
            super.setDateHeader(name, date);
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
            others.keySet().removeIf(ConsentResponse::isSetCookie);
            return others;
        });
    }

    @Override
    public void reset() {
        super.reset();
        guard.sweep();
        guard.restoreOwn();
    }

    private void restorePrivacyAfter(String name) {
        if (ResponseGuard.concernsCaching(name)) {
            guard.restorePrivacy();
        }
    }

    /** Whether a name comes out as Set-Cookie: containers may cut characters to one octet, or trim blanks. */
    private static boolean isSetCookie(@Nullable String name) {
        if (name == null || name.length() < SET_COOKIE.length()) {
            return false;
        }
        if (name.length() == SET_COOKIE.length() && name.equalsIgnoreCase(SET_COOKIE)) {
            return true;
        }
        StringBuilder octets = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            octets.append((char) (name.charAt(i) & 0xff));
        }
        return octets.toString().strip().equalsIgnoreCase(SET_COOKIE);
    }
}
