package org.consent4j;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The answer to one Set-Cookie line: admitted or not, with the reason.
 *
 * <p>With {@link Mode#REPORT_ONLY} a line is admitted whatever the reason says.
 *
 * @param admitted whether the line may leave the server
 * @param reason why, or why it would not have
 */
public record Decision(boolean admitted, Reason reason) {

    private static final Map<Reason, Decision> ENFORCED = new EnumMap<>(Reason.class);
    private static final Map<Reason, Decision> REPORTED = new EnumMap<>(Reason.class);

    static {
        for (Reason reason : Reason.values()) {
            ENFORCED.put(reason, new Decision(reason.admits(), reason));
            REPORTED.put(reason, new Decision(true, reason));
        }
    }

    /** The one instance of a decision, so that judging creates no objects. */
    static Decision of(Reason reason, boolean enforced) {
        Decision decision = (enforced ? ENFORCED : REPORTED).get(reason);
        return Objects.requireNonNull(decision);
    }
}
