package org.consent4j;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.http.CookieHeader;
import org.consent4j.http.SetCookie;
import org.jspecify.annotations.Nullable;

/**
 * The leftovers of one exchange: reports the refused cookies that its request carries, and expires them wherever they
 * may lie. Most requests have none, so an exchange makes it when it needs it.
 */
final class Leftovers {

    /** The most octets of deletions in one response; what is left goes with the next one (rule 45). */
    private static final int MOST_DELETION_OCTETS = 8 * 1024;

    /** What leftovers have to leave of it, so that there is room to delete copies of the preference cookie. */
    private static final int RESERVED_OCTETS = 1024;

    private static final int MOST_LEFTOVER_OCTETS = MOST_DELETION_OCTETS - RESERVED_OCTETS;

    /** So many leftovers may not all find room in one response, so that their order changes with time. */
    private static final int MANY = 32;

    private static final int SHORTEST_DELETION =
            SetCookie.deletion("", null, "/", false).length();

    private static final int LINE_OVERHEAD = "Set-Cookie: \r\n".length();
    private static final Set<String> HOST_ONLY = Set.of("");
    private static final Set<String> ROOT = Set.of("/");

    private final ConsentExchange exchange;
    private final CookieConsent consent;
    private final ActiveCatalogue catalogue;
    private final String host;

    /** Categories whose leftovers have been dealt with. */
    private long consentSettled;

    private long objectionSettled;
    private int deletionOctets;
    private @Nullable Set<String> expired;
    private @Nullable Set<String> ownDomains;

    private record Leftover(String name, CookieDeclaration declaration, Reason reason) {}

    Leftovers(ConsentExchange exchange, CookieConsent consent, ActiveCatalogue catalogue) {
        this.exchange = exchange;
        this.consent = consent;
        this.catalogue = catalogue;
        this.host = exchange.host();
    }

    /**
     * Reports and expires what the request carries and the visitor does not admit, as far as that has not been done.
     *
     * @param consentRefused the categories, as bits, in which what needs consent is refused
     * @param objectionRefused those in which what needs no objection is
     */
    void settle(long consentRefused, long objectionRefused) {
        if ((consentRefused & ~consentSettled) == 0 && (objectionRefused & ~objectionSettled) == 0) {
            return;
        }
        List<Leftover> leftovers = new ArrayList<>();
        for (String line : exchange.lines()) {
            CookieHeader cookies = new CookieHeader(line);
            while (cookies.next()) {
                int position = catalogue.find(line, cookies.nameStart(), cookies.nameEnd());
                if (position >= 0 && isUnsettled(position)) {
                    settle(cookies.name(), position, leftovers);
                }
            }
        }
        consentSettled |= consentRefused;
        objectionSettled |= objectionRefused;
        expire(leftovers);
    }

    private boolean isUnsettled(int position) {
        return (catalogue.consent(position) & ~consentSettled) != 0
                || (catalogue.objection(position) & ~objectionSettled) != 0;
    }

    private void settle(String name, int position, List<Leftover> leftovers) {
        Reason reason = exchange.reason(position);
        if (reason.admits()) {
            return;
        }
        CookieDeclaration declaration = catalogue.declaration(position);
        exchange.tell(CookieEvent.Action.HIDDEN, name, declaration, reason);
        if (consent.mode() == Mode.REPORT_ONLY) {
            return;
        }
        if (expired == null) {
            expired = new HashSet<>();
        }
        if (expired.add(name)) {
            leftovers.add(new Leftover(name, declaration, reason));
        }
    }

