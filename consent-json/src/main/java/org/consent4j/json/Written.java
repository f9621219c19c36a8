package org.consent4j.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.consent4j.catalogue.AudienceMeasurementExemption.Condition;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.WrittenCatalogue;
import org.consent4j.catalogue.WrittenCategory;
import org.consent4j.catalogue.WrittenDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * An object of a file as something written: what stands under its keys, where it is of the right kind. All else is told,
 * and not there.
 */
final class Written implements WrittenCatalogue.Problems {

    private static final String BY_LANGUAGE = "-by-language";

    /** More than pages are ever translated to; each further one costs a copy of those before. */
    static final int MOST_LANGUAGES = 200;

    private final Node node;
    private final String path;
    private final Findings findings;
    /** What was told of already. */
    private final Set<String> told = new HashSet<>();

    Written(Node node, String path, Findings findings) {
        this.node = node;
        this.path = path;
        this.findings = findings;
    }

    /** Tells of keys that mean nothing; false where this is no object at all. */
    boolean hasOnly(Set<String> keys) {
        if (node.kind() != Node.Kind.OBJECT) {
            findings.add(node, path, "This is " + node.kind().words() + ". Write an object in braces.");
            return false;
        }
        for (Node.Member member : node.members().values()) {
            if (!keys.contains(member.key())) {
                WrittenCatalogue.unknown(Findings.shortened(member.key()), keys)
                        .ifPresent(problem -> findings.add(
                                member.line(), member.column(), path(member.key()), member.key(), problem));
            }
        }
        return true;
    }

    /** Tells nothing of a key. */
    void ignore(String key) {
        told.add(key);
    }

    boolean isSound() {
        return told.isEmpty();
    }

    Optional<Node> member(String key) {
        return node.member(key);
    }

    /** Takes what is wrong with a key, at the place of its value, or of the object that lacks it. */
    @Override
    public void add(String key, String problem) {
        if (told.add(key)) {
            Optional<Node> at = place(key);
            if (at.isPresent()) {
                findings.add(at.get(), path(key), problem);
            } else {
                findings.add(node.line(), node.column(), path, null, problem);
            }
        }
    }

