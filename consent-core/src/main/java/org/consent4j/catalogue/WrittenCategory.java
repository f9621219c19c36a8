package org.consent4j.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A category as it is written in a configuration or a file: under the keys that this interface's methods are named
 * after, and not checked yet. {@link WrittenCatalogue} reads it.
 */
public interface WrittenCategory {

    /**
     * The id of a category that is built in or the site's own.
     *
     * @return the id; null where none is written
     */
    @Nullable
    String id();

    /**
     * The name of an own category in the preference cookie.
     *
     * @return the code; null for the letters of the id
     */
    @Nullable
    String code();

    /**
     * What cookies of an own category need.
     *
     * @return the requirement; null for consent
     */
    @Nullable
    Requirement requirement();

    /**
     * The name that visitors read.
     *
     * @return the text; null where none is written
     */
    @Nullable
    String title();

    /**
     * The same in other languages.
     *
     * @return texts by language tag
     */
    Map<String, String> titleByLanguage();

    /**
     * The explanation that visitors read.
     *
     * @return the text; null where none is written
     */
    @Nullable
    String description();

    /**
     * The same in other languages.
     *
     * @return texts by language tag
     */
    Map<String, String> descriptionByLanguage();

    /**
     * The edition of the category's purposes.
     *
     * @return the revision; null where none is written
     */
    @Nullable
    Integer revision();
}
