package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a JSON text into values that know their place, and tells of everything that is no JSON or too much. */
final class JsonReader {

    /** 100,000 declarations of some 320 octets each; what is in one file has to be in memory at once. */
    static final int MOST_OCTETS = 32 * 1024 * 1024;

    /** What can be in memory with all its values, which saves a second look at the text. */
    private static final int SMALL = 1024 * 1024;

    private static final int DEEPEST = 12;
    private static final int MOST_VALUES = 200_000;
    private static final int MOST_VALUES_OF_AN_ITEM = 2_000;
    static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_KEY = 1_000;
    private static final int LONGEST_NUMBER = 100;

    private static final char REPLACEMENT = '\ufffd';

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(LONGEST_TEXT)
            .maxNameLength(LONGEST_KEY)
            .maxNumberLength(LONGEST_NUMBER)
            .build();

    /** Of one text: a table of all keys ever seen would be the attacker's to fill. */
    private final JsonFactory factory = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(CONSTRAINTS)
            .build();

    private final byte[] octets;
    /** The same as a text; null where it is large, so that it is in memory once. */
    private final @Nullable String text;

    private final Findings findings;
    /** Only an escape can write half a surrogate pair, as the text itself was decoded from UTF-8. */
    private final boolean mayHaveHalfAPair;

    private int valuesLeft;
    private boolean complete = true;
    /** What the outermost object has, as far as it was read. */
    private Map<String, Node.Member> outermost = Map.of();

    /** What is wrong was told; there is nothing more to read. */
    private static final class StoppedException extends Exception {
        StoppedException() {
            super("told already", null, false, false);
        }
    }

    private JsonReader(byte[] octets, @Nullable String text, Findings findings) {
        this.octets = octets;
        this.text = text;
        this.findings = findings;
        this.mayHaveHalfAPair = text == null || text.contains("\\u");
    }

    /** A reader of octets in UTF-8; empty once told why they can't be read. */
    static Optional<JsonReader> of(byte[] octets, Findings findings) {
        if (octets.length > MOST_OCTETS) {
            tellTooLarge(findings);
            return Optional.empty();
        }
        String mark = byteOrderMark(octets);
        if (mark != null) {
            findings.add(
                    1,
                    1,
                    "",
                    null,
                    "The text begins with the byte order mark of " + mark + ". Save it as UTF-8 without one.");
            return Optional.empty();
        }
        String text = octets.length <= SMALL ? new String(octets, UTF_8) : null;
        // A replacement may stand there as such, and else in the place of octets that are none.
        int malformed = text != null && text.indexOf(REPLACEMENT) < 0 ? octets.length : malformed(octets);
        if (malformed < octets.length) {
            tellMalformed(octets, malformed, findings);
            return Optional.empty();
        }
        return Optional.of(new JsonReader(octets, text, findings));
    }

    /** Where the octets are no UTF-8 any more; their number where all of them are. */
    private static int malformed(byte[] octets) {
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(octets);
        CharBuffer out = CharBuffer.allocate(8192);
        while (decoder.decode(in, out, true).isOverflow()) {
            out.clear();
        }
        return in.position();
    }

