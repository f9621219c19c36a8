package org.consent4j.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Files that are no catalogues, each with what is to be told of it. */
final class Malformed {

    /** What schema and reader say of a file. */
    enum Knows {
        /** The schema refuses the file, too. */
        SCHEMA,
        /** Nobody gets as far as the schema: the text is no JSON, or too much. */
        NO_JSON,
        /** A schema can't say this. */
        READER_ONLY
    }

    /**
     * A file.
     *
     * @param place line:column and path of the first problem
     * @param message a part of its message
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Case(String name, byte[] octets, Knows knows, String place, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Case> cases = new ArrayList<>();

    static List<Case> all() {
        Malformed malformed = new Malformed();
        malformed.texts();
        malformed.encodings();
        malformed.structures();
        malformed.declarations();
        malformed.others();
        return List.copyOf(malformed.cases);
    }

    private void add(String name, String text, Knows knows, String place, String message) {
        cases.add(new Case(name, text.getBytes(UTF_8), knows, place, message));
    }

    private void octets(String name, byte[] octets, String place, String message) {
        cases.add(new Case(name, octets, Knows.NO_JSON, place, message));
    }

    /** A declaration with one key set to something else; {@code null} leaves it out. */
    static String declaration(String key, @Nullable String value) {
        StringBuilder json = new StringBuilder("{\"catalogue\": [\n  {");
        String[][] usual = {
            {"name", "\"seen\""}, {"category", "\"statistical\""}, {"provider", "\"site\""}, {"retention", "\"1 day\""}
        };
        List<String> members = new ArrayList<>();
        boolean replaced = false;
        for (String[] member : usual) {
            if (member[0].equals(key)) {
                replaced = true;
                if (value != null) {
                    members.add("\"" + key + "\": " + value);
                }
            } else {
                members.add("\"" + member[0] + "\": " + member[1]);
            }
        }
        if (!replaced) {
            members.add("\"" + key + "\": " + value);
        }
        return json.append(String.join(", ", members)).append("}\n]}").toString();
    }

    private void of(String name, String key, @Nullable String value, Knows knows, String path, String message) {
        String text = declaration(key, value);
        String line = text.lines().skip(1).findFirst().orElseThrow();
        int column = path.isEmpty() ? 3 : line.indexOf("\"" + key + "\": ") + key.length() + 5;
        add(name, text, knows, "2:" + column + " catalogue[0]" + path, message);
    }

