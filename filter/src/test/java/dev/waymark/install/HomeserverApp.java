// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A homeserver as a web application in a folder, built from the sources in {@code src/it/homeserver}. */
record HomeserverApp(Path folder) {

    static final Path SOURCES = Path.of("src/it/homeserver");

    /** Builds one into a new folder. */
    static HomeserverApp build(Path folder, Api api) throws IOException {
        Path sources = Files.createTempDirectory("homeserver");
        try {
            for (Path file : Folders.files(SOURCES)) {
                Path copy = sources.resolve(SOURCES.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, api.of(Files.readString(file)));
            }
            compile(sources, folder.resolve("WEB-INF/classes"), api.jar().toString());
            Files.copy(sources.resolve("WEB-INF/web.xml"), folder.resolve("WEB-INF/web.xml"));
        } finally {
            Folders.delete(sources);
        }
        return new HomeserverApp(folder);
    }

    /** Compiles all that there is in a folder. */
    static void compile(Path sources, Path classes, String classPath) throws IOException {
        Files.createDirectories(classes);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said,
                            manager,
                            null,
                            List.of("-cp", classPath, "-d", classes.toString(), "--release", "17"),
                            null,
                            manager.getJavaFileObjectsFromPaths(Folders.files(sources).stream()
                                    .filter(file -> file.toString().endsWith(".java"))
                                    .toList()))
                    .call();
            if (!compiled) {
                throw new IOException("it does not compile: " + said);
            }
        }
    }

    /** Which Servlet API a web application is written against. */
    enum Api {
        JAKARTA,
        JAVAX;

        /** A text that was written for Jakarta, for this one. */
        String of(String text) {
            return this == JAKARTA
                    ? text
                    : text.replace("jakarta.servlet", "javax.servlet")
                            .replace("https://jakarta.ee/xml/ns/jakartaee", "http://xmlns.jcp.org/xml/ns/javaee")
                            .replace("web-app_5_0", "web-app_4_0")
                            .replace("version=\"5.0\"", "version=\"4.0\"");
        }

        Path jar() {
            if (this == JAVAX) {
                return Servers.TOMCAT_9.resolve("lib/servlet-api.jar");
            }
            try {
                return Path.of(HttpServlet.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The same once more, in a new folder. */
    HomeserverApp copy(Path other) throws IOException {
        Folders.copy(folder, other);
        return new HomeserverApp(other);
    }

    Path webXml() {
        return folder.resolve("WEB-INF/web.xml");
    }

    /** Makes its {@code web.xml} say that nothing else is to be looked at. */
    HomeserverApp metadataComplete() throws IOException {
        String xml = Files.readString(webXml());
        Files.writeString(webXml(), xml.replaceFirst("version=\"\\d\\.0\">", "metadata-complete=\"true\" $0"));
        return this;
    }

    /** Adds something at the end of its {@code web.xml}. */
    HomeserverApp declare(String declaration) throws IOException {
        String xml = Files.readString(webXml());
        Files.writeString(webXml(), xml.replace("</web-app>", declaration + "</web-app>"));
        return this;
    }

    /** Writes it as a WAR file. */
    void pack(Path war) throws IOException {
        Files.deleteIfExists(war);
        try (FileSystem zip = FileSystems.newFileSystem(
                        URI.create("jar:" + war.toAbsolutePath().toUri()), Map.of("create", "true"));
                Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
                Files.copy(path, zip.getPath("/" + folder.relativize(path)));
            }
        }
    }
}
