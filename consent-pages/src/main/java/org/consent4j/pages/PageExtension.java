package org.consent4j.pages;

import java.util.function.Function;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.LocalizedText;

/**
 * A path beside the pages that another library answers, such as one for what the pages say as data.
 *
 * <p>Extensions are found by {@link java.util.ServiceLoader} where this library is, and answered like the pages: before a
 * framework's security, with the same check of who sent a request. They are safe for use by many threads.
 */
public interface PageExtension {

    /**
     * Who asks, as far as the pages know.
     *
     * @param language the visitor's language, of those that the pages speak
     * @param sameOrigin whether the request comes from a page of this site, or from no browser (rule 8)
     * @param words says a text of the catalogue in that language where there is a wording in it
     */
    record Visit(Language language, boolean sameOrigin, Function<LocalizedText, Text> words) {}

    /**
     * The path below the pages' base path.
     *
     * @return the path with a slash at its beginning, such as {@code /state}; always the same
     */
    String path();

    /**
     * Answers a request for the path.
     *
     * @param request the request, with any method
     * @param exchange the request's exchange
     * @param visit who asks
     * @return the response; to HEAD, its body is not sent
     */
    PageResponse handle(PageRequest request, ConsentExchange exchange, Visit visit);
}
