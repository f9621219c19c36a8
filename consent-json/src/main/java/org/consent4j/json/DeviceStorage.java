package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
 * Vendor Device Storage and Operational Disclosures, version 1.1, and 1.0 with its {@code domain} for {@code domains}.
 *
 * <p>A catalogue is of the cookies of a site, so only disclosures of {@code type} {@code cookie} become declarations:
 *
 * <ul>
 *   <li>{@code identifier} is the name, where a {@code *} at the end stands for a rest. One before the end can't be
 *       declared, and is an error.
 *   <li>{@code purposes}: Purpose 1 is the storage itself. A cookie that has it needs consent; one without is said to be
 *       exempt by its vendor. The other purposes are the framework's, and are left out.
 *   <li>{@code maxAgeSeconds} is the retention, where 0 means a session.
 *   <li>{@code domains} are where the cookie is expired. {@code *} alone means the domain of whichever site uses the
 *       vendor: the cookie is then a first party's.
 *   <li>{@code description} is the purpose. A cookie of an {@code optOut} without one is there to remember that.
 *   <li>{@code cookieRefresh}, {@code specialPurposes} and the vendor's own lists of {@code domains} and {@code sdks}
 *       mean nothing to a catalogue, and are left out, and so is storage of the types {@code web} and {@code app}, which
 *       no server sees: tell visitors of it beside the catalogue.
 * </ul>
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
     * What disclosures say of a cookie that no declaration says.
     *
     * @param purposes the framework's purposes; whether 1 is among them is said by the declaration
     * @param specialPurposes its special purposes
     * @param cookieRefresh whether visits prolong the cookie
     * @param optOut whether the cookie is there for an opt-out
     */
    public record Use(Set<Integer> purposes, Set<Integer> specialPurposes, boolean cookieRefresh, boolean optOut) {

        /**
         * A use of copies.
         *
         * @param purposes the framework's purposes
         * @param specialPurposes its special purposes
         * @param cookieRefresh whether visits prolong the cookie
         * @param optOut whether the cookie is there for an opt-out
         * @throws IllegalArgumentException if a purpose is not positive
         */
        public Use {
            purposes = numbers(purposes);
            specialPurposes = numbers(specialPurposes);
        }

        /**
         * A use for purposes alone.
         *
         * @param purposes the framework's purposes
         * @return a use without special purposes, of a cookie that visits don't prolong
         * @throws IllegalArgumentException if a purpose is not positive
         */
        public static Use of(Integer... purposes) {
            return new Use(Set.of(purposes), Set.of(), false, false);
        }

        private static Set<Integer> numbers(Set<Integer> numbers) {
            numbers.forEach(number -> {
                if (number < 1) {
                    throw new IllegalArgumentException("There is no purpose " + number
                            + ". Give numbers of the Global Vendor List, which begin with 1.");
                }
            });
            return Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
        }
    }

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
        boolean ofAnySite = domains.remove("*");
        String said = written.text("description");
        String description =
                written.flag("optOut") && (said == null || said.isBlank()) ? "To remember that you opted out" : said;
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
            if (ofAnySite) {
                builder.party(Party.FIRST);
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
            if (purpose.kind() != Node.Kind.NUMBER || !purpose.text().matches("[1-9][0-9]{0,2}")) {
                written.add("purposes", "A purpose is a number of the Global Vendor List, such as 1.");
            } else {
                purposes.add(Long.valueOf(purpose.text()));
            }
        }
        return purposes;
    }

    private static String bare(String domain) {
        return domain.startsWith("*.") ? domain.substring(2) : domain;
    }

    /** The domains where the cookie can be expired, which stand for their subdomains, too. */
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
        said.replaceAll(DeviceStorage::bare);
        return said;
    }

    /**
     * Writes a vendor's cookies as disclosures of version 1.1, in the order of the catalogue. The file tells of no storage
     * but cookies, and of no mobile SDKs.
     *
     * @param catalogue the vendor's cookies, with no others'. An asterisk that is part of a name, as
     *     {@link CookieDeclaration.Builder#allowStar} allows it, would be taken for a wildcard
     * @param domain the vendor's domain, for cookies that declare none of their own; {@code *.example.org} for its
     *     subdomains, too
     * @param use what each cookie is used for; Purpose 1 stands in the file for all that need consent, and for no others
     * @return the text of a file
     * @throws IllegalArgumentException if the domain is none
     */
    public static String write(CookieCatalogue catalogue, String domain, Function<CookieDeclaration, Use> use) {
        requireDomain(domain);
        Map<String, Use> domains = new LinkedHashMap<>();
        JsonWriter json = new JsonWriter(true).object().list("disclosures");
        for (CookieDeclaration declaration : catalogue.declarations()) {
            Use given = use.apply(declaration);
            Set<Integer> purposes = new TreeSet<>(given.purposes);
            purposes.remove(STORAGE);
            if (declaration.requirement() == Requirement.CONSENT) {
                purposes.add(STORAGE);
            }
            Use used = new Use(purposes, given.specialPurposes, given.cookieRefresh, given.optOut);
            List<String> own = declaration.domains().isEmpty() ? List.of(domain) : declaration.domains();
            own.forEach(name -> domains.merge(name, used, DeviceStorage::both));
            disclosure(declaration, used, own, json);
        }
        json.endList().list("domains");
        domains.forEach((name, used) -> {
            json.object().field("domain", name);
            purposes(used, json);
            json.endObject();
        });
        return json.endList().endObject().text() + "\n";
    }

    private static void requireDomain(String domain) {
        try {
            CookieDeclaration.cookie("x").domain(bare(domain));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The vendor's domain '" + Findings.printable(domain)
                    + "' is not a domain name; give one such as example.org.");
        }
    }

    private static Use both(Use one, Use other) {
        Set<Integer> purposes = new TreeSet<>(one.purposes);
        purposes.addAll(other.purposes);
        Set<Integer> specialPurposes = new TreeSet<>(one.specialPurposes);
        specialPurposes.addAll(other.specialPurposes);
        return new Use(purposes, specialPurposes, false, false);
    }

    private static void disclosure(CookieDeclaration declaration, Use use, List<String> domains, JsonWriter json) {
        json.object()
                .field("identifier", declaration.name())
                .field("type", "cookie")
                .field("maxAgeSeconds", seconds(declaration.retention()))
                .field("cookieRefresh", use.cookieRefresh)
                .texts("domains", domains);
        purposes(use, json);
        declaration
                .purpose()
                .ifPresent(text -> json.field("description", text.fallback().text()));
        if (use.optOut) {
            json.field("optOut", true);
        }
        json.endObject();
    }

    /** Zero is a session's, so less than a second is one. */
    private static long seconds(Retention retention) {
        return retention.isSession() ? 0 : Math.max(1, retention.longest().toSeconds());
    }

    private static void purposes(Use use, JsonWriter json) {
        json.list("purposes");
        use.purposes.forEach(json::value);
        json.endList();
        if (!use.specialPurposes.isEmpty()) {
            json.list("specialPurposes");
            use.specialPurposes.forEach(json::value);
            json.endList();
        }
    }
}
