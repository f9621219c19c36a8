package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a withdrawal leaves in the browser. */
class WithdrawalBrowserTest extends BrowserTest {

    private static CookieDeclaration cookie(String name, String... paths) {
        CookieDeclaration.Builder cookie = CookieDeclaration.cookie(name)
                .category(Category.STATISTICAL)
                .provider(Provider.SITE)
                .purpose("To count visits")
                .retention(Retention.months(13));
        for (String path : paths) {
            cookie.path(path);
        }
        return cookie.build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule({"3", "37", "38"})
    void theCookiesOfTheCategoryAreGoneFromTheBrowser(boolean javaScript) {
        ConsentPages pages = Portal.pages(cookie("_readable"), cookie("_hidden"), cookie("_below", "/data"));
        PortalServer portal = serve(new PortalServer(pages))
                .page("/", Portal.withBanner(pages, Locale.ENGLISH))
                .page(
                        "/data/1",
                        exchange -> "<!DOCTYPE html><title>Data</title><a id=settings href=\"" + pages.preferencesPath()
                                + "\">Cookie settings</a>" + pages.banner(exchange, Locale.ENGLISH))
                .file(
                        "/data/plant",
                        "text/plain",
                        "planted",
                        "_readable=1; Path=/",
                        "_hidden=1; Path=/; HttpOnly",
                        "_below=1; Path=/data");
        BrowserContext visitor = visitor(new Browser.NewContextOptions().setJavaScriptEnabled(javaScript));
        Page page = visitor.newPage();
        page.navigate(portal.at("/"));
        page.locator("button[value=accept-all]").click();
        page.waitForCondition(() -> cookies(visitor).contains("cookies_preferences"));
        page.navigate(portal.at("/data/plant"));
        assertThat(cookies(visitor)).containsExactly("_below", "_hidden", "_readable", "cookies_preferences");

        page.navigate(portal.at("/data/1"));
        page.locator("#settings").click();
        page.locator("button[value=refuse-all]").click();
        page.waitForLoadState();
        page.navigate(portal.at("/data/1"));
        assertThat(cookies(visitor)).containsExactly("cookies_preferences");
    }

    /** From any page, by the link that is on all of them, or by a form of the site's own. */
    @ParameterizedTest
    @CsvSource({"link, true", "link, false", "form, true", "form, false"})
    @Rule({"3", "13"})
    void withdrawingTakesAsManyClicksAsAccepting(String way, boolean javaScript) {
        PortalServer portal = portal();
        String path = portal.pages().preferencesPath();
        portal.page(
                "/data/2",
                exchange -> "<!DOCTYPE html><title>Data</title><a href=\"" + path + "\">Cookie settings</a>"
                        + "<form action=\"" + path + "\" method=\"post\">"
                        + "<button name=\"choice\" value=\"refuse-all\">Withdraw</button>"
                        + "<button name=\"choice\" value=\"accept-all\">Accept</button></form>");
        BrowserContext visitor = visitor(new Browser.NewContextOptions().setJavaScriptEnabled(javaScript));
        Page page = visitor.newPage();
        List<Integer> clicks = new ArrayList<>();
        for (String choice : List.of("accept-all", "refuse-all")) {
            page.navigate(portal.at("/data/2"));
            int made = 0;
            if (way.equals("link")) {
                page.locator("a").click();
                made++;
            }
            page.locator("button[value=" + choice + "]").click();
            made++;
            String expected = choice.equals("accept-all") ? ".*s1.{4}~i1.{4}~t1.{4}" : ".*s0~i0~t0";
            page.waitForCondition(() -> visitor.cookies().stream().anyMatch(cookie -> cookie.value.matches(expected)));
            clicks.add(made);
        }
        assertThat(clicks.get(1)).isEqualTo(clicks.get(0));
        page.waitForURL(portal.at(way.equals("link") ? path + "?saved&lang=en" : "/data/2"));
    }
}
