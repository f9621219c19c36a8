package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.consent4j.pages.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings as a dialog, and the way through banner and dialog by keyboard. */
class DialogBrowserTest extends BrowserTest {

    private static final String FOCUSED = "(document.activeElement.value || document.activeElement.textContent).trim()";

    @ParameterizedTest
    @ValueSource(strings = {"Escape", "Close"})
    @Rule({"8", "20"})
    void closingGrantsNothingAndLeadsBack(String way) {
        PortalServer portal = portal();
        BrowserContext visitor = visitor();
        Page page = opened(portal, visitor);
        page.locator("dialog input[name=statistical]").check();
        portal.requests();
        if (way.equals("Escape")) {
            page.keyboard().press("Escape");
        } else {
            page.locator("dialog [formmethod=dialog]").click();
        }
        await(page, "!document.querySelector('dialog')");
        assertThat(portal.requests()).isEmpty();
        assertThat(visitor.cookies()).isEmpty();
        assertThat(page.evaluate("document.activeElement.formMethod")).isEqualTo("get");
        assertThat(page.locator("button[value=accept-all]").isVisible()).isTrue();
    }

    @Test
    @Rule({"5", "20"})
    void theDialogIsModalNamedAndStartsWithNothingChosen() {
        PortalServer portal = portal();
        Page page = opened(portal, visitor());
        assertThat(page.evaluate("document.querySelector('dialog').matches(':modal')"))
                .isEqualTo(true);
        assertThat(page.getByRole(
                                AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Cookie settings for Jersey City"))
                        .count())
                .isEqualTo(1);
        assertThat(page.locator("dialog :checked").count()).isZero();
        assertThat(page.locator("dialog [role=switch]").count()).isEqualTo(3);
        assertThat(page.evaluate("document.activeElement.closest('dialog') != null"))
                .isEqualTo(true);
        assertThat(page.evaluate("document.activeElement.value")).isNotEqualTo("accept-all");
    }

    @Test
    @Rule({"6", "7"})
    void savingStoresWhatIsSwitchedOnAndRefusesTheRest() {
        PortalServer portal = portal();
        BrowserContext visitor = visitor();
        Page page = opened(portal, visitor);
        page.evaluate("document.addEventListener('consent:change', event => window.told = event.detail.toString())");
        page.locator("dialog input[name=statistical]").check();
        portal.requests();
        page.locator("dialog button:not([name])").first().click();
        await(page, "window.told");
        assertThat(page.evaluate("told")).isEqualTo("lang=en&statistical=granted");
        assertThat(portal.requests()).containsExactly("POST /cookies/preferences");
        assertThat(visitor.cookies().get(0).value).contains("s1").contains("i0").contains("t0");
        assertThat(page.locator("dialog, .choice-box").count()).isZero();
        assertThat(violations(page)).isEqualTo("");
    }

    @Test
    void impatienceOpensOneDialog() {
        Page page = visitor().newPage();
        page.navigate(portal().at("/"));
        page.evaluate("(button => button.click(button.click()))(document.querySelector('button[formmethod=get]'))");
        await(
                page,
                "performance.getEntriesByType('resource').filter(entry => /preferences/.test(entry.name)).length == 2");
        page.locator("dialog[open]").waitFor();
        page.keyboard().press("Escape");
        await(page, "!document.querySelector('dialog')");
    }

    @Test
    void theDialogSpeaksTheBannersLanguage() {
        PortalServer portal = portal(Locale.GERMAN);
        Page page = opened(portal, visitor());
        assertThat(page.locator("dialog h1").textContent())
                .isEqualTo(page.evaluate("document.querySelector('dialog').ariaLabel"))
                .isNotEqualTo("Cookie settings for Jersey City");
    }

    @Test
    @Rule("20")
    void everythingIsReachedByKeyboardAndTheBannerTrapsNobody() {
        PortalServer portal = portal();
        Page page = visitor().newPage();
        page.navigate(portal.at("/"));
        assertThat(walk(page, 5))
                .containsExactly("Cookie policy", "accept-all", "refuse-all", "Choose", "Skip to the content");
        page.locator("button[formmethod=get]").focus();
        page.keyboard().press("Enter");
        page.locator("dialog[open]").waitFor();
        List<String> all = new ArrayList<>();
        all.add((String) page.evaluate(FOCUSED));
        all.addAll(walk(page, 10));
        assertThat(all.toString())
                .contains("Cookies and providers: Necessary cookies")
                .contains("granted")
                .contains("Save these settings", "accept-all", "refuse-all", "Close");
        page.locator("dialog input[name=third-party]").focus();
        page.keyboard().press("Space");
        assertThat(page.locator("dialog input[name=third-party]").isChecked()).isTrue();
        page.keyboard().press("Escape");
        await(page, "document.activeElement.formMethod == 'get'");
    }

    private static List<String> walk(Page page, int steps) {
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            page.keyboard().press("Tab");
            reached.add((String) page.evaluate(FOCUSED));
        }
        return reached;
    }

    static Page opened(PortalServer portal, BrowserContext visitor) {
        Page page = visitor.newPage();
        page.navigate(portal.at("/"));
        page.locator("button[formmethod=get]").click();
        page.locator("dialog[open]").waitFor();
        return page;
    }
}
