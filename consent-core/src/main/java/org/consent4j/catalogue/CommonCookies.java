package org.consent4j.catalogue;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ready declarations of the cookies that servers and frameworks of the JVM set by themselves, all of them necessary.
 *
 * <p>A site adds those that it uses, so that it does not lose its login on the first day. Their provider is the site;
 * what else differs is changed with {@link CookieDeclaration#toBuilder()}. A necessary cookie is one that serves what
 * the visitor asked for: whoever uses one of these for anything else declares it himself.
 */
public final class CommonCookies {

    private CommonCookies() {}

    /**
     * The cookies of this class that have a name, by whose they are: two of them are called {@code SESSION}.
     *
     * @param name a cookie's name
     * @return declarations under names such as {@code Spring Session}, in alphabetical order; empty if none is called so
     */
    public static Map<String, CookieDeclaration> named(String name) {
        return switch (name) {
            case "JSESSIONID" -> Map.of("Servlet containers", servletSession());
            case "JSESSIONIDSSO" -> Map.of("Tomcat", tomcatSingleSignOn());
            case "SESSION" ->
                Collections.unmodifiableMap(
                        new TreeMap<>(Map.of("Micronaut", micronautSession(), "Spring Session", springSession())));
            case "XSRF-TOKEN" -> Map.of("Spring Security", csrfToken());
            case "remember-me" -> Map.of("Spring Security", rememberMe());
            case "REDIRECT_URI" -> Map.of("Spring Security", savedRequest());
            case "org.springframework.web.servlet.i18n.CookieLocaleResolver.LOCALE" ->
                Map.of("Spring MVC", springLocale());
            case "__Host-csrfToken" -> Map.of("Micronaut Security", micronautCsrfToken());
            case "JWT" -> Map.of("Micronaut Security", micronautJwt());
            case "JWT_REFRESH_TOKEN" -> Map.of("Micronaut Security", micronautJwtRefreshToken());
            default -> Map.of();
        };
    }

    /**
     * {@code JSESSIONID}: the session of every Servlet container.
     *
     * @return the declaration
     */
    public static CookieDeclaration servletSession() {
        return session("JSESSIONID");
    }

    /**
     * {@code JSESSIONIDSSO}: Tomcat's single sign-on.
     *
     * @return the declaration
     */
    public static CookieDeclaration tomcatSingleSignOn() {
        return necessary("JSESSIONIDSSO")
                .function(english("Login"))
                .purpose(english("To keep you logged in across the parts of this site"))
                .retention(Retention.session())
                .build();
    }

    /**
     * {@code SESSION}: the session of Spring Session.
     *
     * @return the declaration
     */
    public static CookieDeclaration springSession() {
        return session("SESSION");
    }

    /**
     * {@code XSRF-TOKEN}: the anti-forgery token that Spring Security and others hand to scripts.
     *
     * @return the declaration
     */
    public static CookieDeclaration csrfToken() {
        return csrf("XSRF-TOKEN");
    }

    /**
     * {@code remember-me}: Spring Security's login that outlives the browser, where the visitor asked for it.
     *
     * @return the declaration
     */
    public static CookieDeclaration rememberMe() {
        return necessary("remember-me")
                .function(english("Login"))
                .purpose(english("To keep you logged in after you close the browser, as you asked for at login"))
                .retention(Retention.days(14))
                .build();
    }

    /**
     * {@code REDIRECT_URI}: where Spring Security's cookie request cache returns to after the login.
     *
     * @return the declaration
     */
    public static CookieDeclaration savedRequest() {
        return necessary("REDIRECT_URI")
                .function(english("Login"))
                .purpose(english("To bring you back, after the login, to the page that you asked for"))
                .retention(Retention.session())
                .build();
    }

    /**
     * The language that a visitor chose, as Spring MVC's {@code CookieLocaleResolver} keeps it under its own name.
     *
     * @return the declaration
     */
    public static CookieDeclaration springLocale() {
        return necessary("org.springframework.web.servlet.i18n.CookieLocaleResolver.LOCALE")
                .function(english("Language"))
                .purpose(english("To remember the language that you chose"))
                .retention(Retention.session())
                .build();
    }

    /**
     * {@code SESSION}: the session of Micronaut.
     *
     * @return the declaration
     */
    public static CookieDeclaration micronautSession() {
        return session("SESSION");
    }

    /**
     * {@code __Host-csrfToken}: the anti-forgery token of Micronaut Security, which lasts as long as its login.
     *
     * @return the declaration
     */
    public static CookieDeclaration micronautCsrfToken() {
        return csrf("__Host-csrfToken").toBuilder()
                .retention(Retention.of(Duration.ofHours(1)))
                .build();
    }

    /**
     * {@code JWT}: the login of Micronaut Security where it is kept in a cookie, for an hour unless configured.
     *
     * @return the declaration
     */
    public static CookieDeclaration micronautJwt() {
        return necessary("JWT")
                .function(english("Login"))
                .purpose(english("To keep you logged in from one page to the next"))
                .retention(Retention.of(Duration.ofHours(1)))
                .build();
    }

    /**
     * {@code JWT_REFRESH_TOKEN}: what renews that login, sent to the path of the renewal alone.
     *
     * @return the declaration
     */
    public static CookieDeclaration micronautJwtRefreshToken() {
        return necessary("JWT_REFRESH_TOKEN")
                .function(english("Login"))
                .purpose(english("To renew your login while you use the site"))
                .retention(Retention.days(30))
                .path("/oauth/access_token")
                .build();
    }

    /**
     * The preference cookie of this SDK, which the SDK declares by itself where the catalogue does not.
     *
     * @param name the cookie's name
     * @return the declaration
     */
    public static CookieDeclaration preferences(String name) {
        return necessary(name)
                .function(english("Cookie preferences"))
                .purpose(english("To remember which cookies you accepted and refused"))
                .retention(Retention.months(6))
                .build();
    }

    private static CookieDeclaration session(String name) {
        return necessary(name)
                .function(english("Session"))
                .purpose(english("To remember you from one page to the next, for example that you are logged in"))
                .retention(Retention.session())
                .build();
    }

    private static CookieDeclaration csrf(String name) {
        return necessary(name)
                .function(english("Security"))
                .purpose(english("To make sure that what is sent to this site in your name was sent by you"))
                .retention(Retention.session())
                .build();
    }

    private static CookieDeclaration.Builder necessary(String name) {
        return CookieDeclaration.cookie(name).category(Category.NECESSARY).provider(Provider.SITE);
    }

    private static LocalizedText english(String text) {
        return LocalizedText.of(Locale.ENGLISH, text);
    }
}
