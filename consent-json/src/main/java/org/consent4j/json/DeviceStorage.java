package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieCatalogue;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.InvalidCatalogueException;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes what vendors of the Transparency and Consent Framework publish of the cookies they set: the IAB's
 * Vendor Device Storage and Operational Disclosures, version 1.1.
 *
 * <p>Purpose 1 of the framework is the storage itself: a cookie that has it needs consent, one without is said to be exempt
 * by its vendor. Only cookies are read; other storage is none of a server's.
 *
 * <p>Safe for use by many threads.
 */
public final class DeviceStorage {

    private static final int STORAGE = 1;
    private static final Duration LONGEST = Duration.ofDays(400);
    /** No vendor means more; what is more was given in milliseconds. */
    private static final long MOST_SECONDS = Duration.ofDays(3_660).toSeconds();

    private DeviceStorage() {}

    /**
     * Reads a vendor's disclosures. Keys that are not known are left to later versions of the format.
     *
     * @param json the text of the vendor's file
     * @param name what messages call it
     * @param vendor who publishes it, with the address of its policy
     * @return the vendor's cookies: {@code third-party}, or {@code necessary} where they are said to be exempt; what is
     *     said to be kept longer than 400 days is declared with these, as browsers keep nothing longer
     * @throws CatalogueFileException if it can't be used, with everything that is wrong with it
     */
    public static CookieCatalogue read(String json, String name, Provider vendor) {
        Findings findings = new Findings(name);
        Map<String, CookieDeclaration> declarations = new LinkedHashMap<>();
        Node file = JsonReader.of(json.getBytes(UTF_8), findings)
                .flatMap(reader -> reader.document(""))
                .orElse(null);
        if (file != null) {
            Written written = new Written(file, "", findings);
            if (file.member("disclosures").isEmpty()) {
                findings.add(file, "", "There are no disclosures. Give a vendor's file of device storage disclosures.");
            }
            List<Node> disclosures = written.list("disclosures");
            for (int i = 0; i < disclosures.size(); i++) {
                read(new Written(disclosures.get(i), "disclosures[" + i + "]", findings), vendor, declarations);
            }
        }
        if (!findings.isEmpty()) {
            throw findings.exception();
        }
        return CookieCatalogue.of(List.copyOf(declarations.values()));
    }

