package org.consent4j.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Texts that would do harm if any page took them for anything but text. */
final class HostileTexts {

    private static final String[] MARKUP = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg/onload=alert(1)//",
        "<iframe src=javascript:alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<form action=//evil.example><button>x",
        "<base href=//evil.example/>",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<meta http-equiv=refresh content=0;url=//evil.example>",
        "<style>*{display:none}</style>",
        "<input name=choice value=accept-all checked>",
        "<button name=choice value=accept-all>Continue</button>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<template><script>alert(1)</script></template>",
        "<textarea></textarea><script>alert(1)</script>",
        "<plaintext>",
        "<xmp>",
        "<!--",
        "-->",
        "<!-- --!><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE html>",
        "</title><script>alert(1)</script>",
        "</h1></main></body></html><script>alert(1)</script>",
        "</td></tr></table><script>alert(1)</script>",
        "</section></form><script>alert(1)</script>",
        "</label></summary></details><b>x",
        "</script><script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "<",
        ">",
        "&",
        "&amp;",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "&#x3c;script&#x3e;",
        "&quot; onclick=alert(1)",
        "&nbsp;&zwnj;&unknown;",
        "&#0;&#xd800;&#x110000;",
        "a<b>c</b>d",
        "a < b > c",
        "<\u0000script>alert(1)</script>",
        "<scr\u0000ipt>",
        "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
        "\u02b9\u02ba\u2018\u201c onclick=alert(1)",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    };

    private static final String[] ATTRIBUTES = {
        "\"",
        "'",
        "`",
        "\" onclick=\"alert(1)",
        "' onclick='alert(1)",
        "\" autofocus onfocus=alert(1) x=\"",
        "\" style=\"position:fixed;inset:0",
        "\"><script>alert(1)</script>",
        "'><script>alert(1)</script>",
        "x\" checked=\"",
        "x onmouseover=alert(1)",
        "\n onclick=alert(1)\n",
        "\t\"\tonclick=alert(1)",
        "=",
        "/>",
        "\\\" onclick=alert(1)",
        "\\",
        "\\\\\"",
    };

    private static final String[] ADDRESSES = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\u0001javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "//evil.example/x",
        "https://evil.example/\"onclick=\"alert(1)",
        "/\\evil.example",
        "?next=//evil.example",
        "#choice_top",
    };

    private static final String[] TEMPLATES = {
        "{{title}}",
        "{{{title}}}",
        "{{&title}}",
        "{{#items}}x{{/items}}",
        "{{>banner}}",
        "{{=<% %>=}}",
        "{{! comment }}",
        "{0}",
        "{1}",
        "{0}{0}{0}",
        "{2}",
        "{-1}",
        "{",
        "}",
        "${7*7}",
        "#{7*7}",
        "%s%n%d%x",
        "$1$0\\1",
        "<%= 7*7 %>",
        "one:{0}|other:{0}",
        "|",
        ":",
    };

    private static final String[] STYLES = {
        "</style>",
        "expression(alert(1))",
        "url(javascript:alert(1))",
        "}*{display:none}",
        "@import '//evil.example'",
        "\\3c script\\3e",
    };

    private static final String[] BIDI = {
        "\u202eevil\u202c",
        "\u202e",
        "\u202d\u202d\u202d",
        "\u2066\u2067\u2068",
        "\u2069\u2069\u2069",
        "\u2069\u202e",
        "\u200f\u200e\u061c",
        "abc \u05d0\u05d1\u05d2 def",
        "\u0627\u0644\u0643\u0648\u0643\u064a\u0632",
        "\u05d0 (1)",
        "\u202bx\u202ay\u202c",
    };

    private static final String[] CHARACTERS = {
        "\u0000",
        "a\u0000b",
        "\u0001\u0002\u0003",
        "\u0008\u001b[31m",
        "\u007f\u0080\u0085\u009f",
        "\r",
        "\r\n",
        "a\r\nSet-Cookie: x=1",
        "a\u000cb\u000bc",
        "\ud83c",
        "\udf6a",
        "\udf6a\ud83c",
        "a\ud83cb",
        "\ud83c\udf6a",
        "\ufffe\uffff",
        "\ufeffx",
        "\ufffd",
        "\u2028\u2029",
        "\u00ad\u200b\u200c\u200d\u2060",
        "e\u0301\u0301\u0301\u0301\u0301",
        "\ue000\uf8ff",
        "\udbff\udfff",
    };

    private HostileTexts() {}

    static List<String> all() {
        List<String> texts = new ArrayList<>();
        Stream.of(MARKUP, ATTRIBUTES, ADDRESSES, TEMPLATES, STYLES, BIDI, CHARACTERS)
                .forEach(some -> texts.addAll(List.of(some)));
        texts.add("x".repeat(20_000));
        texts.add("<b>".repeat(2_000));
        texts.add("\u202e".repeat(2_000));
        texts.add("\"'&<>".repeat(2_000));
        return texts;
    }
}
