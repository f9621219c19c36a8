package org.consent4j.catalogue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

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

    /**
     * A condition of the exemption, which a site attests on its own.
     */
    public enum Condition {
        /** The cookie serves no purpose but the measurement of the site's audience. */
        SOLELY_AUDIENCE_MEASUREMENT("solelyAudienceMeasurement"),

        /** The measurement is for the publisher of this site alone. */
        FOR_THE_PUBLISHER_ONLY("forThePublisherOnly"),

        /** Nothing but anonymous statistics comes of it. */
        ANONYMOUS_STATISTICS_ONLY("anonymousStatisticsOnly"),

        /** A visitor is not followed across sites or applications. */
        NO_CROSS_SITE_TRACKING("noCrossSiteTracking"),

        /** The data are neither passed on nor matched with other data. */
        NO_SHARING_OR_CROSS_REFERENCING("noSharingOrCrossReferencing"),

        /** A later visit does not prolong the cookie's life. */
        LIFETIME_NOT_PROLONGED_BY_VISITS("lifetimeNotProlongedByVisits"),

        /** Visitors are told of the measurement and can object to it. */
        VISITORS_INFORMED_AND_ABLE_TO_OBJECT("visitorsInformedAndAbleToObject");

        private final String method;

        Condition(String method) {
            this.method = method;
        }

        /**
         * The condition's name in configurations and files.
         *
         * @return the name in lower-case letters, with dashes between words
         */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
            return condition(Condition.SOLELY_AUDIENCE_MEASUREMENT);
        }

        /**
         * The measurement is for the publisher of this site alone.
         *
         * @return this
         */
        public Attestation forThePublisherOnly() {
            return condition(Condition.FOR_THE_PUBLISHER_ONLY);
        }

        /**
         * Nothing but anonymous statistics comes of it.
         *
         * @return this
         */
        public Attestation anonymousStatisticsOnly() {
            return condition(Condition.ANONYMOUS_STATISTICS_ONLY);
        }

        /**
         * A visitor is not followed across sites or applications.
         *
         * @return this
         */
        public Attestation noCrossSiteTracking() {
            return condition(Condition.NO_CROSS_SITE_TRACKING);
        }

        /**
         * The data are neither passed on nor matched with other data.
         *
         * @return this
         */
        public Attestation noSharingOrCrossReferencing() {
            return condition(Condition.NO_SHARING_OR_CROSS_REFERENCING);
        }

        /**
         * A later visit does not prolong the cookie's life. What the server writes is held to this by the SDK; what
         * scripts write is the site's to see to.
         *
         * @return this
         */
        public Attestation lifetimeNotProlongedByVisits() {
            return condition(Condition.LIFETIME_NOT_PROLONGED_BY_VISITS);
        }

        /**
         * Visitors are told of the measurement and can object to it.
         *
         * @return this
         */
        public Attestation visitorsInformedAndAbleToObject() {
            return condition(Condition.VISITORS_INFORMED_AND_ABLE_TO_OBJECT);
        }

        /**
         * Attests a condition that comes from a configuration or a file.
         *
         * @param condition the condition
         * @return this
         */
        public Attestation condition(Condition condition) {
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
