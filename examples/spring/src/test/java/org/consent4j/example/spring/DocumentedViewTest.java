package org.consent4j.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.consent4j.test.spring.ConsentRequestPostProcessors.consent;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;

/** The view of the document, as somebody pastes it. */
@WebMvcTest(DocumentedViewTest.DocumentedController.class)
@Import(DocumentedViewTest.DocumentedController.class)
class DocumentedViewTest {

    @Autowired
    private MockMvcTester mvc;

    @Test
    void theViewIsThatOfTheDocument() throws Exception {
        String view = Files.readString(Path.of("src/test/resources/templates/documented.html"));
        assertThat(Files.readString(Path.of("../../docs/spring.md"))).contains("```html\n" + view + "```");
    }

    @Test
    void itShowsTheBannerAndAsksTheVisitor() {
        assertThat(mvc.get().uri("/documented"))
                .hasStatusOk()
                .bodyText()
                .contains("href=\"/cookies/choice.", "class=\"choice-box\"")
                .contains("<a href=\"/cookies/preferences\">Cookies</a>")
                .doesNotContain("count.js", "th:");
        assertThat(mvc.get().uri("/documented").with(consent().grantingAll()))
                .bodyText()
                .contains("<script src=\"/count.js\"></script>")
                .doesNotContain("choice-box");
    }

    @Controller
    static class DocumentedController {

        @GetMapping("/documented")
        String documented() {
            return "documented";
        }
    }
}
