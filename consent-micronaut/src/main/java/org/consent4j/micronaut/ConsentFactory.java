package org.consent4j.micronaut;

import static java.lang.System.Logger.Level.WARNING;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.http.context.ServerContextPathProvider;
import io.micronaut.views.ModelAndView;
import io.micronaut.views.model.ViewModelProcessor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.consent4j.ConsentExchange;
import org.consent4j.ConsentListener;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * Sets an application up for consent, from its {@link CookieCatalogue} beans and the keys under {@code consent}.
 *
 * <p>An application without either starts with {@link Mode#REPORT_ONLY}: it works as before, and learns which cookies
 * it has to declare.
 */
@Factory
final class ConsentFactory {

    private static final System.Logger LOG = System.getLogger("org.consent4j.micronaut");

    /** Made when the application starts, so that what is wrong with it is told then. */
    @Context
    @Bean(preDestroy = "close")
    @Requires(missingBeans = CookieConsent.class)
    CookieConsent cookieConsent(
            ConsentProperties properties,
            Environment environment,
            List<CookieCatalogue> catalogues,
            List<ConsentListener> listeners) {
        ConsentProperties.checkKeys(environment);
        properties.check(environment);
        List<CookieCatalogue> sources = new ArrayList<>(catalogues);
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
                            + " cookie that is seen meanwhile, and the management endpoint ''consent'' lists them.",
                    mode == Mode.ENFORCE ? "none is let through" : "all of them pass and are only reported");
        }
        CookieConsent.Builder builder = CookieConsent.builder()
                .catalogue(CookieCatalogue.merged(sources))
                .mode(mode);
        properties.configure(builder);
        listeners.forEach(builder::listener);
        return builder.build();
    }

    @Context
    @Requires(missingBeans = ConsentPages.class)
    ConsentPages consentPages(
            CookieConsent consent, ConsentProperties properties, @Nullable ServerContextPathProvider server) {
        ConsentPages.Builder builder = ConsentPages.builder(consent);
        properties.configure(builder);
        return builder.build().under(contextPath(server));
    }

    /** The context path, which Micronaut takes with and without slashes around it. */
    static String contextPath(@Nullable ServerContextPathProvider server) {
        String configured = server == null ? null : server.getContextPath();
        String path = configured == null ? "" : configured.strip().replaceAll("^/+|/+$", "");
        return path.isEmpty() ? "" : '/' + path;
    }

    @Singleton
    TypedRequestArgumentBinder<ConsentExchange> exchangeBinder() {
        return new Binder<>(Argument.of(ConsentExchange.class), exchange -> exchange);
    }

    @Singleton
    TypedRequestArgumentBinder<Preferences> preferencesBinder() {
        return new Binder<>(Argument.of(Preferences.class), ConsentExchange::preferences);
    }

    private record Binder<T>(Argument<T> argumentType, Function<ConsentExchange, T> value)
            implements TypedRequestArgumentBinder<T> {

        @Override
        public BindingResult<T> bind(ArgumentConversionContext<T> context, HttpRequest<?> source) {
            Optional<T> bound = Optional.of(value.apply(ConsentFilter.exchange(source)));
            return () -> bound;
        }
    }

    /** Hands views the exchange and the pages, where their model is a map. */
    @Singleton
    @Requires(classes = ViewModelProcessor.class)
    static final class ViewModel implements ViewModelProcessor<Map<String, Object>> {

        private final ConsentPages pages;
        private final String name;

        ViewModel(ConsentPages pages, ConsentProperties properties) {
            this.pages = pages;
            this.name = properties.modelAttribute();
        }

        @Override
        public void process(HttpRequest<?> request, ModelAndView<Map<String, Object>> view) {
            if (name.isEmpty() || !pages.consent().isSetUp()) {
                return;
            }
            Map<String, Object> model = new HashMap<>(view.getModel().orElse(Map.of()));
            model.putIfAbsent(name, ConsentFilter.exchange(request));
            model.putIfAbsent(name + "Pages", pages);
            view.setModel(model);
        }
    }
}
