package org.consent4j.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CookieJarTest {

    private final CookieJar jar = new CookieJar("www.example.org");

    @Test
    @Rule("36")
    void aDeletionMeetsOnlyTheCookieOfItsScope() {
        jar.take("a=host; Path=/");
        jar.take("a=domain; Path=/; Domain=example.org");
        jar.take("a=shop; Path=/shop");
        jar.take("a=; Path=/; Max-Age=0");
        assertThat(jar.line("/")).isEqualTo("Cookie: a=domain");
        assertThat(jar.line("/shop/x")).isEqualTo("Cookie: a=domain; a=shop");
        jar.take("a=; Path=/; Domain=example.org; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        jar.take("a=; Path=/shop; Domain=example.org; Max-Age=0");
        assertThat(jar.names()).containsExactly("a");
        jar.take("a=; Path=/shop; Expires=Thu, 01-Jan-1970 00:00:10 GMT");
        assertThat(jar.names()).isEmpty();
    }

    @Test
    @Rule("33")
    void maxAgeWinsOverExpires() {
        jar.take("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        jar.take("b=1; Max-Age=bad; Expires=0");
        assertThat(jar.names()).containsExactly("a", "b");
    }

    @Test
    @Rule("36")
    void whatABrowserOverHttpRefusesIsNotStored() {
        jar.take("__Host-a=1; Path=/; Secure");
        jar.take("b=1; Secure");
        jar.take("c=1; Domain=example.com");
        jar.take("d=1; Domain=ample.org");
        assertThat(jar.names()).isEmpty();
    }
}
