package org.consent4j.pages;

import org.consent4j.CookieConsent;
import org.jspecify.annotations.Nullable;

/**
 * What a site configured for its pages.
 *
 * @param controller who is responsible for the cookies, or null where the site's name has to do
 * @param contextPath the application's path, which all links start with
 */
record Settings(
        CookieConsent consent,
        String siteName,
        @Nullable String controller,
        String homePath,
        String basePath,
        String contextPath,
        Origins origins,
        Languages languages,
        Assets assets) {

    Settings under(String path) {
        return new Settings(consent, siteName, controller, homePath, basePath, path, origins, languages, assets);
    }

    /** Who is responsible for the cookies of the site itself. */
    String controllerName() {
        return controller == null ? siteName : controller;
    }

    /** The prefix of all class names. */
    String prefix() {
        return assets.prefix();
    }

    String home() {
        return contextPath + homePath;
    }

    String policy() {
        return contextPath + basePath;
    }

    String preferences() {
        return contextPath + basePath + Endpoint.PREFERENCES;
    }

    String banner() {
        return contextPath + basePath + Endpoint.BANNER;
    }

    String asset(Asset asset) {
        return contextPath + basePath + '/' + asset.name();
    }

    String script() {
        return contextPath + basePath + '/' + assets.scriptName();
    }
}
