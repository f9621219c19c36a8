package org.consent4j.catalogue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declaration as it is written in a configuration or a file: under the keys that this interface's methods are named
 * after, and not checked yet. {@link WrittenCatalogue} reads it.
 */
public interface WrittenDeclaration {

    /**
     * The cookie's name, or the beginning of names followed by an asterisk.
     *
     * @return the name; null where none is written
     */
    @Nullable
    String name();

    /**
     * The id of a category that is built in or the site's own.
     *
     * @return the id; null where none is written
     */
    @Nullable
    String category();

    /**
     * The name of who is responsible for the cookie, or {@code site} for the site itself.
     *
     * @return the name; null where none is written
     */
    @Nullable
    String provider();

    /**
     * The address of the provider's policy.
     *
     * @return the address; null where none is written
     */
    @Nullable
    String policyUrl();

    /**
     * What the cookie is part of.
     *
     * @return the text; null where none is written
     */
    @Nullable
    String function();

    /**
     * The same in other languages.
     *
     * @return texts by language tag
     */
    Map<String, String> functionByLanguage();

    /**
     * The parts of the site where the cookie is used.
     *
     * @return the text; null where none is written
     */
    @Nullable
    String location();

    /**
     * The same in other languages.
     *
     * @return texts by language tag
     */
    Map<String, String> locationByLanguage();

    /**
     * What the cookie is for.
     *
     * @return the text; null where none is written
     */
    @Nullable
    String purpose();

    /**
     * The same in other languages.
     *
     * @return texts by language tag
     */
    Map<String, String> purposeByLanguage();

    /**
     * Who gets what the cookie holds, beside the site and the provider.
     *
     * @return the text; null where none is written
     */
    @Nullable
    String recipients();

    /**
     * The same in other languages.
     *
     * @return texts by language tag
     */
    Map<String, String> recipientsByLanguage();

    /**
     * How long browsers keep the cookie, in a form of {@link Retention#parse}.
     *
     * @return the retention; null where none is written
     */
    @Nullable
    String retention();

    /**
     * The conditions of the audience-measurement exemption that the site attests.
     *
     * @return the conditions; null where no exemption is written
     */
    @Nullable
    List<AudienceMeasurementExemption.Condition> exemption();

    /**
     * Whose cookie it is.
     *
     * @return the party; null where none is written
     */
    @Nullable
    Party party();

    /**
     * The domains that the cookie is set for.
     *
     * @return domain names; null where none are written
     */
    @Nullable
    List<String> domains();

    /**
     * The paths that the cookie is set for.
     *
     * @return absolute paths; null where none are written
     */
    @Nullable
    List<String> paths();

    /**
     * Whether the cookie is set with {@code Partitioned}.
     *
     * @return true if it is
     */
    boolean partitioned();

    /**
     * Whether a prefix of three characters or fewer is meant.
     *
     * @return true if it is
     */
    boolean allowShortPrefix();

    /**
     * Whether an asterisk before the end of the name is one of its characters.
     *
     * @return true if it is
     */
    boolean allowStar();
}
