// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the build has put the servers. */
final class Servers {

    private static final Path FOLDER = Path.of("target/servers").toAbsolutePath();

    static final Path TOMCAT_9 = folder("apache-tomcat-", "server.tomcat9");
    static final Path TOMCAT_10 = folder("apache-tomcat-", "server.tomcat10");
    static final Path TOMCAT_11 = folder("apache-tomcat-", "server.tomcat11");
    static final Path JETTY = folder("jetty-home-", "server.jetty");
    static final Path WILDFLY = folder("wildfly-", "server.wildfly");
    static final Path OPEN_LIBERTY = FOLDER.resolve("wlp");
    static final Path PAYARA_MICRO = FOLDER.resolve("payara-micro.jar");

    private Servers() {}

    private static Path folder(String name, String version) {
        return FOLDER.resolve(name + version(version));
    }

    /** The version that the build's property of this name pins. */
    static String version(String name) {
        try {
            Matcher pinned = Pattern.compile("<version\\." + Pattern.quote(name) + ">([^<]+)<")
                    .matcher(Files.readString(Repository.ROOT.resolve("pom.xml")));
            if (!pinned.find()) {
                throw new IllegalArgumentException("the build pins no version of " + name);
            }
            return pinned.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
