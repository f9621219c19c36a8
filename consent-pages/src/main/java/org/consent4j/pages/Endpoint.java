package org.consent4j.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;

/** Answers the requests for the pages and for what belongs to them. */
final class Endpoint {

    static final String PREFERENCES = "/preferences";
    static final String BANNER = "/banner";

    private static final String HTML = "text/html;charset=utf-8";
    private static final String SECURITY_POLICY = "default-src 'none'; style-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final Settings settings;
    /** What is the same for everybody. */
    private final PerCatalogue<String, Content> contents;
    /** What other libraries answer, by path below the base path. */
    private final Map<String, PageExtension> extensions = new LinkedHashMap<>();

    Endpoint(Settings settings) {
        this.settings = settings;
        this.contents = new PerCatalogue<>(settings.consent().catalogue());
        ServiceLoader.load(PageExtension.class, PageExtension.class.getClassLoader())
                .forEach(extension -> extensions.put(extension.path(), extension));
    }

    /** The paths that are always there, within the application. */
    List<String> paths() {
        String base = settings.basePath();
        return Stream.concat(
                        Stream.of(
                                "", PREFERENCES, BANNER, '/' + settings.assets().scriptName()),
                        Stream.concat(
                                extensions.keySet().stream(),
                                settings.assets().all().stream().map(asset -> '/' + asset.name())))
                .map(path -> base + path)
                .toList();
    }

    boolean owns(String path) {
        String base = settings.basePath();
        if (!path.startsWith(base)) {
            return false;
        }
        String rest = path.substring(base.length());
        return rest.isEmpty()
                || rest.equals(PREFERENCES)
                || rest.equals(BANNER)
                || extensions.containsKey(rest)
                || (rest.startsWith("/") && isFile(rest.substring(1)));
    }

    private boolean isFile(String name) {
        return name.equals(settings.assets().scriptName()) || settings.assets().isAssetName(name);
    }

    PageResponse handle(PageRequest request, ConsentExchange exchange) {
        PageResponse response = respond(request, exchange);
        return request.method().equals("HEAD") ? response.withoutBody() : response;
    }

