package org.consent4j.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a JSON text, with the place where it stands.
 *
 * @param text the text, or how a number, true, false or null is written; empty for lists and objects
 * @param items what a list has; empty for all else
 * @param members what an object has, by key and in the order of the text; empty for all else
 * @param line the line, from 1
 * @param column the column in characters, from 1
 */
record Node(Kind kind, String text, List<Node> items, Map<String, Member> members, int line, int column) {

    enum Kind {
        OBJECT("an object in braces"),
        LIST("a list in brackets"),
        TEXT("a text in quotes"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** A key of an object with its place and its value. */
    record Member(String key, int line, int column, Node value) {}

    static Node simple(Kind kind, String text, int line, int column) {
        return new Node(kind, text, List.of(), Map.of(), line, column);
    }

    static Node list(List<Node> items, int line, int column) {
        return new Node(Kind.LIST, "", items, Map.of(), line, column);
    }

    static Node object(Map<String, Member> members, int line, int column) {
        return new Node(Kind.OBJECT, "", List.of(), members, line, column);
    }

    boolean isSimple() {
        return kind != Kind.OBJECT && kind != Kind.LIST;
    }

    Optional<Node> member(String key) {
        Member member = members.get(key);
        return member == null ? Optional.empty() : Optional.of(member.value);
    }
}
