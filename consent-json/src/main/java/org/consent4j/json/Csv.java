package org.consent4j.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Values with commas between them, and quotes around those that have a comma, a quote or a line's end (RFC 4180). */
final class Csv {

    /** A row with the line in which it begins. */
    record Row(int line, List<String> values) {}

    private Csv() {}

    static List<Row> rows(byte[] octets, Findings findings) {
        List<Row> rows = new ArrayList<>();
        if (octets.length > JsonReader.MOST_OCTETS) {
            JsonReader.tellTooLarge(findings);
            return rows;
        }
        String text = new String(octets, UTF_8);
        int at = text.startsWith("\ufeff") ? 1 : 0;
        int line = 1;
        while (at < text.length()) {
            int start = line;
            List<String> values = new ArrayList<>();
            boolean more = true;
            while (more) {
                StringBuilder value = new StringBuilder();
                if (at < text.length() && text.charAt(at) == '"') {
                    at++;
                    while (at < text.length() && (text.charAt(at) != '"' || text.startsWith("\"\"", at))) {
                        char c = text.charAt(at);
                        value.append(c);
                        line += c == '\n' ? 1 : 0;
                        at += c == '"' ? 2 : 1;
                    }
                    if (at == text.length()) {
                        findings.add(start, 1, "", null, "A quote in this row has no end. Is the file complete?");
                        return rows;
                    }
                    at++;
                }
                while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                    value.append(text.charAt(at++));
                }
                values.add(value.toString());
                more = at < text.length() && text.charAt(at) == ',';
                at += more ? 1 : 0;
            }
            if (text.startsWith("\r\n", at)) {
                at++;
            }
            at++;
            line++;
            if (values.size() > 1 || !values.get(0).isEmpty()) {
                rows.add(new Row(start, values));
            }
        }
        return rows;
    }
}
