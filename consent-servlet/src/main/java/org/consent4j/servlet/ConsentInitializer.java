package org.consent4j.servlet;

import static java.lang.System.Logger.Level.INFO;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.util.Iterator;
import java.util.ServiceLoader;
import java.util.Set;
import org.consent4j.pages.ConsentPages;
import org.jspecify.annotations.Nullable;

/**
 * Registers the {@link ConsentFilter} at start where the application has a {@link ConsentConfiguration}, before all
 * filters of the application, and closes that consent when the application stops. Containers find it by themselves.
 */
public final class ConsentInitializer implements ServletContainerInitializer {

    private static final System.Logger LOG = System.getLogger("org.consent4j.servlet");

    /** Called by the container's service loader. */
    public ConsentInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) throws ServletException {
        ClassLoader loader = context.getClassLoader();
        Iterator<ConsentConfiguration> found =
                ServiceLoader.load(ConsentConfiguration.class, loader).iterator();
        if (!found.hasNext()) {
            LOG.log(
                    INFO,
                    "No cookie is decided on here, unless the application registers ConsentFilter itself: it has no"
                            + " META-INF/services/org.consent4j.servlet.ConsentConfiguration.");
            return;
        }
        ConsentConfiguration configuration = found.next();
        if (found.hasNext()) {
            throw new ServletException("The application has two consent configurations, "
                    + configuration.getClass().getName() + " and "
                    + found.next().getClass().getName()
                    + "; name one of them in META-INF/services/org.consent4j.servlet.ConsentConfiguration.");
        }
        ConsentPages pages = configuration.configure(context);
        ConsentFilter.register(context, pages);
        context.addListener(new ServletContextListener() {
            @Override
            public void contextDestroyed(ServletContextEvent event) {
                pages.consent().close();
            }
        });
    }
}
