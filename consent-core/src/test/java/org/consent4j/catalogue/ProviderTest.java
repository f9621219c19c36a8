package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.consent4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTest {

    @Rule("14")
    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/privacy", "http://example.com", "HTTPS://example.com/a?b=c#d"})
    void aPolicyStandsAtAWebAddress(String url) {
        Provider provider = Provider.of("Example", url);

        assertThat(provider.name()).isEqualTo("Example");
        assertThat(provider.policyUrl()).contains(URI.create(url));
        assertThat(provider).hasToString("Example <" + url + ">");
    }

    @Rule("14")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/privacy",
                "example.com/privacy",
                "//example.com",
                "ftp://example.com",
                "javascript:alert(1)",
                "data:text/html,x",
                "https:",
                "https:///privacy",
                "https://",
                "https://exa mple.com",
                "https://example.com/<script>",
            })
    void anyOtherAddressIsRefusedByName(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Provider.of("Example", url))
                .withMessageContaining("'Example'")
                .withMessageContaining("'" + url + "'")
                .withMessageContaining("https://example.com/privacy");
    }

    @Rule("14")
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void everyProviderHasAName(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Provider.of(name)).withMessageContaining("Provider.SITE");
        assertThatIllegalArgumentException().isThrownBy(() -> Provider.of(name, "https://example.com"));
    }

    @Test
    void providersAreEqualByNameAndPolicy() {
        Provider provider = Provider.of("Example", "https://example.com");

        assertThat(provider)
                .isEqualTo(Provider.of("Example", "https://example.com"))
                .hasSameHashCodeAs(Provider.of("Example", "https://example.com"));
        assertThat(provider).isNotEqualTo(Provider.of("Example")).isNotEqualTo(Provider.of("X", "https://example.com"));
        assertThat(Provider.SITE.policyUrl()).isEmpty();
    }
}
