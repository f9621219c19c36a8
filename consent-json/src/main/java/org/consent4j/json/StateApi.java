package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.consent4j.ActiveCatalogue;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.Requirement;
import org.consent4j.json.CatalogueFileException.Problem;
import org.consent4j.pages.PageExtension;
import org.consent4j.pages.PageRequest;
import org.consent4j.pages.PageResponse;
import org.consent4j.pages.Text;
import org.consent4j.preference.Choice;
import org.consent4j.preference.Preferences;

/**
 * What a visitor can choose and has chosen, as JSON at {@code /cookies/state}, for pages that a script draws. It is there
 * where this library is; {@code docs/state-api.openapi.json} describes it.
 */
public final class StateApi implements PageExtension {

    private static final int MOST_OCTETS = 8 * 1024;
    private static final String CHOICES = "choices";

    /** Found by the pages; nobody else needs one. */
    public StateApi() {}

    @Override
    public String path() {
        return "/state";
    }

    @Override
    public PageResponse handle(PageRequest request, ConsentExchange exchange, Visit visit) {
        return switch (request.method()) {
            case "GET", "HEAD" -> state(exchange, visit);
            case "POST" ->
                visit.sameOrigin()
                        ? choose(request, exchange, visit)
                        : problem(403, "Forbidden", "The request comes from another site.", List.of());
            default -> {
                PageResponse response =
                        problem(405, "Method Not Allowed", "Ask with GET, choose with POST.", List.of());
                Map<String, String> headers = new LinkedHashMap<>(response.headers());
                headers.put("Allow", "GET, HEAD, POST");
                yield new PageResponse(405, headers, response.body());
            }
        };
    }

    private static PageResponse choose(PageRequest request, ConsentExchange exchange, Visit visit) {
        byte[] body;
        try {
            body = request.body().read(MOST_OCTETS + 1);
        } catch (IOException e) {
            return problem(400, "Bad Request", "The body could not be read.", List.of());
        }
        if (!isJson(request)) {
            return problem(415, "Unsupported Media Type", "Send application/json.", List.of());
        }
        if (body.length > MOST_OCTETS) {
            return problem(413, "Content Too Large", "Send at most " + MOST_OCTETS + " octets.", List.of());
        }
        Findings findings = new Findings("body");
        Map<Category, Choice> choices = choices(body, exchange.catalogue(), findings);
        if (!findings.isEmpty()) {
            return problem(
                    400,
                    "Bad Request",
                    "Send {\"choices\": {...}} with granted or refused for each category to decide on.",
                    findings.exception().problems());
        }
        exchange.record(choices);
        return state(exchange, visit);
    }

    private static boolean isJson(PageRequest request) {
        Iterator<String> types = request.headers().values("Content-Type");
        if (!types.hasNext()) {
            return false;
        }
        String type = types.next();
        int parameters = type.indexOf(';');
        return !types.hasNext()
                && (parameters < 0 ? type : type.substring(0, parameters))
                        .strip()
                        .equalsIgnoreCase("application/json");
    }

    private static Map<Category, Choice> choices(byte[] body, ActiveCatalogue catalogue, Findings findings) {
        Map<Category, Choice> choices = new LinkedHashMap<>();
        Node node =
                JsonReader.of(body, findings).flatMap(json -> json.document("")).orElse(null);
        if (node == null) {
            return choices;
        }
        Written written = new Written(node, "", findings);
        if (!written.hasOnly(Set.of(CHOICES))) {
            return choices;
        }
        Node named = node.member(CHOICES).orElse(null);
        if (named == null || named.kind() != Node.Kind.OBJECT || named.members().isEmpty()) {
            findings.add(
                    named == null ? node : named, CHOICES, "Write an object with a category and granted or refused.");
            return choices;
        }
        for (Node.Member member : named.members().values()) {
            String path = CHOICES + "." + Findings.shortened(member.key());
            Category category = catalogue.category(member.key()).orElse(null);
            boolean isText = member.value().kind() == Node.Kind.TEXT;
            if (category == null) {
                findings.add(member.line(), member.column(), path, null, "There is no such category to choose in.");
            } else if (!catalogue.offersChoice(category)) {
                findings.add(
                        member.line(), member.column(), path, null, "There is nothing to choose in this category.");
            } else if (isText && member.value().text().equals("granted")) {
                choices.put(category, Choice.GRANTED);
            } else if (isText && member.value().text().equals("refused")) {
                choices.put(category, Choice.REFUSED);
            } else {
                findings.add(member.value().line(), member.value().column(), path, null, "Write granted or refused.");
            }
        }
        return choices;
    }

    private static PageResponse state(ConsentExchange exchange, Visit visit) {
        ActiveCatalogue catalogue = exchange.catalogue();
        Preferences preferences = exchange.preferences();
        JsonWriter json = new JsonWriter(false);
        json.object();
        json.field("language", visit.language().tag());
        json.field("promptNeeded", exchange.promptNeeded());
        json.nullable(
                "decidedOn", preferences.decidedOn().map(LocalDate::toString).orElse(null));
        json.nullable(
                "validUntil", preferences.validUntil().map(LocalDate::toString).orElse(null));
        json.field("globalPrivacyControl", exchange.globalPrivacyControl());
        json.list("categories");
        for (Category category : catalogue.categories()) {
            boolean offersChoice = catalogue.offersChoice(category);
            if (offersChoice || !catalogue.declarations(category).isEmpty()) {
                json.object().field("id", category.id());
                text(json, "title", visit.words().apply(category.title()));
                text(json, "description", visit.words().apply(category.description()));
                json.field("requirement", lower(requirement(catalogue, category)));
                json.field("allowed", exchange.allows(category));
                if (offersChoice) {
                    json.field("choice", lower(preferences.choice(category.id())));
                }
                json.endObject();
            }
        }
        json.endList().endObject();
        return response(200, "application/json", json.text());
    }

    /** What a category needs, all of its cookies together. */
    private static Requirement requirement(ActiveCatalogue catalogue, Category category) {
        return !catalogue.offersChoice(category)
                ? Requirement.NOTHING
                : catalogue.asksFor(category) ? Requirement.CONSENT : Requirement.NO_OBJECTION;
    }

    /** A text, with its language where that is not the one that was asked for. */
    private static void text(JsonWriter json, String key, Text text) {
        json.object(key).field("text", text.text());
        if (text.language() != null) {
            json.field("language", text.language().tag());
        }
        json.endObject();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** RFC 9457: what went wrong, for programs and for people. */
    private static PageResponse problem(int status, String title, String detail, List<Problem> problems) {
        JsonWriter json = new JsonWriter(false)
                .object()
                .field("type", "about:blank")
                .field("title", title)
                .field("status", status)
                .field("detail", detail);
        if (!problems.isEmpty()) {
            json.list("errors");
            for (Problem problem : problems) {
                json.object()
                        .field("line", problem.line())
                        .field("column", problem.column())
                        .field("path", problem.path())
                        .field("message", problem.message())
                        .endObject();
            }
            json.endList();
        }
        return response(status, "application/problem+json", json.endObject().text());
    }

    private static PageResponse response(int status, String type, String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Type", type);
        return new PageResponse(status, headers, json.getBytes(UTF_8));
    }
}
