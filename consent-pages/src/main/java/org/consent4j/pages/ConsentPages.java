package org.consent4j.pages;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.preference.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * What visitors see of a site's consent: the cookie policy, the form to choose in, and the banner that asks.
 *
 * <p>Everything is plain HTML that works without scripts. An adapter mounts the pages: it asks {@link #owns} of every
 * path and sends what {@link #handle} answers. An application links to {@link #preferencesPath()} from all its pages
 * (rule 13), and puts the {@link #banner} into them.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ConsentPages {

    private final Settings settings;
    final Endpoint endpoint;
    private final PerCatalogue<RenderedBanner.Key, RenderedBanner> banners;

    private ConsentPages(Settings settings) {
        this.settings = settings;
        this.endpoint = new Endpoint(settings);
        this.banners = new PerCatalogue<>(settings.consent().catalogue());
    }

    /**
     * Pages under {@code /cookies} for "This site".
     *
     * @param consent the site's consent
     * @return the pages
     */
    public static ConsentPages of(CookieConsent consent) {
        return builder(consent).build();
    }

    /**
     * Starts a configuration.
     *
     * @param consent the site's consent
     * @return a builder
     */
    public static Builder builder(CookieConsent consent) {
        return new Builder(consent);
    }

    /**
     * The site's consent.
     *
     * @return the consent
     */
    public CookieConsent consent() {
        return settings.consent();
    }

    /**
     * The languages that the pages speak, for a site that offers them to choose from.
     *
     * @return the languages in the site's order; at least one
     */
    public List<Locale> locales() {
        return settings.languages().all().stream()
                .map(texts -> Locale.forLanguageTag(texts.language().tag()))
                .toList();
    }

    /**
     * The path of the policy page within the application.
     *
     * @return the path, without the context path
     */
    public String basePath() {
        return settings.basePath();
    }

    /**
     * The paths of all pages within the application, for adapters that have to register them.
     *
     * @return the paths that {@link #owns} accepts, without the context path
     */
    public List<String> paths() {
        return endpoint.paths();
    }

    /**
     * The same pages in an application that is not at the root of its host: their links start with its path.
     *
     * @param contextPath the application's path as it was configured, {@code ""} or such as {@code "/app"}; not a
     *     request's own spelling of it
     * @return pages with such links
     * @throws IllegalArgumentException if it is not a path of that form
     */
    public ConsentPages under(String contextPath) {
        if (contextPath.equals(settings.contextPath())) {
            return this;
        }
        if (!contextPath.isEmpty()
                && (contextPath.endsWith("/")
                        || contextPath.matches("(?s).*[?#].*")
                        || SitePath.of(contextPath).isEmpty())) {
            throw new IllegalArgumentException("The context path '" + contextPath
                    + "' is not a path on this site; give \"\" or one such as /app, without a slash at its end.");
        }
        return new ConsentPages(settings.under(SitePath.of(contextPath).orElse("")));
    }

    /**
     * Whether a path is one of these pages.
     *
     * @param path a path within the application, without the context path
     * @return true if {@link #handle} answers it
     */
    public boolean owns(String path) {
        return endpoint.owns(path);
    }

    /**
     * Answers a request for one of these pages, and records the choice that it brings.
     *
     * <p>An adapter adds the headers to those that the exchange made necessary: where the response became one visitor's
     * own, it stays so.
     *
     * @param request the request, for a path that {@link #owns} accepts
     * @param exchange the request's exchange
     * @return the response; never null
     * @throws IllegalStateException if a choice can't be recorded, because the response's headers have been sent or
     *     there is no exchange; no visitor's input causes it
     */
    public PageResponse handle(PageRequest request, ConsentExchange exchange) {
        return endpoint.handle(request, exchange);
    }

    /**
     * The banner for a page of the site, where the visitor is to be asked; see {@link #banner(ConsentExchange, Locale,
     * String)}. After the choice, the visitor returns to the page that the browser names as where it came from, or to
     * the form where it names none.
     *
     * @param exchange the request's exchange
     * @param locale the page's language
     * @return an HTML fragment; empty where nobody is to be asked
     */
    public String banner(ConsentExchange exchange, Locale locale) {
        return banner(exchange, locale, "");
    }

    /**
     * The banner for a page of the site, where the visitor is to be asked.
     *
     * <p>It is a part of the page, best the first in its body, and covers nothing. It brings its style sheet and its
     * script along, so that a page without it has nothing of either. All class names in it start with {@code choice-},
     * or with the {@linkplain Builder#classPrefix prefix} that the site chose.
     *
     * @param exchange the request's exchange
     * @param locale the page's language
     * @param next the path on this site to return to after the choice, with the context path and the query, as browsers
     *     have it; another address is ignored
     * @return an HTML fragment; empty where nobody is to be asked
     */
    public String banner(ConsentExchange exchange, Locale locale, String next) {
        if (!exchange.promptNeeded()) {
            return "";
        }
        Texts texts = texts(locale);
        ActiveCatalogue catalogue = exchange.catalogue();
        // Read once, as another thread may record a choice meanwhile.
        Preferences preferences = exchange.preferences();
        return banners.get(
                        catalogue,
                        RenderedBanner.Key.of(texts, preferences),
                        () -> RenderedBanner.of(settings, texts, catalogue, preferences))
                .leadingTo(SitePath.of(next).orElse(""));
    }

    /**
     * What the banner says, for those who write its markup themselves.
     *
     * @param exchange the request's exchange
     * @param locale the page's language
     * @param next the path on this site to return to after the choice, as in {@link #banner(ConsentExchange, Locale,
     *     String)}; empty for the page that the visitor comes from
     * @return the banner's content; empty where nobody is to be asked
     */
    public Optional<Banner> bannerModel(ConsentExchange exchange, Locale locale, String next) {
        return exchange.promptNeeded()
                ? Optional.of(Banner.of(
                        settings, texts(locale), exchange.catalogue(), exchange.preferences(), SitePath.of(next)))
                : Optional.empty();
    }

    /**
     * What the form says in which visitors choose, for those who write its markup themselves.
     *
     * @param exchange the request's exchange
     * @param locale the page's language
     * @param next the path on this site to return to after the choice; empty for the page that the visitor comes from
     * @return the form's content, with the visitor's state
     */
    public PreferenceForm preferenceFormModel(ConsentExchange exchange, Locale locale, String next) {
        return PreferenceForm.of(settings, texts(locale), exchange, SitePath.of(next), false);
    }

    /**
     * What the cookie policy says, for those who write its markup themselves.
     *
     * @param locale the page's language
     * @return the policy's content, by the catalogue in force
     */
    public PolicyPage policyPageModel(Locale locale) {
        return PolicyPage.of(settings, texts(locale), settings.consent().catalogue());
    }

    Texts texts(Locale locale) {
        return settings.languages().of(locale);
    }

    /**
     * The path of the form in which visitors choose, for a link on every page of the site (rule 13).
     *
     * @return the path, with the context path
     */
    public String preferencesPath() {
        return settings.preferences();
    }

    /**
     * The path of the cookie policy, for links.
     *
     * @return the path, with the context path
     */
    public String policyPath() {
        return settings.policy();
    }

    /**
     * The path of the script for pages that are the same for everybody, and for content that waits for consent:
     *
     * <pre>{@code <script src="/cookies/choices.js" defer></script>}</pre>
     *
     * <p>It shows the banner where the visitor is to be asked, runs what waits for consent and was allowed, and offers
     * {@code window.consent} to other scripts. It speaks the visitor's language; see {@link #scriptPath(Locale)}.
     *
     * @return the path, with the context path
     */
    public String scriptPath() {
        return settings.script();
    }

    /**
     * The path of the script for pages that are the same for everybody, in a language.
     *
     * @param locale the page's language
     * @return the path, with the context path and a query
     */
    public String scriptPath(Locale locale) {
        return settings.script()
                + '?'
                + Submission.LANGUAGE
                + '='
                + texts(locale).language().tag();
    }

    /**
     * The path of the style sheet that the banner brings along, for pages that write the banner's markup themselves.
     * It changes with the style sheet's content, so it must not be copied into a page's source.
     *
     * @return the path, with the context path
     */
    public String stylesheetPath() {
        return settings.asset(settings.assets().bannerStyle());
    }

    /**
     * Configures the pages; each error is told where it is made, or by {@link #build()}.
     *
     * <p>Not safe for use by many threads.
     */
    public static final class Builder {

        private final CookieConsent consent;
        private String siteName = "This site";
        private @Nullable String controller;
        private String homePath = "/";
        private String basePath = "/cookies";
        private String classPrefix = Assets.STANDARD_PREFIX;
        private final Set<Origins.Origin> origins = new LinkedHashSet<>();
        private final Languages.Builder languages = new Languages.Builder();

        private Builder(CookieConsent consent) {
            this.consent = Objects.requireNonNull(consent, "consent");
        }

        /**
         * Sets the name under which visitors know the site; "This site", if never called.
         *
         * @param name the name; not blank
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder siteName(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        "The site's name is '" + name + "'; give the name that visitors know, or leave it out.");
            }
            this.siteName = name;
            return this;
        }

        /**
         * Sets who is responsible for the site's use of cookies, the controller of GDPR article 4(7); banner and policy
         * then say so (rule 14).
         *
         * @param name the name of a person or a company, best with its address; not blank
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder controller(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("The controller's name is '" + name
                        + "'; give the name of the person or company that is responsible, or leave it out.");
            }
            this.controller = name;
            return this;
        }

        /**
         * Sets the site's first page, to which its name leads from the pages; {@code /}, if never called.
         *
         * @param path the path within the application, without the context path
         * @return this
         * @throws IllegalArgumentException if it is not a path on this site
         */
        public Builder homePath(String path) {
            this.homePath = SitePath.of(path)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The home path '" + path + "' is not a path on this site; give one such as / or /start."));
            return this;
        }

        /**
         * Sets where the pages are within the application; {@code /cookies}, if never called.
         *
         * @param path the path of the policy page
         * @return this
         * @throws IllegalArgumentException if the path is of another form
         */
        public Builder basePath(String path) {
            if (!path.matches("(/[a-z0-9._~-]+)+") || path.matches(".*/\\.\\.?(/.*)?")) {
                throw new IllegalArgumentException("The base path '" + path
                        + "' is not of the form (/[a-z0-9._~-]+)+; give one such as /cookies, without a slash at its"
                        + " end.");
            }
            this.basePath = path;
            return this;
        }

        /**
         * Sets what all class names in the banner and the pages start with, and the names of their files, for sites
         * whose visitors use a blocker that hides the usual ones; {@code choice}, if never called.
         *
         * @param prefix lower-case letters, at most 20
         * @return this
         * @throws IllegalArgumentException if the prefix is of another form
         */
        public Builder classPrefix(String prefix) {
            if (!prefix.matches("[a-z]{1,20}")) {
                throw new IllegalArgumentException("The class prefix '" + prefix
                        + "' is not of the form [a-z]+, at most 20 characters; give one such as choice.");
            }
            this.classPrefix = prefix;
            return this;
        }

        /**
         * Sets which languages the pages speak, the first where none fits a visitor's; all that the SDK speaks and
         * English first, if never called.
         *
         * @param locales one or more; a country's own variant counts as the language; languages of the site's own are
         *     given with {@link #texts} before
         * @return this
         * @throws IllegalArgumentException if there is none, or one that the pages don't speak
         */
        public Builder locales(Locale... locales) {
            languages.choose(List.of(locales));
            return this;
        }

        /**
         * Sets the language of the catalogue's texts that don't say theirs, so that a page in another language can mark
         * them; unknown, if never called.
         *
         * @param locale the language
         * @return this
         */
        public Builder catalogueLocale(Locale locale) {
            languages.catalogueLocale(locale);
            return this;
        }

        /**
         * Replaces a text of the pages in one language. The keys and the texts as they are stand in
         * {@code org/consent4j/pages/texts.properties} of this library.
         *
         * @param locale the language
         * @param key the text's key
         * @param text the text; not blank; with the same places, {@code {0}} and so on, as the text that it replaces
         * @return this
         * @throws IllegalArgumentException if there is no text of that key, or the places differ
         */
        public Builder text(Locale locale, String key, String text) {
            languages.replace(locale, key, text);
            return this;
        }

        /**
         * Replaces several texts in one language, or adds a language that the SDK does not speak, by all of its texts.
         *
         * @param locale the language
         * @param texts the texts by key, as in {@link #text}
         * @return this
         * @throws IllegalArgumentException if there is no text of one of the keys, or the places differ
         */
        public Builder texts(Locale locale, Map<String, String> texts) {
            texts.forEach((key, text) -> languages.replace(locale, key, text));
            return this;
        }

        /**
         * Adds an origin from which choices are accepted beside the request's own host, as where a proxy in front of
         * the application changes the host's name. It can be called again for more.
         *
         * @param origin scheme and host, and the port where it is not the scheme's own, such as
         *     {@code https://www.example.org}
         * @return this
         * @throws IllegalArgumentException if it is not an origin
         */
        public Builder origin(String origin) {
            origins.add(Origins.Origin.parse(origin)
                    .orElseThrow(() -> new IllegalArgumentException("The origin '" + origin
                            + "' is not of the form scheme://host or scheme://host:port; give one such as"
                            + " https://www.example.org, without a path.")));
            return this;
        }

        /**
         * The pages.
         *
         * @return new pages
         * @throws IllegalArgumentException if a text is missing in a language that the site added
         */
        public ConsentPages build() {
            return new ConsentPages(new Settings(
                    consent,
                    siteName,
                    controller,
                    homePath,
                    basePath,
                    "",
                    new Origins(origins),
                    languages.build(),
                    new Assets(classPrefix)));
        }
    }
}
