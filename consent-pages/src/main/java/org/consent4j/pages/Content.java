package org.consent4j.pages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.consent4j.http.RequestHeaders;

/**
 * A content that is the same for everybody, compressed once: answers which of its forms a browser gets, or that it
 * has the content already (RFC 9110, sections 12.5.3 and 13.1.2).
 */
final class Content {

    /** A form of the content, the preferred one first. */
    enum Coding {
        BR("br"),
        GZIP("gzip"),
        IDENTITY("identity");

        private final String token;

        Coding(String token) {
            this.token = token;
        }
    }

    private final String type;
    private final String digest;
    private final Map<Coding, byte[]> forms;

    private Content(String type, String digest, Map<Coding, byte[]> forms) {
        this.type = type;
        this.digest = digest;
        this.forms = forms;
    }

    /** Content that was compressed when the SDK was built. */
    static Content of(String type, byte[] identity, byte[] gzip, byte[] brotli) {
        Map<Coding, byte[]> forms = new EnumMap<>(Coding.class);
        forms.put(Coding.IDENTITY, identity);
        forms.put(Coding.GZIP, gzip);
        forms.put(Coding.BR, brotli);
        return new Content(type, digest(identity), forms);
    }

    /** Content that is compressed now. Only that form of it is kept. */
    static Content of(String type, String text) {
        byte[] identity = text.getBytes(StandardCharsets.UTF_8);
        Map<Coding, byte[]> forms = new EnumMap<>(Coding.class);
        forms.put(Coding.GZIP, gzip(identity));
        return new Content(type, digest(identity), forms);
    }

    /** What tells the content from any other, in hexadecimal digits. */
    String digest() {
        return digest;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] gzip(byte[] identity) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(identity.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(identity);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private byte[] form(Coding coding) {
        byte[] form = forms.get(coding);
        if (form != null) {
            return form.clone();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(forms.get(Coding.GZIP)))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("what this class has compressed can be read", e);
        }
    }

    /**
     * The answer to a request for this content.
     *
     * @param vary what it depends on beside the accepted codings, as a header has it, or empty
     */
    PageResponse response(RequestHeaders request, Map<String, String> headers, String vary) {
        Coding coding = coding(request);
        String tag = '"' + digest + (coding == Coding.IDENTITY ? "" : "-" + coding.token) + '"';
        Map<String, String> answer = new LinkedHashMap<>(headers);
        answer.put("ETag", tag);
        answer.put("Vary", vary.isEmpty() ? "Accept-Encoding" : "Accept-Encoding, " + vary);
        if (isKnown(request, tag)) {
            return new PageResponse(304, answer, new byte[0]);
        }
        answer.put("Content-Type", type);
        if (coding != Coding.IDENTITY) {
            answer.put("Content-Encoding", coding.token);
        }
        return new PageResponse(200, answer, form(coding));
    }

    private static boolean isKnown(RequestHeaders request, String tag) {
        Iterator<String> lines = request.values("If-None-Match");
        while (lines.hasNext()) {
            String line = lines.next();
            // The tag has no comma and no quote in it, so nothing but itself contains it.
            if (line.strip().equals("*") || line.contains(tag)) {
                return true;
            }
        }
        return false;
    }

    /** The form that the browser prefers, and of several the smallest; as it is where none is acceptable. */
    private Coding coding(RequestHeaders request) {
        Coding best = Coding.IDENTITY;
        double bestQuality = 0;
        for (Coding coding : Coding.values()) {
            if (coding == Coding.IDENTITY || forms.containsKey(coding)) {
                double quality = quality(request, coding);
                if (quality > bestQuality) {
                    best = coding;
                    bestQuality = quality;
                }
            }
        }
        return best;
    }

    private static double quality(RequestHeaders request, Coding coding) {
        double named = -1;
        double any = -1;
        Iterator<String> lines = request.values("Accept-Encoding");
        while (lines.hasNext()) {
            for (String range : lines.next().split(",", -1)) {
                int parameter = range.indexOf(';');
                String token = (parameter < 0 ? range : range.substring(0, parameter))
                        .strip()
                        .toLowerCase(Locale.ROOT);
                double quality = parameter < 0 ? 1 : quality(range.substring(parameter + 1));
                if (token.equals(coding.token)) {
                    named = Math.max(named, quality);
                } else if (token.equals("*")) {
                    any = Math.max(any, quality);
                }
            }
        }
        if (named >= 0) {
            return named;
        }
        if (any >= 0) {
            return any;
        }
        // What is not mentioned is not accepted, save the content as it is, which is the last resort.
        return coding == Coding.IDENTITY ? Double.MIN_VALUE : 0;
    }

    private static double quality(String parameter) {
        String text = parameter.strip().toLowerCase(Locale.ROOT);
        // Anything else is no quality, and no reason to give the browser what it may not understand.
        return text.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)") ? Double.parseDouble(text.substring(2)) : 0;
    }
}
