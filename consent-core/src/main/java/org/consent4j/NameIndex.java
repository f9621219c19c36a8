package org.consent4j;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.consent4j.catalogue.CookieDeclaration;

/**
 * Finds the declaration that covers a name: the exact one, else the one with the longest prefix.
 *
 * <p>Asked for a region of a header line, it creates no objects. Both tables hold the catalogue's keys alone, so no
 * visitor's names can make a look-up longer.
 */
final class NameIndex {

    private final String[] keys;
    private final int[] exact;
    private final int[] prefixes;
    /** The lengths of all prefixes, ascending. */
    private final int[] prefixLengths;

    NameIndex(List<CookieDeclaration> declarations) {
        keys = new String[declarations.size()];
        int exactCount = 0;
        TreeSet<Integer> lengths = new TreeSet<>();
        for (int i = 0; i < keys.length; i++) {
            CookieDeclaration declaration = declarations.get(i);
            String name = declaration.name();
            String key = octets(declaration.isPrefix() ? name.substring(0, name.length() - 1) : name);
            keys[i] = key;
            if (declaration.isPrefix()) {
                lengths.add(key.length());
            } else {
                exactCount++;
            }
        }
        exact = new int[tableSize(exactCount)];
        prefixes = new int[tableSize(keys.length - exactCount)];
        prefixLengths = lengths.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < keys.length; i++) {
            insert(declarations.get(i).isPrefix() ? prefixes : exact, i);
        }
    }

    /** A name as header lines carry it: its octets, as characters up to U+00FF. */
    static String octets(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static int tableSize(int entries) {
        return Integer.highestOneBit(Math.max(1, entries)) * 4;
    }

    private void insert(int[] table, int ordinal) {
        int mask = table.length - 1;
        int i = spread(keys[ordinal].hashCode()) & mask;
        while (table[i] != 0) {
            i = (i + 1) & mask;
        }
        table[i] = ordinal + 1;
    }

    static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }

    /**
     * The position of the declaration that covers a name.
     *
     * @param text a text that holds the name
     * @param start where the name starts
     * @param end where it ends
     * @param hash what {@link String#hashCode()} of the name is
     * @return a position in the list of declarations, or -1; -1 for an empty name
     */
    int find(String text, int start, int end, int hash) {
        if (start == end) {
            return -1;
        }
        int found = probe(exact, text, start, end - start, hash);
        return found >= 0 || prefixLengths.length == 0 ? found : longestPrefix(text, start, end);
    }

    private int longestPrefix(String text, int start, int end) {
        int found = -1;
        int hash = 0;
        int i = start;
        for (int length : prefixLengths) {
            if (length > end - start) {
                break;
            }
            for (; i < start + length; i++) {
                hash = 31 * hash + text.charAt(i);
            }
            int longer = probe(prefixes, text, start, length, hash);
            if (longer >= 0) {
                found = longer;
            }
        }
        return found;
    }

    private int probe(int[] table, String text, int start, int length, int hash) {
        int mask = table.length - 1;
        for (int i = spread(hash) & mask; table[i] != 0; i = (i + 1) & mask) {
            String key = keys[table[i] - 1];
            if (key.length() == length && text.startsWith(key, start)) {
                return table[i] - 1;
            }
        }
        return -1;
    }
}
