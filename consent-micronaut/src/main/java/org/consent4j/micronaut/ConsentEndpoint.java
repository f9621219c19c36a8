package org.consent4j.micronaut;

import io.micronaut.context.annotation.Requires;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.consent4j.CatalogueReport;
import org.consent4j.CookieConsent;
import org.consent4j.UndeclaredCookie;
import org.consent4j.catalogue.CookieDeclaration;

/**
 * The management endpoint {@code consent}: the catalogue in force, and where it and life differ since the start.
 *
 * <p>It is sensitive unless {@code endpoints.consent.sensitive} says otherwise.
 */
@Endpoint("consent")
@Requires(classes = Endpoint.class)
public final class ConsentEndpoint {

    private final CookieConsent consent;

    /**
     * An endpoint.
     *
     * @param consent the site's consent
     */
    public ConsentEndpoint(CookieConsent consent) {
        this.consent = consent;
    }

    /**
     * The report of this moment, of texts, lists and maps alone, which every JSON library writes without reflection.
     *
     * @return {@code mode}; {@code catalogue}, all declarations; {@code undeclared}, cookies that were seen but are not
     *     declared, each with the declaration to paste, in Java and in YAML; {@code neverSeen}, names of declarations of
     *     which no cookie was seen
     */
    @Read
    public Map<String, Object> report() {
        CatalogueReport report = consent.report();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("mode", lower(consent.mode()));
        told.put(
                "catalogue",
                consent.catalogue().declarations().stream()
                        .map(ConsentEndpoint::declared)
                        .toList());
        told.put(
                "undeclared",
                report.undeclared().stream().map(ConsentEndpoint::undeclared).toList());
        told.put(
                "neverSeen",
                report.neverSeen().stream().map(CookieDeclaration::name).toList());
        return told;
    }

    private static Map<String, String> declared(CookieDeclaration declaration) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("name", declaration.name());
        told.put("category", declaration.category().id());
        told.put("requirement", lower(declaration.requirement()));
        told.put("provider", declaration.provider().name());
        declaration.provider().policyUrl().ifPresent(url -> told.put("policyUrl", url.toString()));
        told.put("party", lower(declaration.party()));
        declaration.purpose().ifPresent(purpose -> told.put("purpose", purpose.toString()));
        told.put("retention", declaration.retention().toString());
        return told;
    }

    private static Map<String, String> undeclared(UndeclaredCookie cookie) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("name", cookie.name());
        told.put("origin", lower(cookie.origin()));
        told.put("stub", cookie.stub());
        told.put("yaml", cookie.writtenStub());
        return told;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
