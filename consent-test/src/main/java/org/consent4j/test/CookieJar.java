package org.consent4j.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cookies of one browser on one host over http, as far as name, domain and path tell them apart (rule 36). */
final class CookieJar {

    private record Key(String name, String domain, String path) {}

    private final String host;
    private final Map<Key, String> cookies = new LinkedHashMap<>();

    CookieJar(String host) {
        this.host = host;
    }

    /** Stores and deletes as the response says; an empty domain stands for host-only. */
    void take(RawHttp.Response response) {
        response.setCookies().forEach(this::take);
    }

    void take(String line) {
        CookieLine cookie = CookieLine.of(line);
        if (cookie.attributes().containsKey("secure")
                || cookie.name().startsWith("__Host-")
                || cookie.name().startsWith("__Secure-")) {
            return;
        }
        String domain = cookie.domain();
        if (!domain.isEmpty() && !host.equals(domain) && !host.endsWith('.' + domain)) {
            return;
        }
        Key key = new Key(cookie.name(), domain, cookie.path().isEmpty() ? "/" : cookie.path());
        if (cookie.deletes()) {
            cookies.remove(key);
        } else {
            cookies.put(key, cookie.value());
        }
    }

    /** The Cookie line that goes with a request; a cookie without a match is not sent. */
    String line(String path) {
        List<String> pairs = new ArrayList<>();
        cookies.forEach((key, value) -> {
            boolean matches = key.path().equals("/") || path.equals(key.path()) || path.startsWith(key.path() + '/');
            if (matches) {
                pairs.add(key.name() + '=' + value);
            }
        });
        return "Cookie: " + String.join("; ", pairs);
    }

    /** The names of all cookies, one for each scope. */
    List<String> names() {
        return cookies.keySet().stream().map(Key::name).sorted().toList();
    }
}