    private Optional<Node> place(String key) {
        Optional<Node> whole = node.member(key);
        int dot = key.indexOf(BY_LANGUAGE + ".");
        int bracket = key.indexOf('[');
        if (whole.isPresent()) {
            return whole;
        }
        if (dot > 0) {
            int end = dot + BY_LANGUAGE.length();
            return node.member(key.substring(0, end)).flatMap(texts -> texts.member(key.substring(end + 1)));
        }
        if (bracket > 0) {
            int index = Integer.parseInt(key.substring(bracket + 1, key.length() - 1));
            return node.member(key.substring(0, bracket))
                    .map(list -> list.items().get(index));
        }
        return Optional.empty();
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private @Nullable Node member(String key, Node.Kind kind) {
        Node.Member member = node.members().get(key);
        return member != null && is(member.value(), key, kind) ? member.value() : null;
    }

    private boolean is(Node value, String key, Node.Kind kind) {
        if (value.kind() == kind) {
            return true;
        }
        add(
                key,
                "This is " + value.kind().words() + ". Write " + kind.words()
                        + (value.kind() == Node.Kind.NULL ? ", or leave the key out." : "."));
        return false;
    }

    @Nullable
    String text(String key) {
        Node value = member(key, Node.Kind.TEXT);
        return value == null ? null : value.text();
    }

    /** A text of which nothing but blanks is no text either. */
    @Nullable
    String words(String key) {
        String text = text(key);
        if (text != null && text.isBlank()) {
            add(key, "The text of " + key + " is blank; write one, or leave the key out.");
            return null;
        }
        return text;
    }

    boolean flag(String key) {
        Node value = member(key, Node.Kind.BOOLEAN);
        return value != null && value.text().equals("true");
    }

    private Map<String, String> byLanguage(String key) {
        Node object = member(key, Node.Kind.OBJECT);
        if (object == null) {
            return Map.of();
        }
        if (object.members().size() > MOST_LANGUAGES) {
            add(key, "There are more than " + MOST_LANGUAGES + " languages. Write those that your pages speak.");
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Node.Member member : object.members().values()) {
            if (is(member.value(), key + "." + member.key(), Node.Kind.TEXT)) {
                texts.put(member.key(), member.value().text());
            }
        }
        return texts;
    }

    /** What is in a list; nothing where there is none. */
    List<Node> list(String key) {
        Node list = member(key, Node.Kind.LIST);
        return list == null ? List.of() : list.items();
    }

    private @Nullable List<String> texts(String key) {
        Node list = member(key, Node.Kind.LIST);
        if (list == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            // What is of another kind keeps its place, and is told of once.
            texts.add(is(item, key + "[" + i + "]", Node.Kind.TEXT) ? item.text() : "");
        }
        return texts;
    }

    /** One of several words; null where another is written, which is told. */
    private <E extends Enum<E>> @Nullable E word(
            String key, @Nullable String text, E[] words, Function<E, String> name) {
        if (text == null) {
            return null;
        }
        for (E word : words) {
            if (name.apply(word).equals(text)) {
                return word;
            }
        }
        add(
                key,
                "'" + Findings.shortened(text) + "' means nothing here. Write "
                        + Arrays.stream(words).map(name).collect(Collectors.joining(", ")) + ".");
        return null;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The language of the texts that don't say theirs. */
    @Nullable
    Locale language() {
        String tag = text("language");
        if (tag == null) {
            return null;
        }
        Locale locale = Languages.locale(tag);
        if (locale == null) {
            add("language", "The language is no tag of a language; write one such as de or pt-BR.");
        }
        return locale;
    }

    WrittenDeclaration declaration(Map<String, String> policyUrls) {
        return new Declaration(policyUrls);
    }

    WrittenCategory category() {
        return new OwnCategory();
    }

    private final class Declaration implements WrittenDeclaration {

        private final Map<String, String> policyUrls;

        Declaration(Map<String, String> policyUrls) {
            this.policyUrls = policyUrls;
        }

        @Override
        public @Nullable String name() {
            return text("name");
        }

        @Override
        public @Nullable String category() {
            return text("category");
        }

        @Override
        public @Nullable String provider() {
            return text("provider");
        }

        @Override
        public @Nullable String policyUrl() {
            String written = text("policy-url");
            String provider = provider();
            return written != null || provider == null ? written : policyUrls.get(provider);
        }

        @Override
        public @Nullable String function() {
            return text("function");
        }

        @Override
        public Map<String, String> functionByLanguage() {
            return byLanguage("function-by-language");
        }

        @Override
        public @Nullable String location() {
            return text("location");
        }

        @Override
        public Map<String, String> locationByLanguage() {
            return byLanguage("location-by-language");
        }

        @Override
        public @Nullable String purpose() {
            return text("purpose");
        }

        @Override
        public Map<String, String> purposeByLanguage() {
            return byLanguage("purpose-by-language");
        }

        @Override
        public @Nullable String recipients() {
            return text("recipients");
        }

        @Override
        public Map<String, String> recipientsByLanguage() {
            return byLanguage("recipients-by-language");
        }

        @Override
        public @Nullable String retention() {
            return text("retention");
        }

        @Override
        public @Nullable List<Condition> exemption() {
            List<String> written = texts("exemption");
            if (written == null) {
                return null;
            }
            List<Condition> conditions = new ArrayList<>();
            for (int i = 0; i < written.size(); i++) {
                String key = "exemption[" + i + "]";
                Condition condition =
                        told.contains(key) ? null : word(key, written.get(i), Condition.values(), Condition::key);
                if (condition != null && conditions.contains(condition)) {
                    add(key, "The condition '" + written.get(i) + "' is there twice. Remove one of the two.");
                } else if (condition != null) {
                    conditions.add(condition);
                }
            }
            return conditions;
        }

        @Override
        public @Nullable Party party() {
            return word("party", text("party"), Party.values(), Written::lower);
        }

        @Override
        public @Nullable List<String> domains() {
            return texts("domains");
        }

        @Override
        public @Nullable List<String> paths() {
            return texts("paths");
        }

        @Override
        public boolean partitioned() {
            return flag("partitioned");
        }

        @Override
        public boolean allowShortPrefix() {
            return flag("allow-short-prefix");
        }

        @Override
        public boolean allowStar() {
            return flag("allow-star");
        }
    }

    private final class OwnCategory implements WrittenCategory {

        @Override
        public @Nullable String id() {
            return text("id");
        }

        @Override
        public @Nullable String code() {
            return text("code");
        }

        @Override
        public @Nullable Requirement requirement() {
            return word(
                    "requirement",
                    text("requirement"),
                    new Requirement[] {Requirement.NOTHING, Requirement.CONSENT},
                    Written::lower);
        }

        @Override
        public @Nullable String title() {
            return text("title");
        }

        @Override
        public Map<String, String> titleByLanguage() {
            return byLanguage("title-by-language");
        }

        @Override
        public @Nullable String description() {
            return text("description");
        }

        @Override
        public Map<String, String> descriptionByLanguage() {
            return byLanguage("description-by-language");
        }

        @Override
        public @Nullable Integer revision() {
            Node number = member("revision", Node.Kind.NUMBER);
            if (number == null) {
                return null;
            }
            try {
                return Integer.valueOf(number.text());
            } catch (NumberFormatException e) {
                add("revision", "A revision is a whole number from 1 to " + Integer.MAX_VALUE + ".");
                return null;
            }
        }
    }
}
