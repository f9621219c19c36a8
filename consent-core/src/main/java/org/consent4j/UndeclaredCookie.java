package org.consent4j;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A cookie that was seen but that the catalogue does not declare.
 *
 * @param name the cookie's name as it came; a browser's may be any text
 * @param origin who brought it
 */
public record UndeclaredCookie(String name, Origin origin) {

    /**
     * Who brought an undeclared cookie.
     */
    public enum Origin {
        /** The application, its framework or its container tried to set it. */
        APPLICATION,

        /** A browser sent it; it may be another application's on the same domain (rule 37a), or made up. */
        BROWSER
    }

    /**
     * The declaration to paste into the catalogue and to complete: it does not compile before its category is chosen.
     *
     * @return Java source with the cookie's name escaped
     */
    public String stub() {
        return """
                CookieDeclaration.cookie("%s")
                        .category(Category./* NECESSARY, STATISTICAL, FIRST_PARTY or THIRD_PARTY */)
                        .provider(Provider.SITE) // or Provider.of("name", "https://policy")
                        .function("what it is part of")
                        .purpose("what it is for")
                        .retention(Retention.session()) // or days(30), months(13)
                        .build()""".formatted(escaped("\\%03o"));
    }

    /**
     * The same as an entry of {@code consent.catalogue} in YAML, for sites that write their catalogue there: the start
     * fails before its category is chosen.
     *
     * @return YAML with the cookie's name escaped
     */
    public String writtenStub() {
        return """
                - name: "%s"
                  category: # necessary, statistical, first-party or third-party
                  provider: site # or another's name, and policy-url: https://policy
                  function: what it is part of
                  purpose: what it is for
                  retention: session # or 30 days, 13 months""".formatted(escaped("\\x%02x"));
    }

    private String escaped(String controlCharacter) {
        String declarable = declarableName();
        StringBuilder escaped = new StringBuilder(declarable.length() + 16);
        for (int i = 0; i < declarable.length(); i++) {
            char c = declarable.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                // Java reads the Unicode form of a line feed as an end of line, before it sees that it stands in a
                // text.
                escaped.append(String.format(Locale.ROOT, controlCharacter, (int) c));
            } else if (c > 0x7e) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * The name as declarations have it: header lines carry octets as characters, catalogues have the text itself.
     *
     * @return the name read as UTF-8, or as it came where it is none
     */
    public String declarableName() {
        try {
            ByteBuffer octets = StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(name));
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (CharacterCodingException e) {
            return name;
        }
    }
}
