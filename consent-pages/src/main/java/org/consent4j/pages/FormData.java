package org.consent4j.pages;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a form or a query in application/x-www-form-urlencoded, in their order. */
record FormData(List<Field> fields) {

    record Field(String name, String value) {}

    /** The text is not what the encoding allows. */
    static final class MalformedException extends Exception {
        MalformedException(String message) {
            super(message);
        }
    }

    FormData {
        fields = List.copyOf(fields);
    }

    static FormData parse(byte[] octets) throws MalformedException {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < octets.length) {
            int end = indexOf('&', octets, start, octets.length);
            if (end > start) {
                int equals = indexOf('=', octets, start, end);
                fields.add(
                        new Field(decode(octets, start, equals), equals == end ? "" : decode(octets, equals + 1, end)));
            }
            start = end + 1;
        }
        return new FormData(fields);
    }

    /** The fields of a query, which may be anything; none where it can't be read. */
    static FormData ofQuery(String query) {
        try {
            return parse(query.getBytes(StandardCharsets.ISO_8859_1));
        } catch (MalformedException e) {
            return new FormData(List.of());
        }
    }

    Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }

    private static int indexOf(char wanted, byte[] octets, int start, int end) {
        for (int i = start; i < end; i++) {
            if (octets[i] == wanted) {
                return i;
            }
        }
        return end;
    }

    private static String decode(byte[] octets, int start, int end) throws MalformedException {
        ByteBuffer decoded = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            byte octet = octets[i];
            if (octet == '%') {
                int high = i + 2 < end ? Character.digit(octets[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(octets[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new MalformedException("a percent sign without two digits");
                }
                decoded.put((byte) (high << 4 | low));
                i += 2;
            } else {
                decoded.put(octet == '+' ? (byte) ' ' : octet);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("not UTF-8");
        }
    }
}
