// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import dev.waymark.system.SystemServer;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An OpenLDAP server with some thousand people, from the system's programs, in a folder and on ports of its own. It speaks
 * LDAP with StartTLS, and LDAPS; certificates are by an authority of its own.
 */
final class OpenLdap {

    static final int PEOPLE = 5000;
    static final String BIND_DN = "cn=waymark,dc=ac,dc=cdl";

    private static final String USER = "openldap";
    private static final String PACKAGE = "slapd";

    final String password = UUID.randomUUID().toString();
    final int port;
    final int tlsPort;
    final Authority authority;

    private final Path folder;
    private @Nullable Process process;

    /** Makes the folder, loads the people, and starts the server. */
    OpenLdap() throws IOException, InterruptedException, GeneralSecurityException {
        port = SystemServer.freePort();
        tlsPort = SystemServer.freePort();
        // Not in the project's folder, which the server's user may not see.
        folder = Files.createTempDirectory("waymark-openldap");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        authority = new Authority(folder, "authority");
        Authority.writePem(
                authority.issue("localhost", "dns:localhost"),
                folder.resolve("server.crt"),
                folder.resolve("server.key"));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(configuration(), configurationText());
        writePeople();
        SystemServer.give(folder, USER);
        SystemServer.run(
                folder,
                SystemServer.asUser(
                        USER,
                        List.of(
                                program("slapadd"),
                                "-q",
                                "-f",
                                configuration().toString(),
                                "-l",
                                folder.resolve("people.ldif").toString())));
        start();
    }

    private static String program(String name) {
        return SystemServer.program("/usr/sbin/" + name, PACKAGE).toString();
    }

    private Path configuration() {
        return folder.resolve("slapd.conf");
    }

    private String configurationText() {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile FOLDER/slapd.pid
                TLSCACertificateFile FOLDER/authority.pem
                TLSCertificateFile FOLDER/server.crt
                TLSCertificateKeyFile FOLDER/server.key
                # Who binds in clear is refused: the password must not come without TLS.
                security simple_bind=128
                disallow bind_anon
                database mdb
                suffix "dc=ac,dc=cdl"
                rootdn "BIND_DN"
                rootpw PASSWORD
                directory FOLDER/data
                maxsize 268435456
                index objectClass,uid,mail eq
                access to * by * none
                """.replace("FOLDER", folder.toString())
                .replace("BIND_DN", BIND_DN)
                .replace("PASSWORD", password);
    }

    private void writePeople() throws IOException {
        try (Writer ldif = Files.newBufferedWriter(folder.resolve("people.ldif"))) {
            ldif.write("dn: dc=ac,dc=cdl\nobjectClass: domain\ndc: ac\n\n");
            ldif.write("dn: ou=people,dc=ac,dc=cdl\nobjectClass: organizationalUnit\nou: people\n\n");
            for (int i = 0; i < PEOPLE; i++) {
                person(
                        ldif,
                        "user" + i,
                        "mail: user" + i + "@ac.cdl",
                        "description: " + (i % 2 == 0 ? "east" : "west"));
            }
            person(ldif, "nobody", "mail: nobody@ac.cdl");
            person(ldif, "many", "mail: many@ac.cdl", "description: east", "description: west");
            person(ldif, "twin1", "mail: twin@ac.cdl", "description: east");
            person(ldif, "twin2", "mail: twin@ac.cdl", "description: east");
            person(ldif, "bob", "mail: bob@ac.cdl", "description: https://bob.example");
            // "zoë𝄞", and "a*)(uid=*\": in Base64, since they are not plain.
            person(ldif, "unicode", "mail: plain@ac.cdl", "givenName:: em/Dq/CdhJ4=", "description: west");
            person(ldif, "odd", "mail: odd@ac.cdl", "givenName:: YSopKHVpZD0qXA==", "description: east");
        }
    }

    private static void person(Writer ldif, String uid, String... lines) throws IOException {
        ldif.write("dn: uid=" + uid + ",ou=people,dc=ac,dc=cdl\nobjectClass: inetOrgPerson\nuid: " + uid + "\ncn: "
                + uid + "\nsn: " + uid + "\n" + String.join("\n", lines) + "\n\n");
    }

    /** Starts it, and waits until it takes connections. */
    void start() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        String urls = "ldap://127.0.0.1:" + port + "/ ldaps://127.0.0.1:" + tlsPort + "/";
        // With a debug level, even 0, it stays in the foreground.
        Process started = SystemServer.start(
                folder,
                log.toFile(),
                SystemServer.asUser(
                        USER,
                        List.of(
                                program("slapd"),
                                "-d",
                                "0",
                                "-h",
                                urls,
                                "-f",
                                configuration().toString())));
        process = started;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), tlsPort).close();
                return;
            } catch (IOException e) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError(
                            "OpenLDAP does not start (slapd -d 1 says why):\n" + Files.readString(log), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Ends it, and all connections with it. */
    void stop() throws InterruptedException {
        Process last = process;
        if (last != null) {
            process = null;
            last.destroy();
            if (!last.waitFor(30, TimeUnit.SECONDS)) {
                last.destroyForcibly().waitFor();
            }
        }
    }

    /** Stops answering, without ending a connection, until it goes on. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (process != null) {
            SystemServer.run(folder, List.of("kill", "-" + name, Long.toString(process.pid())));
        }
    }

    /** Ends it for good, and deletes its folder. */
    void remove() throws IOException, InterruptedException {
        stop();
        SystemServer.delete(folder);
    }
}
