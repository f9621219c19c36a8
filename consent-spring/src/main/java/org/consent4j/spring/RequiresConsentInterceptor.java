package org.consent4j.spring;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.pages.ConsentPages;
import org.consent4j.spring.ConsentFailureAnalyzer.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.UrlBasedViewResolver;

/**
 * Keeps {@link RequiresConsent}, and hands the exchange to views.
 */
final class RequiresConsentInterceptor implements HandlerInterceptor {

    private static final String IN_FALLBACK = "org.consent4j.spring.fallback";
    private static final System.Logger LOG = System.getLogger("org.consent4j.spring");

    private final ConsentPages pages;
    private final String modelAttribute;
    private final String pagesAttribute;
    private final Set<String> hopelessCategories = ConcurrentHashMap.newKeySet();

    RequiresConsentInterceptor(ConsentPages pages, String modelAttribute) {
        this.pages = pages;
        this.modelAttribute = modelAttribute;
        this.pagesAttribute = modelAttribute + "Pages";
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException, ServletException {
        ConsentExchange exchange = ConsentArgumentResolver.exchange(request, response, pages.consent());
        if (!modelAttribute.isEmpty()) {
            exposeTo(request, exchange);
        }
        RequiresConsent required = requirement(handler);
        if (required == null || isFinishing(request) || isMet(required, exchange, handler)) {
            return true;
        }
        switch (required.otherwise()) {
            case FORBIDDEN -> response.sendError(HttpServletResponse.SC_FORBIDDEN);
            case PREFERENCES -> sendToPreferences(request, response);
            case FALLBACK -> fallBack(required, handler, request, response);
        }
        return false;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView view) {
        // Views that are given as objects may render all of their model, as those for JSON do.
        if (modelAttribute.isEmpty()
                || view == null
                || !view.isReference()
                || isRedirect(view)
                || !pages.consent().isSetUp()) {
            return;
        }
        ConsentExchange exchange = ConsentArgumentResolver.exchange(request, response, pages.consent());
        view.getModelMap().putIfAbsent(modelAttribute, exchange);
        view.getModelMap().putIfAbsent(pagesAttribute, pagesOf(request));
    }

    private static boolean isRedirect(ModelAndView view) {
        String name = view.getViewName();
        return name != null && name.startsWith(UrlBasedViewResolver.REDIRECT_URL_PREFIX);
    }

    private void exposeTo(HttpServletRequest request, ConsentExchange exchange) {
        if (request.getAttribute(modelAttribute) == null) {
            request.setAttribute(modelAttribute, exchange);
        }
        if (request.getAttribute(pagesAttribute) == null) {
            request.setAttribute(pagesAttribute, pagesOf(request));
        }
    }

    private ConsentPages pagesOf(HttpServletRequest request) {
        return pages.under(request.getServletContext().getContextPath());
    }

    /** Whether an asynchronous handler only has its result written: it has been let in, or is another one's fallback. */
    private static boolean isFinishing(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.ASYNC
                && WebAsyncUtils.getAsyncManager(request).hasConcurrentResult();
    }

    /** What a handler requires, also behind a proxy that shows nothing but its interfaces. */
    static @Nullable RequiresConsent requirement(Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return AnnotatedElementUtils.findMergedAnnotation(AopUtils.getTargetClass(handler), RequiresConsent.class);
        }
        Class<?> type = method.getBean() instanceof String
                ? method.getBeanType()
                : ClassUtils.getUserClass(AopUtils.getTargetClass(method.getBean()));
        RequiresConsent ofMethod = AnnotatedElementUtils.findMergedAnnotation(
                AopUtils.getMostSpecificMethod(method.getMethod(), type), RequiresConsent.class);
        return ofMethod != null ? ofMethod : AnnotatedElementUtils.findMergedAnnotation(type, RequiresConsent.class);
    }

    private boolean isMet(RequiresConsent required, ConsentExchange exchange, Object handler) {
        boolean met = required.value().length > 0;
        for (String category : required.value()) {
            if (!exchange.allows(category)) {
                met = false;
                warnIfNobodyIsLetIn(category, exchange.catalogue(), name(handler));
            }
        }
        return met;
    }

