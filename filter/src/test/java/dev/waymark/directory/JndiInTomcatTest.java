// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.rule.Login;
import dev.waymark.spi.Directory;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.FutureTask;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ContextResource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data source that is a {@code <Resource>} of a web application's. */
class JndiInTomcatTest {

    /** What {@link Tomcat#enableNaming} sets. */
    private final Properties before = (Properties) System.getProperties().clone();

    @AfterEach
    void restoreProperties() {
        System.setProperties(before);
    }

    /** Makes the data source, as the pools that come with Tomcat do; the url is that of the resource. */
    public static final class Factory implements ObjectFactory {

        /** For Tomcat. */
        public Factory() {}

        @Override
        public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL((String) ((Reference) object).get("url").getContent());
            return source;
        }
    }

    @Test
    void resourceOfTheWebApplication_isFoundInThreadsOfItsLoader(@TempDir Path folder) throws Exception {
        try (Database database = new Database()) {
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(folder.toString());
            tomcat.enableNaming();
            var application = tomcat.addContext("", folder.toString());
            ContextResource resource = new ContextResource();
            resource.setName("jdbc/users");
            resource.setType("javax.sql.DataSource");
            resource.setProperty("factory", Factory.class.getName());
            resource.setProperty("url", database.url());
            application.getNamingResources().addResource(resource);
            FutureTask<String> answer = new FutureTask<>(JndiInTomcatTest::answer);
            // Not the container's own thread: look-ups are made in others, which have the application's loader.
            application.addServletContainerInitializer(
                    (classes, servletContext) -> new Thread(answer).start(), Set.of());
            tomcat.start();
            try {
                assertThat(answer.get()).isEqualTo("hist");
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }

    private static String answer() throws Exception {
        JdbcSettings settings = JdbcSettings.empty()
                .with("data_source", "java:comp/env/jdbc/users")
                .with("query", "select target from users where user_id = :user_id");
        try (Directory directory = new JdbcProvider().open(settings)) {
            return String.valueOf(directory.find(Login.of("@ada:ac.cdl")));
        }
    }
}
