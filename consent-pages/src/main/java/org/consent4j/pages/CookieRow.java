package org.consent4j.pages;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.LocalizedText;
import org.consent4j.catalogue.Party;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;
import org.jspecify.annotations.Nullable;

/**
 * What visitors are told of the cookies that are alike in everything but their names (rule 14).
 *
 * @param provider who is responsible for the cookies
 * @param providerPolicy the absolute http or https address of the provider's policy, or null
 * @param function what the cookies are part of, and where; or that nobody said
 * @param names the cookies' names, some with a {@code *} that stands for any further characters
 * @param purpose what the cookies are for, or that nobody said
 * @param exempt that the cookies are exempt from consent, or null
 * @param duration how long browsers keep the cookies
 * @param recipients who gets what the cookies hold
 */
public record CookieRow(
        String provider,
        @Nullable String providerPolicy,
        Sentence function,
        List<String> names,
        Text purpose,
        @Nullable String exempt,
        String duration,
        Sentence recipients) {

    /** Everything that a row tells beside the names. */
    private record Alike(
            Provider provider,
            Party party,
            Optional<LocalizedText> function,
            Optional<LocalizedText> location,
            Optional<LocalizedText> purpose,
            Optional<LocalizedText> recipients,
            Retention retention,
            boolean exempt) {

        static Alike of(CookieDeclaration cookie) {
            return new Alike(
                    cookie.provider(),
                    cookie.party(),
                    cookie.function(),
                    cookie.location(),
                    cookie.purpose(),
                    cookie.recipients(),
                    cookie.retention(),
                    cookie.exemption().isPresent());
        }
    }

    static List<CookieRow> of(List<CookieDeclaration> cookies, Settings settings, Texts texts) {
        Map<Alike, List<String>> rows = new LinkedHashMap<>();
        for (CookieDeclaration cookie : cookies) {
            rows.computeIfAbsent(Alike.of(cookie), row -> new ArrayList<>()).add(texts.isolated(cookie.name()));
        }
        List<CookieRow> list = new ArrayList<>(rows.size());
        rows.forEach((row, names) -> list.add(of(row, List.copyOf(names), settings, texts)));
        return list;
    }

    private static CookieRow of(Alike row, List<String> names, Settings settings, Texts texts) {
        Text nothing = new Text(texts.text("table.nothing"), null);
        boolean ours = row.provider().equals(Provider.SITE);
        String provider =
                texts.isolated(ours ? settings.siteName() : row.provider().name());
        return new CookieRow(
                provider,
                row.provider().policyUrl().map(URI::toASCIIString).orElse(null),
                function(row, nothing, texts),
                names,
                row.purpose().map(texts::of).orElse(nothing),
                row.exempt() ? texts.text("table.exempt") : null,
                texts.duration(row.retention()),
                recipients(row, provider, settings, texts));
    }

    private static Sentence function(Alike row, Text nothing, Texts texts) {
        if (row.function().isPresent() && row.location().isPresent()) {
            return texts.sentence(
                    "table.function-location",
                    Sentence.of(texts.of(row.function().get())),
                    Sentence.of(texts.of(row.location().get())));
        }
        return Sentence.of(row.function().or(row::location).map(texts::of).orElse(nothing));
    }

    /** A first party's cookie is sent to the site whoever provides it, a third party's to the provider alone. */
    private static Sentence recipients(Alike row, String provider, Settings settings, Texts texts) {
        List<Text> recipients = new ArrayList<>();
        if (row.party() == Party.FIRST) {
            recipients.add(new Text(texts.isolated(settings.controllerName()), null));
        }
        if (!row.provider().equals(Provider.SITE)) {
            recipients.add(new Text(provider, null));
        }
        row.recipients().map(texts::of).ifPresent(recipients::add);
        return texts.list(recipients.stream().distinct().toList());
    }
}
