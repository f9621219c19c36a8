package org.consent4j.spring;

import static java.lang.System.Logger.Level.WARNING;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.consent4j.ConsentListener;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.pages.ConsentPages;
import org.consent4j.servlet.ConsentFilter;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Sets a Boot application up for consent, from its {@link CookieCatalogue} beans and the keys under {@code consent}.
 *
 * <p>An application without either starts with {@link Mode#REPORT_ONLY}: it works as before, and learns which cookies
 * it has to declare. The beans' names are none that an application is likely to have given already.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ConsentProperties.class)
public final class ConsentAutoConfiguration {

    /** Before sessions and security, whose cookies are judged, too; after what reads a proxy's headers. */
    private static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

    /** In a file, in the environment, and as a bean's property. */
    private static final Pattern SECRET = Pattern.compile(
            "consent[._]preference[-_]?cookie[._]signature[-_]?keys[._\\[]+\\d+[\\]._]+secret",
            Pattern.CASE_INSENSITIVE);

    private static final System.Logger LOG = System.getLogger("org.consent4j.spring");

    /** Called by Spring. */
    public ConsentAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    CookieConsent consent4jConsent(
            ConsentProperties properties,
            ConfigurableEnvironment environment,
            ObjectProvider<CookieCatalogue> catalogues,
            ObjectProvider<ConsentListener> listeners) {
        ConsentProperties.checkKeys(environment);
        List<CookieCatalogue> sources =
                new ArrayList<>(catalogues.orderedStream().toList());
        if (!properties.catalogue().isEmpty()) {
            sources.add(CookieCatalogue.of(properties.declarations()));
        }
        Mode mode = properties.mode();
        if (mode == null) {
            mode = sources.isEmpty() ? Mode.REPORT_ONLY : Mode.ENFORCE;
        }
        if (sources.isEmpty()) {
            LOG.log(
                    WARNING,
                    "No cookie is declared, so {0}. Declare this site''s cookies in a bean of type CookieCatalogue or"
                            + " under consent.catalogue; a warning with the declaration to paste is logged for each"
                            + " cookie that is seen meanwhile, and the Actuator''s endpoint ''consent'' lists them.",
                    mode == Mode.ENFORCE ? "none is let through" : "all of them pass and are only reported");
        }
        CookieConsent.Builder builder = CookieConsent.builder()
                .catalogue(CookieCatalogue.merged(sources))
                .mode(mode);
        properties.configure(builder);
        listeners.orderedStream().forEach(builder::listener);
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    ConsentPages consent4jPages(
            CookieConsent consent, ConsentProperties properties, ObjectProvider<ServletContext> context) {
        ConsentPages.Builder builder = ConsentPages.builder(consent);
        properties.configure(builder);
        ConsentPages pages = builder.build();
        ServletContext servletContext = context.getIfAvailable();
        return servletContext == null ? pages : pages.under(servletContext.getContextPath());
    }

    @Bean
    @Conditional(WithoutRegistration.class)
    FilterRegistrationBean<ConsentFilter> consent4jFilter(
            ObjectProvider<ConsentPages> pages, ObjectProvider<ConsentFilter> own) {
        // Boot would register an application's own filter last, and for requests only.
        FilterRegistrationBean<ConsentFilter> registration =
                new FilterRegistrationBean<>(own.getIfAvailable(() -> new ConsentFilter(pages.getObject())));
        registration.setName("consent4j");
        registration.setOrder(FILTER_ORDER);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        registration.setAsyncSupported(true);
        registration.addUrlPatterns("/*");
        return registration;
    }

    /** That the application registers no filter for consent itself. */
    static final class WithoutRegistration implements ConfigurationCondition {

        @Override
        public ConfigurationPhase getConfigurationPhase() {
            return ConfigurationPhase.REGISTER_BEAN;
        }

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            ListableBeanFactory beans = context.getBeanFactory();
            return beans == null
                    || beans.getBeanNamesForType(
                                            ResolvableType.forClassWithGenerics(
                                                    FilterRegistrationBean.class, ConsentFilter.class),
                                            true,
                                            false)
                                    .length
                            == 0;
        }
    }

    /** In controllers and views, where the application has any. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebMvcConfigurer.class)
    static class Mvc {

        @Bean
        @ConditionalOnMissingBean
        ConsentMvcConfigurer consent4jMvcConfigurer(ConsentPages pages, ConsentProperties properties) {
            return new ConsentMvcConfigurer(pages, properties.modelAttribute());
        }
    }

    /** Counters, where the application counts. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnSingleCandidate(MeterRegistry.class)
    static class Metrics {

        @Bean
        @ConditionalOnMissingBean
        ConsentMetrics consent4jMetrics(MeterRegistry registry) {
            return new ConsentMetrics(registry);
        }
    }

    /** The endpoint, where the application exposes it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class Actuator {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        ConsentEndpoint consent4jEndpoint(CookieConsent consent) {
            return new ConsentEndpoint(consent);
        }

        /** Keeps the secrets of the preference cookie, whatever the Actuator shows of other values. */
        @Bean
        SanitizingFunction consent4jSecrets() {
            return data -> SECRET.matcher(data.getKey()).matches() ? data.withSanitizedValue() : data;
        }
    }

    /**
     * Stops the start of an application on WebFlux that declares cookies: nothing of it would be kept there.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class Reactive {

        @Bean
        SmartInitializingSingleton consent4jReactive(
                ObjectProvider<CookieCatalogue> catalogues, Environment environment) {
            return () -> {
                if (catalogues.stream().findAny().isPresent()
                        || environment.containsProperty("consent.catalogue[0].name")) {
                    throw new ConsentFailureAnalyzer.InvalidConfigurationException(
                            "This application is on Spring WebFlux, where consent-spring enforces nothing.",
                            "Run it on Spring MVC, with spring-boot-starter-web, or take consent-spring and the"
                                    + " catalogue out.");
                }
            };
        }
    }
}
