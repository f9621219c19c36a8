package org.consent4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.consent4j.http.CacheHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rule("19")
class CacheHeadersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", quoteCharacter = '\'', textBlock = """
            none                                | private
            max-age=60                          | max-age=60, private
            public, max-age=60                  | max-age=60, private
            Public ; max-age=60                 | Public ; max-age=60, private
            s-maxage=600, max-age=60            | max-age=60, private
            no-store                            | no-store
            private                             | private
            private, max-age=5                  | private, max-age=5
            private="Set-Cookie, X", max-age=5  | max-age=5, private
            ext="a, public", max-age=5          | ext="a, public", max-age=5, private
            ext="a\\", public", max-age=5       | ext="a\\", public", max-age=5, private
            ext="open, public                   | ext="open, public, private
            , ,max-age=5,                       | max-age=5, private
            """)
    void keepsSharedCachesAwayAndAllElseAsItIs(String before, String after) {
        assertThat(CacheHeaders.cacheControl(before == null ? List.of() : List.of(before)))
                .isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none                        | Cookie
            Accept-Encoding             | Accept-Encoding, Cookie
            Accept-Encoding;Origin      | Accept-Encoding, Origin, Cookie
            accept-encoding, COOKIE     | accept-encoding, COOKIE
            *                           | *
            """)
    void mergesVary(String before, String after) {
        assertThat(CacheHeaders.vary(before == null ? List.of() : Arrays.asList(before.split(";"))))
                .isEqualTo(after);
    }
}
