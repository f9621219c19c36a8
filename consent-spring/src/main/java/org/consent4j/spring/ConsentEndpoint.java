package org.consent4j.spring;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.consent4j.CatalogueReport;
import org.consent4j.CookieConsent;
import org.consent4j.UndeclaredCookie;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The Actuator's endpoint {@code consent}: the catalogue in force, and where it and life differ since the start.
 */
@Endpoint(id = "consent")
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
     * What the endpoint tells.
     *
     * @param mode {@code enforce} or {@code report-only}
     * @param catalogue all declarations
     * @param undeclared cookies that were seen but are not declared
     * @param neverSeen names of declarations of which no cookie was seen
     */
    public record Report(String mode, List<Declared> catalogue, List<Undeclared> undeclared, List<String> neverSeen) {}

    /**
     * A declaration.
     *
     * @param name the name or prefix
     * @param category the category's id
     * @param requirement what the cookie needs
     * @param provider who is responsible
     * @param policyUrl where the provider's policy stands
     * @param party whose cookie it is
     * @param purpose what the cookie is for
     * @param retention how long browsers keep it
     */
    public record Declared(
            String name,
            String category,
            String requirement,
            String provider,
            @Nullable String policyUrl,
            String party,
            @Nullable String purpose,
            String retention) {}

    /**
     * A cookie that is not declared.
     *
     * @param name the name as it came
     * @param origin {@code application} or {@code browser}
     * @param stub the declaration to paste into a bean and to complete
     * @param yaml the same to paste under {@code consent.catalogue}
     */
    public record Undeclared(String name, String origin, String stub, String yaml) {}

    /**
     * The report of this moment.
     *
     * @return the report
     */
    @ReadOperation
    public Report report() {
        CatalogueReport report = consent.report();
        return new Report(
                lower(consent.mode()),
                consent.catalogue().declarations().stream()
                        .map(ConsentEndpoint::declared)
                        .toList(),
                report.undeclared().stream().map(ConsentEndpoint::undeclared).toList(),
                report.neverSeen().stream().map(CookieDeclaration::name).toList());
    }

    private static Declared declared(CookieDeclaration declaration) {
        return new Declared(
                declaration.name(),
                declaration.category().id(),
                lower(declaration.requirement()),
                declaration.provider().name(),
                declaration.provider().policyUrl().map(URI::toString).orElse(null),
                lower(declaration.party()),
                declaration.purpose().map(LocalizedText::toString).orElse(null),
                declaration.retention().toString());
    }

    private static Undeclared undeclared(UndeclaredCookie cookie) {
        return new Undeclared(cookie.name(), lower(cookie.origin()), cookie.stub(), cookie.writtenStub());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
