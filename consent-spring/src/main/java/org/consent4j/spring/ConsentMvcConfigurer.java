package org.consent4j.spring;

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
    private boolean intercepts;

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
        intercepts = true;
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
     *     nothing keeps it
     */
    @Override
    public void afterSingletonsInstantiated() {
        if (context == null) {
            return;
        }
        for (RequestMappingInfoHandlerMapping mapping :
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
            for (HandlerMethod method : mapping.getHandlerMethods().values()) {
                if (RequiresConsentInterceptor.check(method) && !intercepts) {
                    throw new InvalidConfigurationException(
                            "@RequiresConsent on " + method + " is not kept, as Spring MVC asks no WebMvcConfigurer"
                                    + " where an application extends WebMvcConfigurationSupport.",
                            "Extend DelegatingWebMvcConfiguration in its place, or implement WebMvcConfigurer.");
                }
            }
        }
    }
}
