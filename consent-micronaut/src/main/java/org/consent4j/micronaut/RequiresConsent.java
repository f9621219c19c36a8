package org.consent4j.micronaut;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a route run only for visitors who allow some categories, and says what happens for all others.
 *
 * <pre>{@code
 * @Get("/recommendations")
 * @RequiresConsent(value = "first-party", otherwise = Otherwise.FALLBACK, fallback = "/bestsellers")
 * HttpResponse<?> recommendations() { ... }
 * }</pre>
 *
 * <p>On a controller it holds for all its routes that have none of their own. It asks as
 * {@link org.consent4j.ConsentExchange#allows(String)} does, also with {@link org.consent4j.Mode#REPORT_ONLY}: what a
 * visitor has not granted does not happen. A category that the site does not have is never allowed, and logged.
 *
 * <p>A visitor who refuses must not be kept from the site for it (rule 12): it is for what a site does beside its pages,
 * such as recommendations or counting.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresConsent {

    /**
     * The ids of the categories that are needed, all of them.
     *
     * @return ids such as {@code statistical}
     */
    String[] value();

    /**
     * What happens where the visitor does not allow them.
     *
     * @return the answer
     */
    Otherwise otherwise() default Otherwise.FORBIDDEN;

    /**
     * The path of the route that runs instead, for {@link Otherwise#FALLBACK}.
     *
     * @return a path within the application, without the context path, starting with a slash
     */
    String fallback() default "";

    /**
     * What happens where the visitor does not allow what is needed.
     */
    enum Otherwise {
        /** The response is an error with status 403. */
        FORBIDDEN,

        /**
         * The visitor is sent to the form to choose in, with status 303, and from there back to a page that he wanted
         * to read.
         */
        PREFERENCES,

        /** The route at {@link RequiresConsent#fallback()} answers, as if the visitor had asked for it, without a body. */
        FALLBACK
    }
}
