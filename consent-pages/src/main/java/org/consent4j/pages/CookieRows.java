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

/** Puts declarations into words: those that are alike in everything but their names make one row. */
final class CookieRows {

    private final Texts texts;
    private final String siteName;
    private final Text controller;
    private final Text nothing;

    CookieRows(Settings settings, Texts texts) {
        this.texts = texts;
        this.siteName = texts.isolated(settings.siteName());
        this.controller = new Text(texts.isolated(settings.controllerName()), null);
        this.nothing = new Text(texts.text("table.nothing"), null);
    }

    /** A declaration as far as a row tells of it beside the name. */
    private record Alike(CookieDeclaration cookie) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Alike that
                    && cookie.provider().equals(that.cookie.provider())
                    && cookie.party() == that.cookie.party()
                    && cookie.function().equals(that.cookie.function())
                    && cookie.location().equals(that.cookie.location())
                    && cookie.purpose().equals(that.cookie.purpose())
                    && cookie.recipients().equals(that.cookie.recipients())
                    && cookie.retention().equals(that.cookie.retention())
                    && cookie.exemption().isPresent() == that.cookie.exemption().isPresent();
        }

        /** Of what differs most; the rest is for {@link #equals}. */
        @Override
        public int hashCode() {
            return 31 * cookie.provider().name().hashCode() + cookie.purpose().hashCode();
        }
    }

    List<CookieRow> of(List<CookieDeclaration> cookies) {
        Map<Alike, List<String>> rows = new LinkedHashMap<>();
        for (CookieDeclaration cookie : cookies) {
            rows.computeIfAbsent(new Alike(cookie), row -> new ArrayList<>(1)).add(texts.isolated(cookie.name()));
        }
        List<CookieRow> list = new ArrayList<>(rows.size());
        rows.forEach((row, names) -> list.add(row(row.cookie(), List.copyOf(names))));
        return list;
    }

    private CookieRow row(CookieDeclaration cookie, List<String> names) {
        Provider provider = cookie.provider();
        String providerName = provider.equals(Provider.SITE) ? siteName : texts.isolated(provider.name());
        return new CookieRow(
                providerName,
                provider.policyUrl().map(URI::toASCIIString).orElse(null),
                function(cookie),
                names,
                wording(cookie.purpose()),
                cookie.exemption().isPresent() ? texts.text("table.exempt") : null,
                texts.duration(cookie.retention()),
                recipients(cookie, providerName));
    }

    private Text wording(Optional<LocalizedText> text) {
        return text.isPresent() ? texts.of(text.get()) : nothing;
    }

    private Sentence function(CookieDeclaration cookie) {
        if (cookie.function().isPresent() && cookie.location().isPresent()) {
            return texts.sentence(
                    "table.function-location",
                    Sentence.of(wording(cookie.function())),
                    Sentence.of(wording(cookie.location())));
        }
        return Sentence.of(wording(cookie.function().or(cookie::location)));
    }

    /** A first party's cookie is sent to the site whoever provides it, a third party's to the provider alone. */
    private Sentence recipients(CookieDeclaration cookie, String providerName) {
        List<Text> recipients = new ArrayList<>(3);
        if (cookie.party() == Party.FIRST) {
            recipients.add(controller);
        }
        if (!cookie.provider().equals(Provider.SITE)) {
            addNew(recipients, new Text(providerName, null));
        }
        cookie.recipients().ifPresent(others -> addNew(recipients, texts.of(others)));
        return texts.list(recipients);
    }

    private static void addNew(List<Text> recipients, Text recipient) {
        if (!recipients.contains(recipient)) {
            recipients.add(recipient);
        }
    }
}