    private void warnIfNobodyIsLetIn(String id, ActiveCatalogue catalogue, String handler) {
        Optional<Category> category = catalogue.category(id);
        if (category.filter(catalogue::offersChoice).isPresent() || !hopelessCategories.add(id)) {
            return;
        }
        if (category.isEmpty()) {
            LOG.log(
                    WARNING,
                    "@RequiresConsent on {0} names the category ''{1}'', which the site does not have, so nobody is let"
                            + " in. Name one of {2}.",
                    handler,
                    id,
                    catalogue.categories());
        } else {
            LOG.log(
                    WARNING,
                    "@RequiresConsent on {0} names the category ''{1}'', in which no cookie is declared, so visitors"
                            + " are not asked for it and nobody is let in. Declare what needs it, or take the"
                            + " annotation away.",
                    handler,
                    id);
        }
    }

    /** Stops the start where an annotation can't be meant, or nobody asks for it. */
    static void check(Object handler, HandlerInterceptor @Nullable [] interceptors) {
        RequiresConsent required = requirement(handler);
        if (required == null) {
            return;
        }
        String place = "@RequiresConsent on " + name(handler);
        check(required, place);
        if (interceptors == null
                || Arrays.stream(interceptors).noneMatch(RequiresConsentInterceptor.class::isInstance)) {
            throw new InvalidConfigurationException(
                    place + " would let everybody in: the application sets up Spring MVC without its configurers.",
                    "Implement WebMvcConfigurer, or extend DelegatingWebMvcConfiguration, in the place of"
                            + " WebMvcConfigurationSupport.");
        }
    }

    private static String name(Object handler) {
        return handler instanceof HandlerMethod
                ? handler.toString()
                : AopUtils.getTargetClass(handler).getName();
    }

    private static void check(RequiresConsent required, String place) {
        if (required.value().length == 0) {
            throw new InvalidConfigurationException(
                    place + " names no category.", "Name one, such as statistical, or take the annotation away.");
        }
        boolean fallsBack = required.otherwise() == RequiresConsent.Otherwise.FALLBACK;
        if (fallsBack && !required.fallback().startsWith("/")) {
            throw new InvalidConfigurationException(
                    place + " has the fallback '" + required.fallback() + "'.",
                    "Give a path within the application that starts with a slash.");
        }
        if (!fallsBack && !required.fallback().isEmpty()) {
            throw new InvalidConfigurationException(
                    place + " has the fallback '" + required.fallback() + "', which its otherwise = "
                            + required.otherwise() + " does not use.",
                    "Say otherwise = Otherwise.FALLBACK, or leave the fallback out.");
        }
    }

    private void sendToPreferences(HttpServletRequest request, HttpServletResponse response) {
        String location = pagesOf(request).preferencesPath();
        // The form's answer leads back by GET, which would not repeat another method's request.
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            String query = request.getQueryString();
            String here = query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
            location += "?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8);
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }

    private static void fallBack(
            RequiresConsent required, Object handler, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String place = "@RequiresConsent on " + name(handler);
        // Where beans are made lazily, nothing has been checked at the start.
        check(required, place);
        String path = required.fallback();
        if (request.getAttribute(IN_FALLBACK) != null) {
            throw new IllegalStateException(place + " stands on a fallback itself, which the visitor does not allow"
                    + " either; fall back to a handler that needs no consent.");
        }
        RequestDispatcher dispatcher = Objects.requireNonNull(request.getRequestDispatcher(path), path);
        request.setAttribute(IN_FALLBACK, path);
        try {
            if (request.getDispatcherType() == DispatcherType.INCLUDE) {
                // A forward would throw away what the page around it has written.
                dispatcher.include(request, response);
            } else {
                dispatcher.forward(request, response);
            }
        } finally {
            request.removeAttribute(IN_FALLBACK);
        }
    }
}
