package org.consent4j.spring;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.consent4j.pages.ConsentPages;
import org.consent4j.spring.ConsentFailureAnalyzer.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Brings consent into controllers and views: parameters of type {@link org.consent4j.ConsentExchange} and
 * {@link org.consent4j.preference.Preferences}, {@link RequiresConsent}, and the exchange for views.
 *
 * <p>With Boot there is nothing to do. Without it, declare it as a bean beside {@code @EnableWebMvc}, and register the
 * filter where the application starts:
 *
 * <pre>{@code
 * ConsentFilter.register(servletContext, pages);
 * }</pre>
 */
public final class ConsentMvcConfigurer
        implements WebMvcConfigurer, ApplicationContextAware, SmartInitializingSingleton {

    private final ConsentPages pages;
    private final String modelAttribute;
    private @Nullable ApplicationContext context;

    /**
     * For views that know the exchange as {@code consent} and the pages as {@code consentPages}.
     *
     * @param pages the site's pages, which hold its consent
     */
    public ConsentMvcConfigurer(ConsentPages pages) {
        this(pages, "consent");
    }

    /**
     * For views that know the exchange under another name.
     *
     * @param pages the site's pages, which hold its consent
     * @param modelAttribute the exchange's name in models and requests, and with {@code Pages} at its end that of the
     *     pages; empty for neither
     */
    public ConsentMvcConfigurer(ConsentPages pages, String modelAttribute) {
        this.pages = Objects.requireNonNull(pages, "pages");
        this.modelAttribute = Objects.requireNonNull(modelAttribute, "modelAttribute");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ConsentArgumentResolver(pages.consent()));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // Before the application's own interceptors, which may ask for the exchange.
        registry.addInterceptor(new RequiresConsentInterceptor(pages, modelAttribute))
                .order(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public void setApplicationContext(ApplicationContext context) {
        this.context = context;
    }

    /**
     * Checks each {@link RequiresConsent} of the application.
     *
     * @throws IllegalArgumentException if one names no category, its fallback is not as its {@code otherwise} is, or
     *     Spring MVC does not ask for it
     */
    @Override
    public void afterSingletonsInstantiated() {
        if (context == null) {
            return;
        }
        context.getBeansOfType(AbstractHandlerMapping.class).values().forEach(ConsentMvcConfigurer::check);
        for (String bean : context.getBeanNamesForAnnotation(RequiresConsent.class)) {
            if (context.isTypeMatch(bean, RouterFunction.class)) {
                throw new InvalidConfigurationException(
                        "@RequiresConsent on the bean '" + bean + "' would let everybody in: routes that are functions"
                                + " have no annotations.",
                        "Ask ConsentFilter.exchange(request.servletRequest()) in them or in a filter of theirs, and take"
                                + " the annotation away.");
            }
        }
    }

    private static void check(AbstractHandlerMapping mapping) {
        Collection<?> handlers = List.of();
        if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
            handlers = methods.getHandlerMethods().values();
        } else if (mapping instanceof AbstractUrlHandlerMapping paths) {
            handlers = paths.getHandlerMap().values();
        }
        for (Object handler : handlers) {
            RequiresConsentInterceptor.check(
                    // A proxy's class may show less than the bean behind it.
                    handler instanceof HandlerMethod method && Proxy.isProxyClass(method.getBeanType())
                            ? method.createWithResolvedBean()
                            : handler,
                    mapping.getAdaptedInterceptors());
        }
    }
}
