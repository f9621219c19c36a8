package org.consent4j.benchmarks;

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

    /** A name of six to twenty characters, or a prefix of as many as there are kinds of numbers. */
    private static String name(int i, Random random) {
        return i % ONE_PREFIX_IN == ONE_PREFIX_IN - 1
                ? "_" + String.format("%05x", i) + "_*"
                : String.format("%05x", i) + Visitors.text(random, 1 + random.nextInt(15));
    }
}
