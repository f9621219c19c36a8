package org.consent4j.json;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class H2SourceTest extends DatabaseSourceTest {

    @Override
    DataSource dataSource() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:cookies;DB_CLOSE_DELAY=-1");
        return source;
    }
}
