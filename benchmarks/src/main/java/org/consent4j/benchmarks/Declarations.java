package org.consent4j.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;

/** Catalogues of any size, in the mixture of real lists: one name in nine stands for a prefix, of a few lengths. */
public final class Declarations {

    private static final int ONE_PREFIX_IN = 9;
    private static final int ONE_PROVIDER_FOR = 5;

    private static final List<Category> CATEGORIES =
            List.of(Category.NECESSARY, Category.STATISTICAL, Category.FIRST_PARTY, Category.THIRD_PARTY);

    private static final List<Retention> RETENTIONS = List.of(
            Retention.session(),
            Retention.of(Duration.ofMinutes(30)),
            Retention.of(Duration.ofHours(36)),
            Retention.days(1),
            Retention.days(90),
            Retention.months(1),
            Retention.months(6),
            Retention.months(13),
            Retention.years(1),
            Retention.months(3));

    private static final String[] WORDS = ("To keep count of the visits that come from a page, and to tell which of"
                    + " them led to a purchase; \"returning\" users & their sessions aren't counted twice in a report")
            .split(" ", -1);

    private Declarations() {}

    /** So many declarations; the same number gives the same ones. */
    public static List<CookieDeclaration> of(int count) {
        Random random = new Random(count);
        List<CookieDeclaration> declarations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            declarations.add(CookieDeclaration.cookie(name(i, random))
                    .category(Category.STATISTICAL)
                    .provider(Provider.SITE)
                    .purpose("To measure")
                    .retention(Retention.months(6))
                    .build());
        }
        return declarations;
    }

    /** So many declarations, each of which tells something else, as a policy page shows them. */
    public static List<CookieDeclaration> toBeRead(int count) {
        Random random = new Random(count);
        List<CookieDeclaration> declarations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            CookieDeclaration.Builder declaration = CookieDeclaration.cookie(name(i, random))
                    .category(CATEGORIES.get(i % CATEGORIES.size()))
                    .provider(provider(i / ONE_PROVIDER_FOR))
                    .purpose(words(random, 6 + random.nextInt(18)))
                    .retention(RETENTIONS.get(random.nextInt(RETENTIONS.size())));
            if (random.nextBoolean()) {
                declaration.function(words(random, 1 + random.nextInt(3)));
            }
            if (random.nextBoolean()) {
                declaration.location(words(random, 1 + random.nextInt(3)));
            }
            declarations.add(declaration.build());
        }
        return declarations;
    }

    private static Provider provider(int number) {
        return Provider.of("Company " + number + " Ltd", "https://company" + number + ".example/privacy?from=cookie");
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }

    /** A name of six to twenty characters, or a prefix of as many as there are kinds of numbers. */
    private static String name(int i, Random random) {
        return i % ONE_PREFIX_IN == ONE_PREFIX_IN - 1
                ? "_" + String.format("%05x", i) + "_*"
                : String.format("%05x", i) + Visitors.text(random, 1 + random.nextInt(15));
    }
}
