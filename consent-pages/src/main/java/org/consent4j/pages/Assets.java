package org.consent4j.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The style sheets and scripts of the pages, as they were minified and compressed when the SDK was built. */
final class Assets {

    static final String STANDARD_PREFIX = "choice";

    private static final int HASH_DIGITS = 8;
    private static final String CSS = "text/css;charset=utf-8";
    private static final String JAVASCRIPT = "text/javascript;charset=utf-8";

    /** Class names; not the custom properties of the style sheets, which sites set. */
    private static final Pattern CLASS_NAME = Pattern.compile("(?<![\\w-])" + STANDARD_PREFIX + "-");

    /** The names that an asset has had or will have in other releases. */
    private final Pattern nameForm;

    private final String prefix;
    private final Asset bannerStyle;
    private final Asset pageStyle;
    private final Asset bannerScript;
    private final String siteScript;

    /** The assets with class names, and with names of their own, that start with a prefix. */
    Assets(String prefix) {
        this.prefix = prefix;
        this.bannerStyle = asset("choice.css", prefix, "css", CSS);
        this.pageStyle = asset("page.css", prefix + "-page", "css", CSS);
        this.bannerScript = asset("choice.js", prefix, "js", JAVASCRIPT);
        this.siteScript = withPrefix(text("choices.js")).strip().replaceFirst(";$", "");
        this.nameForm = Pattern.compile(Pattern.quote(prefix) + "(-page)?\\.[0-9a-f]{" + HASH_DIGITS + "}\\.(css|js)");
    }

    private Asset asset(String file, String stem, String extension, String type) {
        Content content = prefix.equals(STANDARD_PREFIX)
                ? Content.of(type, read(file), read(file + ".gz"), read(file + ".br"))
                : Content.of(type, withPrefix(text(file)));
        return new Asset(stem + '.' + content.digest().substring(0, HASH_DIGITS) + '.' + extension, content);
    }

    private String withPrefix(String text) {
        return CLASS_NAME.matcher(text).replaceAll(prefix + '-');
    }

    private static String text(String file) {
        return new String(read(file), StandardCharsets.UTF_8);
    }

    private static byte[] read(String file) {
        try (InputStream in =
                Objects.requireNonNull(Assets.class.getResourceAsStream(file), () -> file + " is in this package")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String prefix() {
        return prefix;
    }

    /** The looks of the banner and of the form. */
    Asset bannerStyle() {
        return bannerStyle;
    }

    /** The looks of the SDK's own pages, on top of the other. */
    Asset pageStyle() {
        return pageStyle;
    }

    /** What makes the banner and the form quicker, where scripts run. */
    Asset bannerScript() {
        return bannerScript;
    }

    /** A function of two arguments, the site's configuration and how to load a script, without anything after it. */
    String siteScript() {
        return siteScript;
    }

    /** The name of the script for a site's own pages, which does not change with its content. */
    String scriptName() {
        return prefix + "s.js";
    }

    List<Asset> all() {
        return List.of(bannerStyle, pageStyle, bannerScript);
    }

    Optional<Asset> named(String name) {
        return all().stream().filter(asset -> asset.name().equals(name)).findFirst();
    }

    /** Whether a name is of the form that assets have, if maybe in another release. */
    boolean isAssetName(String name) {
        return nameForm.matcher(name).matches();
    }
}