    /**
     * Deletes each leftover where it most likely is, and then where else it may be, so that one which can't be reached
     * does not keep the others from their turn.
     */
    private void expire(List<Leftover> leftovers) {
        if (leftovers.size() > MANY) {
            Collections.rotate(leftovers, (int) (consent.now() % leftovers.size()));
        }
        BitSet sent = new BitSet(leftovers.size());
        for (int i = 0; i < leftovers.size(); i++) {
            String name = leftovers.get(i).name;
            boolean possible = exchange.secure() || !SetCookie.needsSecure(name);
            sent.set(i, possible && sendDeletion(name, "", "/", false, MOST_LEFTOVER_OCTETS));
        }
        for (int i = 0; i < leftovers.size(); i++) {
            Leftover leftover = leftovers.get(i);
            if (sent.get(i)) {
                sendFurtherDeletions(leftover.name, leftover.declaration);
            }
            CookieEvent.Action action = sent.get(i) ? CookieEvent.Action.EXPIRED : CookieEvent.Action.KEPT;
            exchange.tell(action, leftover.name, leftover.declaration, leftover.reason);
        }
    }

    private void sendFurtherDeletions(String name, CookieDeclaration declaration) {
        boolean partitioned = exchange.secure() && declaration.isPartitioned();
        for (String domain : domains(name, declaration)) {
            for (String path : paths(name, declaration)) {
                boolean first = domain.isEmpty() && path.equals("/");
                if ((!first && !sendDeletion(name, domain, path, false, MOST_LEFTOVER_OCTETS))
                        || (partitioned && !sendDeletion(name, domain, path, true, MOST_LEFTOVER_OCTETS))) {
                    return;
                }
            }
        }
    }

    /**
     * Deletes a cookie wherever it may lie but in one place.
     *
     * @param name the cookie's name
     * @param declaration its declaration
     * @param keptDomain the domain of the one that stays, empty for host-only; its path is {@code /}
     */
    void deleteElsewhere(String name, CookieDeclaration declaration, String keptDomain) {
        for (String domain : domains(name, declaration)) {
            for (String path : paths(name, declaration)) {
                if (!domain.equals(keptDomain) || !path.equals("/")) {
                    sendDeletion(name, domain, path, false, MOST_DELETION_OCTETS);
                }
            }
        }
    }

    private boolean sendDeletion(String name, String domain, String path, boolean partitioned, int most) {
        // Once the room is used up, a visitor's thousands of leftovers cost no lines any more.
        if (deletionOctets + name.length() + SHORTEST_DELETION + LINE_OVERHEAD > most) {
            return false;
        }
        String line = SetCookie.deletion(name, domain.isEmpty() ? null : domain, path, partitioned);
        int octets = line.length() + LINE_OVERHEAD;
        // A visitor's own characters can stand after a declared prefix: such a line would be no sure one (34b).
        if (deletionOctets + octets > most || SetCookie.name(line) == SetCookie.UNREADABLE) {
            return false;
        }
        deletionOctets += octets;
        exchange.add(line);
        return true;
    }

    /** The domains that a cookie may be set for; the empty one stands for host-only (rules 36 and 37). */
    private Set<String> domains(String name, CookieDeclaration declaration) {
        if (SetCookie.isHostBound(name)) {
            return HOST_ONLY;
        }
        Set<String> own = ownDomains();
        if (declaration.domains().isEmpty()) {
            return own;
        }
        Set<String> domains = new LinkedHashSet<>(own);
        for (String declared : declaration.domains()) {
            if (ConsentExchange.isWithin(host, declared)) {
                domains.add(declared);
            }
        }
        return domains;
    }

    private Set<String> ownDomains() {
        if (consent.trustedHosts().isEmpty()) {
            return HOST_ONLY;
        }
        if (ownDomains == null) {
            Set<String> domains = new LinkedHashSet<>(HOST_ONLY);
            for (String trusted : consent.trustedHosts()) {
                if (ConsentExchange.isWithin(host, trusted)) {
                    for (String parent = host;
                            parent.indexOf('.') > 0;
                            parent = parent.substring(parent.indexOf('.') + 1)) {
                        domains.add(parent);
                    }
                }
            }
            ownDomains = domains;
        }
        return ownDomains;
    }

    private static Set<String> paths(String name, CookieDeclaration declaration) {
        if (SetCookie.isHostBound(name) || declaration.paths().isEmpty()) {
            return ROOT;
        }
        Set<String> paths = new LinkedHashSet<>(ROOT);
        paths.addAll(declaration.paths());
        return paths;
    }
}
