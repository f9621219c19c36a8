package org.consent4j.pages;

import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.consent4j.ActiveCatalogue;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Choice;

/**
 * What a visitor submitted: a choice for every category that was asked for, and where to go then, in which language.
 *
 * <p>A field's name is a category's id, or one of the names below. Sites may well have a category of such a name, so
 * the value {@code granted} always means the category.
 */
record Submission(Map<Category, Choice> choices, Optional<String> next, Optional<String> language) {

    static final String GRANTED = "granted";
    static final String CHOICE = "choice";
    static final String ACCEPT_ALL = "accept-all";
    static final String REFUSE_ALL = "refuse-all";
    static final String NEXT = "next";
    /** The language of the page that the visitor chose on. */
    static final String LANGUAGE = "lang";
    /**
     * Repeated: the categories that were asked for, where these are some only, so that the others keep their choices
     * (rule 11). No category's id has an underscore.
     */
    static final String ASKED_FOR = "asked_for";

    /** How fields start that frameworks add to a site's own form, such as Spring's {@code _csrf}; they mean nothing. */
    private static final String OF_A_FRAMEWORK = "_";

    private static final int MOST_OCTETS = 8 * 1024;

    /** What was submitted can't be taken. */
    static final class RejectedException extends Exception {

        final int status;

        RejectedException(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    static Submission read(PageRequest request, ActiveCatalogue catalogue) throws RejectedException {
        byte[] body;
        try {
            body = request.body().read(MOST_OCTETS + 1);
        } catch (IOException e) {
            throw new RejectedException(400, "the body could not be read");
        }
        // Also without a body, which somebody else may have read: nobody refused anything by that.
        if ((body.length > 0 || request.headers().values("Content-Type").hasNext()) && !isForm(request)) {
            throw new RejectedException(415, "not a form");
        }
        if (body.length > MOST_OCTETS) {
            throw new RejectedException(413, "more than " + MOST_OCTETS + " octets");
        }
        try {
            return of(FormData.parse(body), catalogue);
        } catch (FormData.MalformedException e) {
            throw new RejectedException(400, "malformed");
        }
    }

    private static boolean isForm(PageRequest request) {
        Iterator<String> types = request.headers().values("Content-Type");
        if (!types.hasNext()) {
            return false;
        }
        String type = types.next();
        int parameters = type.indexOf(';');
        return !types.hasNext()
                && (parameters < 0 ? type : type.substring(0, parameters))
                        .strip()
                        .equalsIgnoreCase("application/x-www-form-urlencoded");
    }

    private static Submission of(FormData form, ActiveCatalogue catalogue) throws RejectedException {
        Set<String> granted = new HashSet<>();
        Set<String> all = new HashSet<>();
        Set<String> askedFor = new HashSet<>();
        Optional<String> next = Optional.empty();
        Optional<String> language = Optional.empty();
        for (FormData.Field field : form.fields()) {
            String name = field.name();
            String value = field.value();
            if (value.equals(GRANTED) && catalogue.category(name).isPresent()) {
                granted.add(name);
            } else if (name.equals(CHOICE) && (value.equals(ACCEPT_ALL) || value.equals(REFUSE_ALL))) {
                all.add(value);
            } else if (name.equals(ASKED_FOR) && catalogue.category(value).isPresent()) {
                askedFor.add(value);
            } else if (name.equals(NEXT)) {
                next = next.isPresent() ? next : SitePath.of(value);
            } else if (name.equals(LANGUAGE)) {
                language = Optional.of(value);
            } else if (!name.startsWith(OF_A_FRAMEWORK)) {
                throw new RejectedException(400, "a field that the form does not have");
            }
        }
        if (all.size() > 1) {
            throw new RejectedException(400, "no one choice");
        }
        Map<Category, Choice> choices = new LinkedHashMap<>();
        for (Category category : catalogue.categories()) {
            if (catalogue.offersChoice(category) && (askedFor.isEmpty() || askedFor.contains(category.id()))) {
                boolean grants = all.isEmpty() ? granted.contains(category.id()) : all.contains(ACCEPT_ALL);
                choices.put(category, grants ? Choice.GRANTED : Choice.REFUSED);
            }
        }
        return new Submission(choices, next, language);
    }
}
