package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.Locale;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.pages.ConsentPages;
import org.consent4j.pages.Rule;
import org.junit.jupiter.params.ParameterizedTest;
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
}
