package org.consent4j.pages;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;

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

    private static final String PREFERENCES = "/preferences";
    private static final String STYLESHEET = "/consent.css";

    private final CookieConsent consent;
    private final String siteName;
    private final String homePath;
    private final String basePath;
    private final Origins origins;
    private final String contextPath;
    private final String preferences;
    private final String stylesheet;

    private ConsentPages(
            CookieConsent consent,
            String siteName,
            String homePath,
            String basePath,
            Origins origins,
            String contextPath) {
        this.consent = consent;
        this.siteName = siteName;
        this.homePath = homePath;
        this.basePath = basePath;
        this.origins = origins;
        this.contextPath = contextPath;
        this.preferences = basePath + PREFERENCES;
        this.stylesheet = basePath + STYLESHEET;
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
        return consent;
    }

    /**
     * The path of the policy page within the application.
     *
     * @return the path, without the context path
     */
    public String basePath() {
        return basePath;
    }

    /**
     * The paths of all pages within the application, for adapters that have to register them.
     *
     * @return the paths that {@link #owns} accepts, without the context path
     */
    public List<String> paths() {
        return List.of(basePath, preferences, stylesheet);
    }

    String siteName() {
        return siteName;
    }

    /** The site's first page, with the context path. */
    String homePath() {
        return contextPath + homePath;
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
        if (contextPath.equals(this.contextPath)) {
            return this;
        }
        if (!contextPath.isEmpty()
                && (contextPath.endsWith("/")
                        || contextPath.matches("(?s).*[?#].*")
                        || SitePath.of(contextPath).isEmpty())) {
            throw new IllegalArgumentException("The context path '" + contextPath
                    + "' is not a path on this site; give \"\" or one such as /app, without a slash at its end.");
        }
        return new ConsentPages(
                consent,
                siteName,
                homePath,
                basePath,
                origins,
                SitePath.of(contextPath).orElse(""));
    }

    /**
     * Whether a path is one of these pages.
     *
     * @param path a path within the application, without the context path
     * @return true if {@link #handle} answers it
     */
    public boolean owns(String path) {
        return path.startsWith(basePath)
                && (path.length() == basePath.length() || path.equals(preferences) || path.equals(stylesheet));
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
        PageResponse response = respond(request, exchange, Texts.of(request.headers()));
        return request.method().equals("HEAD") ? response.withoutBody() : response;
    }

    private PageResponse respond(PageRequest request, ConsentExchange exchange, Texts texts) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (request.path().equals(preferences)) {
            if (reads) {
                String query = request.query();
                return new PreferencesPage(this, texts, exchange)
                        .response(FormData.ofQuery(query == null ? "" : query));
            }
            return request.method().equals("POST")
                    ? submit(request, exchange, texts)
                    : notAllowed(texts, "GET, HEAD, POST");
        }
        if (!request.path().equals(basePath) && !request.path().equals(stylesheet)) {
            return problem(texts, 404);
        }
        if (!reads) {
            return notAllowed(texts, "GET, HEAD");
        }
        return request.path().equals(stylesheet)
                ? Stylesheet.response(request.headers())
                : new PolicyPage(this, texts, exchange.catalogue()).response();
    }

    private PageResponse submit(PageRequest request, ConsentExchange exchange, Texts texts) {
        if (!origins.isSameOrigin(request.headers())) {
            return problem(texts, 403);
        }
        Submission submission;
        try {
            submission = Submission.read(request, exchange.catalogue());
        } catch (Submission.RejectedException e) {
            return problem(texts, e.status);
        }
        exchange.record(submission.choices());
        return Page.seeOther(submission
                .next()
                .or(() -> origins.refererPath(request.headers()).filter(path -> !isPreferences(path)))
                .orElse(preferencesPath() + "?saved"));
    }

    /** Whether a path is that of the form, which then says that the choice is saved. */
    private boolean isPreferences(String path) {
        return path.equals(preferencesPath()) || path.startsWith(preferencesPath() + "?");
    }

    private PageResponse notAllowed(Texts texts, String allowed) {
        PageResponse page = problem(texts, 405);
        Map<String, String> headers = new LinkedHashMap<>(page.headers());
        headers.put("Allow", allowed);
        return new PageResponse(page.status(), headers, page.body());
    }

    private PageResponse problem(Texts texts, int status) {
        String reason = switch (status) {
            case 403 -> "problem.foreign";
            case 404 -> "problem.absent";
            case 405 -> "problem.method";
            case 413 -> "problem.large";
            case 415 -> "problem.type";
            default -> "problem.malformed";
        };
        return Page.response(
                this,
                texts,
                status,
                "no-store",
                texts.plain("problem.title"),
                texts.text("problem.title"),
                Html.link(policyPath(), texts.text("policy.link")),
                Html.element("p", texts.text(reason)),
                Html.element("p", Html.link(preferencesPath(), texts.text("problem.back"))));
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
     * <p>It is a part of the page, best the first in its body, and covers nothing. The page links its looks in its head:
     *
     * <pre>{@code <link rel="stylesheet" href="/cookies/consent.css">}</pre>
     *
     * <p>that is {@link #stylesheetPath()}; all class names in it start with
     * {@code choice-}.
     *
     * @param exchange the request's exchange
     * @param locale the page's language
     * @param next the path on this site to return to after the choice, with the context path and the query, as browsers have it;
     *     another address is ignored
     * @return an HTML fragment; empty where nobody is to be asked
     */
    public String banner(ConsentExchange exchange, Locale locale, String next) {
        return exchange.promptNeeded() ? new Banner(this, Texts.of(locale)).html(exchange, SitePath.of(next)) : "";
    }

    /**
     * The path of the form in which visitors choose, for a link on every page of the site (rule 13).
     *
     * @return the path, with the context path
     */
    public String preferencesPath() {
        return contextPath + preferences;
    }

    /**
     * The path of the cookie policy, for links.
     *
     * @return the path, with the context path
     */
    public String policyPath() {
        return contextPath + basePath;
    }

    /**
     * The path of the pages' style sheet, for pages that show the banner.
     *
     * @return the path, with the context path
     */
    public String stylesheetPath() {
        return contextPath + stylesheet;
    }

    /**
     * Configures the pages; each error is told where it is made.
     *
     * <p>Not safe for use by many threads.
     */
    public static final class Builder {

        private final CookieConsent consent;
        private String siteName = "This site";
        private String homePath = "/";
        private String basePath = "/cookies";
        private final Set<Origins.Origin> origins = new LinkedHashSet<>();

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
         * Chooses the languages that the pages speak, the first where none fits a visitor; all that are bundled, if
         * never called.
         *
         * @param locales locales that texts are bundled for
         * @return this
         * @throws IllegalArgumentException if there are no texts for one of them
         */
        public Builder locales(Locale... locales) {
            // One language is bundled, so there is nothing to choose yet.
            for (Locale locale : locales) {
                if (!Texts.locales().contains(locale)) {
                    throw new IllegalArgumentException("The pages have no texts in '" + locale.toLanguageTag()
                            + "'; choose from "
                            + Texts.locales().stream()
                                    .map(Locale::toLanguageTag)
                                    .sorted()
                                    .collect(Collectors.joining(", ", "", ".")));
                }
            }
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
         */
        public ConsentPages build() {
            return new ConsentPages(consent, siteName, homePath, basePath, new Origins(origins), "");
        }
    }
}
