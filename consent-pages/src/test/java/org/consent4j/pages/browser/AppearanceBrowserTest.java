package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes and styles, as the browser computes them. */
class AppearanceBrowserTest extends BrowserTest {

    /** How refusing differs from accepting: in style or size. */
    private static final String DIFFERENCES = """
            root => {
                const [accept, refuse] = ['accept-all', 'refuse-all'].map(choice =>
                    document.querySelector(root + ' button[value=' + choice + ']'));
                const [a, b] = [accept, refuse].map(button => getComputedStyle(button));
                // Where it is, and what follows from its size, which is compared below.
                const differences = [...a].filter(property => a[property] != b[property]);
                const [r, s] = [accept, refuse].map(button => button.getBoundingClientRect());
                if (r.width != s.width || r.height != s.height || r.width < 24 || r.height < 24) {
                    differences.push(r.width + 'x' + r.height + ' and ' + s.width + 'x' + s.height);
                }
                if (accept.scrollWidth > accept.clientWidth || refuse.scrollWidth > refuse.clientWidth) {
                    differences.push('overflow');
                }
                return differences.join();
            }
            """;

    @Test
    @Rule({"4", "21"})
    void refusingIsAsProminentAsAcceptingInEveryLanguage() {
        PortalServer portal = portal();
        ConsentPages pages = portal.pages();
        List<String> different = new ArrayList<>();
        Page page = visitor().newPage();
        for (Locale locale : pages.locales()) {
            portal.page("/", Portal.withBanner(pages, locale));
            page.navigate(portal.at("/"));
            compare(page, "section", "banner in " + locale, different);
            page.navigate(portal.at("/cookies/preferences?lang=" + locale.toLanguageTag()));
            compare(page, "main", "settings in " + locale, different);
            note(page.evaluate("document.documentElement.lang"), locale.toLanguageTag(), different);
        }
        assertThat(different).isEmpty();
    }

    private static void compare(Page page, String root, String where, List<String> different) {
        for (int width : new int[] {360, 1280}) {
            page.setViewportSize(width, 800);
            note(page.evaluate(DIFFERENCES, root), where + " at " + width, different);
        }
    }

    private static void note(Object found, String where, List<String> different) {
        if (!found.equals("") && !found.equals(where)) {
            different.add(where + ": " + found);
        }
    }

    static Stream<String> paths() {
        return Stream.of("/", "/cookies", "/cookies/preferences");
    }

    @ParameterizedTest
    @MethodSource("paths")
    @Rule("20")
    void nothingIsCutOffOnANarrowWindow(String path) {
        assertFits(path, 320, "");
    }

    @ParameterizedTest
    @MethodSource("paths")
    @Rule("20")
    void nothingIsCutOffWithTextTwiceAsLarge(String path) {
        assertFits(path, 360, "document.documentElement.style.fontSize = '200%'");
    }

    private void assertFits(String path, int width, String change) {
        PortalServer portal = portal();
        Page page = visitor(new Browser.NewContextOptions().setViewportSize(width, 740))
                .newPage();
        page.navigate(portal.at(path));
        page.evaluate(change);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(violations(page)).isEqualTo("");
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        if (path.equals("/")) {
            page.locator("button[formmethod=get]").click();
            page.locator("dialog[open]").waitFor();
            assertThat((int) page.evaluate("document.querySelector('dialog').scrollWidth"))
                    .isEqualTo(page.evaluate("document.querySelector('dialog').clientWidth"));
            assertThat(page.locator("dialog").boundingBox().width <= width).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 1280})
    @Rule("20")
    void targetsAreLargeEnough(int width) {
        PortalServer portal = portal();
        Page page = visitor(new Browser.NewContextOptions().setViewportSize(width, 800))
                .newPage();
        page.navigate(portal.at("/"));
        page.locator("button[formmethod=get]").click();
        page.locator("dialog[open]").waitFor();
        assertThat(page.evaluate("""
                        [...document.querySelectorAll('dialog :is(button, [role=switch], summary), section > form button')]
                            .map(target => target.getBoundingClientRect())
                            .filter(target => Math.min(target.width, target.height) < 24).length
                        """)).isEqualTo(0);
    }

    @Test
    void thePolicyIsPrintedAsATableWithAddressesAndWithoutWhatPaperCannotDo() {
        PortalServer portal = portal();
        Page page = visitor(new Browser.NewContextOptions().setViewportSize(360, 740))
                .newPage();
        page.navigate(portal.at("/cookies"));
        assertThat(page.locator("body > header").isVisible()).isTrue();
        assertThat(display(page, "tr")).isEqualTo("block");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("body > header").isVisible()).isFalse();
        assertThat(page.locator(".choice-link").isVisible()).isFalse();
        assertThat(page.getByText("Back to the top").first().isVisible()).isFalse();
        assertThat(display(page, "tr")).isEqualTo("table-row");
        assertThat(page.evaluate("getComputedStyle(document.querySelector('td a'), '::after').content"))
                .asString()
                .contains("https://video.example/privacy");
    }

    private static Object display(Page page, String selector) {
        return page.evaluate("selector => getComputedStyle(document.querySelector(selector)).display", selector);
    }

    @Test
    void nothingMoves() {
        PortalServer portal = portal();
        Page page = visitor().newPage();
        page.navigate(portal.at("/"));
        page.locator("button[formmethod=get]").click();
        page.locator("dialog[open]").waitFor();
        assertThat(page.evaluate("document.getAnimations().length")).isEqualTo(0);
        assertThat(page.evaluate("[...document.querySelectorAll('.choice-box, .choice-box *')].map(part =>"
                        + " getComputedStyle(part)).filter(style => style.transitionDuration != '0s'"
                        + " || style.animationName != 'none').length"))
                .isEqualTo(0);
    }

    @Test
    void theSitesOwnStylesStayOutAndItsColoursComeIn() {
        PortalServer portal = portal();
        Page page = visitor().newPage();
        page.navigate(portal.at("/"));
        assertThat(page.evaluate("getComputedStyle(document.querySelector('.choice-box h2')).textTransform"))
                .isEqualTo("none");
        page.evaluate("document.documentElement.style.setProperty('--choice-ground', 'rgb(1, 2, 3)')");
        page.evaluate("document.documentElement.style.setProperty('--choice-accent', 'rgb(4, 5, 6)')");
        page.evaluate("document.documentElement.style.setProperty('--choice-radius', '7px')");
        page.evaluate("document.documentElement.style.setProperty('--choice-font', 'monospace')");
        page.evaluate("document.documentElement.style.setProperty('--choice-position', 'fixed')");
        assertThat(page.evaluate("""
                        () => {
                            const box = getComputedStyle(document.querySelector('.choice-box'));
                            const button = getComputedStyle(document.querySelector('.choice-box button'));
                            return [box.backgroundColor, button.backgroundColor, button.borderRadius, button.fontFamily,
                                box.position];
                        }
                        """)).isEqualTo(List.of("rgb(1, 2, 3)", "rgb(4, 5, 6)", "7px", "monospace", "fixed"));
    }
}
