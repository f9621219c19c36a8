package org.consent4j.test.spring;

import jakarta.servlet.http.Cookie;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;
import org.consent4j.preference.PreferenceCodec;
import org.consent4j.preference.PreferenceScheme;
import org.consent4j.preference.Preferences;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Requests of visitors who have chosen, for {@code MockMvc} and {@code MockMvcTester}.
 *
 * <pre>{@code
 * mvc.perform(get("/").with(consent().granting(STATISTICAL)))
 * }</pre>
 */
public final class ConsentRequestPostProcessors {

    private ConsentRequestPostProcessors() {}

    /**
     * A visitor of the application under test, who has chosen nothing yet. The application's bean of type
     * {@link CookieConsent} says how the preference cookie looks.
     *
     * @return a post-processor, which adds no cookie until something is granted or refused
     */
    public static ConsentRequestPostProcessor consent() {
        return new ConsentRequestPostProcessor(null, Map.of(), Choice.UNDECIDED, null);
    }

    /**
     * A visitor of a site, who has chosen nothing yet; for tests without an application context.
     *
     * @param site the site's consent
     * @return a post-processor, which adds no cookie until something is granted or refused
     */
    public static ConsentRequestPostProcessor consent(CookieConsent site) {
        return new ConsentRequestPostProcessor(site, Map.of(), Choice.UNDECIDED, null);
    }

    /**
     * Adds the cookie of a visitor's choices to a request.
     *
     * <p>Immutable and safe for use by many threads.
     */
    public static final class ConsentRequestPostProcessor implements RequestPostProcessor {

        private static final String COOKIE = "Cookie";

        private final @Nullable CookieConsent site;
        private final Map<Category, Choice> named;
        private final Choice others;
        private final @Nullable LocalDate day;

        private ConsentRequestPostProcessor(
                @Nullable CookieConsent site, Map<Category, Choice> named, Choice others, @Nullable LocalDate day) {
            this.site = site;
            this.named = named;
            this.others = others;
            this.day = day;
        }

        /**
         * This visitor after granting categories.
         *
         * @param categories categories in which the site offers a choice
         * @return a new post-processor
         */
        public ConsentRequestPostProcessor granting(Category... categories) {
            return choosing(Choice.GRANTED, categories);
        }

        /**
         * This visitor after refusing categories.
         *
         * @param categories categories in which the site offers a choice
         * @return a new post-processor
         */
        public ConsentRequestPostProcessor refusing(Category... categories) {
            return choosing(Choice.REFUSED, categories);
        }

        /**
         * This visitor after granting all categories that are not named otherwise.
         *
         * @return a new post-processor
         */
        public ConsentRequestPostProcessor grantingAll() {
            return new ConsentRequestPostProcessor(site, named, Choice.GRANTED, day);
        }

        /**
         * This visitor after refusing all categories that are not named otherwise.
         *
         * @return a new post-processor
         */
        public ConsentRequestPostProcessor refusingAll() {
            return new ConsentRequestPostProcessor(site, named, Choice.REFUSED, day);
        }

        /**
         * This visitor with choices of another day than today: of one that the site's own clock shows, or of one so
         * long ago that they have expired.
         *
         * @param day the day of the choices, in UTC
         * @return a new post-processor
         */
        public ConsentRequestPostProcessor on(LocalDate day) {
            return new ConsentRequestPostProcessor(site, named, others, day);
        }

        private ConsentRequestPostProcessor choosing(Choice choice, Category... categories) {
            Map<Category, Choice> choices = new LinkedHashMap<>(named);
            for (Category category : categories) {
                choices.put(category, choice);
            }
            return new ConsentRequestPostProcessor(site, choices, others, day);
        }

        /**
         * Adds the cookie, in the place of one that the request has already.
         *
         * @param request the request
         * @return the same request
         * @throws IllegalStateException if the application has no single bean of type {@link CookieConsent}
         * @throws IllegalArgumentException if the site offers no choice in a category that is named
         */
        @Override
        public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
            CookieConsent consent = site == null ? siteOf(request) : site;
            PreferenceScheme scheme = consent.begin(name -> Collections.emptyIterator(), line -> {})
                    .preferences()
                    .scheme();
            Map<String, Choice> choices = choices(scheme);
            if (choices.isEmpty()) {
                return request;
            }
            Preferences preferences =
                    Preferences.undecided(scheme).with(choices, day == null ? LocalDate.now(ZoneOffset.UTC) : day);
            String value =
                    PreferenceCodec.of(scheme, consent.preferenceCookie()).encode(preferences);
            addCookie(request, new Cookie(consent.preferenceCookie().name(), value));
            return request;
        }

        private Map<String, Choice> choices(PreferenceScheme scheme) {
            Map<String, Choice> choices = new LinkedHashMap<>();
            if (others != Choice.UNDECIDED) {
                scheme.entries().forEach(entry -> choices.put(entry.categoryId(), others));
            }
            named.forEach((category, choice) -> choices.put(category.id(), choice));
            return choices;
        }

        private static CookieConsent siteOf(MockHttpServletRequest request) {
            WebApplicationContext context =
                    WebApplicationContextUtils.findWebApplicationContext(request.getServletContext());
            CookieConsent consent = context == null
                    ? null
                    : context.getBeanProvider(CookieConsent.class).getIfUnique();
            if (consent == null) {
                throw new IllegalStateException(
                        context == null
                                ? "The request belongs to no application context, so the site's consent is not known;"
                                        + " say consent(CookieConsent)."
                                : "The application context has no single bean of type CookieConsent; add consent-spring to the"
                                        + " application, or say consent(CookieConsent).");
            }
            return consent;
        }

        /** The mock keeps parsed cookies and raw lines side by side; lines that the test wrote itself stay. */
        private static void addCookie(MockHttpServletRequest request, Cookie cookie) {
            List<Cookie> parsed = new ArrayList<>();
            List<String> raw = new ArrayList<>();
            if (request.getCookies() != null) {
                for (Cookie present : request.getCookies()) {
                    if (!present.getName().equals(cookie.getName())) {
                        parsed.add(present);
                    }
                }
            } else {
                raw.addAll(Collections.list(request.getHeaders(COOKIE)));
            }
            parsed.add(cookie);
            request.setCookies(parsed.toArray(Cookie[]::new));
            raw.forEach(line -> request.addHeader(COOKIE, line));
        }
    }
}
