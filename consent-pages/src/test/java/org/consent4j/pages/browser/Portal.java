package org.consent4j.pages.browser;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.consent4j.pages.ConsentPages;

/** The site that all tests in a browser visit: an open-data portal with one cookie in each of the four categories; the
 * necessary one is the SDK's own. */
final class Portal {

    static final CookieDeclaration STATISTICS = CookieDeclaration.cookie("_stat")
            .category(Category.STATISTICAL)
            .provider(Provider.SITE)
            .purpose("To count visits")
            .retention(Retention.months(13))
            .build();

    private static final String FRAME = "<iframe data-consent=\"third-party\" data-src=\"https://video.example/1\""
            + " data-provider=\"Video Ltd\" title=\"A video\" width=\"480\" height=\"270\"></iframe>";

    private Portal() {}

    static ConsentPages pages() {
        return pages(STATISTICS);
    }

    static ConsentPages pages(CookieDeclaration... statistical) {
        List<CookieDeclaration> cookies = new ArrayList<>(List.of(
                CookieDeclaration.cookie("profile")
                        .category(Category.FIRST_PARTY)
                        .provider(Provider.SITE)
                        .purpose("To recommend data sets")
                        .retention(Retention.months(6))
                        .build(),
                CookieDeclaration.cookie("_video")
                        .category(Category.THIRD_PARTY)
                        .provider(Provider.of("Video Ltd", "https://video.example/privacy"))
                        .purpose("To choose advertising")
                        .retention(Retention.days(30))
                        .build()));
        cookies.addAll(List.of(statistical));
        return ConsentPages.builder(CookieConsent.builder()
                        .catalogue(CookieCatalogue.of(cookies))
                        .clock(Clock.systemUTC())
                        .build())
                .siteName("Jersey City")
                .controller("City of Jersey City")
                .build();
    }

    /** The portal itself: its pages have the banner, and those that are the same for all have the script. */
    static PortalServer open(Locale locale) {
        PortalServer portal = new PortalServer(pages());
        ConsentPages pages = portal.pages();
        return portal.page("/", withBanner(pages, locale))
                .page("/data/1", withBanner(pages, locale))
                .file("/cached", "text/html", withScript(pages, locale, ""))
                .file("/gated", "text/html", withScript(pages, locale, FRAME))
                .file("/portal.css", "text/css", STYLE)
                .file("/favicon.ico", "image/x-icon", "");
    }

    /** A page of the portal with the banner first in its body. */
    static Function<ConsentExchange, String> withBanner(ConsentPages pages, Locale locale) {
        return exchange -> page(locale, "", pages.banner(exchange, locale), "");
    }

    /** A page of the portal that is the same for all, with the script that decides in the browser. */
    static String withScript(ConsentPages pages, Locale locale, String content) {
        return page(locale, "<script type=\"module\" src=\"" + pages.scriptPath(locale) + "\"></script>", "", content);
    }

    private static String page(Locale locale, String head, String first, String content) {
        boolean rightToLeft = List.of("ar", "fa", "he").contains(locale.getLanguage());
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 12; i++) {
            rows.append("<li><a href=\"/data/")
                    .append(i)
                    .append("\">Data set ")
                    .append(i)
                    .append("</a></li>");
        }
        return "<!DOCTYPE html><html lang=\"" + locale.toLanguageTag() + "\" dir=\"" + (rightToLeft ? "rtl" : "ltr")
                + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,"
                + " initial-scale=1\"><title>Portal</title><link rel=\"stylesheet\" href=\"/portal.css\">" + head
                + "</head><body>" + first + "<header><a id=\"skip\" href=\"#content\">Skip to the content</a></header>"
                + "<main id=\"content\"><h1>Open data</h1>" + content + "<ul>" + rows
                + "</ul></main><footer><a href=\"/cookies\">Cookie policy</a></footer></body></html>";
    }

    static final String STYLE = """
            :root { background: Canvas; color: CanvasText; color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
            * { box-sizing: border-box; }
            body { display: flex; flex-direction: column; margin: 0; min-height: 100vh; }
            main, header, footer { margin: 0 auto; max-width: 60rem; padding: 1rem; width: 100%; }
            main { flex: 1; }
            h2 { color: #888; font-size: 3rem; text-transform: uppercase; }
            [hidden] { display: none !important; }
            a { display: inline-block; min-height: 24px; }
            """;
}
