package org.consent4j.catalogue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * A site's attestation that a cookie only measures its audience and so needs no consent, as long as the visitor does
 * not object (rule 16: CNIL sheet 17; UK PECR Schedule A1).
 *
 * <p>Each condition is attested on its own; "anonymous" alone exempts nothing. The lifetime of at most 13 months is
 * checked on the declaration.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class AudienceMeasurementExemption {

    private static final AudienceMeasurementExemption COMPLETE = new AudienceMeasurementExemption();

    private AudienceMeasurementExemption() {}

    /**
     * Starts an attestation in which nothing is attested yet.
     *
     * @return an attestation to be completed
     */
    public static Attestation attest() {
        return new Attestation();
    }

    private enum Condition {
        SOLELY_AUDIENCE_MEASUREMENT("solelyAudienceMeasurement"),
        FOR_THE_PUBLISHER_ONLY("forThePublisherOnly"),
        ANONYMOUS_STATISTICS_ONLY("anonymousStatisticsOnly"),
        NO_CROSS_SITE_TRACKING("noCrossSiteTracking"),
        NO_SHARING_OR_CROSS_REFERENCING("noSharingOrCrossReferencing"),
        LIFETIME_NOT_PROLONGED_BY_VISITS("lifetimeNotProlongedByVisits"),
        VISITORS_INFORMED_AND_ABLE_TO_OBJECT("visitorsInformedAndAbleToObject");

        private final String method;

        Condition(String method) {
            this.method = method;
        }
    }

    /**
     * An attestation on its way: each method attests one condition, {@link #build()} wants them all.
     *
     * <p>Not safe for use by many threads.
     */
    public static final class Attestation {

        private final EnumSet<Condition> attested = EnumSet.noneOf(Condition.class);

        private Attestation() {}

        /**
         * The cookie serves no purpose but the measurement of the site's audience.
         *
         * @return this
         */
        public Attestation solelyAudienceMeasurement() {
            return with(Condition.SOLELY_AUDIENCE_MEASUREMENT);
        }

        /**
         * The measurement is for the publisher of this site alone.
         *
         * @return this
         */
        public Attestation forThePublisherOnly() {
            return with(Condition.FOR_THE_PUBLISHER_ONLY);
        }

        /**
         * Nothing but anonymous statistics comes of it.
         *
         * @return this
         */
        public Attestation anonymousStatisticsOnly() {
            return with(Condition.ANONYMOUS_STATISTICS_ONLY);
        }

        /**
         * A visitor is not followed across sites or applications.
         *
         * @return this
         */
        public Attestation noCrossSiteTracking() {
            return with(Condition.NO_CROSS_SITE_TRACKING);
        }

        /**
         * The data are neither passed on nor matched with other data.
         *
         * @return this
         */
        public Attestation noSharingOrCrossReferencing() {
            return with(Condition.NO_SHARING_OR_CROSS_REFERENCING);
        }

        /**
         * A later visit does not prolong the cookie's life. What the server writes is held to this by the SDK; what
         * scripts write is the site's to see to.
         *
         * @return this
         */
        public Attestation lifetimeNotProlongedByVisits() {
            return with(Condition.LIFETIME_NOT_PROLONGED_BY_VISITS);
        }

        /**
         * Visitors are told of the measurement and can object to it.
         *
         * @return this
         */
        public Attestation visitorsInformedAndAbleToObject() {
            return with(Condition.VISITORS_INFORMED_AND_ABLE_TO_OBJECT);
        }

        private Attestation with(Condition condition) {
            attested.add(condition);
            return this;
        }

        /**
         * The exemption, once every condition is attested.
         *
         * @return the exemption
         * @throws IllegalStateException if a condition is missing; the message names each
         */
        public AudienceMeasurementExemption build() {
            List<String> missing = new ArrayList<>();
            for (Condition condition : EnumSet.complementOf(attested)) {
                missing.add(condition.method + "()");
            }
            if (!missing.isEmpty()) {
                throw new IllegalStateException("The audience-measurement exemption is incomplete; it lacks "
                        + String.join(", ", missing)
                        + ". Call each one that is true; if one isn't, leave exemption(...) out, and the cookie needs"
                        + " consent.");
            }
            return COMPLETE;
        }
    }

    @Override
    public String toString() {
        return "audience-measurement exemption";
    }
}
