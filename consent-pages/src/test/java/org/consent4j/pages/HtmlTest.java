package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

    @Test
    void whatMeansSomethingInHtmlIsEscaped() {
        assertThat(Html.escape("<b>\"a\" & 'b'</b>")).isEqualTo("&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;");
    }

    @Test
    void whatIsNoCharacterOfHtmlIsReplaced() {
        assertThat(Html.escape("a\u0000b\u001bc\u007fd\u0085e\rf")).isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf");
        assertThat(Html.escape("\ud83c\udf6a \ud83c \udf6a\ud83c")).isEqualTo("\ud83c\udf6a \ufffd \ufffd\ufffd");
        assertThat(Html.escape("tab\tline\nprivate\ue000")).isEqualTo("tab\tline\nprivate\ue000");
    }

    @Test
    void aTextWithoutAnyIsNotCopied() {
        String text = "R\u00e9f\u00e9rence";
        assertThat(Html.escape(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "Example, false, Example",
        "Example, true, \u2068Example\u2069",
        "\u05d0\u05d1, false, \u2068\u05d0\u05d1\u2069",
        "a\u202eb, false, \u2068a\u202eb\u2069",
        "a\u2069b, false, \u2068ab\u2069",
        "\u2067a\u2066b\u2069, false, \u2068\u2067a\u2066b\u2069\u2069\u2069",
        "\u2069\u2069\u2068a, true, \u2068\u2068a\u2069\u2069",
    })
    void theDirectionOfATextEndsWithTheText(String text, boolean rightToLeft, String isolated) {
        assertThat(Isolation.of(text, rightToLeft)).isEqualTo(isolated);
    }
}
