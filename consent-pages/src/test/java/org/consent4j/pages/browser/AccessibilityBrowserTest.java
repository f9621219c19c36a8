package org.consent4j.pages.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.consent4j.pages.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What axe-core finds, its best practices included, in every state and look. */
class AccessibilityBrowserTest extends BrowserTest {

    private static final String AXE = axe();

    /** The rules that are violated, and those that axe leaves to a person, with the reason that it gives. */
    private static final String FINDINGS = """
            axe.run(document, { resultTypes: ['violations', 'incomplete'] }).then(results => {
                const list = kind => results[kind].flatMap(rule => rule.nodes.map(node => rule.id + ' ' + node.target + ' '
                    + [...node.any, ...node.all, ...node.none].map(check => check.message).join(' ')));
                return [...list('violations').map(found => 'violated: ' + found),
                    ...list('incomplete').map(found => 'incomplete: ' + found)];
            })
            """;

    private static final String LOOK = "['prefers-color-scheme: dark', 'forced-colors: active']"
            + ".map(feature => matchMedia('(' + feature + ')').matches)";

    private static final Locator.WaitForOptions DETACHED =
            new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

    enum View {
        BANNER,
        DIALOG,
        FLOATING_BANNER,
        PLACEHOLDER,
        PREFERENCES,
        SAVED,
        POLICY,
    }

    static Stream<Arguments> views() {
        return Stream.of(View.values())
                .flatMap(view -> Stream.of("en", "ar").map(language -> Arguments.of(view, language)));
    }

    @ParameterizedTest
    @MethodSource("views")
    @Rule("20")
    void axeFindsNothing(View view, String language) {
        PortalServer portal = portal(Locale.forLanguageTag(language));
        Page page = visitor(looking(language, 360, "light").setBypassCSP(true)).newPage();
        show(view, portal, page);
        page.evaluate(AXE);
        for (int width : new int[] {360, 1280}) {
            page.setViewportSize(width, height(width));
            for (String colours : List.of("light", "dark", "forced")) {
                page.emulateMedia(new Page.EmulateMediaOptions()
                        .setColorScheme(scheme(colours))
                        .setForcedColors(forced(colours)));
                assertThat(page.evaluate(LOOK)).isEqualTo(List.of(colours.equals("dark"), colours.equals("forced")));
                assertThat(findings(page, view)).as("%s, %s", width, colours).isEmpty();
            }
        }
    }

    private static List<?> findings(Page page, View view) {
        List<?> findings = new ArrayList<>((List<?>) page.evaluate(FINDINGS));
        if (view == View.FLOATING_BANNER) {
            // Over other content axe can't tell the ground, which is the same as where the banner is in the flow.
            findings.removeIf(finding -> finding.toString().startsWith("incomplete: color-contrast")
                    && finding.toString().endsWith("because it partially overlaps other elements"));
        }
        return findings;
    }

    static Browser.NewContextOptions looking(String language, int width, String colours) {
        return new Browser.NewContextOptions()
                .setLocale(language)
                .setViewportSize(width, height(width))
                .setColorScheme(scheme(colours))
                .setForcedColors(forced(colours));
    }

    private static int height(int width) {
        return width < 600 ? 740 : 800;
    }

    private static ColorScheme scheme(String colours) {
        return colours.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
    }

    private static ForcedColors forced(String colours) {
        return colours.equals("forced") ? ForcedColors.ACTIVE : ForcedColors.NONE;
    }

    static void show(View view, PortalServer portal, Page page) {
        switch (view) {
            case BANNER -> page.navigate(portal.at("/"));
            case DIALOG -> {
                page.navigate(portal.at("/"));
                page.locator("button[formmethod=get]").click();
                page.locator("dialog[open]").waitFor();
                page.locator("dialog summary").nth(1).click();
                page.locator("dialog [role=switch]").first().check();
            }
            case FLOATING_BANNER -> {
                page.navigate(portal.at("/cached"));
                page.locator(".choice-box").waitFor();
            }
            case PLACEHOLDER -> {
                page.navigate(portal.at("/gated"));
                page.locator("button[value=refuse-all]").click();
                page.locator("button[value=refuse-all]").waitFor(DETACHED);
                page.locator("main .choice-box button").waitFor();
            }
            case PREFERENCES -> page.navigate(portal.at("/cookies/preferences"));
            case SAVED -> {
                page.navigate(portal.at("/cookies/preferences"));
                page.locator("[role=switch]").first().check();
                page.locator("button:not([name])").first().click();
                page.locator("[role=status]").waitFor();
            }
            case POLICY -> page.navigate(portal.at("/cookies"));
        }
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(
                ClassLoader.getSystemResourceAsStream("axe.min.js"), "axe.min.js is on the class path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
