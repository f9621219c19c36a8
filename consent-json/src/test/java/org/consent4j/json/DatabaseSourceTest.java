package org.consent4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.consent4j.CookieConsent;
import org.consent4j.catalogue.Category;
import org.consent4j.catalogue.CookieDeclaration;
import org.consent4j.catalogue.Provider;
import org.consent4j.catalogue.Requirement;
import org.consent4j.catalogue.Retention;
import org.junit.jupiter.api.Test;

/** What holds for every database; the statement that makes the table is the documentation's. */
abstract class DatabaseSourceTest {

    private static final Category NEWS = Category.named("news").build();

    abstract DataSource dataSource();

    private void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void createTable() throws SQLException, IOException {
        Matcher table = Pattern.compile("```sql\n(CREATE TABLE .*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(CatalogueJsonTest.DOCS.resolve("catalogues.md")));
        assertThat(table.find()).isTrue();
        execute("DROP TABLE IF EXISTS cookie_declaration", table.group(1).replace(";", ""));
    }

    @Test
    void rowsAreDeclarations() throws Exception {
        createTable();
        execute(
                "INSERT INTO cookie_declaration (position, name, category, provider, retention, purpose) VALUES"
                        + " (2, 'basket', 'necessary', 'site', 'session', 'To keep what you chose')",
                "INSERT INTO cookie_declaration (position, name, category, provider, policy_url, retention, function,"
                        + " purpose, purpose_de, domains, paths, partitioned) VALUES (1, '_ads_*', 'third-party', 'Ads"
                        + " Ltd', 'https://ads.example/', '13 months', 'Advertising', 'To choose', 'Zum Auswählen',"
                        + " 'a.example, b.example', '/ /shop', TRUE)",
                "INSERT INTO cookie_declaration (position, name, category, provider, retention) VALUES"
                        + " (3, 'letter', 'news', 'site', '1 year')",
                "INSERT INTO cookie_declaration (position, name, category, provider, retention, exemption) VALUES (4,"
                        + " '_pk_id.*', 'statistical', 'site', '13 months', 'solely-audience-measurement"
                        + " for-the-publisher-only anonymous-statistics-only no-cross-site-tracking"
                        + " no-sharing-or-cross-referencing lifetime-not-prolonged-by-visits"
                        + " visitors-informed-and-able-to-object')");
        CatalogueSource source = CatalogueSource.database(dataSource(), NEWS).refreshing(Duration.ZERO, Duration.ZERO);

        List<CookieDeclaration> read = source.declarations();
        assertThat(read).extracting(CookieDeclaration::name).containsExactly("_ads_*", "basket", "letter", "_pk_id.*");
        CookieDeclaration ads = read.get(0);
        assertThat(ads.provider()).isEqualTo(Provider.of("Ads Ltd", "https://ads.example/"));
        assertThat(ads.retention()).isEqualTo(Retention.months(13));
        assertThat(ads.purpose().orElseThrow().in(Locale.GERMAN)).isEqualTo("Zum Auswählen");
        assertThat(ads.domains()).containsExactly("a.example", "b.example");
        assertThat(ads.paths()).containsExactly("/", "/shop");
        assertThat(ads.isPartitioned()).isTrue();
        assertThat(read.get(1).isPartitioned()).isFalse();
        assertThat(read.get(2).category()).isEqualTo(NEWS);
        assertThat(read.get(3).requirement()).isEqualTo(Requirement.NO_OBJECTION);
        assertThat(source.categories()).containsExactly(NEWS);
        assertThat(source.declarations()).isSameAs(read);

        CookieConsent consent = CookieConsent.builder().catalogue(source).build();
        execute("DELETE FROM cookie_declaration WHERE position = 3");
        assertThat(consent.refresh()).isTrue();
        assertThat(consent.catalogue().category("news")).isPresent();
        execute("DROP TABLE cookie_declaration");
        assertThat(consent.refresh()).isFalse();
        assertThat(consent.catalogue().find("basket")).isPresent();
    }

    @Test
    void whatIsWrongWithRowsIsToldByRowAndColumn() throws Exception {
        createTable();
        execute(
                "INSERT INTO cookie_declaration (position, name, category, provider, retention) VALUES"
                        + " (1, 'basket', 'necessary', 'site', 'soon')",
                "INSERT INTO cookie_declaration (position, name, category, provider, retention) VALUES"
                        + " (2, 'basket', 'nosuch', 'site', 'session')");
        assertThatThrownBy(CatalogueSource.database(dataSource())::declarations)
                .isInstanceOf(CatalogueFileException.class)
                .hasMessageContaining("table cookie_declaration:1:1: The declaration of cookie 'basket' is declared"
                        + " necessary without a purpose")
                .hasMessageContaining("table cookie_declaration:1:")
                .hasMessageContaining("retention: The retention 'soon'")
                .hasMessageContaining("table cookie_declaration:2:2 name: The cookie 'basket' is declared twice")
                .hasMessageContaining("category: The declaration");
    }

    @Test
    void aSitesOwnQueryNamesItsColumns() throws SQLException {
        execute(
                "DROP TABLE IF EXISTS cookies",
                "CREATE TABLE cookies (id INTEGER, cookie VARCHAR(200), owner VARCHAR(200))",
                "INSERT INTO cookies VALUES (1, 'basket', 'site')");
        CatalogueSource source = CatalogueSource.database(
                dataSource(),
                "SELECT cookie AS name, owner AS provider, 'statistical' AS category, 'session' AS retention FROM"
                        + " cookies ORDER BY id");
        assertThat(source.declarations()).extracting(CookieDeclaration::name).containsExactly("basket");
        assertThatThrownBy(CatalogueSource.database(dataSource(), "SELECT cookie AS nam FROM cookies")::declarations)
                .hasMessageContaining("write 'name'");
        assertThatThrownBy(
                        CatalogueSource.database(
                                        dataSource(),
                                        "SELECT a.cookie AS name, b.cookie AS name FROM cookies a, cookies b")
                                ::declarations)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two columns name")
                .hasMessageContaining("another name");
        assertThatThrownBy(CatalogueSource.database(
                        dataSource(), "SELECT cookie AS purpose_iw, cookie AS purpose_he FROM cookies")::declarations)
                .hasMessageContaining("two columns with the purpose in the language he");
        assertThatThrownBy(CatalogueSource.database(dataSource(), "SELECT nosuch FROM cookies")::declarations)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("query of the database could not be read");
    }

    @Test
    void aTableThatIsTooLargeIsRefused() throws SQLException {
        execute(
                "DROP TABLE IF EXISTS large",
                "CREATE TABLE large (name VARCHAR(200), purpose VARCHAR(1000000), category VARCHAR(20), provider"
                        + " VARCHAR(20), retention VARCHAR(20))",
                "INSERT INTO large VALUES ('basket', REPEAT('x', 1000000), 'necessary', 'site', 'session')");
        StringBuilder query = new StringBuilder("SELECT * FROM large");
        for (int i = 0; i < 40; i++) {
            query.append(" UNION ALL SELECT * FROM large");
        }
        assertThatThrownBy(CatalogueSource.database(dataSource(), query.toString())::declarations)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than 32 MiB");
        execute("DROP TABLE large");
    }

    @Test
    void moreRowsThanACatalogueNeedsAreRefused() throws SQLException {
        execute("DROP TABLE IF EXISTS digits", "CREATE TABLE digits (d INTEGER)");
        for (int i = 0; i < 10; i++) {
            execute("INSERT INTO digits VALUES (" + i + ")");
        }
        String rows =
                "SELECT CONCAT('c', a.d, b.d, c.d, d.d, e.d) AS name, 'statistical' AS category, 'site' AS provider,"
                        + " 'session' AS retention FROM digits a, digits b, digits c, digits d, digits e";
        assertThat(CatalogueSource.database(dataSource(), rows).declarations()).hasSize(100_000);
        assertThatThrownBy(
                        CatalogueSource.database(
                                        dataSource(),
                                        rows + " UNION ALL SELECT 'more', 'statistical', 'site', 'session' FROM digits")
                                ::declarations)
                .isInstanceOf(CatalogueFileException.class)
                .hasMessageContaining("query of the database:100001:1: There are more than 100000 rows");
        execute("DROP TABLE digits");
    }

    @Test
    void rowsThatHaveNotChangedStayTheSameObjects() throws Exception {
        createTable();
        execute(
                "INSERT INTO cookie_declaration (position, name, category, provider, retention) VALUES"
                        + " (1, 'first', 'statistical', 'site', 'session')",
                "INSERT INTO cookie_declaration (position, name, category, provider, retention) VALUES"
                        + " (2, 'second', 'statistical', 'site', 'session')");
        CatalogueSource source = CatalogueSource.database(dataSource()).refreshing(Duration.ZERO, Duration.ZERO);
        List<CookieDeclaration> before = source.declarations();
        assertThat(source.declarations()).isSameAs(before);
        execute("UPDATE cookie_declaration SET retention = '1 day' WHERE position = 1");
        List<CookieDeclaration> after = source.declarations();
        assertThat(after.get(0).retention()).isEqualTo(Retention.days(1));
        assertThat(after.get(1)).isSameAs(before.get(1));
    }

    /** As where the query takes the connection down with it. */
    @Test
    void whatWentWrongFirstIsToldAndTheConnectionIsGivenBack() throws SQLException {
        DataSource database = dataSource();
        List<String> called = new ArrayList<>();
        DataSource breaking = proxy(DataSource.class, (method, arguments) -> {
            Connection connection = (Connection) method.invoke(database, arguments);
            return proxy(Connection.class, (inner, innerArguments) -> {
                called.add(inner.getName());
                if (inner.getName().equals("rollback")) {
                    throw new SQLException("the connection is gone");
                }
                return inner.invoke(connection, innerArguments);
            });
        });
        assertThatThrownBy(CatalogueSource.database(breaking, "SELECT nosuch FROM nowhere")::declarations)
                .hasMessageContainingAll("query of the database could not be read", "SQL")
                .hasMessageNotContaining("the connection is gone");
        assertThat(called).endsWith("rollback", "close");
    }

    private interface Call {
        Object to(Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return call.to(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
