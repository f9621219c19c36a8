package org.consent4j;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.consent4j.catalogue.CookieDeclaration;

/**
 * Finds the declaration that covers a name: the exact one, else the one with the longest prefix.
 *
 * <p>Asked for a region of a header line, it creates no objects. Names are packed, eight characters to a word, so that
 * hashing and comparing take a step for eight characters and not one for each. The tables hold the catalogue's names
 * alone, so no visitor's names can make a look-up longer.
 */
final class NameIndex {

    private static final int WORD = Long.BYTES;

    /** Prefixes of this length or more are told apart by so many first characters before any is tried. */
    private static final int HEAD = 4;

    /** The bit of {@link #lengthsByHead} that stands for this length and all longer ones. */
    private static final int ALL_LONGER = Long.SIZE - 1;

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final long ANOTHER_MULTIPLIER = 0xc2b2ae3d27d4eb4fL;

    /** For each declaration its position and its name's length, then the name. */
    private final long[] names;
    /** Where a declaration's entry in {@link #names} is, plus one; 0 is free. */
    private final int[] exact;

    private final int[] prefixes;
    /** The lengths of prefixes that begin with a head, as bits. */
    private final long[] lengthsByHead;
    /** The lengths of prefixes that are shorter than a head, as bits. */
    private final long shortLengths;

    private final int longestPrefix;

    NameIndex(List<CookieDeclaration> declarations) {
        String[] keys = new String[declarations.size()];
        int words = 0;
        int prefixCount = 0;
        int longest = -1;
        for (int i = 0; i < keys.length; i++) {
            CookieDeclaration declaration = declarations.get(i);
            String name = declaration.name();
            boolean prefix = declaration.isPrefix();
            keys[i] = octets(prefix ? name.substring(0, name.length() - 1) : name);
            words += 1 + (keys[i].length() + WORD - 1) / WORD;
            if (prefix) {
                prefixCount++;
                longest = Math.max(longest, keys[i].length());
            }
        }
        names = new long[words];
        exact = new int[tableSize(keys.length - prefixCount)];
        prefixes = new int[tableSize(prefixCount)];
        lengthsByHead = new long[tableSize(prefixCount)];
        longestPrefix = longest;
        long shorter = 0;
        int entry = 0;
        for (int i = 0; i < keys.length; i++) {
            String key = keys[i];
            int length = key.length();
            boolean prefix = declarations.get(i).isPrefix();
            insert(prefix ? prefixes : exact, key, entry);
            names[entry++] = (long) i << Integer.SIZE | length;
            for (int from = 0; from < length; from += WORD) {
                names[entry++] = word(key, from, length);
            }
            if (prefix && length < HEAD) {
                shorter |= 1L << length;
            } else if (prefix) {
                lengthsByHead[headSlot(word(key, 0, HEAD))] |= 1L << Math.min(length, ALL_LONGER);
            }
        }
        shortLengths = shorter;
    }

