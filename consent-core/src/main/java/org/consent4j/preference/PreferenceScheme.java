package org.consent4j.preference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The categories that a preference cookie can speak of, each with its code and the fingerprint of what a grant covers.
 *
 * <p>The position of an entry is that of its bit in {@link Preferences#granted()} and {@link Preferences#refused()};
 * it is never stored.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PreferenceScheme {

    /** The most categories that a scheme can have. */
    public static final int MOST_ENTRIES = 60;

    /** The length of a fingerprint, in characters. */
    static final int FINGERPRINT_LENGTH = 4;

    private final List<Entry> entries;
    private final List<String> dormantCodes;
    private final String[] categoryIds;

    /**
     * A category as the preference cookie knows it.
     *
     * @param categoryId the category's id
     * @param code the category's code in the cookie, lower-case letters
     * @param fingerprint what {@link #fingerprint} gives for the category's content
     */
    public record Entry(String categoryId, String code, String fingerprint) {}

    /**
     * A scheme of some categories.
     *
     * @param entries the categories, with distinct codes; at most {@link #MOST_ENTRIES}
     * @throws IllegalArgumentException if there are more
     */
    public PreferenceScheme(List<Entry> entries) {
        this(entries, List.of());
    }

    /**
     * A scheme of some categories, which reads over others.
     *
     * @param entries the categories, with distinct codes; at most {@link #MOST_ENTRIES}
     * @param dormantCodes the codes of categories in which there is nothing to choose now; what a value says of them is
     *     checked for its form and left alone, so that an emptied category does not undo the choices beside it (rule 11)
     * @throws IllegalArgumentException if there are more of either
     */
    public PreferenceScheme(List<Entry> entries, List<String> dormantCodes) {
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " categories are to be chosen from, but " + MOST_ENTRIES
                    + " is the most; merge some.");
        }
        if (dormantCodes.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException(dormantCodes.size() + " categories without a choice are known, but "
                    + MOST_ENTRIES + " is the most; leave some out.");
        }
        this.entries = List.copyOf(entries);
        this.dormantCodes = List.copyOf(dormantCodes);
        this.categoryIds = entries.stream().map(Entry::categoryId).toArray(String[]::new);
    }

    /**
     * The categories, by position.
     *
     * @return the entries
     */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The codes that a value may have beside those of the entries, without effect.
     *
     * @return the codes
     */
    public List<String> dormantCodes() {
        return dormantCodes;
    }

    /**
     * The position of a category.
     *
     * @param categoryId a category's id
     * @return its position, or -1 if this scheme does not have it
     */
    public int position(String categoryId) {
        for (int i = 0; i < categoryIds.length; i++) {
            if (categoryIds[i].equals(categoryId)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A short name of what a grant of a category covers: another provider or revision gives another fingerprint, and so
     * makes the grant stale (rule 11).
     *
     * <p>It is the first 24 bits of the SHA-256 of the revision in decimal and the providers' distinct names in the
     * order of their UTF-16 code units, joined by line feeds, in base64url.
     *
     * @param revision the category's revision
     * @param providers the names of those whose cookies need this category's consent
     * @return four characters
     */
    public static String fingerprint(int revision, Collection<String> providers) {
        StringBuilder material = new StringBuilder().append(revision);
        for (String provider : new TreeSet<>(providers)) {
            material.append('\n').append(provider);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(material.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(new byte[] {digest[0], digest[1], digest[2]});
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
