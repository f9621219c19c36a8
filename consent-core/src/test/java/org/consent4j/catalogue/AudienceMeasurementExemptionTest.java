package org.consent4j.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.consent4j.Rule;
import org.consent4j.catalogue.AudienceMeasurementExemption.Attestation;
import org.junit.jupiter.api.Test;

@Rule("16")
class AudienceMeasurementExemptionTest {

    private static final Map<String, Consumer<Attestation>> CONDITIONS = new LinkedHashMap<>();

    static {
        CONDITIONS.put("solelyAudienceMeasurement()", Attestation::solelyAudienceMeasurement);
        CONDITIONS.put("forThePublisherOnly()", Attestation::forThePublisherOnly);
        CONDITIONS.put("anonymousStatisticsOnly()", Attestation::anonymousStatisticsOnly);
        CONDITIONS.put("noCrossSiteTracking()", Attestation::noCrossSiteTracking);
        CONDITIONS.put("noSharingOrCrossReferencing()", Attestation::noSharingOrCrossReferencing);
        CONDITIONS.put("lifetimeNotProlongedByVisits()", Attestation::lifetimeNotProlongedByVisits);
        CONDITIONS.put("visitorsInformedAndAbleToObject()", Attestation::visitorsInformedAndAbleToObject);
    }

    /** All conditions attested but the one of a name. */
    private static Attestation allBut(String missing) {
        Attestation attestation = AudienceMeasurementExemption.attest();
        CONDITIONS.forEach((name, attest) -> {
            if (!name.equals(missing)) {
                attest.accept(attestation);
            }
        });
        return attestation;
    }

    @Test
    void itIsBuiltOnceEveryConditionIsAttested() {
        assertThat(allBut("none").build()).isSameAs(allBut("none").build());
    }

    @Test
    void eachConditionIsNeededAndNamedWhereItIsMissing() {
        assertThat(CONDITIONS).hasSize(7);
        CONDITIONS
                .keySet()
                .forEach(missing -> assertThatIllegalStateException()
                        .isThrownBy(() -> allBut(missing).build())
                        .withMessageContaining("it lacks " + missing + ".")
                        .withMessageContaining("needs consent"));
    }

    @Test
    void allMissingConditionsAreNamedAtOnce() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AudienceMeasurementExemption.attest().build())
                .withMessageContaining(String.join(", ", CONDITIONS.keySet()));
    }

    @Test
    void eachConditionHasAKeyInFiles() {
        assertThat(Arrays.stream(AudienceMeasurementExemption.Condition.values())
                        .map(AudienceMeasurementExemption.Condition::key))
                .containsExactlyElementsOf(CONDITIONS.keySet().stream()
                        .map(method -> method.replace("()", "")
                                .replaceAll("[A-Z]", "-$0")
                                .toLowerCase(Locale.ROOT))
                        .toList());
        Attestation attestation = AudienceMeasurementExemption.attest();
        for (AudienceMeasurementExemption.Condition condition : AudienceMeasurementExemption.Condition.values()) {
            attestation.condition(condition);
        }
        assertThat(attestation.build()).isSameAs(allBut("none").build());
    }

    @Test
    void anonymousAloneExemptsNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AudienceMeasurementExemption.attest()
                        .anonymousStatisticsOnly()
                        .anonymousStatisticsOnly()
                        .build());
    }
}
