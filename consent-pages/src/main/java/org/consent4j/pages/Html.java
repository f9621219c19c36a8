package org.consent4j.pages;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes HTML in which every text and every attribute is escaped, because there is no way to write it otherwise. */
final class Html {

    private static final Set<String> VOID = Set.of("br", "input", "link", "meta");

    private Html() {}

    /** A piece of a page. */
    interface Node {
        void appendTo(StringBuilder out);
    }

    /** Nothing. */
    static final Node NOTHING = out -> {};

    /** A text of the SDK's own. */
    static Node text(String text) {
        return out -> escape(text, out);
    }

    /** A text of the site's: its direction, and bidi controls in it, have no effect on what stands around it. */
    static Node isolated(String text) {
        return element("bdi", text(text));
    }

    static Node all(List<? extends Node> nodes) {
        return out -> nodes.forEach(node -> node.appendTo(out));
    }

    static Node all(Node... nodes) {
        return all(List.of(nodes));
    }

    static Node joined(Node separator, List<? extends Node> nodes) {
        return out -> {
            for (int i = 0; i < nodes.size(); i++) {
                if (i > 0) {
                    separator.appendTo(out);
                }
                nodes.get(i).appendTo(out);
            }
        };
    }

    static Element element(String name, Node... children) {
        return new Element(name).add(children);
    }

    /** A link within the site; the path is the SDK's own or a checked one. */
    static Element link(String path, Node... children) {
        return element("a", children).with("href", path);
    }

    /** A link to somewhere else, which learns nothing of where the visitor comes from. */
    static Element link(URI address, Node... children) {
        return element("a", children).with("href", address.toASCIIString()).with("rel", "noreferrer");
    }

    static String string(Node node) {
        StringBuilder out = new StringBuilder(4096);
        node.appendTo(out);
        return out.toString();
    }

    /** An element; the names of it and of its attributes are constants of the code. */
    static final class Element implements Node {

        private final String name;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final List<Node> children = new ArrayList<>();

        private Element(String name) {
            this.name = name;
        }

        Element with(String attribute, String value) {
            attributes.put(attribute, value);
            return this;
        }

        /** An attribute whose presence counts, such as {@code checked}. */
        Element withIf(boolean condition, String attribute) {
            return condition ? with(attribute, "") : this;
        }

        Element add(Node... nodes) {
            children.addAll(List.of(nodes));
            return this;
        }

        @Override
        public void appendTo(StringBuilder out) {
            out.append('<').append(name);
            attributes.forEach((attribute, value) -> {
                out.append(' ').append(attribute);
                if (!value.isEmpty()) {
                    out.append("=\"");
                    escape(value, out);
                    out.append('"');
                }
            });
            out.append('>');
            if (!VOID.contains(name)) {
                children.forEach(child -> child.appendTo(out));
                out.append("</").append(name).append('>');
            }
        }
    }

    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t', '\n' -> out.append(c);
                // HTML has no place for control characters, not even escaped.
                default -> out.append(Character.isISOControl(c) ? '\ufffd' : c);
            }
        }
    }
}
