package org.consent4j.pages;

import static org.consent4j.pages.Html.element;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.consent4j.pages.Html.Node;

/** What all pages have in common: the frame around their content, and the headers. */
final class Page {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';" + " frame-ancestors 'none'";

    private Page() {}

    /**
     * A whole page.
     *
     * @param title what the window and, as the first heading, the page says
     * @param heading the title as it stands in the page
     * @param link to the other page
     * @param content what follows the heading
     */
    static PageResponse response(
            ConsentPages pages,
            Texts texts,
            int status,
            String cacheControl,
            String title,
            Node heading,
            Node link,
            Node... content) {
        Node document = element(
                        "html",
                        element(
                                "head",
                                element("meta").with("charset", "utf-8"),
                                element("meta")
                                        .with("name", "viewport")
                                        .with("content", "width=device-width, initial-scale=1"),
                                element("title", Html.text(title)),
                                element("link").with("rel", "stylesheet").with("href", pages.stylesheetPath())),
                        element(
                                "body",
                                element(
                                                "header",
                                                element(
                                                                "p",
                                                                Html.link(
                                                                        pages.homePath(),
                                                                        Html.isolated(pages.siteName())))
                                                        .with("class", "choice-site"),
                                                element("nav", link).with("aria-label", texts.plain("page.navigation")))
                                        .with("class", "choice-header"),
                                element("main", element("h1", heading))
                                        .with("class", "choice-main")
                                        .add(content)))
                .with("lang", texts.language())
                .with("class", "choice-page");
        Map<String, String> headers = headers(cacheControl);
        headers.put("Content-Type", "text/html;charset=utf-8");
        return new PageResponse(
                status, headers, ("<!DOCTYPE html>" + Html.string(document)).getBytes(StandardCharsets.UTF_8));
    }

    /** The way to another page after a submission. */
    static PageResponse seeOther(String path) {
        Map<String, String> headers = headers("no-store");
        headers.put("Location", path);
        return new PageResponse(303, headers, new byte[0]);
    }

    private static Map<String, String> headers(String cacheControl) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", cacheControl);
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "same-origin");
        return headers;
    }
}
