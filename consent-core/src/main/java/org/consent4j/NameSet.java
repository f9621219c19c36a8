package org.consent4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of names of bounded size that can be asked for a region of a text, without locks and without creating objects.
 */
final class NameSet {

    private static final int LONGEST_NAME = 256;

    private final int capacity;
    private volatile int size;
    private volatile @Nullable String[] table;

    NameSet(int capacity) {
        this.capacity = capacity;
        this.table = new String[Integer.highestOneBit(capacity) * 4];
    }

    /** Whether there is nothing to add for this name: it is there already, or there is no room for it. */
    boolean isSettled(String text, int start, int end) {
        @Nullable String[] names = table;
        int mask = names.length - 1;
        int length = end - start;
        for (int i = slot(hash(text, start, end), mask); ; i = (i + 1) & mask) {
            String name = names[i];
            if (name == null) {
                return length > LONGEST_NAME || size >= capacity;
            }
            if (name.length() == length && text.startsWith(name, start)) {
                return true;
            }
        }
    }

    /** Adds a name; false if it was there or there is no room. */
    synchronized boolean add(String name) {
        if (name.length() > LONGEST_NAME || size >= capacity) {
            return false;
        }
        @Nullable String[] names = table.clone();
        int mask = names.length - 1;
        int i = slot(hash(name, 0, name.length()), mask);
        for (String other = names[i]; other != null; other = names[i]) {
            if (other.equals(name)) {
                return false;
            }
            i = (i + 1) & mask;
        }
        names[i] = name;
        size++;
        table = names;
        return true;
    }

    private static int hash(String text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }

    private static int slot(int hash, int mask) {
        return (hash ^ (hash >>> 16)) & mask;
    }

    List<String> names() {
        List<String> list = new ArrayList<>();
        for (String name : table) {
            if (name != null) {
                list.add(name);
            }
        }
        list.sort(null);
        return list;
    }
}
