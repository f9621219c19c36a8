package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** What a first view costs in bytes, each file by itself in Brotli's best quality: four categories with a cookie each. */
class BudgetTest {

    private static final int ALL = 2_000;
    private static final int SCRIPT = 600;
    private static final int SITE_SCRIPT = 2_500;

    private final HttpClient browser = HttpClient.newHttpClient();

    @Test
    void bannerAndSettingsStayWithinTheirBytes() throws Exception {
        Brotli4jLoader.ensureAvailability();
        try (PortalServer portal = Portal.open(Locale.ENGLISH)) {
            String page = get(portal, "/");
            String banner =
                    page.substring(page.indexOf("<section"), page.indexOf("</section>") + "</section>".length());
            String settings = get(portal, "/cookies/preferences");
            String form =
                    settings.substring(settings.indexOf("<form"), settings.indexOf("</form>") + "</form>".length());
            Element section = Jsoup.parse(banner).expectFirst("section");
            int script = size(get(portal, section.expectFirst("script").attr("src")));
            int all = size(banner)
                    + size(form)
                    + size(get(portal, section.expectFirst("link").attr("href")))
                    + script;
            int siteScript = size(get(portal, portal.pages().scriptPath(Locale.ENGLISH)));
            System.out.printf(
                    "Brotli octets: banner %d, settings %d (their page %d), style %d, script %d, all %d; site's script %d%n",
                    size(banner),
                    size(form),
                    size(settings),
                    all - size(banner) - size(form) - script,
                    script,
                    all,
                    siteScript);
            assertThat(all).isLessThanOrEqualTo(ALL);
            assertThat(script).isLessThanOrEqualTo(SCRIPT);
            assertThat(siteScript).isLessThanOrEqualTo(SITE_SCRIPT);
        }
    }

    private String get(PortalServer portal, String path) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(portal.at(path))).build(), BodyHandlers.ofString())
                .body();
    }

    private static int size(String text) throws IOException {
        return Encoder.compress(
                        text.getBytes(StandardCharsets.UTF_8), Encoder.Parameters.create(11, 22, Encoder.Mode.TEXT))
                .length;
    }
}
