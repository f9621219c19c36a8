package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void aTextIsEscaped() {
        assertThat(Html.string(Html.element("p", Html.text("<b>\"a\" & 'b'</b>"))))
                .isEqualTo("<p>&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;</p>");
    }

    @Test
    void anAttributeCannotBeLeft() {
        assertThat(Html.string(Html.element("input").with("value", "\" onfocus='x' <&>\n\u0000")))
                .isEqualTo("<input value=\"&quot; onfocus=&#39;x&#39; &lt;&amp;&gt;\n\ufffd\">");
    }

    @Test
    void anAttributeOfPresenceHasNoValue() {
        assertThat(Html.string(Html.element("input").withIf(true, "checked").withIf(false, "disabled")))
                .isEqualTo("<input checked>");
    }

    @Test
    void aTextOfTheSitesIsIsolated() {
        assertThat(Html.string(Html.isolated("\u202e<"))).isEqualTo("<bdi>\u202e&lt;</bdi>");
    }
}
