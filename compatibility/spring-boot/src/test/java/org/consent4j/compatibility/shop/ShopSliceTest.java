package org.consent4j.compatibility.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.consent4j.test.spring.ConsentRequestPostProcessors.consent;

import org.consent4j.test.Rule;
import org.junit.jupiter.api.Test;

@Mvc.Slice
class ShopSliceTest extends ShopMvc {

    @Test
    @Rule({"1", "35"})
    void theFilterRunsInASlice() {
        assertThat(mvc.get().uri("/")).cookies().doesNotContainCookie("visits");
        assertThat(mvc.get().uri("/").with(consent().grantingAll())).cookies().containsCookie("visits");
    }
}