    private PageResponse respond(PageRequest request, ConsentExchange exchange) {
        String query = request.query();
        FormData fields = FormData.ofQuery(query == null ? "" : query);
        Optional<Texts> named = fields.first(Submission.LANGUAGE).flatMap(settings.languages()::named);
        Texts texts = named.orElseGet(() -> settings.languages().of(request.headers()));
        String path = request.path().startsWith(settings.basePath())
                ? request.path().substring(settings.basePath().length())
                : "/?";
        PageExtension extension = extensions.get(path);
        if (extension != null) {
            return extension.handle(
                    request,
                    exchange,
                    new PageExtension.Visit(
                            texts.language(), settings.origins().isSameOrigin(request.headers()), texts::of));
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (path.equals(PREFERENCES)) {
            return reads
                    ? preferences(fields, exchange, texts)
                    : request.method().equals("POST")
                            ? submit(request, exchange, texts)
                            : notAllowed(texts, "GET, HEAD, POST");
        }
        if (!owns(request.path())) {
            return problem(texts, 404);
        }
        if (!reads) {
            return notAllowed(texts, "GET, HEAD");
        }
        String vary = named.isPresent() ? "" : "Accept-Language";
        return switch (path) {
            case "" ->
                contents.get(
                                exchange.catalogue(),
                                "policy " + texts.language().tag(),
                                () -> Content.of(HTML, policy(exchange.catalogue(), texts)))
                        .response(request.headers(), headers("no-cache"), vary);
            case BANNER -> page(200, bannerDocument(exchange, texts));
            default -> file(path.substring(1), request, exchange, texts, vary);
        };
    }

    private PageResponse file(String name, PageRequest request, ConsentExchange exchange, Texts texts, String vary) {
        if (name.equals(settings.assets().scriptName())) {
            return contents.get(
                            exchange.catalogue(),
                            "script " + texts.language().tag(),
                            () -> Content.of(
                                    "text/javascript;charset=utf-8",
                                    new SiteScript(settings, texts, exchange.catalogue()).text()))
                    .response(request.headers(), fileHeaders("no-cache"), vary);
        }
        return settings.assets()
                .named(name)
                .map(asset -> asset.content()
                        .response(request.headers(), fileHeaders("public, max-age=31536000, immutable"), ""))
                .orElseGet(() -> problem(texts, 404));
    }

    String policy(ActiveCatalogue catalogue, Texts texts) {
        PolicyPage policy = PolicyPage.of(settings, texts, catalogue);
        return Templates.html(new Templates.Policy(
                frame(texts, policy.title(), new Link(settings.preferences(), texts.text("preferences.link"))),
                policy));
    }

    private String bannerDocument(ConsentExchange exchange, Texts texts) {
        if (!exchange.promptNeeded()) {
            return "<!DOCTYPE html><title></title>";
        }
        return Templates.html(new Templates.BannerDocument(
                settings.prefix(),
                settings.asset(settings.assets().bannerStyle()),
                settings.asset(settings.assets().bannerScript()),
                Banner.of(settings, texts, exchange.catalogue(), exchange.preferences(), Optional.empty())));
    }

    private PageResponse preferences(FormData query, ConsentExchange exchange, Texts texts) {
        PreferenceForm form = PreferenceForm.of(
                settings,
                texts,
                exchange,
                query.first(Submission.NEXT).flatMap(SitePath::of),
                query.first("saved").isPresent());
        return page(
                200,
                Templates.html(new Templates.Preferences(
                        frame(texts, form.title(), new Link(settings.policy(), texts.text("policy.link"))), form)));
    }

    private PageResponse submit(PageRequest request, ConsentExchange exchange, Texts texts) {
        if (!settings.origins().isSameOrigin(request.headers())) {
            return problem(texts, 403);
        }
        Submission submission;
        try {
            submission = Submission.read(request, exchange.catalogue());
        } catch (Submission.RejectedException e) {
            return problem(texts, e.status);
        }
        exchange.record(submission.choices());
        Map<String, String> headers = headers("no-store");
        headers.put(
                "Location",
                submission
                        .next()
                        .or(() -> settings.origins()
                                .refererPath(request.headers())
                                .filter(path -> !isPreferences(path)))
                        .orElseGet(() -> settings.preferences() + "?saved"
                                + submission
                                        .language()
                                        .flatMap(settings.languages()::named)
                                        .map(language ->
                                                "&lang=" + language.language().tag())
                                        .orElse("")));
        return new PageResponse(303, headers, new byte[0]);
    }

    /** Whether a path is that of the form, which then says that the choice is saved. */
    private boolean isPreferences(String path) {
        return path.equals(settings.preferences()) || path.startsWith(settings.preferences() + "?");
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
        return page(
                status,
                Templates.html(new Templates.Problem(
                        frame(
                                texts,
                                texts.text("problem.title"),
                                new Link(settings.policy(), texts.text("policy.link"))),
                        texts.text(reason),
                        new Link(settings.preferences(), texts.text("problem.back")))));
    }

    private Templates.Frame frame(Texts texts, String title, Link link) {
        Assets assets = settings.assets();
        return new Templates.Frame(
                texts.language(),
                settings.prefix(),
                title,
                texts.isolated(settings.siteName()),
                settings.home(),
                texts.text("page.navigation"),
                link,
                List.of(settings.asset(assets.bannerStyle()), settings.asset(assets.pageStyle())));
    }

    /** A page that shows one visitor's state, or that something did not work. */
    private static PageResponse page(int status, String html) {
        Map<String, String> headers = headers("no-store");
        headers.put("Content-Type", HTML);
        return new PageResponse(status, headers, html.getBytes(UTF_8));
    }

    private static Map<String, String> headers(String cacheControl) {
        Map<String, String> headers = fileHeaders(cacheControl);
        headers.put("Content-Security-Policy", SECURITY_POLICY);
        headers.put("Referrer-Policy", "same-origin");
        return headers;
    }

    private static Map<String, String> fileHeaders(String cacheControl) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", cacheControl);
        headers.put("X-Content-Type-Options", "nosniff");
        return headers;
    }
}