    private static void read(Written written, Provider vendor, Map<String, CookieDeclaration> declarations) {
        String type = written.text("type");
        if (type == null || !Set.of("cookie", "web", "app").contains(type)) {
            written.add("type", "A disclosure has a type. Write cookie, web or app.");
            return;
        }
        if (!type.equals("cookie")) {
            return;
        }
        String name = name(written);
        Retention retention = retention(written);
        Set<Long> purposes = purposes(written);
        List<String> domains = domains(written);
        String description = written.text("description");
        if (name == null || retention == null || !written.isSound()) {
            return;
        }
        Category category = purposes.contains((long) STORAGE) ? Category.THIRD_PARTY : Category.NECESSARY;
        if (category.equals(Category.NECESSARY) && (description == null || description.isBlank())) {
            written.add(
                    "description",
                    "The cookie '" + Findings.shortened(name)
                            + "' is said to be exempt, as its purposes lack 1, but not"
                            + " what for. Write a description, or declare it yourself.");
            return;
        }
        CookieDeclaration earlier = declarations.get(name);
        if (earlier != null && !earlier.category().equals(category)) {
            written.add(
                    "identifier",
                    "The cookie '" + Findings.shortened(name) + "' is disclosed both as exempt and as not. Which?");
            return;
        }
        try {
            CookieDeclaration.Builder builder = earlier != null
                    ? earlier.toBuilder()
                    : CookieDeclaration.cookie(name)
                            .category(category)
                            .party(Party.THIRD)
                            .provider(vendor)
                            .allowShortPrefix();
            if (earlier == null
                    || retention.longest().compareTo(earlier.retention().longest()) > 0) {
                builder.retention(retention);
            }
            if (description != null && !description.isBlank()) {
                builder.purpose(description);
            }
            domains.forEach(builder::domain);
            declarations.put(name, builder.build());
        } catch (InvalidCatalogueException e) {
            e.problems().forEach(problem -> written.add("identifier", problem));
        } catch (IllegalArgumentException e) {
            written.add(
                    String.valueOf(e.getMessage()).startsWith("The domain") ? "domains" : "identifier",
                    String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String name(Written written) {
        String name = written.text("identifier");
        if (name == null || name.isEmpty()) {
            written.add("identifier", "A disclosure has an identifier. Write the cookie's name.");
            return null;
        }
        int star = name.indexOf('*');
        if (name.equals("*") || (star >= 0 && star < name.length() - 1)) {
            written.add(
                    "identifier",
                    name.equals("*")
                            ? "An asterisk alone names no cookie. Write the cookie's name."
                            : "An asterisk before the end of a name can't be declared here. Declare the names one by"
                                    + " one.");
            return null;
        }
        return name;
    }

    private static @Nullable Retention retention(Written written) {
        Node node = written.member("maxAgeSeconds").orElse(null);
        long seconds;
        try {
            seconds = node == null ? -1 : Long.parseLong(node.text());
        } catch (NumberFormatException e) {
            seconds = -1;
        }
        if (node == null || node.kind() != Node.Kind.NUMBER || seconds < 0) {
            written.add(
                    "maxAgeSeconds",
                    "A cookie has its lifetime in whole seconds under maxAgeSeconds. Write 0 for a session.");
            return null;
        }
        if (seconds > MOST_SECONDS) {
            written.add(
                    "maxAgeSeconds",
                    "A lifetime of " + Duration.ofSeconds(seconds).toDays()
                            + " days is not plausible. Write seconds, not" + " milliseconds.");
            return null;
        }
        return seconds == 0
                ? Retention.session()
                : Retention.of(
                        Duration.ofSeconds(seconds).compareTo(LONGEST) > 0 ? LONGEST : Duration.ofSeconds(seconds));
    }

    private static Set<Long> purposes(Written written) {
        Set<Long> purposes = new LinkedHashSet<>();
        if (written.member("purposes").isEmpty()) {
            written.add("purposes", "A disclosure has purposes. Write the list of their numbers, with 1 for consent.");
        }
        for (Node purpose : written.list("purposes")) {
            if (purpose.kind() != Node.Kind.NUMBER || !purpose.text().matches("[0-9]{1,3}")) {
                written.add("purposes", "A purpose is a number of the Global Vendor List, such as 1.");
            } else {
                purposes.add(Long.valueOf(purpose.text()));
            }
        }
        return purposes;
    }

    /** The domains where the cookie can be expired; a wildcard for their subdomains is left to the domain itself. */
    private static List<String> domains(Written written) {
        List<String> said = new ArrayList<>();
        String one = written.text("domain");
        if (one != null) {
            said.add(one);
        }
        for (Node domain : written.list("domains")) {
            if (domain.kind() == Node.Kind.TEXT) {
                said.add(domain.text());
            } else {
                written.add("domains", "A domain is a text in quotes.");
            }
        }
        if (one != null && written.member("domains").isPresent()) {
            written.add("domain", "There are both domain and domains. Leave domain out.");
        }
        return said.stream()
                .filter(domain -> !domain.equals("*"))
                .map(domain -> domain.startsWith("*.") ? domain.substring(2) : domain)
                .toList();
    }

    /**
     * Writes a catalogue's cookies as disclosures.
     *
     * @param catalogue the catalogue
     * @param domain the site's domain, for cookies that declare none of their own
     * @param purposes the framework's purposes of a cookie beside 1, which stands for all that need consent
     * @return the text of a file
     */
    public static String write(
            CookieCatalogue catalogue,
            String domain,
            Function<CookieDeclaration, ? extends Iterable<Integer>> purposes) {
        Map<String, Set<Integer>> domains = new LinkedHashMap<>();
        JsonWriter json = new JsonWriter(true).object().list("disclosures");
        for (CookieDeclaration declaration : catalogue.declarations()) {
            Set<Integer> all = new TreeSet<>();
            purposes.apply(declaration).forEach(all::add);
            all.remove(STORAGE);
            if (declaration.requirement() == Requirement.CONSENT) {
                all.add(STORAGE);
            }
            List<String> own = declaration.domains().isEmpty() ? List.of(domain) : declaration.domains();
            own.forEach(name ->
                    domains.computeIfAbsent(name, key -> new TreeSet<>()).addAll(all));
            json.object()
                    .field("identifier", declaration.name())
                    .field("type", "cookie")
                    .field("maxAgeSeconds", declaration.retention().longest().toSeconds())
                    .field("cookieRefresh", false)
                    .texts("domains", own)
                    .list("purposes");
            all.forEach(json::value);
            json.endList();
            declaration
                    .purpose()
                    .ifPresent(text -> json.field("description", text.fallback().text()));
            json.endObject();
        }
        json.endList().list("domains");
        domains.forEach((name, used) -> {
            json.object().field("domain", name).list("purposes");
            used.forEach(json::value);
            json.endList().endObject();
        });
        return json.endList().endObject().text() + "\n";
    }
}
