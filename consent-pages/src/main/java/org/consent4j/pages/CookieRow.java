package org.consent4j.pages;

import java.util.List;
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
        Sentence recipients) {}
