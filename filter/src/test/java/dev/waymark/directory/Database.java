// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** An H2 database in memory, with some users; it is there as long as this is open. */
final class Database implements AutoCloseable {

    private final String name = "test" + UUID.randomUUID();
    private final Connection connection;

    Database() throws SQLException {
        connection = DriverManager.getConnection(url());
        run(
                "create table users (user_id varchar(255) primary key, localpart varchar(255), target varchar(255), n int)");
        run("insert into users values ('@ada:ac.cdl', 'ada', 'hist', 1), ('@bob:ac.cdl', 'bob', 'eng', 2)");
        run("insert into users values ('@nil:ac.cdl', 'nil', null, 3), ('@o''hara\\\"?:ac.cdl', 'o', 'east', 4)");
    }

    String url() {
        return "jdbc:h2:mem:" + name;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