    private void texts() {
        add("empty", "", Knows.NO_JSON, "1:1 ", "The text is empty");
        add("blank", " \n\n", Knows.NO_JSON, "1:1 ", "The text is empty");
        add("brace", "{", Knows.NO_JSON, "1:2 ", "The text ends too early");
        add("key-only", "{\"catalogue\"", Knows.NO_JSON, "1:13 ", "ends too early");
        add("no-value", "{\"catalogue\": ", Knows.NO_JSON, "1:15 ", "ends too early");
        add("open-list", "{\"catalogue\": [", Knows.NO_JSON, "1:16 ", "ends too early");
        add("open-text", "{\"catalogue\": [{\"name\": \"se", Knows.NO_JSON, "1:", "no JSON");
        add("open-declaration", declaration("x", "1").substring(0, 60), Knows.NO_JSON, "2:", "no JSON");
        add("missing-end", "{\"catalogue\": []", Knows.NO_JSON, "1:17 ", "ends too early");
        add("trailing-comma", "{\"catalogue\": [],}", Knows.NO_JSON, "1:18 ", "Unexpected character");
        add(
                "trailing-comma-in-list",
                "{\"catalogue\": [], \"paths\": [1,]}",
                Knows.NO_JSON,
                "1:",
                "Unexpected character");
        add("two-values", "{\"catalogue\": []}\n{}", Knows.NO_JSON, "2:1 ", "Something follows the end");
        add("comment", "// cookies\n{\"catalogue\": []}", Knows.NO_JSON, "1:", "no JSON");
        add("single-quotes", "{'catalogue': []}", Knows.NO_JSON, "1:2 ", "Unexpected character");
        add("unquoted-key", "{catalogue: []}", Knows.NO_JSON, "1:2 ", "Unexpected character");
        add("yaml", "catalogue:\n  - name: seen\n", Knows.NO_JSON, "1:", "no JSON");
        add("html", "<!DOCTYPE html><title>404</title>", Knows.NO_JSON, "1:1 ", "Unexpected character");
        add("word", "{\"catalogue\": none}", Knows.NO_JSON, "1:", "no JSON");
        add("nan", declaration("partitioned", "NaN"), Knows.NO_JSON, "2:", "no JSON");
        add("leading-zero", revision("01"), Knows.NO_JSON, "1:", "no JSON");
        add("plus", revision("+1"), Knows.NO_JSON, "1:", "no JSON");
        add("control", "{\"catalogue\": [], \"$schema\": \"a\nb\"}", Knows.NO_JSON, "1:", "no JSON");
        add("bad-escape", "{\"catalogue\": [], \"$schema\": \"\\x\"}", Knows.NO_JSON, "1:", "no JSON");
        add("bad-unicode-escape", "{\"catalogue\": [], \"$schema\": \"\\u00g0\"}", Knows.NO_JSON, "1:", "no JSON");
        add("nul", "{\"catalogue\": []\u0000}", Knows.NO_JSON, "1:", "no JSON");
        add("no-break-space", "{\"catalogue\":\u00a0[]}", Knows.NO_JSON, "1:", "no JSON");
        add("deep-lists", "[".repeat(100_000), Knows.NO_JSON, "1:", "nesting depth");
        add("deep-objects", "{\"a\":".repeat(100_000), Knows.NO_JSON, "1:", "nesting depth");
        add("deep-in-the-catalogue", "{\"catalogue\": " + "[".repeat(5_000), Knows.NO_JSON, "1:", "nesting depth");
        add("huge-number", revision("9".repeat(1_000_000)), Knows.NO_JSON, "1:", "value length");
        add("huge-exponent", revision("1e999999999"), Knows.SCHEMA, "1:", "whole number");
        add("huge-text", declaration("purpose", "\"" + "x".repeat(30_000) + "\""), Knows.NO_JSON, "2:", "length");
        add("huge-key", "{\"" + "k".repeat(60_000) + "\": 1}", Knows.NO_JSON, "1:", "length");
        add(
                "million-entries",
                "{\"catalogue\": [" + "{},".repeat(1_000_000) + "{}]}",
                Knows.NO_JSON,
                "1:16 catalogue[0]",
                "has no name");
        add(
                "million-values",
                "{\"categories\": [" + "[],".repeat(1_000_000) + "[]], \"catalogue\": []}",
                Knows.NO_JSON,
                "1:",
                "too many values");
        add(
                "many-values-in-one",
                declaration("domains", "[" + "\"a.example\",".repeat(100_000) + "\"b.example\"]"),
                Knows.NO_JSON,
                "2:",
                "too many values");
    }

    private static String revision(String number) {
        return "{\"categories\": [{\"id\": \"news\", \"revision\": " + number + "}], \"catalogue\": []}";
    }