    private static void tellMalformed(byte[] octets, int malformed, Findings findings) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < malformed; i++) {
            boolean isFirstOfCharacter = (octets[i] & 0xc0) != 0x80;
            boolean isFirstOfFour = (octets[i] & 0xf8) == 0xf0;
            if (octets[i] == '\n') {
                line++;
                column = 1;
            } else if (isFirstOfCharacter) {
                // Four octets are two characters of a text.
                column += isFirstOfFour ? 2 : 1;
            }
        }
        findings.add(
                line,
                column,
                "",
                null,
                "The octet " + String.format(Locale.ROOT, "0x%02x", octets[malformed] & 0xff) + " at offset "
                        + malformed + " is not UTF-8. Write it in UTF-8.");
    }

    /** The octets of a stream, as far as they are not too many. */
    static byte[] octets(InputStream in) throws IOException {
        return in.readNBytes(MOST_OCTETS + 1);
    }

    /** The octets of a file, as far as they are not too many; into one array, if their number is what it was said to be. */
    static byte[] octets(InputStream in, long said) throws IOException {
        byte[] octets = new byte[(int) Math.min(said, MOST_OCTETS + 1L)];
        int read = in.readNBytes(octets, 0, octets.length);
        byte[] more = in.readNBytes(MOST_OCTETS + 1 - read);
        if (read == octets.length && more.length == 0) {
            return octets;
        }
        byte[] all = Arrays.copyOf(octets, read + more.length);
        System.arraycopy(more, 0, all, read, more.length);
        return all;
    }

    static void tellTooLarge(Findings findings) {
        findings.add(
                1,
                1,
                "",
                null,
                "The file has more than " + MOST_OCTETS / 1024 / 1024 + " MiB, which no catalogue needs. Split it into"
                        + " several sources and merge these.");
    }

    private static @Nullable String byteOrderMark(byte[] octets) {
        int first = octets.length > 0 ? octets[0] & 0xff : 0;
        int second = octets.length > 1 ? octets[1] & 0xff : 0;
        int third = octets.length > 2 ? octets[2] & 0xff : 0;
        if (first == 0xef && second == 0xbb && third == 0xbf) {
            return "UTF-8";
        }
        return (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe) ? "UTF-16" : null;
    }

    /**
     * The whole text as one value, in which the list under one key of the outermost object is left empty.
     *
     * @param leftOut the key, whose list {@link #items} reads; empty for none
     * @return the value, or an object of what was read of it before the text was no JSON any more; empty once told why
     *     there is none
     */
    Optional<Node> document(String leftOut) {
        valuesLeft = MOST_VALUES;
        try (JsonParser parser = parser()) {
            return told(parser, () -> document(parser, leftOut))
                    .or(() -> outermost.isEmpty() ? Optional.empty() : Optional.of(Node.object(outermost, 1, 1)));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /** Whether the text can be read with {@link #document} alone. */
    boolean isSmall() {
        return text != null;
    }

    private JsonParser parser() throws IOException {
        return text != null
                ? factory.createParser(text)
                : factory.createParser(new InputStreamReader(new ByteArrayInputStream(octets), UTF_8));
    }

    /** Whether the text was JSON to its end. */
    boolean isComplete() {
        return complete;
    }

    private interface Step {
        Optional<Node> run() throws IOException, StoppedException;
    }

    private Optional<Node> told(JsonParser parser, Step step) throws IOException {
        try {
            return step.run();
        } catch (JsonProcessingException e) {
            tell(e, parser.currentLocation());
        } catch (StoppedException e) {
            // Told already.
        }
        complete = false;
        return Optional.empty();
    }

    private Optional<Node> document(JsonParser parser, String leftOut) throws IOException, StoppedException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            findings.add(1, 1, "", null, "The text is empty. Write an object in braces.");
            return Optional.empty();
        }
        Node node = value(parser, leftOut);
        if (parser.nextToken() != null) {
            JsonLocation at = parser.currentTokenLocation();
            tell(at, "", "Something follows the end of the outermost value. Remove it.");
        }
        return Optional.of(node);
    }

    /**
     * Hands over what is in a list of the outermost object, one by one, so that no more than one is in memory.
     *
     * @param key the key of the list
     * @param most how many there may be
     * @param each takes each with its path
     */
    void items(String key, int most, BiConsumer<Node, String> each) {
        // Not needed any more, and with thousands of providers it is large.
        outermost = Map.of();
        try (JsonParser parser = parser()) {
            told(parser, () -> {
                items(parser, key, most, each);
                return Optional.empty();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private void items(JsonParser parser, String key, int most, BiConsumer<Node, String> each)
            throws IOException, StoppedException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(key);
            JsonToken token = parser.nextToken();
            if (wanted && token == JsonToken.START_ARRAY) {
                int i = 0;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (i == most) {
                        tell(
                                parser.currentTokenLocation(),
                                key,
                                "There are more than " + most + " entries. Split the file into several sources and"
                                        + " merge these.");
                        return;
                    }
                    if (findings.isFull()) {
                        return;
                    }
                    valuesLeft = MOST_VALUES_OF_AN_ITEM;
                    String path = key + "[" + i++ + "]";
                    Node item = value(parser, "");
                    each.accept(item, path);
                }
                return;
            }
            parser.skipChildren();
        }
    }

    private Node value(JsonParser parser, String leftOut) throws IOException, StoppedException {
        JsonLocation at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        if (valuesLeft-- == 0) {
            tell(at, path(parser), "There are too many values here. Far fewer are needed; take out what is not.");
            throw new StoppedException();
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, leftOut, line, column);
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser, ""));
                }
                yield Node.list(items, line, column);
            }
            case VALUE_STRING -> {
                Node node = Node.simple(Node.Kind.TEXT, parser.getText(), line, column);
                if (mayHaveHalfAPair && hasHalfAPair(node.text())) {
                    findings.add(
                            node,
                            path(parser),
                            "The text has half a surrogate pair, which is no text. Write the" + " character itself.");
                }
                yield node;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Node.simple(Node.Kind.NUMBER, parser.getText(), line, column);
            case VALUE_TRUE -> Node.simple(Node.Kind.BOOLEAN, "true", line, column);
            case VALUE_FALSE -> Node.simple(Node.Kind.BOOLEAN, "false", line, column);
            default -> Node.simple(Node.Kind.NULL, "null", line, column);
        };
    }

    private Node object(JsonParser parser, String leftOut, int line, int column) throws IOException, StoppedException {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        if (parser.getParsingContext().getParent().inRoot()) {
            outermost = members;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonLocation at = parser.currentTokenLocation();
            Node value;
            parser.nextToken();
            if (!leftOut.isEmpty() && key.equals(leftOut) && parser.currentToken() == JsonToken.START_ARRAY) {
                JsonLocation start = parser.currentTokenLocation();
                parser.skipChildren();
                value = Node.list(List.of(), start.getLineNr(), start.getColumnNr());
            } else {
                value = value(parser, "");
            }
            Node.Member member = new Node.Member(key, at.getLineNr(), at.getColumnNr(), value);
            if (members.putIfAbsent(key, member) != null) {
                findings.add(
                        at.getLineNr(),
                        at.getColumnNr(),
                        path(parser),
                        key,
                        "The key '" + Findings.shortened(key) + "' is there twice. Remove one of the two.");
            }
        }
        return Node.object(members, line, column);
    }

    static boolean hasHalfAPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** The place where the parser is, as messages name it. */
    private static String path(JsonParser parser) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = parser.getParsingContext(); at != null; at = at.getParent()) {
            if (at.inArray() && at.hasCurrentIndex()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]");
            } else if (at.inObject() && at.getCurrentName() != null) {
                path.insert(0, (at.getParent() == null || at.getParent().inRoot() ? "" : ".") + at.getCurrentName());
            }
        }
        return path.toString();
    }

    private void tell(JsonLocation at, String path, String message) {
        findings.add(Math.max(at.getLineNr(), 1), Math.max(at.getColumnNr(), 1), path, null, message);
    }

    private void tell(JsonProcessingException e, JsonLocation read) {
        JsonLocation at = e.getLocation() == null || e.getLocation().getLineNr() < 1 ? read : e.getLocation();
        String words =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        String remedy = e instanceof StreamConstraintsException
                ? " That is more than is ever needed; write less."
                : e instanceof JsonEOFException
                        ? " The text ends too early; is it complete?"
                        : " Correct it; an editor that knows JSON shows the place, too.";
        tell(at, "", "This is no JSON: " + Findings.shortened(words) + "." + remedy);
    }
}
