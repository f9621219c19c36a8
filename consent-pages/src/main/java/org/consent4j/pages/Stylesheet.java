package org.consent4j.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.consent4j.http.RequestHeaders;

/** The looks of the pages and of the banner. */
final class Stylesheet {

    private static final byte[] CONTENT = content();
    private static final String TAG = '"' + digest(CONTENT) + '"';

    private Stylesheet() {}

    private static byte[] content() {
        try (InputStream in = Objects.requireNonNull(
                Stylesheet.class.getResourceAsStream("consent.css"), "the style sheet is in this package")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static PageResponse response(RequestHeaders headers) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("Cache-Control", "max-age=3600");
        answer.put("ETag", TAG);
        answer.put("X-Content-Type-Options", "nosniff");
        answer.put("Content-Type", "text/css;charset=utf-8");
        return isKnown(headers)
                ? new PageResponse(304, answer, new byte[0])
                : new PageResponse(200, answer, CONTENT.clone());
    }

    private static boolean isKnown(RequestHeaders headers) {
        Iterator<String> lines = headers.values("If-None-Match");
        while (lines.hasNext()) {
            String line = lines.next();
            // The tag has no comma and no quote in it, so nothing but itself contains it.
            if (line.strip().equals("*") || line.contains(TAG)) {
                return true;
            }
        }
        return false;
    }
}