    private void encodings() {
        String text = "{\"catalogue\": []}";
        octets("utf-8-mark", ("\ufeff" + text).getBytes(UTF_8), "1:1 ", "byte order mark of UTF-8");
        octets("utf-16-be-mark", ("\ufeff" + text).getBytes(UTF_16BE), "1:1 ", "byte order mark of UTF-16");
        octets("utf-16-le-mark", ("\ufeff" + text).getBytes(UTF_16LE), "1:1 ", "byte order mark of UTF-16");
        octets("utf-16", text.getBytes(UTF_16LE), "1:", "no JSON");
        octets(
                "latin-1",
                declaration("purpose", "\"Zähler\"").getBytes(ISO_8859_1),
                "2:102 ",
                "The octet 0xe4 at offset 117 is not UTF-8");
        byte[] behindOthers = "{\n\"\u00e4\u20ac\ud83c\udf6a?".getBytes(UTF_8);
        behindOthers[behindOthers.length - 1] = (byte) 0xff;
        octets("behind-wider-characters", behindOthers, "2:6 ", "0xff at offset 12");
        octets("lone-continuation", new byte[] {'{', '"', (byte) 0x80}, "1:3 ", "0x80 at offset 2");
        octets("cut-sequence", new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82}, "1:3 ", "0xe2 at offset 2");
        octets("overlong", new byte[] {'{', (byte) 0xc0, (byte) 0xaf}, "1:2 ", "0xc0");
        octets("surrogate-octets", new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80}, "1:3 ", "0xed");
        octets("zip", new byte[] {'P', 'K', 3, 4, 0, 0, 1, 2}, "1:", "no JSON");
        octets("gzip", new byte[] {0x1f, (byte) 0x8b, 8, 0}, "1:2 ", "0x8b");
        add("half-a-pair", declaration("purpose", "\"a\\ud83d\""), Knows.READER_ONLY, "2:", "half a surrogate pair");
    }

    private void structures() {
        add("list", "[]", Knows.SCHEMA, "1:1 ", "This is a list in brackets. Write an object");
        add("text", "\"cookies\"", Knows.SCHEMA, "1:1 ", "This is a text in quotes");
        add("null", "null", Knows.SCHEMA, "1:1 ", "This is null");
        add("number", "1", Knows.SCHEMA, "1:1 ", "This is a number");
        add("no-catalogue", "{}", Knows.SCHEMA, "1:1 ", "has no catalogue");
        add("catalogue-object", "{\"catalogue\": {}}", Knows.SCHEMA, "1:15 catalogue", "Write a list in brackets");
        add("catalogue-null", "{\"catalogue\": null}", Knows.SCHEMA, "1:15 catalogue", "or leave the key out");
        add("unknown-key", "{\"catalog\": []}", Knows.SCHEMA, "1:1 ", "has no catalogue");
        add("duplicate-key", "{\"catalogue\": [],\n \"catalogue\": []}", Knows.READER_ONLY, "2:2 ", "there twice");
        add(
                "language-number",
                "{\"language\": 1, \"catalogue\": []}",
                Knows.SCHEMA,
                "1:14 language",
                "a text in quotes");
        add(
                "language-words",
                "{\"language\": \"English\", \"catalogue\": []}",
                Knows.SCHEMA,
                "1:14 language",
                "no tag");
        add("providers-object", "{\"providers\": {}, \"catalogue\": []}", Knows.SCHEMA, "1:15 providers", "a list");
        String provider = "{\"providers\": [{\"name\": %s, \"policy-url\": %s}], \"catalogue\": []}";
        add(
                "provider-address",
                provider.formatted("\"A\"", "\"a.example\""),
                Knows.SCHEMA,
                "1:44 providers[0].policy-url",
                "absolute address");
        add(
                "provider-without-address",
                "{\"providers\": [{\"name\": \"A\"}], \"catalogue\": []}",
                Knows.SCHEMA,
                "1:16 providers[0]",
                "no policy-url");
        add(
                "provider-site",
                provider.formatted("\"site\"", "\"https://a.example\""),
                Knows.SCHEMA,
                "1:25 providers[0].name",
                "is this site itself");
        add(
                "provider-blank",
                provider.formatted("\" \"", "\"https://a.example\""),
                Knows.SCHEMA,
                "1:25 providers[0].name",
                "blank");
        String two = "{\"name\": \"A\", \"policy-url\": \"https://a.example\"}";
        add(
                "provider-twice",
                "{\"providers\": [" + two + ",\n" + two + "], \"catalogue\": []}",
                Knows.READER_ONLY,
                "2:10 providers[1].name",
                "there twice");
        String category = "{\"categories\": [{\"id\": %s}], \"catalogue\": []}";
        add("category-id", category.formatted("\"My News\""), Knows.SCHEMA, "1:24 categories[0].id", "try 'my-news'");
        add(
                "category-text",
                "{\"categories\": [\"news\"], \"catalogue\": []}",
                Knows.SCHEMA,
                "1:17 categories[0]",
                "braces");
        add(
                "category-built-in-code",
                category.formatted("\"statistical\", \"code\": \"x\""),
                Knows.READER_ONLY,
                "1:47 categories[0].code",
                "for good");
        add(
                "category-shared-code",
                category.formatted("\"news\", \"code\": \"s\""),
                Knows.READER_ONLY,
                "1:40 categories[0].code",
                "share the code 's'");
        add(
                "category-requirement",
                category.formatted("\"news\", \"requirement\": \"no-objection\""),
                Knows.SCHEMA,
                "1:47 categories[0].requirement",
                "Write nothing, consent");
        add("category-revision", revision("0"), Knows.SCHEMA, "1:44 categories[0].revision", "start with 1");
        add("category-revision-fraction", revision("1.5"), Knows.SCHEMA, "1:44 categories[0].revision", "whole number");
        add("category-revision-text", revision("\"2\""), Knows.SCHEMA, "1:44 categories[0].revision", "Write a number");
        add(
                "category-twice",
                "{\"categories\": [{\"id\": \"news\"},\n{\"id\": \"news\"}], \"catalogue\": []}",
                Knows.READER_ONLY,
                "2:8 categories[1].id",
                "there twice");
    }

    private void declarations() {
        add(
                "declaration-text",
                "{\"catalogue\": [\"seen\"]}",
                Knows.SCHEMA,
                "1:16 catalogue[0]",
                "an object in braces");
        of("name-missing", "name", null, Knows.SCHEMA, "", "has no name");
        of("name-number", "name", "1", Knows.SCHEMA, ".name", "Write a text");
        of("name-null", "name", "null", Knows.SCHEMA, ".name", "leave the key out");
        of("name-empty", "name", "\"\"", Knows.SCHEMA, ".name", "needs a cookie name");
        of("name-blanks", "name", "\" seen\"", Knows.SCHEMA, ".name", "blanks around it");
        of("name-semicolon", "name", "\"a;b\"", Knows.SCHEMA, ".name", "ends a name");
        of("name-control", "name", "\"a\\u0007b\"", Knows.SCHEMA, ".name", "control character");
        of("name-short-prefix", "name", "\"_s*\"", Knows.SCHEMA, ".name", "prefix of only 2");
        of("name-star", "name", "\"a*b\"", Knows.SCHEMA, ".name", "'*' at position 1");
        of("category-missing", "category", null, Knows.SCHEMA, "", "has no category");
        of(
                "category-unknown",
                "category",
                "\"statistics\"",
                Knows.READER_ONLY,
                ".category",
                "the site has [necessary,");
        of("category-list", "category", "[\"statistical\"]", Knows.SCHEMA, ".category", "This is a list");
        of("necessary-without-purpose", "category", "\"necessary\"", Knows.SCHEMA, "", "without a purpose");
        add(
                "third-party-without-policy",
                declaration("category", "\"third-party\"").replace("site", "Ads"),
                Knows.READER_ONLY,
                "2:59 catalogue[0].provider",
                "Write policy-url:");
        of("provider-missing", "provider", null, Knows.SCHEMA, "", "has no provider");
        of("provider-no-text", "provider", "{\"name\": \"A\"}", Knows.SCHEMA, ".provider", "Write a text");
        of("provider-of-blanks", "provider", "\"  \"", Knows.SCHEMA, ".provider", "needs a name");
        of("policy-ftp", "policy-url", "\"ftp://a.example\"", Knows.SCHEMA, ".policy-url", "absolute address");
        of("retention-missing", "retention", null, Knows.SCHEMA, "", "has no retention");
        of("retention-moons", "retention", "\"13 moons\"", Knows.SCHEMA, ".retention", "write session, a number with");
        of("retention-number", "retention", "365", Knows.SCHEMA, ".retention", "Write a text");
        of("retention-nothing", "retention", "\"0 days\"", Knows.READER_ONLY, ".retention", "keeps nothing");
        of("retention-long", "retention", "\"10 years\"", Knows.READER_ONLY, ".retention", "no cookie longer than 400");
        of("purpose-blank", "purpose", "\" \"", Knows.SCHEMA, ".purpose", "is blank");
        of("purpose-object", "purpose", "{\"en\": \"x\"}", Knows.SCHEMA, ".purpose", "Write a text");
        of("translation-alone", "purpose-by-language", "{\"de\": \"x\"}", Knows.SCHEMA, "", "but no purpose");
        of("domains-text", "domains", "\"a.example\"", Knows.SCHEMA, ".domains", "Write a list");
        of("partitioned-text", "partitioned", "\"true\"", Knows.SCHEMA, ".partitioned", "true or false");
        of("partitioned-number", "partitioned", "1", Knows.SCHEMA, ".partitioned", "true or false");
        of("party-second", "party", "\"second\"", Knows.SCHEMA, ".party", "Write first, third");
        of("exemption-true", "exemption", "true", Knows.SCHEMA, ".exemption", "a list in brackets");
        of("exemption-incomplete", "exemption", "[]", Knows.SCHEMA, ".exemption", "lacks solely-audience-measurement");
        of("review", "review", "\"check the category\"", Knows.SCHEMA, ".review", "still to be reviewed");
        of("language-of-one", "language", "\"e\"", Knows.SCHEMA, ".language", "no tag of a language");
    }

    private void others() {
        add(
                "key-misspelt",
                declaration("policyUrl", "\"https://a.example\""),
                Knows.SCHEMA,
                "2:89 catalogue[0].policyUrl",
                "write 'policy-url'");
        add(
                "key-twice-in-a-declaration",
                declaration("name\": \"other\", \"name", "\"seen\""),
                Knows.READER_ONLY,
                "2:",
                "The key 'name' is there twice");
        add(
                "domain",
                declaration("domains", "[\"a.example\", \"no domain\"]"),
                Knows.SCHEMA,
                "2:114 catalogue[0].domains[1]",
                "not a domain name");
        add(
                "path",
                declaration("paths", "[\"shop\"]"),
                Knows.SCHEMA,
                "2:99 catalogue[0].paths[0]",
                "can't be a cookie's Path");
        add(
                "translation-tag",
                declaration("purpose\": \"x\", \"purpose-by-language", "{\"de_AT\": \"y\"}"),
                Knows.SCHEMA,
                "2:",
                "tag of a language");
        add(
                "translation-twice",
                declaration("purpose\": \"x\", \"purpose-by-language", "{\"de\": \"y\", \"DE\": \"z\"}"),
                Knows.READER_ONLY,
                "2:",
                "'de' is there twice");
        String one =
                declaration("x", "1").lines().skip(1).findFirst().orElseThrow().replace(", \"x\": 1", "");
        add(
                "declared-twice",
                "{\"catalogue\": [\n" + one + ",\n" + one + "]}",
                Knows.READER_ONLY,
                "3:12 catalogue[1].name",
                "declared twice, first in line 2");
        add(
                "categories-without-end",
                "{\"categories\": [" + many("{\"id\": \"%s\"}", 201) + "], \"catalogue\": []}",
                Knows.SCHEMA,
                "1:",
                "more than 200 categories");
        add(
                "translations-without-end",
                declaration("purpose\": \"x\", \"purpose-by-language", "{" + many("\"en-x-%s\": \"y\"", 201) + "}"),
                Knows.SCHEMA,
                "2:128 catalogue[0].purpose-by-language",
                "more than 200 languages");
    }

    private static String many(String format, int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String letters = "" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
            all.add(String.format(Locale.ROOT, format, letters));
        }
        return String.join(", ", all);
    }
}
