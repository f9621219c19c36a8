package org.consent4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.consent4j.catalogue.Category;
import org.junit.jupiter.api.Test;

class ChoosingTest {

    private final Site site = Site.asking();

    @Test
    @Rule({"6", "8"})
    void aSubmittedFormRecordsEveryCategoryAndLeadsBack() {
        Site.Call post = site.post("statistical=granted&next=%2Fnews%3Fpage%3D2");
        PageResponse response = post.send();
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers()).containsEntry("Location", "/news?page=2");
        assertThat(post.lines).hasSize(1);
        String cookie = post.lines.get(0).substring(0, post.lines.get(0).indexOf(';'));
        var exchange = site.get("/").header("Cookie", cookie).exchange();
        assertThat(exchange.allows(Category.STATISTICAL)).isTrue();
        assertThat(exchange.allows(Category.THIRD_PARTY)).isFalse();
        assertThat(exchange.promptNeeded()).isFalse();
    }
}