    /** A name as header lines carry it: its octets, as characters up to U+00FF. */
    static String octets(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static int tableSize(int entries) {
        return Integer.highestOneBit(Math.max(1, entries)) * 4;
    }

    private static void insert(int[] table, String key, int entry) {
        int length = key.length();
        long hash = hash(key, 0, length, word(key, 0, length), word(key, WORD, length));
        int i = slot(hash, table.length);
        while (table[i] != 0) {
            i = (i + 1) & (table.length - 1);
        }
        table[i] = entry + 1;
    }

    /**
     * The position of the declaration that covers a name.
     *
     * @param text a text that holds the name
     * @param start where the name starts
     * @param end where it ends
     * @return a position in the list of declarations, or -1; -1 for an empty name
     */
    int find(String text, int start, int end) {
        if (start == end) {
            return -1;
        }
        long first = word(text, start, end);
        long second = word(text, start + WORD, end);
        int found = probe(exact, text, start, end - start, first, second);
        return found >= 0 || longestPrefix < 0 ? found : longestPrefix(text, start, end - start, first, second);
    }

    private int longestPrefix(String text, int start, int nameLength, long first, long second) {
        long lengths = shortLengths;
        if (nameLength >= HEAD) {
            lengths |= lengthsByHead[headSlot(first)];
        }
        int length = longestOf(lengths, Math.min(nameLength, longestPrefix));
        while (length >= 0) {
            int found = probe(prefixes, text, start, length, first & mask(length), second & mask(length - WORD));
            if (found >= 0) {
                return found;
            }
            length = longestOf(lengths, length - 1);
        }
        return -1;
    }

    /** The longest of a set of lengths that is not above a limit; negative if there is none. */
    private static int longestOf(long lengths, int limit) {
        if (limit >= ALL_LONGER && lengths < 0) {
            return limit;
        }
        int bit = Math.min(limit, ALL_LONGER);
        return bit - Long.numberOfLeadingZeros(lengths << (ALL_LONGER - bit));
    }

    private int probe(int[] table, String text, int start, int length, long first, long second) {
        int mask = table.length - 1;
        for (int i = slot(hash(text, start, length, first, second), table.length); table[i] != 0; i = (i + 1) & mask) {
            int entry = table[i] - 1;
            if (isAt(entry, text, start, length, first, second)) {
                return (int) (names[entry] >>> Integer.SIZE);
            }
        }
        return -1;
    }

    private boolean isAt(int entry, String text, int start, int length, long first, long second) {
        if ((int) names[entry] != length || (length > 0 && names[entry + 1] != first)) {
            return false;
        }
        if (length > WORD && names[entry + 2] != second) {
            return false;
        }
        for (int i = 2 * WORD; i < length; i += WORD) {
            if (names[entry + 1 + i / WORD] != word(text, start + i, start + length)) {
                return false;
            }
        }
        return true;
    }

    /** Up to eight characters from one position to another; what is above U+00FF, as no octet is, becomes zero. */
    private static long word(String text, int from, int to) {
        if (from >= to) {
            return 0;
        }
        if (from + WORD <= text.length()) {
            char c0 = text.charAt(from);
            char c1 = text.charAt(from + 1);
            char c2 = text.charAt(from + 2);
            char c3 = text.charAt(from + 3);
            char c4 = text.charAt(from + 4);
            char c5 = text.charAt(from + 5);
            char c6 = text.charAt(from + 6);
            char c7 = text.charAt(from + 7);
            if ((c0 | c1 | c2 | c3 | c4 | c5 | c6 | c7) <= 0xff) {
                long low = c0 | c1 << 8 | c2 << 16 | (long) c3 << 24;
                long high = c4 | c5 << 8 | c6 << 16 | (long) c7 << 24;
                return (low | high << Integer.SIZE) & mask(to - from);
            }
        }
        long word = 0;
        for (int i = Math.min(to, from + WORD) - 1; i >= from; i--) {
            char c = text.charAt(i);
            word = word << Byte.SIZE | (c > 0xff ? 0 : c);
        }
        return word;
    }

    /** The bits of a word in which so many characters stand. */
    private static long mask(int characters) {
        if (characters >= WORD) {
            return -1;
        }
        return characters <= 0 ? 0 : (1L << (characters * Byte.SIZE)) - 1;
    }

    private static long hash(String text, int start, int length, long first, long second) {
        long hash = first * MULTIPLIER + second * ANOTHER_MULTIPLIER;
        for (int i = 2 * WORD; i < length; i += WORD) {
            hash = (hash + word(text, start + i, start + length)) * MULTIPLIER;
        }
        return hash;
    }

    /** The highest bits, which every character has a part in. */
    private static int slot(long hash, int tableLength) {
        return (int) (hash >>> Long.numberOfLeadingZeros(tableLength - 1));
    }

    private int headSlot(long firstWord) {
        return slot((firstWord & mask(HEAD)) * MULTIPLIER, lengthsByHead.length);
    }
}
