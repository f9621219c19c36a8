package org.consent4j.json;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.consent4j.catalogue.Category;
import org.jspecify.annotations.Nullable;

/** Rows of a database, each as the declaration that it would be in a file. */
final class TableOrigin implements CatalogueSource.Origin {

    static final String QUERY = "SELECT * FROM cookie_declaration ORDER BY position";

    private static final int LONGEST_SECONDS = 30;
    private static final int FETCHED_AT_ONCE = 1_000;
    private static final Pattern TRANSLATION =
            Pattern.compile("(function|location|purpose|recipients)-([a-z]{2,3}(?:-[a-z0-9]{2,8})*)");
    private static final Set<String> LISTS = Set.of("exemption", "domains", "paths");
    private static final Set<String> FLAGS = Set.of("partitioned", "allow-short-prefix", "allow-star");
    private static final String POSITION = "position";

    private final DataSource dataSource;
    private final String query;
    private final List<Category> categories;

    TableOrigin(DataSource dataSource, String query, List<Category> categories) {
        this.dataSource = dataSource;
        this.query = query;
        this.categories = categories;
    }

    @Override
    public String name() {
        return query.equals(QUERY) ? "table cookie_declaration" : "query of the database";
    }

    @Override
    public CatalogueSource.Version read(CatalogueSource.@Nullable Version last) throws SQLException {
        CatalogueReader reader = CatalogueReader.ofRows(categories, name(), Earlier.of(last));
        read(reader);
        return CatalogueSource.Version.of(reader.catalogue(), "");
    }

    private void read(CatalogueReader reader) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Reading reading = Reading.begin(connection);
                PreparedStatement statement = reading.connection.prepareStatement(query)) {
            statement.setQueryTimeout(LONGEST_SECONDS);
            statement.setFetchSize(FETCHED_AT_ONCE);
            statement.setMaxRows(CatalogueReader.MOST_DECLARATIONS + 1);
            try (ResultSet result = statement.executeQuery()) {
                read(result, reader);
            }
        }
    }

    /**
     * A column, once for all rows.
     *
     * @param number from 1
     * @param key what it is named like
     * @param text of a translation, the key of the text; else the column's own
     * @param language of a translation, its tag; else null
     */
    private record Column(
            int number, String key, String text, @Nullable String language) {

        static Column of(int number, String key) {
            Matcher translation = TRANSLATION.matcher(key);
            return translation.matches()
                    ? new Column(
                            number,
                            key,
                            translation.group(1),
                            Locale.forLanguageTag(translation.group(2)).toLanguageTag())
                    : new Column(number, key, key, null);
        }
    }

    /** A transaction that is always rolled back; where that fails, too, what failed before is told. */
    private record Reading(Connection connection, boolean commits) implements AutoCloseable {

        static Reading begin(Connection connection) throws SQLException {
            boolean commits = connection.getAutoCommit();
            // PostgreSQL's driver only reads in portions within a transaction.
            connection.setAutoCommit(false);
            return new Reading(connection, commits);
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.setAutoCommit(commits);
        }
    }

    private static void read(ResultSet result, CatalogueReader reader) throws SQLException {
        List<Column> columns = columns(result.getMetaData());
        long characters = 0;
        int rows = 0;
        boolean wanted = true;
        while (wanted && result.next()) {
            Node row = row(result, columns, ++rows);
            characters += characters(row);
            if (characters > JsonReader.MOST_OCTETS) {
                throw new SQLException("the rows have more than " + JsonReader.MOST_OCTETS / 1024 / 1024
                        + " MiB, which no catalogue needs");
            }
            wanted = reader.row(row);
        }
    }

    private static List<Column> columns(ResultSetMetaData columns) throws SQLException {
        List<Column> read = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String label = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
            Column column = Column.of(i, label.replace('_', '-'));
            if (!keys.add(column.key)) {
                throw new SQLException(
                        "the query has two columns " + label + "; leave one out, or give it another name");
            }
            if (!column.key.equals(POSITION)) {
                read.add(column);
            }
        }
        return read;
    }

    private static long characters(Node node) {
        long characters = node.text().length();
        for (Node item : node.items()) {
            characters += characters(item);
        }
        for (Node.Member member : node.members().values()) {
            characters += characters(member.value());
        }
        return characters;
    }

    private static Node row(ResultSet result, List<Column> columns, int number) throws SQLException {
        Map<String, Node.Member> members = new LinkedHashMap<>();
        Map<String, Map<String, Node.Member>> translations = new LinkedHashMap<>();
        for (Column column : columns) {
            Node value = value(result, column, number);
            if (value == null) {
                continue;
            }
            if (column.language != null) {
                Node.Member earlier = translations
                        .computeIfAbsent(column.text + "-by-language", k -> new LinkedHashMap<>())
                        .put(column.language, new Node.Member(column.language, number, column.number, value));
                if (earlier != null) {
                    throw new SQLException("the query has two columns with the " + column.text + " in the language "
                            + column.language + "; leave one out");
                }
            } else {
                members.put(column.key, new Node.Member(column.key, number, column.number, value));
            }
        }
        translations.forEach((key, texts) -> {
            int column = texts.values().iterator().next().column();
            members.put(key, new Node.Member(key, number, column, Node.object(texts, number, column)));
        });
        return Node.object(members, number, 1);
    }

    private static @Nullable Node value(ResultSet result, Column from, int row) throws SQLException {
        int column = from.number;
        String text = result.getString(column);
        if (text == null) {
            return null;
        }
        if (FLAGS.contains(from.key)) {
            return Node.simple(Node.Kind.BOOLEAN, String.valueOf(result.getBoolean(column)), row, column);
        }
        if (LISTS.contains(from.key)) {
            List<Node> items = Arrays.stream(text.strip().split("[\\s,]+"))
                    .filter(item -> !item.isEmpty())
                    .map(item -> Node.simple(Node.Kind.TEXT, item, row, column))
                    .toList();
            return Node.list(items, row, column);
        }
        return Node.simple(Node.Kind.TEXT, text, row, column);
    }
}
