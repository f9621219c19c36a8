package org.consent4j.pages;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** The pages' templates, in src/main/templates, with what each of them shows. */
final class Templates {

    private static final int BANNER_LENGTH = 2_048;
    private static final int PAGE_LENGTH = 8_192;
    private static final int ROW_LENGTH = 1_024;

    /** Without these two given, the generated code would write texts as they are. */
    private static final Function<Object, String> FORMAT = Object::toString;

    private static final Function<String, String> ESCAPE = Html::escape;

    /**
     * What the pages have around their content.
     *
     * @param prefix the prefix of all class names
     * @param navigation what the way to the other page is, for those who can't see it
     * @param link the way to the other page
     */
    record Frame(
            Language language,
            String prefix,
            String title,
            String siteName,
            String homePath,
            String navigation,
            Link link,
            List<String> styles) {}

    @JStache(path = "banner")
    @JStacheConfig(using = Html.class)
    record BannerFragment(String prefix, String style, String script, Banner banner) {}

    /** The banner as a page of its own, from which scripts of cached pages take it. */
    @JStache(path = "banner-document")
    @JStacheConfig(using = Html.class)
    record BannerDocument(String prefix, String style, String script, Banner banner) {}

    @JStache(path = "preferences")
    @JStacheConfig(using = Html.class)
    record Preferences(Frame frame, PreferenceForm form) {}

    @JStache(path = "policy")
    @JStacheConfig(using = Html.class)
    record Policy(Frame frame, PolicyPage policy) {}

    /** That something did not work. */
    @JStache(path = "problem")
    @JStacheConfig(using = Html.class)
    record Problem(Frame frame, String reason, Link back) {}

    private Templates() {}

    static String html(Settings settings, Banner banner) {
        BannerFragment fragment = new BannerFragment(
                settings.prefix(),
                settings.asset(settings.assets().bannerStyle()),
                settings.asset(settings.assets().bannerScript()),
                banner);
        return html(BANNER_LENGTH, out -> BannerFragmentRenderer.render(fragment, out, FORMAT, ESCAPE));
    }

    static String html(BannerDocument document) {
        return html(BANNER_LENGTH, out -> BannerDocumentRenderer.render(document, out, FORMAT, ESCAPE));
    }

    static String html(Preferences page) {
        return html(PAGE_LENGTH, out -> PreferencesRenderer.render(page, out, FORMAT, ESCAPE));
    }

    static String html(Policy page) {
        int rows = page.policy().tables().stream()
                .mapToInt(table -> table.rows().size())
                .sum();
        return html(PAGE_LENGTH + rows * ROW_LENGTH, out -> PolicyRenderer.render(page, out, FORMAT, ESCAPE));
    }

    static String html(Problem page) {
        return html(PAGE_LENGTH, out -> ProblemRenderer.render(page, out, FORMAT, ESCAPE));
    }

    @FunctionalInterface
    private interface Template {
        void writeTo(Appendable out) throws IOException;
    }

    private static String html(int length, Template template) {
        StringBuilder out = new StringBuilder(length);
        try {
            template.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toString();
    }
}
