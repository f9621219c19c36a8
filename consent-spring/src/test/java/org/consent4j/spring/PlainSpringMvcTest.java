package org.consent4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.consent4j.ConsentExchange;
import org.consent4j.CookieConsent;
import org.consent4j.Mode;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.pages.ConsentPages;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;
import org.consent4j.servlet.ConsentFilter;
import org.consent4j.spring.ConsentFailureAnalyzer.InvalidConfigurationException;
import org.consent4j.spring.RequiresConsent.Otherwise;
import org.consent4j.test.RawHttp;
import org.consent4j.test.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.stereotype.Controller;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.view.AbstractUrlBasedView;
import org.springframework.web.servlet.view.UrlBasedViewResolver;

/** An application of Spring MVC without Boot, at /shop on a real Tomcat. */
class PlainSpringMvcTest {

    private static final CookieConsent CONSENT =
            CookieConsent.builder().catalogue(Site.catalogue()).build();
    private static final String GRANTS_STATISTICS = "Cookie: " + Site.visitorWho(CONSENT, Category.STATISTICAL);

    private static Tomcat tomcat;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Context application = tomcat.addContext("/shop", directory.toString());
        application.addServletContainerInitializer((classes, context) -> initialize(context), Set.of());
        tomcat.start();
    }

    private static void initialize(ServletContext servletContext) {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.register(SiteConfiguration.class);
        ConsentFilter.register(servletContext, ConsentPages.of(CONSENT));
        var dispatcher = servletContext.addServlet("dispatcher", new DispatcherServlet(context));
        dispatcher.addMapping("/");
        dispatcher.setAsyncSupported(true);
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private static RawHttp.Response get(String path, String... headers) throws IOException {
        RawHttp request = RawHttp.get("/shop" + path);
        for (String header : headers) {
            request = request.header(header);
        }
        return request.send(tomcat.getConnector().getLocalPort());
    }

    // ---- Parameters -----------------------------------------------------------------------------------------------

    @Test
    void controllersTakeTheExchangeOfTheFilter() throws Exception {
        assertThat(get("/asks").text()).isEqualTo("statistical false, undecided UNDECIDED, same true");
        assertThat(get("/asks", GRANTS_STATISTICS).text()).isEqualTo("statistical true, undecided REFUSED, same true");
    }

    @Test
    @Rule({"1", "3"})
    void whatAControllerRecordsIsWrittenAndEffectiveAtOnce() throws Exception {
        RawHttp.Response response = RawHttp.post("/shop/grants", "text/plain", "")
                .send(tomcat.getConnector().getLocalPort());
        assertThat(response.text()).isEqualTo("false, then true");
        assertThat(response.setCookies())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("cookies_preferences="))
                .anyMatch(line -> line.startsWith("stat_a=1"));
        assertThat(get("/sets").setCookies()).isEmpty();
    }

    @Test
    void aPageThatAsksForNothingStaysEverybodys() throws Exception {
        assertThat(get("/silent").values("Cache-Control")).isEmpty();
        assertThat(get("/asks").values("Cache-Control")).containsExactly("private");
    }

    // ---- @RequiresConsent -----------------------------------------------------------------------------------------

    @Test
    void aHandlerThatRequiresConsentRunsForThoseWhoGrantedIt() throws Exception {
        for (String path : new String[] {"/forbids", "/sends?a=b", "/falls-back", "/class/inherits"}) {
            assertThat(get(path, GRANTS_STATISTICS).text()).as(path).isEqualTo("done");
        }
    }

    @Test
    void withoutConsentAHandlerIsForbidden() throws Exception {
        RawHttp.Response response = get("/forbids");
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).doesNotContain("done");
        assertThat(response.values("Cache-Control")).containsExactly("private");
    }

    @Test
    @Rule("13")
    void withoutConsentAVisitorIsSentToTheFormAndBack() throws Exception {
        RawHttp.Response response = get("/sends?a=b&c=%C3%A4");
        assertThat(response.status()).isEqualTo(303);
        String location = response.values("Location").get(0);
        assertThat(URLDecoder.decode(location, StandardCharsets.UTF_8))
                .isEqualTo("/shop/cookies/preferences?next=/shop/sends?a=b&c=%C3%A4");
        RawHttp.Response form = RawHttp.get(location).send(tomcat.getConnector().getLocalPort());
        assertThat(form.status()).isEqualTo(200);
        assertThat(form.text()).contains("value=\"/shop/sends?a=b&amp;c=%C3%A4\"");
    }

    @Test
    void anotherMethodsRequestIsNotLedBackTo() throws Exception {
        RawHttp.Response response = RawHttp.post("/shop/sends", "text/plain", "")
                .send(tomcat.getConnector().getLocalPort());
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.values("Location")).containsExactly("/shop/cookies/preferences");
    }

    @Test
    void withoutConsentAnotherHandlerRunsInstead() throws Exception {
        RawHttp.Response response = get("/falls-back");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("fallen back");
    }

    @Test
    void allCategoriesAreNeeded() throws Exception {
        assertThat(get("/needs-two", GRANTS_STATISTICS).status()).isEqualTo(403);
    }

    @Test
    void aMethodsOwnAnnotationGoesBeforeItsControllers() throws Exception {
        assertThat(get("/class/inherits").status()).isEqualTo(403);
        assertThat(get("/class/overrides").text()).isEqualTo("fallen back");
    }

    @Test
    void aCategoryThatTheSiteDoesNotHaveIsNeverAllowed() throws Exception {
        assertThat(get("/mistyped", GRANTS_STATISTICS).status()).isEqualTo(403);
    }

    @Test
    void aFallbackThatLeadsBackIsAnError() throws Exception {
        assertThat(get("/circle").status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(classes = {NoFallback.class, UnusedFallback.class, NoCategory.class})
    void anAnnotationThatCannotBeMeantStopsTheStart(Class<?> controller) {
        try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
            context.setServletContext(new MockServletContext());
            context.register(SiteConfiguration.class, controller);
            assertThatThrownBy(context::refresh)
                    .isInstanceOfSatisfying(InvalidConfigurationException.class, failure -> {
                        FailureAnalysis analysis =
                                Objects.requireNonNull(new ConsentFailureAnalyzer().analyze(failure));
                        assertThat(analysis.getDescription())
                                .startsWith("@RequiresConsent on " + controller.getName() + "#handle() ");
                        assertThat(failure).hasMessageEndingWith(analysis.getAction());
                    });
        }
    }

    @Controller
    static class NoFallback {

        @GetMapping("/no-fallback")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.FALLBACK)
        void handle() {}
    }

    @Controller
    @RequiresConsent(value = "statistical", fallback = "/fallback")
    static class UnusedFallback {

        @GetMapping("/unused-fallback")
        void handle() {}
    }

    @Controller
    static class NoCategory {

        @GetMapping("/no-category")
        @RequiresConsent({})
        void handle() {}
    }

    @Test
    void anAsynchronousHandlerIsAskedOnceAlsoIfItWithdraws() throws Exception {
        RawHttp.Response response = get("/withdraws-async", GRANTS_STATISTICS);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("withdrawn");
        assertThat(get("/withdraws-async").status()).isEqualTo(403);
    }

    @Test
    void aDispatchToAnotherHandlerIsAskedAnew() throws Exception {
        assertThat(get("/dispatches").status()).isEqualTo(403);
        assertThat(get("/dispatches", GRANTS_STATISTICS).text()).isEqualTo("done");
    }

    @Test
    void anAsynchronousFallbackAnswersInsteadOfItsHandler() throws Exception {
        assertThat(get("/falls-back-async").text()).isEqualTo("fallen back later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/behind-a-proxy", "/class/behind-a-proxy", "/request-handler", "/old-controller"})
    void everyKindOfHandlerIsAsked(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(403);
        assertThat(get(path, GRANTS_STATISTICS).text()).isEqualTo("done");
    }

    @Test
    void partsOfAPageFallBackWithinIt() throws Exception {
        assertThat(get("/page-of-parts").text()).isEqualTo("<instead> and <instead>");
        assertThat(get("/page-of-parts", GRANTS_STATISTICS).text()).isEqualTo("<part> and <part>");
    }

    @ParameterizedTest
    @ValueSource(classes = {WithoutConfigurers.class, WithFunctions.class})
    void anAnnotationThatNobodyAsksForStopsTheStart(Class<?> configuration) {
        try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
            context.setServletContext(new MockServletContext());
            context.register(configuration);
            assertThatThrownBy(context::refresh)
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("would let everybody in");
        }
    }

    /** Spring gives configurers only to those who extend DelegatingWebMvcConfiguration. */
    @Configuration(proxyBeanMethods = false)
    @Import(ClassController.class)
    static class WithoutConfigurers extends WebMvcConfigurationSupport {

        @Bean
        ConsentMvcConfigurer consentMvcConfigurer() {
            return new ConsentMvcConfigurer(ConsentPages.of(CONSENT));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithFunctions extends SiteConfiguration {

        @Bean
        @RequiresConsent("statistical")
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET("/function", request -> ServerResponse.ok().build())
                    .build();
        }
    }

    // ---- Views ----------------------------------------------------------------------------------------------------

    @Test
    void viewsFindTheExchangeAndThePagesInModelAndRequest() throws Exception {
        String page = get("/page").text();
        assertThat(page).contains("model: false", "attribute: false", "/shop/cookies/preferences", "choice-");
        assertThat(get("/page", GRANTS_STATISTICS).text()).contains("model: true", "attribute: true");
    }

    @Test
    void whatTheApplicationHasUnderTheNameStays() throws Exception {
        assertThat(get("/own-attribute").text()).isEqualTo("its own");
    }

    @Test
    void aRedirectTakesNothingAlong() throws Exception {
        assertThat(get("/redirects").values("Location")).hasSize(1).allMatch(to -> to.endsWith("/shop/page"));
    }

    @Test
    void onlyViewsThatAreNamedGetTheExchangeIntoTheirModel() {
        RequiresConsentInterceptor interceptor = new RequiresConsentInterceptor(ConsentPages.of(CONSENT), "visitor");
        ModelAndView page = new ModelAndView("page");
        ModelAndView redirect = new ModelAndView("redirect:/page");
        for (ModelAndView view : new ModelAndView[] {page, redirect}) {
            interceptor.postHandle(new MockHttpServletRequest(), new MockHttpServletResponse(), this, view);
        }
        assertThat(page.getModel()).containsOnlyKeys("visitor", "visitorPages");
        assertThat(redirect.getModel()).isEmpty();
    }

    @Test
    void nothingIsExposedUnderAnEmptyName() throws Exception {
        RequiresConsentInterceptor interceptor = new RequiresConsentInterceptor(ConsentPages.of(CONSENT), "");
        MockHttpServletRequest request = new MockHttpServletRequest();
        ModelAndView page = new ModelAndView("page");
        assertThat(interceptor.preHandle(request, new MockHttpServletResponse(), this))
                .isTrue();
        interceptor.postHandle(request, new MockHttpServletResponse(), this, page);
        assertThat(page.getModel()).isEmpty();
        assertThat(Collections.list(request.getAttributeNames())).containsExactly(ConsentFilter.EXCHANGE_ATTRIBUTE);
    }

    @Test
    void beforeAnythingIsDeclaredModelsStayAsTheyAre() throws Exception {
        CookieConsent nothing = CookieConsent.builder()
                .catalogue(CookieCatalogue.of())
                .mode(Mode.REPORT_ONLY)
                .build();
        RequiresConsentInterceptor interceptor = new RequiresConsentInterceptor(ConsentPages.of(nothing), "consent");
        MockHttpServletRequest request = new MockHttpServletRequest();
        ModelAndView page = new ModelAndView("page");
        interceptor.preHandle(request, new MockHttpServletResponse(), this);
        interceptor.postHandle(request, new MockHttpServletResponse(), this, page);
        assertThat(page.getModel()).isEmpty();
        assertThat(request.getAttribute("consent")).isInstanceOf(ConsentExchange.class);
    }

    @Test
    void aViewObjectGetsNothingIntoItsModelButFindsTheAttribute() throws Exception {
        assertThat(get("/view-object").text()).isEqualTo("model: [], attribute: true");
    }

    @Test
    void anErrorsViewFindsTheExchange() throws Exception {
        assertThat(get("/fails", GRANTS_STATISTICS).text()).contains("attribute: true");
    }

    @Test
    void servicesFindTheExchangeOfTheirThread() throws Exception {
        assertThat(get("/service").text()).isEqualTo("same true");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @Import({SiteController.class, ClassController.class})
    static class SiteConfiguration {

        @Bean
        ConsentMvcConfigurer consentMvcConfigurer() {
            return new ConsentMvcConfigurer(ConsentPages.of(CONSENT));
        }

        @Bean
        ProxiedController proxiedController() {
            return (ProxiedController) new ProxyFactory(new ProxiedControllerOfMethods())
                    .getProxy(PlainSpringMvcTest.class.getClassLoader());
        }

        @Bean
        ProxiedClassController proxiedClassController() {
            return (ProxiedClassController) new ProxyFactory(new ProxiedControllerAsAWhole())
                    .getProxy(PlainSpringMvcTest.class.getClassLoader());
        }

        @Bean("/request-handler")
        HttpRequestHandler requestHandler() {
            return new NeedyRequestHandler();
        }

        @Bean("/old-controller")
        org.springframework.web.servlet.mvc.Controller oldController() {
            return new NeedyOldController();
        }

        @Bean
        ViewResolver viewResolver() {
            UrlBasedViewResolver resolver = new UrlBasedViewResolver();
            resolver.setViewClass(SpelView.class);
            return resolver;
        }
    }

    /** Evaluates what a template would. */
    public static final class SpelView extends AbstractUrlBasedView {

        @Override
        protected void renderMergedOutputModel(
                Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            SpelExpressionParser parser = new SpelExpressionParser();
            StringBuilder text = new StringBuilder();
            Object exchange = model.get("consent");
            if (exchange instanceof String) {
                text.append(exchange);
            } else {
                if (exchange instanceof ConsentExchange visitor
                        && model.get("consentPages") instanceof ConsentPages pages) {
                    text.append("model: ")
                            .append(parser.parseExpression("allows('statistical')")
                                    .getValue(visitor))
                            .append(pages.banner(visitor, Locale.ENGLISH))
                            .append(pages.preferencesPath());
                }
                text.append("\nattribute: ")
                        .append(parser.parseExpression("allows('statistical')")
                                .getValue(request.getAttribute("consent")));
            }
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().append(text);
        }
    }

    @Controller
    static class SiteController {

        @GetMapping("/asks")
        @ResponseBody
        String asks(ConsentExchange exchange, Preferences preferences, HttpServletRequest request) {
            return "statistical " + exchange.allows("statistical") + ", undecided " + preferences.choice("first-party")
                    + ", same " + (exchange == ConsentFilter.exchange(request));
        }

        @PostMapping("/grants")
        @ResponseBody
        String grants(ConsentExchange exchange, HttpServletResponse response) {
            boolean before = exchange.allows(Category.STATISTICAL);
            exchange.record(Map.of(Category.STATISTICAL, Choice.GRANTED));
            response.addHeader("Set-Cookie", "stat_a=1; Path=/");
            return before + ", then " + exchange.allows(Category.STATISTICAL);
        }

        @GetMapping("/sets")
        @ResponseBody
        String sets(HttpServletResponse response) {
            response.addHeader("Set-Cookie", "stat_a=1; Path=/");
            return "done";
        }

        @GetMapping("/silent")
        @ResponseBody
        String silent() {
            return "done";
        }

        @GetMapping("/forbids")
        @RequiresConsent("statistical")
        @ResponseBody
        String forbids() {
            return "done";
        }

        @GetMapping("/sends")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.PREFERENCES)
        @ResponseBody
        String sends() {
            return "done";
        }

        @PostMapping("/sends")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.PREFERENCES)
        @ResponseBody
        String sendsPosted() {
            return "done";
        }

        @GetMapping("/falls-back")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.FALLBACK, fallback = "/fallback")
        @ResponseBody
        String fallsBack() {
            return "done";
        }

        @GetMapping("/fallback")
        @ResponseBody
        String fallback() {
            return "fallen back";
        }

        @GetMapping("/circle")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.FALLBACK, fallback = "/circle")
        @ResponseBody
        String circle() {
            return "done";
        }

        @GetMapping("/needs-two")
        @RequiresConsent({"statistical", "first-party"})
        @ResponseBody
        String needsTwo() {
            return "done";
        }

        @GetMapping("/mistyped")
        @RequiresConsent("statistcal")
        @ResponseBody
        String mistyped() {
            return "done";
        }

        @GetMapping("/withdraws-async")
        @RequiresConsent("statistical")
        @ResponseBody
        Callable<String> withdrawsAsync(ConsentExchange exchange) {
            return () -> {
                exchange.withdraw(Category.STATISTICAL);
                return "withdrawn";
            };
        }

        @GetMapping("/dispatches")
        void dispatches(HttpServletRequest request, HttpServletResponse response) {
            request.startAsync().dispatch("/forbids");
        }

        @GetMapping("/falls-back-async")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.FALLBACK, fallback = "/fallback-async")
        @ResponseBody
        String fallsBackAsync() {
            return "done";
        }

        @GetMapping("/fallback-async")
        @ResponseBody
        Callable<String> fallbackAsync() {
            return () -> "fallen back later";
        }

        @GetMapping("/page-of-parts")
        void pageOfParts(HttpServletRequest request, HttpServletResponse response) throws Exception {
            request.getRequestDispatcher("/part").include(request, response);
            response.getWriter().append(" and ");
            request.getRequestDispatcher("/part").include(request, response);
        }

        @GetMapping("/part")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.FALLBACK, fallback = "/instead")
        void part(HttpServletResponse response) throws IOException {
            response.getWriter().append("<part>");
        }

        @GetMapping("/instead")
        void instead(HttpServletResponse response) throws IOException {
            response.getWriter().append("<instead>");
        }

        @GetMapping("/page")
        String page() {
            return "page";
        }

        @GetMapping("/own-attribute")
        ModelAndView ownAttribute() {
            return new ModelAndView("page", "consent", "its own");
        }

        @GetMapping("/redirects")
        String redirects() {
            return "redirect:/page";
        }

        @GetMapping("/view-object")
        ModelAndView viewObject() {
            return new ModelAndView((model, request, response) -> response.getWriter()
                    .append("model: " + model.keySet() + ", attribute: "
                            + (request.getAttribute("consent") instanceof ConsentExchange)));
        }

        @GetMapping("/fails")
        String fails() {
            throw new UnsupportedOperationException("on purpose");
        }

        @ExceptionHandler(UnsupportedOperationException.class)
        String failed() {
            return "page";
        }

        @GetMapping("/service")
        @ResponseBody
        String service(ConsentExchange exchange, HttpServletRequest request) {
            assertThat(RequestContextUtils.findWebApplicationContext(request)).isNotNull();
            return "same " + (ConsentContext.current() == exchange);
        }
    }

    @Controller
    @RequiresConsent("statistical")
    static class ClassController {

        @GetMapping("/class/inherits")
        @ResponseBody
        String inherits() {
            return "done";
        }

        @GetMapping("/class/overrides")
        @RequiresConsent(value = "statistical", otherwise = Otherwise.FALLBACK, fallback = "/fallback")
        @ResponseBody
        String overrides() {
            return "done";
        }
    }

    /** What Spring MVC sees of a controller that is proxied by its interface. */
    @Controller
    public interface ProxiedController {

        @GetMapping("/behind-a-proxy")
        @ResponseBody
        String handle();
    }

    static class ProxiedControllerOfMethods implements ProxiedController {

        @Override
        @RequiresConsent("statistical")
        public String handle() {
            return "done";
        }
    }

    @Controller
    public interface ProxiedClassController {

        @GetMapping("/class/behind-a-proxy")
        @ResponseBody
        String handle();
    }

    @RequiresConsent("statistical")
    static class ProxiedControllerAsAWhole implements ProxiedClassController {

        @Override
        public String handle() {
            return "done";
        }
    }

    @RequiresConsent("statistical")
    static class NeedyRequestHandler implements HttpRequestHandler {

        @Override
        public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().append("done");
        }
    }

    @RequiresConsent("statistical")
    static class NeedyOldController implements org.springframework.web.servlet.mvc.Controller {

        @Override
        public @Nullable ModelAndView handleRequest(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getWriter().append("done");
            return null;
        }
    }
}
