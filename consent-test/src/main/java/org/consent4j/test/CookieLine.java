package org.consent4j.test;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A plain Set-Cookie line in its parts, read without the SDK's own reader.
 *
 * @param attributes the last value of each attribute, by its name in lower case
 */
record CookieLine(String name, String value, Map<String, String> attributes) {

    static CookieLine of(String line) {
        String[] pieces = line.split(";", -1);
        int equals = pieces[0].indexOf('=');
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 1; i < pieces.length; i++) {
            int sign = pieces[i].indexOf('=');
            String attribute = sign < 0 ? pieces[i] : pieces[i].substring(0, sign);
            attributes.put(
                    RawHttp.trim(attribute).toLowerCase(Locale.ROOT),
                    sign < 0 ? "" : RawHttp.trim(pieces[i].substring(sign + 1)));
        }
        return new CookieLine(
                equals < 0 ? "" : RawHttp.trim(pieces[0].substring(0, equals)),
                RawHttp.trim(pieces[0].substring(equals + 1)),
                attributes);
    }

    String domain() {
        return attributes.getOrDefault("domain", "").toLowerCase(Locale.ROOT);
    }

    String path() {
        return attributes.getOrDefault("path", "");
    }

    boolean deletes() {
        String maxAge = attributes.getOrDefault("max-age", "");
        if (maxAge.matches("-?[0-9]+")) {
            return maxAge.startsWith("-") || maxAge.matches("0+");
        }
        String expires = attributes.getOrDefault("expires", "").replace('-', ' ');
        try {
            return ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .isBefore(Instant.now());
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Name, scope and the other attributes, in one form whatever the order in the line. */
    String inOneForm() {
        StringBuilder text = new StringBuilder(name + "=" + value);
        for (String attribute : new TreeSet<>(attributes.keySet())) {
            String given = attributes.get(attribute);
            text.append("; ").append(attribute).append(given == null || given.isEmpty() ? "" : "=" + given);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return inOneForm();
    }
}
