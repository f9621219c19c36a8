package org.consent4j.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Retention;

/**
 * Catalogues of any size, in the mixture of public lists of cookies: one name in nine stands for a prefix, lengths are
 * theirs, and many names begin alike, as those of one provider do.
 */
public final class Declarations {

    private static final int ONE_PREFIX_IN = 9;
    private static final int ONE_PROVIDER_FOR = 5;
    private static final int STARTS = 64;

    /** The lengths of names and of prefixes that public lists have, each as often as the others. */
    private static final int[] NAME_LENGTHS = {3, 4, 5, 5, 6, 7, 8, 8, 9, 10, 10, 11, 12, 13, 14, 16, 17, 19, 21, 27};

    private static final int[] PREFIX_LENGTHS = {2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 12, 12, 13, 16, 19, 23, 31, 39};

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
                    .allowShortPrefix()
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
                    .allowShortPrefix()
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

    /** A name or a prefix, of a length that public lists have, or of a longer one where it could not be told from others. */
    private static String name(int i, Random random) {
        boolean prefix = i % ONE_PREFIX_IN == ONE_PREFIX_IN - 1;
        int[] lengths = prefix ? PREFIX_LENGTHS : NAME_LENGTHS;
        String number = Integer.toString(i, Character.MAX_RADIX);
        String start = start(random);
        int filling = lengths[random.nextInt(lengths.length)] - start.length() - number.length();
        return start + Visitors.text(random, Math.max(0, filling)) + '.' + number + (prefix ? "*" : "");
    }

    /** A name that no declaration covers, though others begin like it. */
    public static String undeclared(Random random) {
        return start(random) + '~' + random.nextInt(1000);
    }

    private static String start(Random random) {
        int provider = random.nextInt(STARTS);
        return Visitors.text(new Random(provider), 1 + provider % 5);
    }
}
