package org.consent4j.pages.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.consent4j.pages.browser.AccessibilityBrowserTest.View;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Makes the pictures in {@code docs/screenshots}, where the command is; it runs only if it is named. */
class Screenshots extends BrowserTest {

    private static final Path FOLDER = Path.of("../docs/screenshots");
    private static final int COLOURS = 16;

    @ParameterizedTest
    @EnumSource
    void take(View view) throws IOException {
        for (int width : new int[] {360, 1280}) {
            take(view, "en", width, "light");
            take(view, "en", width, "dark");
            take(view, "ar", width, "light");
        }
    }

    private void take(View view, String language, int width, String colours) throws IOException {
        PortalServer portal = portal(Locale.forLanguageTag(language));
        try (BrowserContext visitor =
                browser().newContext(AccessibilityBrowserTest.looking(language, width, colours))) {
            Page page = visitor.newPage();
            AccessibilityBrowserTest.show(view, portal, page);
            boolean whole = view == View.POLICY || view == View.PREFERENCES || view == View.SAVED;
            byte[] picture = page.screenshot(new Page.ScreenshotOptions().setFullPage(whole));
            String name = String.join(
                    "-",
                    view.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    width < 600 ? "phone" : "desktop",
                    colours,
                    language);
            write(ImageIO.read(new ByteArrayInputStream(picture)), FOLDER.resolve(name + ".png"));
        }
    }

    /** With few colours, as there are few: a small part of the size. */
    private static void write(BufferedImage picture, Path file) throws IOException {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y) & 0xf8f8f8, 1, Integer::sum);
            }
        }
        int[] palette = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COLOURS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        int[] colours = new int[COLOURS];
        for (int i = 0; i < palette.length; i++) {
            // What was rounded down to a multiple of eight: white stays white, black stays black.
            colours[i] = palette[i] | ((palette[i] >> 5) & 0x070707);
        }
        BufferedImage indexed = new BufferedImage(
                picture.getWidth(),
                picture.getHeight(),
                BufferedImage.TYPE_BYTE_BINARY,
                new IndexColorModel(4, COLOURS, colours, 0, false, -1, DataBuffer.TYPE_BYTE));
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int colour = picture.getRGB(x, y);
                int index = nearest.computeIfAbsent(colour, wanted -> nearest(wanted, colours));
                indexed.getRaster().setSample(x, y, 0, index);
            }
        }
        ImageIO.write(indexed, "png", file.toFile());
    }

    private static int nearest(int wanted, int[] colours) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < colours.length; i++) {
            int distance = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = (wanted >> shift & 0xff) - (colours[i] >> shift & 0xff);
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
