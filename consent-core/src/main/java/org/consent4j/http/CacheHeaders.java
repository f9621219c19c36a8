package org.consent4j.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The caching headers of a response that depends on one visitor's consent: merged into what the application says, so
 * that no shared cache stores it (rule 19; RFC 9111 sections 4.1 and 5.2.2.7).
 */
public final class CacheHeaders {

    private static final String PRIVATE = "private";
    private static final String COOKIE = "Cookie";
    private static final int FEW = 2;

    private CacheHeaders() {}

    /**
     * The {@code Cache-Control} of such a response.
     *
     * @param values the header's lines so far; none is fine
     * @return one line that lets no shared cache store the response, and otherwise says what the lines said
     */
    public static String cacheControl(Iterable<String> values) {
        if (!values.iterator().hasNext()) {
            return PRIVATE;
        }
        List<String> directives = new ArrayList<>(FEW);
        boolean alreadyPrivate = false;
        for (String value : values) {
            for (String directive : elements(value)) {
                int equals = directive.indexOf('=');
                String name = (equals < 0 ? directive : directive.substring(0, equals))
                        .strip()
                        .toLowerCase(Locale.ROOT);
                boolean forSharedCaches = name.equals("public") || name.equals("s-maxage");
                boolean privateInPart = name.equals(PRIVATE) && equals >= 0;
                if (!forSharedCaches && !privateInPart) {
                    directives.add(directive);
                }
                alreadyPrivate |= name.equals("no-store") || (name.equals(PRIVATE) && equals < 0);
            }
        }
        if (!alreadyPrivate) {
            directives.add(PRIVATE);
        }
        return joined(directives);
    }

    /**
     * The {@code Vary} of such a response.
     *
     * @param values the header's lines so far; none is fine
     * @return one line with all their fields and {@code Cookie}
     */
    public static String vary(Iterable<String> values) {
        if (!values.iterator().hasNext()) {
            return COOKIE;
        }
        List<String> fields = new ArrayList<>(FEW);
        boolean covered = false;
        for (String value : values) {
            for (String field : elements(value)) {
                fields.add(field);
                covered |= field.equals("*") || field.equalsIgnoreCase(COOKIE);
            }
        }
        if (!covered) {
            fields.add(COOKIE);
        }
        return joined(fields);
    }

    private static String joined(List<String> elements) {
        return elements.size() == 1 ? elements.get(0) : String.join(", ", elements);
    }

    /** The elements of a list in a header, split on commas outside quotes. */
    private static List<String> elements(String value) {
        List<String> elements = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || (value.charAt(i) == ',' && !quoted)) {
                String element = value.substring(start, i).strip();
                if (!element.isEmpty()) {
                    elements.add(element);
                }
                start = i + 1;
            } else if (value.charAt(i) == '"') {
                quoted = !quoted;
            } else if (value.charAt(i) == '\\' && quoted) {
                i++;
            }
        }
        return elements;
    }
}
